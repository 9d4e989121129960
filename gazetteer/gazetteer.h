/**
 * @file
 * libgazetteer: a place phrase as reports write it goes in; a point, an honest area, a precision code, a
 * confidence and the rule that gave them come out. Offline; usable without the rest of this project.
 *
 * @code
 *     gaz_error err = {0};
 *     gaz *g;
 *     if (gaz_open(&g, "gazetteer.gpkg", &err) != GAZ_OK) { fputs(err.message, stderr); return 1; }
 *     gaz_answer *answer;
 *     if (gaz_resolve(g, "30 km west of Baghdad", NULL, &answer, &err) == GAZ_OK) {
 *         if (answer->status == GAZ_RESOLVED) printf("%f %f\n", answer->position.lon_deg,
 * answer->position.lat_deg); gaz_answer_free(answer);
 *     }
 *     gaz_close(g);
 * @endcode
 *
 * Geographic coordinates are WGS 84 (EPSG:4326), degrees, longitude first; distances and bearings are
 * geodesic on its ellipsoid; distances are metres, bearings degrees clockwise from true north.
 */
#ifndef GAZETTEER_H
#define GAZETTEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GAZ_API __attribute__((visibility("default")))

typedef enum {
    GAZ_OK = 0,
    GAZ_ERROR_OPEN,   ///< the store is missing, or is not a gazetteer of a version this library reads
    GAZ_ERROR_INPUT,  ///< a source file cannot be read, or is not of the format it was given as
    GAZ_ERROR_STORE,  ///< SQLite failed: disk full, file damaged
    GAZ_ERROR_MEMORY, ///< memory is exhausted
} gaz_status;

/** Zero it before use. message: one line, what, where and what to do about it. The first error sticks. */
typedef struct {
    gaz_status status;
    char message[1024];
} gaz_error;

typedef struct {
    double lon_deg, lat_deg;
} gaz_lonlat;

/**
 * A multipolygon: rings one behind the other in one array of points. A ring is closed (its last point repeats
 * its first). Exterior rings run counter-clockwise, holes clockwise and follow their exterior ring (RFC
 * 7946).
 */
typedef struct {
    size_t ring_count;
    const size_t *ring_ends;  ///< ring i is points [i ? ring_ends[i-1] : 0, ring_ends[i])
    const bool *ring_is_hole; ///< ring_count flags
    const gaz_lonlat *points;
} gaz_area;

typedef enum {
    GAZ_RESOLVED,
    GAZ_AMBIGUOUS,  ///< the best candidates cannot be told apart; position and area are those of the best
    GAZ_UNRESOLVED, ///< nothing known is meant; explanation says what was understood and what would help
} gaz_answer_status;

/** A place that a name could mean. Texts belong to the answer. */
typedef struct {
    const char *name;    ///< main name of the place
    const char *kind;    ///< "city", "village", "air base", "governorate", "oil field" …
    const char *country; ///< ISO 3166-1 alpha-2, or "" (seas)
    const char *admin1;  ///< name of the first-level unit, or ""
    gaz_lonlat position;
    double score;    ///< 0 to 1; the ranking's own measure, higher is likelier
    const char *why; ///< what spoke for it, in words
} gaz_candidate;

/** The answer to one phrase. Texts are never NULL, "" where there is nothing to say; all memory is the
 * answer's. */
typedef struct {
    const char *query;
    gaz_answer_status status;
    const char *name, *kind, *country, *admin1; ///< of the place or, for a rule with an anchor, of the anchor
    gaz_lonlat position;                        ///< best point; NAN, NAN where unresolved
    double radius_m;   ///< around the point, holds the true place in 90% of cases; NAN where unresolved
    int precision;     ///< UCDP's where_prec 1 to 7; 0 where unresolved
    double confidence; ///< 0 to 1, calibrated: of the answers given 0.8, 80% are right
    double evidence;   ///< 0 to 1, the ranking's own measure, from which confidence was calibrated
    const char
        *calibration; ///< the setting it was calibrated in, e.g. "country/place"; "" where it was not. Of
                      ///< what is unresolved both are of the best candidate, as a guess that was taken back
    const char *rule; ///< "name", "offset", "direction", "part", "near", "between", "list", "coordinates" …
    const char *source;      ///< where the place's facts come from, e.g. "curated", "geonames"
    const char *explanation; ///< one sentence for people: how it was read; what is missing where unresolved
    const gaz_area *area;    ///< the 90% area; NULL where unresolved
    size_t candidate_count;
    const gaz_candidate *candidates; ///< best first
} gaz_answer;

