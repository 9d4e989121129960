/** @file The options of "incmap gazetteer import", which the program and the library both read. */
#ifndef INCMAP_CLI_IMPORT_OPTIONS_H
#define INCMAP_CLI_IMPORT_OPTIONS_H

#include "cli/opt.h"

typedef struct {
    const char *input; ///< the one input
    char *store;       ///< path of the gazetteer to import into
    const char *name, *kind, *population, *country, *layer, *licence, *attribution, *mirror;
    bool learn, quiet;
    const char *gazetteer, *data;
    opt_list inputs, map;
    bool help;
} import_options;

/** "geonames:SY,IQ": what stands before the countries. */
#define IMPORT_GEONAMES "geonames:"

/**
 * Parses the command line ("import" is argv[0]), deals with --help, and finds the gazetteer. Returns true
 * where the command should go on; else *exit_code is what to return, and the line about it is printed.
 */
bool import_options_parse(import_options *o, int argc, char **argv, int *exit_code);
void import_options_dispose(import_options *o);

/** What was done, in a line for people: "SY.txt: 22852 places with 41000 names, 3 rows left out". */
void import_print_totals(const import_options *o, const char *input, long long places, long long names,
                         long long rejected);
/** From now on SIGINT, SIGTERM and SIGHUP are noted, for an import that ends by itself and cleans up. */
void import_watch_signals(void);
/** Whether one of them has come. */
bool import_is_interrupted(void);
/** Whether progress may be drawn: stderr is a terminal and -q was not given. */
bool import_shows_progress(const import_options *o);

#endif
