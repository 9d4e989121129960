#include "read/row.h"

#include "base/strbuf.h"
#include "read/cell.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

// Of a cell's value in a reason: enough to find it, short enough for a line.
#define SHOWN_MAX 40

typedef struct {
    incident *out;
    source *s;
    const mapping *m;
    arena *memory;
    const char *const *columns;
} row;

/** The cell of a field as clean text; NULL where it gives nothing or no column has it. */
static const char *cell(const row *r, field_id field)
{
    int column = r->m->column[field];
    if (column < 0) return NULL;
    const char *text = source_text(r->s, (size_t)column);
    if (!text || cell_is_null(text)) return NULL;
    return cell_text(r->memory, text);
}

static const char *column_of(const row *r, field_id field)
{
    return r->columns[r->m->column[field]];
}

__attribute__((format(printf, 2, 3))) static const char *reason(const row *r, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f) *c = ' ';
    // The cut may have gone through a character.
    return cell_text(r->memory, arena_strdup(r->memory, text));
}

/** A value for a reason. */
static const char *shown(const row *r, const char *text)
{
    return arena_cut(r->memory, text, SHOWN_MAX);
}

static const char *bad_cell(const row *r, field_id field, const char *text, const char *what,
                            const char *remedy)
{
    return reason(r, "column \"%s\": %s %s; %s", column_of(r, field), shown(r, text), what, remedy);
}

static int small_code(const char *text)
{
    double number;
    return text && cell_number(text, &number) && number >= -99 && number <= 99 ? (int)number : -1;
}

/** Widens a day by ACLED's time_precision: 2 is the week around the date, 3 its month (codebook, 2023). */
static void widen_acled(incident *out, int code)
{
    if (code == 2) {
        out->date_start -= 3;
        out->date_end += 3;
        out->date_prec = 3;
    } else if (code == 3) {
        civil_date date = date_from_day(out->date_start);
        out->date_end = out->date_start - date.day + date_days_in_month(date.year, date.month);
        out->date_start = out->date_start - date.day + 1;
        out->date_prec = 4;
    }
}

static const char *read_date_cell(const row *r, field_id field, const char *text, date_text *out)
{
    switch (date_text_parse(text, r->m->order, out)) {
    case DATE_TEXT_OK: return NULL;
    case DATE_TEXT_IMPOSSIBLE: return bad_cell(r, field, text, "is no day that exists", "correct it");
    case DATE_TEXT_AMBIGUOUS:
        return bad_cell(r, field, text, "could be read day first or month first",
                        "say which with --date-order");
    default: return bad_cell(r, field, text, "is no date", "write it as YYYY-MM-DD or empty the cell");
    }
}

/** A year, month or day in a column of its own: 0 and negative codes are unknown. */
static const char *read_part(const row *r, field_id field, int *out)
{
    const char *text = cell(r, field);
    double number = 0;
    *out = 0;
    if (!text) return NULL;
    if (!cell_number(text, &number) || number != floor(number) || number > 9999)
        return bad_cell(r, field, text, "is no year, month or day", "write a whole number or empty the cell");
    *out = number > 0 ? (int)number : 0;
    return NULL;
}

static const char *read_parts(const row *r, date_text *date, bool *found)
{
    int year, month, day;
    const char *bad = read_part(r, FIELD_YEAR, &year);
    if (!bad) bad = read_part(r, FIELD_MONTH, &month);
    if (!bad) bad = read_part(r, FIELD_DAY, &day);
    if (bad || year == 0) return bad;
    *found = true;
    if (date_text_from_parts(year, month, month ? day : 0, date)) return NULL;
    return reason(r, "columns \"%s\", \"%s\", \"%s\": %d-%d-%d is no day that exists; correct it",
                  column_of(r, FIELD_YEAR), r->m->column[FIELD_MONTH] < 0 ? "" : column_of(r, FIELD_MONTH),
                  r->m->column[FIELD_DAY] < 0 ? "" : column_of(r, FIELD_DAY), year, month, day);
}

static const char *read_dates(const row *r)
{
    incident *out = r->out;
    date_text date = {.start = DAY_NONE}, end;
    bool found = false;
    const char *text = cell(r, FIELD_DATE), *bad = NULL;
    if (text) {
        bad = read_date_cell(r, FIELD_DATE, text, &date);
        found = true;
    } else if (r->m->column[FIELD_YEAR] >= 0) {
        bad = read_parts(r, &date, &found);
    }
    if (bad) return bad;
    const char *end_text = cell(r, FIELD_DATE_END);
    if (end_text) {
        bad = read_date_cell(r, FIELD_DATE_END, end_text, &end);
        if (bad) return bad;
        if (!found) date = end;
        if (end.end < date.start)
            return reason(r, "column \"%s\": %s is before the start, %s; correct one of them",
                          column_of(r, FIELD_DATE_END), shown(r, end_text), text ? shown(r, text) : "above");
        date.end = end.end;
        found = true;
    }
    if (!found) return NULL;
    out->date_start = date.start;
    out->date_end = date.end;
    out->date_prec = date_span_prec(date.start, date.end);
    int code = small_code(cell(r, FIELD_DATE_PREC));
    if (r->m->date == DATE_CODES_ACLED && date.start == date.end)
        widen_acled(out, code);
    else if (r->m->date == DATE_CODES_UCDP && code >= 1 && code <= 5)
        out->date_prec = code;
    return NULL;
}

