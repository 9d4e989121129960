/**
 * @file
 * The compiled gazetteer, a GeoPackage. All SQL of the library is in store*.c and the importer of the world
 * map.
 *
 * Nothing is loaded at opening: a name costs one index look-up. A session is one thread's connection with
 * its prepared statements, folding tools and scope. Names and places, which every phrase asks for, are read
 * past SQLite (pages.h).
 */
#ifndef GAZETTEER_STORE_H
#define GAZETTEER_STORE_H

#include "gazetteer/error.h"
#include "gazetteer/fold.h"
#include "gazetteer/kinds.h"
#include "gazetteer/names.h"
#include "gazetteer/pages.h"
#include "gazetteer/scope.h"

#include <sqlite3.h>

/** Raised when the tables change; a store of another format is not opened. */
#define STORE_FORMAT 2

/** The detail of a place of a user's source by which its incidents mostly lie, not at it. */
#define STORE_DETAIL_VAGUE "within 25 km"

/** A place as stored. Texts live until the session's scope is reset. */
typedef struct {
    int64_t id;
    const char *name, *kind, *country, *admin1;
    const kind_info *kind_info; ///< of kind
    /** Bytes of the four texts, which stand in a row from name on, each with its NUL; 0: they lie apart. */
    size_t texts_length;
    const char *admin1_code; ///< GeoNames' "IQ.01", or ""
    const char *detail;      ///< of curated places: the note; of others their second-level unit,
                             ///< STORE_DETAIL_VAGUE or ""
    gaz_lonlat position;
    double population; ///< 0: unknown
    double extent_m;   ///< radius that holds 90% of its own ground
    double weight;     ///< prominence: the population of a town spoken of as often
    int64_t shape;     ///< its own polygon or line; 0: none
    int source;        ///< row of the source table
} store_place;

/** The names of a key, on the way through them. */
typedef struct {
    unpacker rest;
    name_entry entry;  ///< the one read last: its place, its prominence
    const char *plain; ///< plain key of its spelling, in the scope; the same text for all that are spelt so
} store_names;

/** Where a row of cards lies that was read: neighbours and namesakes are asked for again and again. */
typedef struct {
    int64_t number;
    pages_row row; ///< its bytes NULL: none
} store_cards_row;
// 800 kB when all are filled, which takes as many places as half of the default data has: no row of that is
// read twice.
#define STORE_CARDS_ROWS 32768

/** By this name the seat of a government is found: of a country's code, or a first-level unit's. */
#define STORE_CAPITAL_NAME "capital of %s"

typedef struct store_session store_session;
typedef struct store_land store_land;
typedef struct reach_cache reach_cache;
struct store_session {
    store_session *next; ///< of the pool's free list
    sqlite3 *db;
    sqlite3_stmt *shape, *units_at, *unit_by_code, *import;
    pages pages; ///< the same file; names and places are read there
    uint32_t names_root, skeletons_root, cards_root;
    store_cards_row *cards_rows; ///< STORE_CARDS_ROWS rows read before, each at its number modulo that
    fold_tools *fold;
    reach_cache *reaches; ///< areas that reach.h keeps; NULL until it is asked
    store_land *land;     ///< outlines that store_land.h keeps open; NULL until it is asked
    int curated_source;   ///< the curated places' row of the source table; later rows are the user's own
    scope work;
};

gaz_status store_session_open(store_session **out, const char *path, gaz_error *err);
void store_session_close(store_session *session);

/** The names of this key, for store_names_next. */
gaz_status store_names_of(store_session *session, const char *key, store_names *out, gaz_error *err);
/**
 * The next name, the most prominent first; *found false: there are no more. @p country (alpha-2, NULL: any)
 * leaves out the names of other countries' places.
 */
gaz_status store_names_next(store_session *session, store_names *names, const char *country, bool *found,
                            gaz_error *err);
/** Keys with this skeleton, at most @p limit, in alphabetical order; texts in the scope. */
gaz_status store_keys_like(store_session *session, const char *skeleton, size_t limit, const char ***keys,
                           size_t *count, gaz_error *err);
/** Reads a place; *found false: there is none of this id. */
gaz_status store_place_read(store_session *session, int64_t id, store_place *out, bool *found,
                            gaz_error *err);
/** The same, in the scope; *out NULL where there is none. */
gaz_status store_place_get(store_session *session, int64_t id, store_place **out, gaz_error *err);
/** The geometry, in the scope; *out NULL where there is none. */
gaz_status store_shape_get(store_session *session, int64_t id, GEOSGeometry **out, gaz_error *err);
/** The country (level 0) or first-level unit (level 1) whose polygon holds the point; *out NULL: none. */
gaz_status store_unit_at(store_session *session, gaz_lonlat point, int level, store_place **out,
                         gaz_error *err);
/** The unit of a code: "IQ" the country, "IQ.01" the first-level unit; *out NULL: none. */
gaz_status store_unit_by_code(store_session *session, const char *code, store_place **out, gaz_error *err);
/** Whether a source of this name has been imported by the user. */
gaz_status store_has_import(store_session *session, const char *name, bool *out, gaz_error *err);
/** The source table; texts in @p memory. */
gaz_status store_sources(store_session *session, scope *memory, gaz_source **out, size_t *count,
                         gaz_error *err);

#endif
