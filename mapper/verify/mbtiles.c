/** @file MBTiles 1.3 (https://github.com/mapbox/mbtiles-spec/blob/master/1.3/spec.md). */
#include "base/arena.h"
#include "verify/database.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// "MPBX"; the specification allows none, too.
#define MBTILES_APPLICATION_ID 0x4d504258

/** The specification's rows of the metadata table; NULL where one is not there. */
typedef struct {
    char *name, *format, *bounds, *center, *min_zoom, *max_zoom, *type, *version;
} metadata;

static void dispose_metadata(metadata *m)
{
    char *const texts[] = {m->name,     m->format,   m->bounds, m->center,
                           m->min_zoom, m->max_zoom, m->type,   m->version};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) free(texts[i]);
}

static void read_metadata(database *d, metadata *m)
{
    const struct {
        const char *name;
        char **value;
    } known[] = {{"name", &m->name},     {"format", &m->format},    {"bounds", &m->bounds},
                 {"center", &m->center}, {"minzoom", &m->min_zoom}, {"maxzoom", &m->max_zoom},
                 {"type", &m->type},     {"version", &m->version}};
    sqlite3_stmt *stmt = database_prepare(d, "metadata", "SELECT name, value FROM metadata");
    while (database_next(d, stmt, "metadata"))
        for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
            if (strcmp(database_text(stmt, 0), known[i].name) != 0) continue;
            verify_that(d->report, !*known[i].value, "metadata: there is more than one %s", known[i].name);
            free(*known[i].value);
            *known[i].value = mem_strdup(database_text(stmt, 1));
        }
    sqlite3_finalize(stmt);
}

/** Numbers with commas between; false where the text is not @p count of them and nothing else. */
static bool parse_numbers(double *out, const char *text, int count)
{
    for (int i = 0; i < count; i++) {
        char *end;
        out[i] = strtod(text, &end);
        if (end == text || *end != (i + 1 < count ? ',' : '\0')) return false;
        text = end + 1;
    }
    return true;
}

static void verify_metadata(verify_report *r, const metadata *m)
{
    verify_that(r, m->name && *m->name, "metadata: there is no name");
    verify_that(r, m->format && *m->format, "metadata: there is no format");
    if (m->format)
        verify_that(r, strcmp(m->format, "png") == 0, "metadata: format \"%s\" is not png", m->format);
    double min_zoom = 0, max_zoom = VERIFY_ZOOM_MAX, bounds[4] = {-180, -90, 180, 90}, center[3];
    verify_that(r, m->min_zoom && parse_numbers(&min_zoom, m->min_zoom, 1), "metadata: minzoom is no number");
    verify_that(r, m->max_zoom && parse_numbers(&max_zoom, m->max_zoom, 1), "metadata: maxzoom is no number");
    verify_that(r, m->bounds && parse_numbers(bounds, m->bounds, 4), "metadata: bounds are not four numbers");
    bool has_center = m->center && verify_that(r, parse_numbers(center, m->center, 3),
                                               "metadata: center is not three numbers");
    verify_extent(r, bounds, has_center ? center : NULL, min_zoom, max_zoom);
    verify_zooms(r, min_zoom, max_zoom);
    if (m->type)
        verify_that(r, strcmp(m->type, "overlay") == 0 || strcmp(m->type, "baselayer") == 0,
                    "metadata: type \"%s\" is neither overlay nor baselayer", m->type);
    double version;
    if (m->version) verify_that(r, parse_numbers(&version, m->version, 1), "metadata: version is no number");
}

incmap_status verify_mbtiles(const char *path, verify_report *report, incmap_error *err)
{
    report->kind = "MBTiles";
    database d;
    incmap_status status = database_open(&d, path, report, err);
    if (status == INCMAP_OK) {
        database_verify_integrity(&d);
        int64_t id = database_number(&d, "application id", "PRAGMA application_id");
        verify_that(report, id == 0 || id == MBTILES_APPLICATION_ID,
                    "application id 0x%08x is not MBTiles' 0x%08x", (unsigned)id, MBTILES_APPLICATION_ID);
        verifier v = {.report = report};
        // Rows are counted from the south there.
        sqlite3_stmt *stmt = database_prepare(
            &d, "tiles",
            "SELECT zoom_level, tile_column, CASE WHEN zoom_level BETWEEN 0 AND 30 AND typeof(tile_row) = "
            "'integer' THEN (1 << zoom_level) - 1 - tile_row ELSE tile_row END, tile_data FROM tiles");
        database_verify_tiles(&d, &v, stmt, "tiles");
        sqlite3_finalize(stmt);
        verifier_dispose(&v);
        stmt = database_prepare(&d, "tiles",
                                "SELECT zoom_level, tile_column, tile_row FROM tiles GROUP BY 1, 2, 3 HAVING "
                                "count(*) > 1 LIMIT 20");
        while (database_next(&d, stmt, "tiles"))
            verify_fault(report, "tiles: zoom %s, column %s, row %s is there more than once",
                         database_text(stmt, 0), database_text(stmt, 1), database_text(stmt, 2));
        sqlite3_finalize(stmt);
        metadata m = {0};
        read_metadata(&d, &m);
        verify_metadata(report, &m);
        dispose_metadata(&m);
    }
    database_close(&d);
    return status;
}