static place_prec read_prec(const row *r)
{
    const char *text = cell(r, FIELD_PLACE_PREC);
    if (!text) return PREC_NONE;
    if (r->m->place == PLACE_CODES_TEXTY)
        return strcmp(text, "\xd1\x82\xd0\xbe\xd1\x87\xd0\xbd\xd1\x96") == 0 ? PREC_EXACT : PREC_NONE;
    // GTD's 2 is the centre of the smallest unit known, where the town has no coordinates (codebook, 2021).
    static const place_prec codes[][8] = {
        [PLACE_CODES_UCDP] = {0, PREC_EXACT, PREC_NEAR, PREC_ADM2, PREC_ADM1, PREC_LINEAR, PREC_COUNTRY,
                              PREC_WATERS},
        [PLACE_CODES_ACLED] = {0, PREC_EXACT, PREC_NEAR, PREC_ADM1},
        [PLACE_CODES_GTD] = {0, PREC_EXACT, PREC_ADM2, PREC_ADM2, PREC_ADM1, PREC_COUNTRY},
        [PLACE_CODES_GDELT] = {0, PREC_COUNTRY, PREC_ADM1, PREC_EXACT, PREC_EXACT, PREC_ADM1},
        [PLACE_CODES_TEXTY] = {0},
    };
    int code = small_code(text);
    return code >= 1 && code <= 7 ? codes[r->m->place][code] : PREC_NONE;
}

static const char *read_degrees(const row *r, field_id field, const char *text, double limit_deg,
                                double *out_deg)
{
    if (!cell_angle(text, out_deg))
        return bad_cell(r, field, text, "is no number of degrees", "correct it or empty both coordinates");
    if (fabs(*out_deg) > limit_deg)
        return bad_cell(r, field, text,
                        limit_deg > 90 ? "is no longitude (-180 to 180)" : "is no latitude (-90 to 90)",
                        "correct it, or exchange the columns with --map lat=… --map lon=…");
    return NULL;
}

static const char *read_pair(const row *r, field_id field, const char *text)
{
    lonlat position;
    if (!cell_latlon(text, &position))
        return bad_cell(r, field, text, "is no pair of coordinates",
                        "write latitude, longitude or empty the cell");
    if (!lonlat_is_valid(position))
        return bad_cell(r, field, text, "lies outside of the globe", "write latitude, longitude in degrees");
    r->out->position = position;
    r->out->has_position = true;
    return NULL;
}

static const char *read_columns_position(const row *r)
{
    const char *lat = cell(r, FIELD_LAT), *lon = cell(r, FIELD_LON), *pair = cell(r, FIELD_LATLON);
    lonlat position;
    if (!lat && !lon && pair) return read_pair(r, FIELD_LATLON, pair);
    if (lat && !lon && cell_latlon(lat, &position)) return read_pair(r, FIELD_LAT, lat);
    if (!lat && !lon) return NULL;
    if (!lat || !lon) {
        field_id missing = lat ? FIELD_LON : FIELD_LAT, there = lat ? FIELD_LAT : FIELD_LON;
        if (r->m->column[missing] < 0)
            return reason(
                r,
                "column \"%s\": half a position, no column has the other coordinate; name it with --map %s=…",
                column_of(r, there), field_name(missing));
        return reason(r, "column \"%s\": empty while \"%s\" is %s, half a position; fill it in or empty both",
                      column_of(r, missing), column_of(r, there), shown(r, lat ? lat : lon));
    }
    const char *bad = read_degrees(r, FIELD_LAT, lat, 90, &position.lat_deg);
    if (!bad) bad = read_degrees(r, FIELD_LON, lon, 180, &position.lon_deg);
    if (bad) return bad;
    r->out->position = position;
    r->out->has_position = true;
    return NULL;
}

/** Latitude and longitude 0 are where exports put what has no position; a place beside them says where it
 * was. */
static const char *drop_null_island(const row *r)
{
    r->out->has_position = false;
    r->out->radius_m = NAN;
    if (r->out->place) return NULL;
    return "latitude and longitude are both 0, as where a position is missing; correct them or name a place";
}

