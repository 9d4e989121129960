/** @file The incident's fields as a table's columns fill them, and the exports whose columns are known. */
#ifndef INCMAP_READ_FIELDS_H
#define INCMAP_READ_FIELDS_H

#include "read/date_text.h"

#include <stdbool.h>
#include <stddef.h>

/** What a column may be the source of. The names (field_name) are those of --map. */
typedef enum {
    FIELD_ID,
    FIELD_TITLE,
    FIELD_DATE, ///< the first day, or a text that holds both
    FIELD_DATE_END,
    FIELD_DATE_PREC,
    FIELD_YEAR, ///< year, month, day: where a date stands in three columns
    FIELD_MONTH,
    FIELD_DAY,
    FIELD_PLACE,
    FIELD_COUNTRY,
    FIELD_ADMIN1,
    FIELD_LAT,
    FIELD_LON,
    FIELD_LATLON, ///< both in one cell
    FIELD_RADIUS_M,
    FIELD_PLACE_PREC,
    FIELD_TYPE,
    FIELD_ACTOR,
    FIELD_TARGET,
    FIELD_KILLED_LOW,
    FIELD_KILLED,
    FIELD_KILLED_HIGH,
    FIELD_INJURED_LOW,
    FIELD_INJURED,
    FIELD_INJURED_HIGH,
    FIELD_STATUS,
    FIELD_SOURCE,
    FIELD_URL,
    FIELD_NOTES,
    FIELD_COUNT,
} field_id;

/** Its name, as --map takes it. */
const char *field_name(field_id field);
/** The field of that name (also "date_start"); false for none. */
bool field_find(const char *name, field_id *out);

/** How an export codes the precision of its places. */
typedef enum {
    PLACE_CODES_UCDP,  ///< where_prec, 1 to 7, the schema's own
    PLACE_CODES_ACLED, ///< geo_precision 1 town, 2 near or part of a region, 3 larger region
    PLACE_CODES_GTD,   ///< specificity 1 town, 2 and 3 smallest unit's centre, 4 province's, 5 country
    PLACE_CODES_GDELT, ///< ActionGeo_Type 1 country, 2 and 5 state or province, 3 and 4 city
    PLACE_CODES_TEXTY, ///< the word for "exact", or not
} place_codes;

/** How an export codes the precision of its dates. */
typedef enum {
    DATE_CODES_UCDP,  ///< 1 to 5, the schema's own
    DATE_CODES_ACLED, ///< 1 day; 2 within a week around the date; 3 within the month of the date
} date_codes;

/** A known export. One row a format; a column that an export of it lacks is passed over. */
typedef struct {
    const char *name;
    const char *signature; ///< columns that tell it, all of them, "|" between; letter case does not count
    const char *map;       ///< "field=column|field=column"
    date_order order;      ///< of dates that are all numbers; ORDER_UNKNOWN: by the values
    place_codes place;
    date_codes date;
    const char *types;    ///< "code=name|code=name" for types that are codes; NULL: they are names
    double radius_unit_m; ///< what a bare number in its radius column means; 0: metres
} format;

/** The known exports, ended by one without a name. */
extern const format formats[];

/** The event tables of GDELT, which have no header: by their number of tab-separated columns; NULL for
 * others. */
const format *format_gdelt(size_t column_count);

/** HXL: the field that a tag ("#geo+lat") stands for; the order of its attributes does not count. */
bool hxl_field(const char *tag, field_id *out);

/**
 * Names by which tables outside the known exports call a field. Among those that a table has, the ones of the
 * best rank count; two of the same rank are ambiguous.
 */
typedef struct {
    field_id field;
    int rank;          ///< 0 is best
    const char *names; ///< folded (fold_name), "|" between
} synonym;
extern const synonym synonyms[];
extern const size_t synonym_count;

/**
 * Whether a table is about ships: one of its columns' names has a word that only those have ("Vessel Name",
 * "ship_type", "IMO"). Its places then reach out to sea (gaz_context.at_sea).
 */
bool columns_are_of_ships(const char *const *columns, size_t count);

/** Room for a folded name; what is longer is cut, and matches nothing. */
#define FOLDED_NAME_MAX 64
/** Lower case, runs of anything but ASCII letters and digits as one "_", none at the ends. Returns @p out. */
char *fold_name(const char *name, char out[FOLDED_NAME_MAX]);

/** Takes the next name of a list with "|" between, moving *list on; false at its end. */
bool name_list_next(const char **list, char *name, size_t size);

#endif
