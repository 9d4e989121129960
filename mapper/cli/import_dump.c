#include "cli/import_dump.h"

#include "gazetteer/gazetteer.h"

#include <string.h>

typedef struct {
    const import_options *o;
    const char *name; ///< of the file, for people
} shown;

static bool show_progress(void *context, int64_t done_bytes, int64_t total_bytes)
{
    const shown *s = context;
    if (import_shows_progress(s->o)) {
        double share = total_bytes > 0 ? (double)done_bytes / (double)total_bytes : 1;
        fprintf(stderr, "\r%s: %3.0f%%%s", s->name, 100 * (share < 1 ? share : 1), share >= 1 ? "\n" : "");
    }
    return !import_is_interrupted();
}

incmap_status import_dump(const import_options *o, const char *path, incmap_error *err)
{
    const char *slash = strrchr(path, '/');
    shown s = {o, slash ? slash + 1 : path};
    gaz_geonames_request request = {
        .store_path = o->store, .path = path, .progress = show_progress, .progress_context = &s};
    gaz_import_totals totals;
    bool is_known;
    gaz_error trouble = {0};
    if (gaz_import_geonames(&request, &totals, &is_known, &trouble) != GAZ_OK)
        return error_set(err, INCMAP_FAILED, "%s", trouble.message);
    if (!is_known)
        import_print_totals(o, s.name, totals.places, totals.names, totals.rejected);
    else if (!o->quiet)
        fprintf(stderr, "%s: is in %s already, nothing to do\n", s.name, o->store);
    return INCMAP_OK;
}
