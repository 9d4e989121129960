/** @file Writing a compiled gazetteer: what the importers hand their places to. */
#ifndef GAZETTEER_STORE_WRITE_H
#define GAZETTEER_STORE_WRITE_H

#include "gazetteer/cards.h"
#include "gazetteer/error.h"
#include "gazetteer/fold.h"
#include "gazetteer/name_feed.h"
#include "gazetteer/scope.h"
#include "gazetteer/shape.h"

#include <sqlite3.h>

typedef struct {
    const char *name, *kind, *country, *admin1, *admin1_code, *detail;
    gaz_lonlat position;
    double population, extent_m, weight;
    int64_t shape;
    int unit_level; ///< 0 country, 1 first-level unit, -1 neither; only these are found by code and by point
    int source;
} store_new_place;

/** Places from this number on are this source's. */
typedef struct {
    int64_t begin, name_count;
    int source;
} store_source_range;

typedef struct {
    sqlite3 *db;
    sqlite3_stmt *add_place, *add_shape, *add_box, *country;
    fold_tools *fold;
    char *temp_path; ///< where sorting may make a file for a while
    name_feed *names;
    cards_writer cards;
    int64_t country_place; ///< the place whose country is known: mostly the one that was written last
    char country_code[2];
    int64_t place_count;
    names_range gone; ///< places that an earlier version of the source brought
    store_source_range *ranges;
    size_t range_count, range_capacity;
} store_writer;

/** Creates the file at @p path, which must not exist. *out is to be finished or dropped. */
gaz_status store_write_begin(store_writer *out, const char *path, gaz_error *err);
/** Adds a place with its main name; *id is its number. */
gaz_status store_write_place(store_writer *w, const store_new_place *place, int64_t *id, gaz_error *err);
/** Adds another name for a place; a name that folds to nothing, or is there already, is left out. A failure
 * may be one of names before. */
gaz_status store_write_name(store_writer *w, int64_t place, double weight, const char *name, size_t length,
                            gaz_error *err);
/** Adds a geometry; *id is what store_new_place.shape takes. */
gaz_status store_write_shape(store_writer *w, scope *s, const GEOSGeometry *geometry, int unit_level,
                             const char *name, int64_t *id, gaz_error *err);
/** Says whose a geometry of a unit is, so that the unit is found by a point. */
gaz_status store_write_shape_owner(store_writer *w, int64_t shape, int64_t place, gaz_error *err);
/** Gives a place that was written another best point, and the radius around it that holds 90% of its ground.
 */
gaz_status store_write_move(store_writer *w, int64_t place, gaz_lonlat position, double extent_m,
                            gaz_error *err);
/** Adds a row of the source table; *id is what store_new_place.source takes. */
gaz_status store_write_source(store_writer *w, const char *name, const char *version, const char *licence,
                              const char *attribution, int *id, gaz_error *err);
/** Counts what the sources gave, writes the indexes, and closes the file whole. Drops it on failure. *names
 * is how many were written. */
gaz_status store_write_finish(store_writer *w, int64_t *names, gaz_error *err);
/**
 * Opens a store that is there already, for one more source: store_append_source, places and names, then
 * store_append_finish. There is no way back from what is written: @p path is a copy that the caller drops.
 */
gaz_status store_append_begin(store_writer *out, const char *path, gaz_error *err);
/** Adds the source, or, where an import of this name is there, takes out what that brought. */
gaz_status store_append_source(store_writer *w, const gaz_import_source *from, int *source, gaz_error *err);
/** Writes the indexes, counts what the source gave, and closes the file whole. Drops it on failure. */
gaz_status store_append_finish(store_writer *w, int source, int64_t *names, gaz_error *err);
/** Makes ready to write into the store at @p path, which has been opened; for those who open one. */
gaz_status store_write_prepare(store_writer *w, const char *path, gaz_error *err);
/** Writes the tables that look-ups read. *added: names that were not there. */
gaz_status store_write_tables(store_writer *w, int64_t *added, gaz_error *err);

/** Closes without finishing; the file is the caller's to remove. Safe after a finish. */
void store_write_drop(store_writer *w);

#endif
