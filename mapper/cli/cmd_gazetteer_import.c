/**
 * @file
 * incmap gazetteer import. A dump of GeoNames needs no GDAL and is imported here; all else is libincmap's.
 */
#include "cli/commands.h"
#include "cli/import_options.h"
#include "gazetteer/gazetteer.h"

#include <string.h>

static bool show_progress(void *context, int64_t done_bytes, int64_t total_bytes)
{
    const import_options *o = context;
    if (import_shows_progress(o)) {
        double share = total_bytes > 0 ? (double)done_bytes / (double)total_bytes : 1;
        fprintf(stderr, "\r%s: %3.0f%%%s", o->input, 100 * (share < 1 ? share : 1), share >= 1 ? "\n" : "");
    }
    return !import_is_interrupted();
}

static int import_dump(import_options *o)
{
    import_watch_signals();
    gaz_geonames_request request = {
        .store_path = o->store, .path = o->input, .progress = show_progress, .progress_context = o};
    gaz_import_totals totals;
    bool is_known;
    gaz_error err = {0};
    if (gaz_import_geonames(&request, &totals, &is_known, &err) != GAZ_OK) {
        fprintf(stderr, "incmap: %s\n", err.message);
        return INCMAP_FAILED;
    }
    if (!is_known)
        import_print_totals(o, o->input, totals.places, totals.names, totals.rejected);
    else if (!o->quiet)
        fprintf(stderr, "%s: is in %s already, nothing to do\n", o->input, o->store);
    return INCMAP_OK;
}

int cmd_gazetteer_import(int argc, char **argv)
{
    import_options o = {0};
    int exit_code;
    if (import_options_parse(&o, argc, argv, &exit_code)) {
        bool is_mirror = strncmp(o.input, IMPORT_GEONAMES, strlen(IMPORT_GEONAMES)) == 0;
        if (!is_mirror && !o.learn && !o.name && gaz_is_geonames(o.input))
            exit_code = import_dump(&o);
        else
            exit_code = incmap_load_and_run("incmap_cmd_gazetteer_import", argc, argv);
    }
    import_options_dispose(&o);
    return exit_code;
}