static const char *read_position(const row *r)
{
    incident *out = r->out;
    bool said = r->m->reason[FIELD_LAT] == BY_USER || r->m->reason[FIELD_LATLON] == BY_USER;
    source_shape shape = {.result = SHAPE_NONE};
    if (source_has_geometry(r->s) && !said) shape = source_geometry(r->s, r->memory);
    if (shape.result == SHAPE_OUTSIDE)
        return reason(r,
                      "geometry: its coordinates are not on the globe; give the layer its coordinate system");
    if (shape.result == SHAPE_POSITION) {
        out->has_position = true;
        out->position = shape.position;
        out->radius_m = shape.radius_m;
        out->area = shape.area;
    } else {
        const char *bad = read_columns_position(r);
        if (bad) return bad;
    }
    out->prec = read_prec(r);
    if (!out->has_position) return NULL;
    if (!out->area && out->position.lon_deg == 0 && out->position.lat_deg == 0) return drop_null_island(r);

    out->rule = "coordinates";
    out->confidence = 1;
    const char *radius = cell(r, FIELD_RADIUS_M);
    double radius_m;
    if (radius && cell_distance(radius, r->m->radius_unit_m, &radius_m)) {
        if (radius_m > 0) out->radius_m = radius_m;
        if (out->prec == PREC_NONE)
            out->prec = radius_m <= incident_prec_radius_m(PREC_EXACT) ? PREC_EXACT : PREC_NONE;
    }
    if (isnan(out->radius_m)) out->radius_m = incident_prec_radius_m(out->prec);
    return NULL;
}

static void read_people(const row *r, field_id low_field, int32_t *low, int32_t *best, int32_t *high)
{
    // low, best, high stand in this order in field_id.
    int32_t values[3][3];
    bool given[3];
    for (int k = 0; k < 3; k++) {
        const char *text = cell(r, low_field + (field_id)k);
        given[k] = text && cell_count(text, &values[k][0], &values[k][1], &values[k][2]);
    }
    if (given[1]) *low = values[1][0], *best = values[1][1], *high = values[1][2];
    if (given[0]) *low = values[0][1];
    if (given[2]) *high = values[2][1];
}

/** The type by its name, where the export gives a code. */
static const char *read_type(const row *r)
{
    const char *text = cell(r, FIELD_TYPE), *list = r->m->known ? r->m->known->types : NULL;
    char pair[2 * FOLDED_NAME_MAX];
    while (text && list && name_list_next(&list, pair, sizeof pair)) {
        char *equals = strchr(pair, '=');
        *equals = '\0';
        if (strcmp(pair, text) == 0) return arena_strdup(r->memory, equals + 1);
    }
    return text;
}

static incident_status read_status(const row *r)
{
    static const struct {
        const char *word;
        incident_status status;
    } words[] = {{"confirmed", INCIDENT_CONFIRMED}, {"verified", INCIDENT_CONFIRMED},
                 {"claimed", INCIDENT_CLAIMED},     {"alleged", INCIDENT_CLAIMED},
                 {"reported", INCIDENT_CLAIMED},    {"unconfirmed", INCIDENT_CLAIMED},
                 {"unverified", INCIDENT_CLAIMED},  {"disputed", INCIDENT_DISPUTED},
                 {"denied", INCIDENT_DISPUTED}};
    const char *text = cell(r, FIELD_STATUS);
    for (size_t i = 0; text && i < sizeof words / sizeof *words; i++)
        if (strcasecmp(text, words[i].word) == 0) return words[i].status;
    return INCIDENT_STATUS_NONE;
}

const char *row_build(incident *out, source *s, const mapping *m, arena *memory)
{
    row r = {.out = out, .s = s, .m = m, .memory = memory};
    size_t count;
    r.columns = source_columns(s, &count);
    *out = incident_none();

    out->id = cell(&r, FIELD_ID);
    out->title = cell(&r, FIELD_TITLE);
    out->place = cell(&r, FIELD_PLACE);
    out->country = cell(&r, FIELD_COUNTRY);
    out->admin1 = cell(&r, FIELD_ADMIN1);
    out->type = read_type(&r);
    out->actor = cell(&r, FIELD_ACTOR);
    out->target = cell(&r, FIELD_TARGET);
    out->source = cell(&r, FIELD_SOURCE);
    out->url = cell(&r, FIELD_URL);
    out->notes = cell(&r, FIELD_NOTES);
    out->status = read_status(&r);
    read_people(&r, FIELD_KILLED_LOW, &out->killed_low, &out->killed, &out->killed_high);
    read_people(&r, FIELD_INJURED_LOW, &out->injured_low, &out->injured, &out->injured_high);

    const char *bad = read_dates(&r);
    if (!bad) bad = read_position(&r);
    if (!bad && !out->has_position && !out->place)
        bad = "neither coordinates nor a place; fill in one of them";
    return bad;
}