/** What is known beside the phrase. Zeroed: nothing is. */
typedef struct {
    const char
        *country;       ///< ISO 3166-1 alpha-2 or a country's name: places there are preferred; NULL: no hint
    const char *admin1; ///< name of a first-level unit that should hold the place; NULL: no hint
    bool has_near;
    gaz_lonlat near;          ///< places close to here are preferred
    const gaz_lonlat *others; ///< places of the same report or table, which are preferred neighbours
    size_t other_count;
    /** Their countries (ISO 3166-1 alpha-2, "" where one has none), as many as others: places there are
     * preferred. NULL: not known. */
    const char *const *other_countries;
    bool at_sea; ///< the report is about ships: a port or a country is meant with the sea off it
} gaz_context;

/** An opened gazetteer. Any number of threads may resolve with one handle at the same time. */
typedef struct gaz gaz;

/** Opens a compiled gazetteer for reading. *out is the caller's, to be closed with gaz_close. */
GAZ_API gaz_status gaz_open(gaz **out, const char *path, gaz_error *err);
/** NULL does nothing. Answers outlive it. */
GAZ_API void gaz_close(gaz *g);

/**
 * Resolves one phrase (UTF-8, any length; what is beyond 512 bytes is not read, and the answer says so).
 * A phrase that means nothing known is not an error: the answer's status says it. @p context may be NULL.
 * *out is the caller's, to be freed with gaz_answer_free.
 */
GAZ_API gaz_status gaz_resolve(gaz *g, const char *phrase, const gaz_context *context, gaz_answer **out,
                               gaz_error *err);
/** The places a bare name could mean, best first, with scores and why; at most @p limit candidates. */
GAZ_API gaz_status gaz_search(gaz *g, const char *name, const gaz_context *context, size_t limit,
                              gaz_answer **out, gaz_error *err);
/** NULL does nothing. */
GAZ_API void gaz_answer_free(gaz_answer *answer);

typedef enum { GAZ_LEVEL_COUNTRY, GAZ_LEVEL_ADMIN1 } gaz_level;
/**
 * The country or first-level unit that holds a point, as an answer with rule "containing unit": what an
 * incident coded to "the province" stands for. Status GAZ_UNRESOLVED where no polygon holds it. Freed like
 * any answer.
 */
GAZ_API gaz_status gaz_unit_at(gaz *g, gaz_lonlat point, gaz_level level, gaz_answer **out, gaz_error *err);

#define GAZ_COUNTRY_SIZE 3
/**
 * The ISO 3166-1 alpha-2 code of a country's code or name, as gaz_context takes them; code "" where there is
 * no such country.
 */
GAZ_API gaz_status gaz_country(gaz *g, const char *text, char code[GAZ_COUNTRY_SIZE], gaz_error *err);

/** "resolved", "ambiguous" or "unresolved". */
GAZ_API const char *gaz_answer_status_name(gaz_answer_status status);

/** One source in the store. Texts live until gaz_close. */
typedef struct {
    const char *name, *version, *licence, *attribution;
    int64_t place_count, name_count;
} gaz_source;
/** The sources in the store, e.g. for the attribution of a map. *out lives until gaz_close. */
GAZ_API gaz_status gaz_sources(gaz *g, const gaz_source **out, size_t *count, gaz_error *err);

/**
 * Compiles a store from the package data in @p package_dir (see gazetteer/data/SOURCES.md for the files;
 * those that are absent are left out and named in the report) and the curated places in @p curated_dir.
 * Written whole or not at all; replaces @p out_path. @p progress, where not NULL, is called with a line for
 * people after each source.
 */
typedef struct {
    const char *curated_dir, *package_dir, *out_path;
    void (*progress)(void *context, const char *line);
    void *progress_context;
} gaz_build_request;
GAZ_API gaz_status gaz_build(const gaz_build_request *request, gaz_error *err);

/**
 * Adding a user's own places to a store. They stand above the default data: of two records of one place the
 * one imported later speaks. The work is done on a copy, which takes the store's place at the commit; until
 * then, and after a crash, the store is as it was. One import at a time.
 *
 * @code
 *     gaz_import *import;
 *     gaz_import_source source = {.store_path = "gazetteer.gpkg", .name = "my villages", .key = hash};
 *     if (gaz_import_begin(&import, &source, &err) != GAZ_OK) …
 *     if (import) {                        // NULL: this very data is in the store already
 *         gaz_import_place place = {.name = "Tall Rif", .kind = "village", .position = &at};
 *         status = gaz_import_add(import, &place, &err);
 *         if (status == GAZ_OK) status = gaz_import_commit(import, &totals, &err);
 *         else gaz_import_abort(import);
 *     }
 * @endcode
 */
