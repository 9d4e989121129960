/** @file The options of resolve, for the program (phrases) and for the library (a table's column). */
#ifndef INCMAP_CLI_RESOLVE_OPTIONS_H
#define INCMAP_CLI_RESOLVE_OPTIONS_H

#include "cli/opt.h"

/** Zero it before use. Texts are argv's; phrases are freed with opt_list_dispose. */
typedef struct {
    const char *input, *field, *layer, *country, *near, *format, *gazetteer, *data;
    bool strict, quiet, verbose, json, help;
    bool at_sea; ///< the phrases are about ships
    opt_list phrases;
} resolve_options;

/** Parses the command line into @p o; with --help it also prints the help to stdout. */
incmap_status resolve_options_parse(resolve_options *o, int argc, char **argv, incmap_error *err);

#endif
