/** @file What the commands that map incidents share: options, loading, the account at the end. */
#ifndef INCMAP_CLI_COMMON_H
#define INCMAP_CLI_COMMON_H

#include "cli/opt.h"
#include "pipeline.h"
#include "scene/subject.h"

/** Zeroed, then common_init; options are parsed into it; common_load fills in the second half. */
typedef struct {
    opt_list inputs, map;
    date_range range;
    const char *last, *where, *style, *by, *size_by, *lang, *gazetteer, *country, *data, *date_order, *layer;
    bool force, quiet, verbose, json, strict, dry_run, help;
    double bin_width_km; ///< 0: as the style says
    bool has_bin_width;
    const char *heat_max;  ///< as given; NULL: as the style says
    double heat_max_value; ///< as scene_request has it
    bool spread;           ///< marks of one place fan out around it
    bool cluster;          ///< those close together are shown as one, with their number
    bool no_basemap;       ///< the map is wanted without one
    int threads;

    strbuf *describe;   ///< gets what was recognised; NULL: -v prints it on stderr
    bool lists_reasons; ///< the command has itself listed the rows that are not mapped, and why

    struct style *style_doc;
    basemap *base; ///< NULL where there is none, or the style does not draw it
    char *icon_dir;
    const char **datasets; ///< for each input the known export it is, NULL for none
    incident_set incidents;
    account account;
    date_range effective; ///< the range after --last
    attribution_list attributions;
} common;

/** Defaults. */
void common_init(common *c);
/** The options every mapping command takes, bound to @p c; no command has more of them. Returns @p table. */
#define COMMON_OPTIONS_MAX 32
opt_spec *common_options(common *c, opt_spec table[COMMON_OPTIONS_MAX]);

/** Leaves the option of that value out of --help: taken, so that a call need not change, but without effect.
 */
void common_hide_option(opt_spec *table, const void *value);

/**
 * Parses the command line and deals with --help. Returns true where the command should go on; else *exit_code
 * is what to return.
 */
bool common_parse(common *c, const opt_spec *table, const char *usage, int argc, char **argv, int *exit_code);
/** Refuses an output (INCMAP_USAGE) that is one of the inputs, or of other files that are read. */
incmap_status common_check_output(const char *path, const opt_list *inputs, incmap_error *err);
/** Loads the style (NULL name: @p default_style), the basemap where the style draws one, and the incidents.
 */
incmap_status common_load(common *c, const char *default_style, incmap_error *err);
/** What is mapped and how, after common_load. Its texts and objects are the command's. */
scene_subject common_subject(const common *c);
/**
 * Prints the account (and the error, where there is one), disposes of everything and returns the exit code.
 */
int common_finish(common *c, incmap_status status, const incmap_error *err);

/**
 * Path of a file of the program's data, allocated: under --data, $INCMAP_DATA, or beside the program; NULL
 * where it is in none of them.
 */
char *common_data_path(const common *c, const char *name);
/** Says which density a heat map's last colour stands for; @p where begins the line. */
void common_print_heat(const common *c, const char *where, double heat_max);
/** Whether the style draws clusters, asked for or not. */
bool common_has_clusters(const common *c);
/** Whether progress may be drawn: stderr is a terminal and -q was not given. */
bool common_shows_progress(const common *c);
/** Attributions of the incidents' places and the basemap, joined by "; "; allocated. */
char *common_attribution(const common *c);

#endif