typedef struct gaz_import gaz_import;

/** Texts need to live during gaz_import_begin alone. NULL texts are empty. */
typedef struct {
    const char *store_path; ///< a compiled gazetteer
    const char *name;       ///< of the source; an import of this name before is replaced
    const char *key;        ///< a hash of the data and of how it is read, e.g. by gaz_import_hash
    const char *version, *licence, *attribution;
} gaz_import_source;

/** Zeroed fields are unknown, and are found out where that can be. NULL texts are empty. */
typedef struct {
    const char *name;
    const char *aliases;         ///< further names with "|" between
    const char *kind;            ///< "village", "air base" …; empty: by population, else "place"
    const char *country;         ///< ISO 3166-1 alpha-2; empty: the country that holds the position
    const char *admin1;          ///< empty: the first-level unit that holds the position
    const gaz_lonlat *position;  ///< NULL: a point of the area
    const gaz_area *area;        ///< its ground; NULL: only the position is known. Rings count even-odd.
    double population, extent_m; ///< 0: unknown; extent_m is the radius that holds 90% of its ground
    double weight; ///< prominence, as the population of a town spoken of as often; 0: from the kind
    bool is_vague; ///< what is said to be there mostly lies within 25 km: answers have precision 2, not 1
} gaz_import_place;

/** What a row of a coded archive says of a place. NULL texts are unknown. */
typedef struct {
    const char *name;    ///< as the archive words it: "Teir Maaleh village"; its last word may give the kind
    const char *country; ///< ISO 3166-1 alpha-2 or a name; else the country that holds the position
    const char *admin1;  ///< parts namesakes
    gaz_lonlat position;
    /** UCDP's where_prec; only 1, 2 and, of half a vote like 2, 0 (unknown) make places. Answers have the
     * code that more of a place's rows have. */
    int precision;
} gaz_observation;

typedef struct {
    int64_t places, names;
    int64_t rejected; ///< what had no name to search by, or no position on the globe
} gaz_import_totals;

/** *out NULL with GAZ_OK: a source of this key is in the store already, and nothing is to be done. */
GAZ_API gaz_status gaz_import_begin(gaz_import **out, const gaz_import_source *source, gaz_error *err);
/** A place that cannot be one is counted as rejected. After a failure the import is to be aborted. */
GAZ_API gaz_status gaz_import_add(gaz_import *import, const gaz_import_place *place, gaz_error *err);
/**
 * Notes what a row says. At the commit the rows of one name and unit become a place at their median, or,
 * where they lie far apart, several places of the name. A row that says nothing of a place is counted as
 * rejected.
 */
GAZ_API gaz_status gaz_import_observe(gaz_import *import, const gaz_observation *row, gaz_error *err);
/**
 * Puts the store in place; frees the import, also on failure. @p totals may be NULL. GAZ_ERROR_INPUT where
 * nothing was a place.
 */
GAZ_API gaz_status gaz_import_commit(gaz_import *import, gaz_import_totals *totals, gaz_error *err);
/** Leaves the store as it was; frees the import. NULL does nothing. */
GAZ_API void gaz_import_abort(gaz_import *import);

#define GAZ_IMPORT_KEY_SIZE 33
/** Key of a file's content and of @p options (how it is read), as hexadecimal digits (XXH3, 128 bit). */
GAZ_API gaz_status gaz_import_hash(char key[GAZ_IMPORT_KEY_SIZE], const char *const *paths, size_t path_count,
                                   const char *options, gaz_error *err);

/**
 * Imports a dump of GeoNames (tab-separated, 19 columns) in one go. Beside it, where they are there, are
 * read: admin1CodesASCII.txt, admin2Codes.txt, and alternateNamesV2.txt or alternatenames/NAME. @p progress,
 * where not NULL, is called now and then; where it returns false the import ends with GAZ_ERROR_INPUT and the
 * store is as it was.
 */
typedef struct {
    const char *store_path, *path;
    bool (*progress)(void *context, int64_t done_bytes, int64_t total_bytes);
    void *progress_context;
} gaz_geonames_request;
/** *is_known: this very dump is in the store already, and nothing was done. */
GAZ_API gaz_status gaz_import_geonames(const gaz_geonames_request *request, gaz_import_totals *totals,
                                       bool *is_known, gaz_error *err);
/** Whether a file's first line is a row of a GeoNames dump. False also where it cannot be read. */
GAZ_API bool gaz_is_geonames(const char *path);

#ifdef __cplusplus
}
#endif

#endif
