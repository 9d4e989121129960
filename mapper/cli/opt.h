/**
 * @file
 * One option table for each command both parses its command line and prints its help.
 *
 * GDAL's spellings are kept where GDAL has the option (-te, -t_srs, -tr, -ts): any long name may be given
 * with one dash or two, with its value behind it or after "=". One-letter options may have their value
 * attached (-j4). "--" ends the options; "-" alone is an input.
 */
#ifndef INCMAP_CLI_OPT_H
#define INCMAP_CLI_OPT_H

#include "base/date.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct {
    const char **items;
    size_t count, capacity;
} opt_list;

typedef enum {
    OPT_END,     ///< closes a table
    OPT_HEADING, ///< help: a line above the options that follow
    OPT_FLAG,    ///< bool *: set to true
    OPT_TEXT,    ///< const char **
    OPT_TEXTS,   ///< opt_list *: may be given again, each adds one
    OPT_INT,     ///< int *, within [min, max]
    OPT_REALS,   ///< double *: as many numbers as count; also sets *seen
    OPT_DAY,     ///< day_t *: YYYY-MM-DD
    OPT_TABLE,   ///< another table goes here (value points to it)
} opt_type;

typedef struct {
    opt_type type;
    const char *name;    ///< long name without dashes; NULL where there is only a letter
    char letter;         ///< 0 where there is none
    void *value;         ///< where it goes
    const char *metavar; ///< "SRS": the value's name in the help
    const char *help;    ///< one line; for OPT_HEADING its text; NULL: taken, but not listed
    int min, max;        ///< OPT_INT
    int count;           ///< OPT_REALS
    bool *seen;          ///< set to true where the option was given; may be NULL
} opt_spec;

/**
 * Parses argv[1] on. What is no option is added to @p inputs. Returns INCMAP_USAGE with one line that names
 * the option and the remedy. Lists are allocated; opt_list_dispose frees them.
 */
incmap_status opt_parse(const opt_spec *table, int argc, char **argv, opt_list *inputs, incmap_error *err);
/** Prints the options of a table, aligned. */
void opt_print_help(const opt_spec *table, FILE *to);
void opt_list_dispose(opt_list *list);

#endif
