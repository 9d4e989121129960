/**
 * @file
 * Compiling a store: what the importers share. One import_*.c for each source format; build.c runs them in
 * this order: admin names, world map (outlines in memory), GeoNames rows (in memory), then units, towns,
 * districts, airports and curated places are written, each knowing those before it.
 */
#ifndef GAZETTEER_BUILD_H
#define GAZETTEER_BUILD_H

#include "gazetteer/geonames.h"
#include "gazetteer/store_write.h"

#include <stdbool.h>

/** A GeoNames admin name: "IQ.01" or, second level, "IQ.01.99". Texts in the builder's scope. */
typedef struct {
    const char *code, *name;
} admin_name;

/** An outline of the world map. */
typedef struct {
    int level; ///< 0 country, 1 first-level unit as the map sees it
    const char *country;
    const char *names[4]; ///< as the map spells them, NULL behind the last
    GEOSGeometry *geometry;
    const GEOSPreparedGeometry *prepared;
    const char *admin1_code; ///< the GeoNames unit whose towns lie in it; "" where that cannot be said
} map_unit;

/** A first-level unit or country that was written, for those who come later. */
typedef struct {
    const char *code; ///< "IQ" or "IQ.01"
    const char *name;
    const char *key; ///< folded name
    int64_t place;
    double weight;
    int level;
} built_unit;

typedef struct {
    store_writer writer;
    scope work;
    const gaz_build_request *request;
    admin_name *admin1, *admin2; ///< sorted by code
    size_t admin1_count, admin2_count;
    map_unit *map_units;
    size_t map_unit_count;
    GEOSSTRtree *map_tree; ///< over the first-level outlines; NULL where there is no map
    geonames_row *rows;
    size_t row_count;
    size_t *rows_by_admin1; ///< indices of the rows, ordered by admin-1 code
    int geonames_source;    ///< their row of the source table, once they are written
    char *rows_text;        ///< the file the rows point into; malloc
    built_unit *units;
    size_t unit_count, unit_capacity;
} builder;

gaz_status import_admin_names(builder *b, gaz_error *err);
gaz_status import_world_map(builder *b, gaz_error *err);
gaz_status import_geonames_read(builder *b, gaz_error *err);
/** Writes countries and first-level units: outlines of the map, names of both. */
gaz_status import_units(builder *b, gaz_error *err);
gaz_status import_geonames_write(builder *b, gaz_error *err);
/** Writes second-level units, which their towns place. */
gaz_status import_districts(builder *b, gaz_error *err);
gaz_status import_airports(builder *b, gaz_error *err);
gaz_status import_curated(builder *b, gaz_error *err);

/** One line of progress for people. */
void build_report(const builder *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** PACKAGE_DIR/NAME in the scope; NULL where no folder was given, and, with a line of progress that says what
 * is lost, where the file is absent. */
const char *build_package_file(builder *b, const char *name, const char *what_is_lost);
/** A whole file, NUL behind it; malloc. NULL with *err set where it cannot be read. */
char *build_read_file(const char *path, size_t *length, gaz_error *err);
/** The name of an admin code, "" where unknown. */
const char *build_admin_name(const admin_name *names, size_t count, const char *code);
/** The rows of a first-level unit: entries [*begin, *end) of rows_by_admin1. */
void build_unit_rows(const builder *b, const char *code, size_t *begin, size_t *end);
/** The first-level outline that holds a point; NULL: none. */
const map_unit *build_map_unit_at(builder *b, gaz_lonlat point);
/** A unit already written by its code, or by country and folded name; NULL: none. */
const built_unit *build_unit_by_code(const builder *b, const char *code);
const built_unit *build_unit_by_name(const builder *b, const char *country, const char *name);

#endif
