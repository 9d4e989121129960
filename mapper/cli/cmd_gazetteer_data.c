/** @file incmap gazetteer import, of what GDAL reads: layers, coded archives, mirrors. */
#include "base/strbuf.h"
#include "cli/gazetteer_data.h"
#include "incmap.h"
#include "read/read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// How often the number of rows is drawn.
#define TICK_ROWS 5000

incmap_status gazetteer_import_tick(const import_options *o, int64_t rows, incmap_error *err)
{
    if (import_is_interrupted())
        return error_set(err, INCMAP_FAILED, "%s: import ended on request; the gazetteer is as it was",
                         o->input);
    if (rows % TICK_ROWS == 0 && import_shows_progress(o))
        fprintf(stderr, "\r%s: %lld rows", o->input, (long long)rows);
    return INCMAP_OK;
}

/** Adds the files that belong to a shapefile, where they are there; returns the number of paths. */
static size_t find_parts(const char *path, strbuf parts[4], const char *paths[5])
{
    static const char *const extensions[] = {"dbf", "prj", "cpg", "shx"};
    size_t count = 0, length = strlen(path);
    paths[count++] = path;
    if (length < 4 || strcmp(path + length - 4, ".shp") != 0) return count;
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
        strbuf_printf(&parts[i], "%.*s%s", (int)(length - 3), path, extensions[i]);
        if (access(strbuf_text(&parts[i]), R_OK) == 0) paths[count++] = strbuf_text(&parts[i]);
    }
    return count;
}

incmap_status gazetteer_import_open(gaz_import **out, const import_options *o, const char *reading,
                                    incmap_error *err)
{
    *out = NULL;
    gaz_error trouble = {0};
    char key[GAZ_IMPORT_KEY_SIZE];
    strbuf parts[4] = {0};
    const char *paths[5], *slash = strrchr(o->input, '/'), *file = slash ? slash + 1 : o->input;
    gaz_status status = gaz_import_hash(key, paths, find_parts(o->input, parts, paths), reading, &trouble);
    if (status == GAZ_OK) {
        char version[17];
        snprintf(version, sizeof version, "%.16s", key);
        gaz_import_source source = {
            .store_path = o->store,
            .name = file,
            .key = key,
            .version = version,
            .licence = o->licence ? o->licence : "licence not stated",
            .attribution = o->attribution ? o->attribution : file,
        };
        status = gaz_import_begin(out, &source, &trouble);
    }
    for (size_t i = 0; i < 4; i++) strbuf_dispose(&parts[i]);
    if (status != GAZ_OK) return error_set(err, INCMAP_FAILED, "%s", trouble.message);
    if (!*out && !o->quiet) fprintf(stderr, "%s: is in %s already, nothing to do\n", o->input, o->store);
    return INCMAP_OK;
}

incmap_status gazetteer_import_close(gaz_import *import, const import_options *o, incmap_status status,
                                     incmap_error *err)
{
    if (!import) return status;
    if (import_shows_progress(o)) fputs("\r", stderr);
    if (status != INCMAP_OK) {
        gaz_import_abort(import);
        return status;
    }
    gaz_error trouble = {0};
    gaz_import_totals totals;
    gaz_status committed = gaz_import_commit(import, &totals, &trouble);
    if (committed == GAZ_ERROR_INPUT)
        return error_set(err, INCMAP_FAILED, "%s: %s", o->input, trouble.message);
    if (committed != GAZ_OK) return error_set(err, INCMAP_FAILED, "%s", trouble.message);
    import_print_totals(o, o->input, totals.places, totals.names, totals.rejected);
    return INCMAP_OK;
}

static incmap_status observe_rows(const import_options *o, reader *r, gaz_import *import, incmap_error *err)
{
    incmap_status status = INCMAP_OK;
    read_row row;
    bool more = true;
    for (int64_t rows = 1; status == INCMAP_OK; rows++) {
        status = reader_next(r, &row, &more, err);
        if (status != INCMAP_OK || !more) break;
        const incident *item = &row.item;
        // A row that is no incident, its date being wrong, may still say where a place is.
        gaz_observation seen = {
            .name = item->has_position ? item->place : NULL,
            .country = item->country,
            .admin1 = item->admin1,
            .position = {item->position.lon_deg, item->position.lat_deg},
            .precision = (int)item->prec,
        };
        gaz_error trouble = {0};
        if (gaz_import_observe(import, &seen, &trouble) != GAZ_OK)
            status = error_set(err, INCMAP_FAILED, "%s", trouble.message);
        if (status == INCMAP_OK) status = gazetteer_import_tick(o, rows, err);
    }
    return status;
}

static incmap_status learn(const import_options *o, incmap_error *err)
{
    reader *r = NULL;
    gaz_import *import = NULL;
    strbuf reading = {0};
    strbuf_printf(&reading, "learn layer=%s", o->layer ? o->layer : "");
    for (size_t i = 0; i < o->map.count; i++) strbuf_printf(&reading, " map=%s", o->map.items[i]);
    read_request request = {
        .path = o->input,
        .layer = o->layer,
        .map = o->map.items,
        .map_count = o->map.count,
        // The dates of an archive do not matter here, but an order that cannot be told would be refused.
        .date_order = "ymd",
    };
    incmap_status status = reader_open(&r, &request, 0, err);
    if (status == INCMAP_OK) status = gazetteer_import_open(&import, o, strbuf_text(&reading), err);
    if (status == INCMAP_OK && import) {
        status = observe_rows(o, r, import, err);
        status = gazetteer_import_close(import, o, status, err);
    }
    reader_close(r);
    strbuf_dispose(&reading);
    return status;
}

int incmap_cmd_gazetteer_import(int argc, char **argv)
{
    import_options o = {0};
    incmap_error err = {0};
    int exit_code;
    if (import_options_parse(&o, argc, argv, &exit_code)) {
        import_watch_signals();
        incmap_status status;
        if (strncmp(o.input, IMPORT_GEONAMES, strlen(IMPORT_GEONAMES)) == 0)
            status = gazetteer_import_mirror(&o, &err);
        else if (o.learn)
            status = learn(&o, &err);
        else if (o.name)
            status = gazetteer_import_layer(&o, &err);
        else if (access(o.input, R_OK) != 0)
            status = error_set(&err, INCMAP_FAILED, "%s: cannot be read: %s", o.input, strerror(errno));
        else
            status = error_set(&err, INCMAP_USAGE,
                               "%s: is no dump of GeoNames (unpack it first); a layer needs --name FIELD, a "
                               "coded archive --learn",
                               o.input);
        if (status != INCMAP_OK) fprintf(stderr, "incmap: %s\n", err.message);
        exit_code = (int)status;
    }
    import_options_dispose(&o);
    return exit_code;
}
