#include "read/recognise.h"

#include "base/strbuf.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

// Names listed in an error; more do not help.
#define NAMES_SHOWN 30

int column_find(const char *const *columns, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(columns[i], name) == 0) return (int)i;
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(columns[i], name) == 0) return (int)i;
    return -1;
}

/** What the choice is made from. */
typedef struct {
    mapping *m;
    const source *s;
    const profile *p;
    const char *const *columns;
    size_t count;
} table;

static void choose(table *t, field_id field, int column, choice_reason reason)
{
    t->m->column[field] = column;
    t->m->reason[field] = reason;
}

static char *list_columns(const table *t)
{
    strbuf text = {0};
    for (size_t i = 0; i < t->count && i < NAMES_SHOWN; i++)
        strbuf_printf(&text, "%s%s", i ? ", " : "", t->columns[i]);
    if (t->count > NAMES_SHOWN) strbuf_printf(&text, " … (%zu in all)", t->count);
    if (!text.data) strbuf_puts(&text, "none");
    return text.data;
}

static bool has_all(const table *t, const char *signature)
{
    char name[FOLDED_NAME_MAX];
    while (name_list_next(&signature, name, sizeof name))
        if (column_find(t->columns, t->count, name) < 0) return false;
    return true;
}

static const format *find_format(const table *t)
{
    if (!source_has_header(t->s)) return format_gdelt(t->count);
    for (const format *f = formats; f->name; f++)
        if (has_all(t, f->signature)) return f;
    return NULL;
}

static void apply_format(table *t, const format *f)
{
    t->m->known = f;
    t->m->order = f->order;
    t->m->place = f->place;
    t->m->date = f->date;
    if (f->radius_unit_m > 0) t->m->radius_unit_m = f->radius_unit_m;
    const char *list = f->map;
    char pair[2 * FOLDED_NAME_MAX];
    while (name_list_next(&list, pair, sizeof pair)) {
        char *equals = strchr(pair, '=');
        *equals = '\0';
        field_id field;
        int column = column_find(t->columns, t->count, equals + 1);
        if (field_find(pair, &field) && column >= 0) choose(t, field, column, BY_FORMAT);
    }
}

static void apply_tags(table *t)
{
    t->m->hxl = true;
    t->m->skip = t->p->hxl_row;
    for (size_t i = 0; i < t->count; i++) {
        field_id field;
        if (hxl_field(t->p->hxl_tags[i], &field) && t->m->column[field] < 0) choose(t, field, (int)i, BY_TAG);
    }
}

// Behind every rank that a name can have.
#define EMPTY_RANK 100

/** Rank of a folded name for a field: that of the synonyms, or behind them where its last word says it. */
static int rank_of(field_id field, const char *folded)
{
    static const struct {
        field_id field;
        const char *ending;
    } endings[] = {{FIELD_LAT, "_lat"},       {FIELD_LAT, "_latitude"},      {FIELD_LON, "_lon"},
                   {FIELD_LON, "_lng"},       {FIELD_LON, "_longitude"},     {FIELD_DATE, "_date"},
                   {FIELD_LATLON, "_coords"}, {FIELD_LATLON, "_coordinates"}};
    // Behind every rank in the table of synonyms.
    const int ending_rank = 9;
    char name[FOLDED_NAME_MAX];
    for (size_t i = 0; i < synonym_count; i++) {
        if (synonyms[i].field != field) continue;
        const char *list = synonyms[i].names;
        while (name_list_next(&list, name, sizeof name))
            if (strcmp(name, folded) == 0) return synonyms[i].rank;
    }
    size_t length = strlen(folded);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t tail = strlen(endings[i].ending);
        if (endings[i].field == field && length > tail &&
            strcmp(folded + length - tail, endings[i].ending) == 0)
            return ending_rank;
    }
    return -1;
}

/** Whether what a column holds speaks against its name. An empty column speaks for nothing. */
static bool is_refuted(const table *t, field_id field, size_t column)
{
    const column_profile *c = &t->p->columns[column];
    if (c->filled == 0) return false;
    switch (field) {
    case FIELD_DATE:
    case FIELD_DATE_END: return c->dates == 0;
    case FIELD_LATLON: return !profile_mostly(c, c->latlons);
    case FIELD_PLACE: return profile_mostly(c, c->latlons) || profile_mostly(c, c->numbers);
    case FIELD_RADIUS_M: return c->numbers == 0 && c->dates == c->filled;
    default: return false;
    }
}

/** Ambiguity counts where the field decides where or when, or what the map says of victims and kind. */
static bool is_decisive(const table *t, field_id field)
{
    const mapping *m = t->m;
    bool has_columns =
        (m->column[FIELD_LAT] >= 0 && m->column[FIELD_LON] >= 0) || m->column[FIELD_LATLON] >= 0;
    bool has_position = has_columns || source_has_geometry(t->s);
    switch (field) {
    case FIELD_DATE:
    case FIELD_TYPE:
    case FIELD_KILLED:
    case FIELD_INJURED: return true;
    case FIELD_LAT:
    case FIELD_LON:
    case FIELD_LATLON: return !source_has_geometry(t->s);
    case FIELD_PLACE: return !has_position;
    default: return false;
    }
}

static incmap_status choose_by_name(table *t, field_id field, incmap_error *err)
{
    int best = -1, best_rank = 0, rival = -1;
    for (size_t i = 0; i < t->count; i++) {
        char folded[FOLDED_NAME_MAX];
        int rank = rank_of(field, fold_name(t->columns[i], folded));
        if (rank < 0 || is_refuted(t, field, i)) continue;
        // Formats with fixed columns, like KML, leave those empty that were not used.
        if (t->p->columns[i].filled == 0) rank += EMPTY_RANK;
        bool better = best < 0 || rank < best_rank;
        if (better)
            best = (int)i, best_rank = rank, rival = -1;
        else if (rank == best_rank && rival < 0)
            rival = (int)i;
    }
    if (best < 0) return INCMAP_OK;
    if (rival >= 0 && is_decisive(t, field)) {
        if (strcmp(t->columns[best], t->columns[rival]) == 0)
            return error_set(err, INCMAP_FAILED,
                             "%s: two columns are named \"%s\"; rename the one that is not the %s",
                             source_path(t->s), t->columns[best], field_name(field));
        return error_set(err, INCMAP_FAILED,
                         "%s: \"%s\" and \"%s\" could both be the %s; say which with --map %s=\"%s\"",
                         source_path(t->s), t->columns[best], t->columns[rival], field_name(field),
                         field_name(field), t->columns[best]);
    }
    choose(t, field, best, BY_NAME);
    return INCMAP_OK;
}

static incmap_status apply_position_names(table *t, incmap_error *err)
{
    static const field_id fields[] = {FIELD_LAT, FIELD_LON, FIELD_LATLON};
    incmap_status status = INCMAP_OK;
    for (size_t i = 0; i < sizeof fields / sizeof *fields && status == INCMAP_OK; i++) {
        bool pair = t->m->column[FIELD_LAT] >= 0 && t->m->column[FIELD_LON] >= 0;
        if (t->m->column[fields[i]] < 0 && !(fields[i] == FIELD_LATLON && pair))
            status = choose_by_name(t, fields[i], err);
    }
    return status;
}

static incmap_status apply_names(table *t, incmap_error *err)
{
    mapping *m = t->m;
    // Where first, since whether a place is decisive depends on it.
    incmap_status status = apply_position_names(t, err);
    for (field_id field = 0; field < FIELD_COUNT && status == INCMAP_OK; field++) {
        bool where = field == FIELD_LAT || field == FIELD_LON || field == FIELD_LATLON;
        if (m->column[field] < 0 && !where) status = choose_by_name(t, field, err);
    }
    int radius = m->column[FIELD_RADIUS_M];
    if (radius >= 0) {
        char folded[FOLDED_NAME_MAX];
        fold_name(t->columns[radius], folded);
        size_t length = strlen(folded);
        if (length > 3 && strcmp(folded + length - 3, "_km") == 0) m->radius_unit_m = 1000;
    }
    int prec = m->column[FIELD_PLACE_PREC];
    if (prec >= 0 && strcasecmp(t->columns[prec], "geo_precision") == 0) m->place = PLACE_CODES_ACLED;
    return status;
}

static bool is_taken(const mapping *m, int column)
{
    for (field_id field = 0; field < FIELD_COUNT; field++)
        if (m->column[field] == column) return true;
    return false;
}

static incmap_status two_claims(const table *t, field_id field, int a, int b, incmap_error *err)
{
    return error_set(
        err, INCMAP_FAILED,
        "%s: by their values \"%s\" and \"%s\" could both be the %s; say which with --map %s=\"%s\"",
        source_path(t->s), t->columns[a], t->columns[b], field_name(field), field_name(field), t->columns[a]);
}

/** A position by its values: one column of pairs, or two of degrees of which one passes 90. */
static incmap_status position_by_values(table *t, incmap_error *err)
{
    int pairs = -1, degrees[3] = {-1, -1, -1};
    size_t degree_count = 0;
    for (size_t i = 0; i < t->count; i++) {
        const column_profile *c = &t->p->columns[i];
        if (is_taken(t->m, (int)i) && t->m->column[FIELD_PLACE] != (int)i) continue;
        if (profile_mostly(c, c->latlons)) {
            if (pairs >= 0) return two_claims(t, FIELD_LATLON, pairs, (int)i, err);
            pairs = (int)i;
        }
        // Counts and codes are whole; degrees of a place have decimals.
        bool is_degrees = c->filled > 0 && c->numbers == c->filled && profile_mostly(c, c->fractions) &&
                          c->min >= -180 && c->max <= 180;
        if (is_degrees && degree_count < 3) degrees[degree_count++] = (int)i;
    }
    if (pairs >= 0) {
        choose(t, FIELD_LATLON, pairs, BY_VALUES);
        return INCMAP_OK;
    }
    if (degree_count != 2) return INCMAP_OK;
    bool wide[2];
    for (int k = 0; k < 2; k++) {
        const column_profile *c = &t->p->columns[degrees[k]];
        wide[k] = c->min < -90 || c->max > 90;
    }
    if (wide[0] == wide[1])
        return wide[0] ? INCMAP_OK : two_claims(t, FIELD_LAT, degrees[0], degrees[1], err);
    choose(t, FIELD_LON, degrees[wide[0] ? 0 : 1], BY_VALUES);
    choose(t, FIELD_LAT, degrees[wide[0] ? 1 : 0], BY_VALUES);
    return INCMAP_OK;
}

static incmap_status date_by_values(table *t, incmap_error *err)
{
    int found = -1;
    for (size_t i = 0; i < t->count; i++) {
        const column_profile *c = &t->p->columns[i];
        if (is_taken(t->m, (int)i) || !profile_mostly(c, c->clear_dates)) continue;
        if (found >= 0) return two_claims(t, FIELD_DATE, found, (int)i, err);
        found = (int)i;
    }
    if (found >= 0) choose(t, FIELD_DATE, found, BY_VALUES);
    return INCMAP_OK;
}

/** The user's --map, which stands above all that was recognised. */
static incmap_status apply_user(table *t, const read_request *request, incmap_error *err)
{
    for (size_t i = 0; i < request->map_count; i++) {
        const char *pair = request->map[i], *equals = strchr(pair, '=');
        strbuf name = {0};
        if (equals) strbuf_append(&name, pair, (size_t)(equals - pair));
        field_id field = FIELD_COUNT;
        bool known = field_find(strbuf_text(&name), &field);
        strbuf_dispose(&name);
        if (!equals) return error_set(err, INCMAP_USAGE, "--map %s: write it as FIELD=COLUMN", pair);
        if (!known) {
            strbuf list = {0};
            for (field_id f = 0; f < FIELD_COUNT; f++)
                strbuf_printf(&list, "%s%s", f ? ", " : "", field_name(f));
            error_set(err, INCMAP_USAGE, "--map %s: no such field; the fields are %s", pair,
                      strbuf_text(&list));
            strbuf_dispose(&list);
            return INCMAP_USAGE;
        }
        int column = equals[1] ? column_find(t->columns, t->count, equals + 1) : -1;
        if (column < 0 && equals[1]) {
            char *list = list_columns(t);
            error_set(err, INCMAP_FAILED, "%s: --map %s: no such column; the columns are %s",
                      source_path(t->s), pair, list);
            free(list);
            return INCMAP_FAILED;
        }
        choose(t, field, column, BY_USER);
    }
    return INCMAP_OK;
}

static incmap_status settle_order(table *t, source *s, const read_request *request, incmap_error *err)
{
    mapping *m = t->m;
    if (request->date_order) {
        if (!date_order_parse(request->date_order, &m->order))
            return error_set(err, INCMAP_USAGE, "--date-order %s: give dmy, mdy or ymd", request->date_order);
        return INCMAP_OK;
    }
    const int columns[] = {m->column[FIELD_DATE], m->column[FIELD_DATE_END]};
    if (m->order != ORDER_UNKNOWN || (columns[0] < 0 && columns[1] < 0)) return INCMAP_OK;

    bool needs_order = false;
    for (size_t k = 0; k < 2; k++)
        needs_order |= columns[k] >= 0 && t->p->columns[columns[k]].loose_dates > 0;
    if (!needs_order) return INCMAP_OK;
    order_votes votes;
    incmap_status status = profile_date_order(&votes, s, columns, 2, m->skip, err);
    if (status != INCMAP_OK) return status;
    // A few dates against the rest are mistakes, to be rejected one by one; more are a table of two minds.
    const int tolerated = 20;
    if (votes.dmy > votes.mdy * tolerated)
        m->order = ORDER_DMY;
    else if (votes.mdy > votes.dmy * tolerated)
        m->order = ORDER_MDY;
    else if (votes.dmy || votes.mdy || votes.open)
        return error_set(
            err, INCMAP_FAILED,
            "%s: column \"%s\": %s could be read day first or month first%s; say which with --date-order "
            "dmy or --date-order mdy",
            source_path(s), t->columns[columns[0] >= 0 ? columns[0] : columns[1]],
            votes.open ? votes.open_example : "some dates",
            votes.dmy ? ", and the other dates prove both" : ", and no date in the table proves either");
    return INCMAP_OK;
}

/** Whether rows can have a position or a place at all. */
static bool is_usable(const mapping *m, const source *s)
{
    return source_has_geometry(s) || m->column[FIELD_PLACE] >= 0 || m->column[FIELD_LATLON] >= 0 ||
           (m->column[FIELD_LAT] >= 0 && m->column[FIELD_LON] >= 0);
}

incmap_status mapping_recognise(mapping *out, source *s, const profile *p, const read_request *request,
                                incmap_error *err)
{
    *out = (mapping){.radius_unit_m = 1};
    for (field_id field = 0; field < FIELD_COUNT; field++) out->column[field] = -1;
    table t = {.m = out, .s = s, .p = p};
    t.columns = source_columns(s, &t.count);

    incmap_status status = apply_user(&t, request, err);
    if (status != INCMAP_OK) return status;
    mapping said = *out;
    const format *known = p->hxl_tags ? NULL : find_format(&t);
    if (p->hxl_tags) apply_tags(&t);
    if (known) apply_format(&t, known);
    // What the user said holds against tags and formats, an emptied field included.
    for (field_id field = 0; field < FIELD_COUNT; field++)
        if (said.reason[field] == BY_USER) choose(&t, field, said.column[field], BY_USER);
    if (!known && !out->hxl)
        status = apply_names(&t, err);
    else if (!is_usable(out, s))
        // Exports of forms name their position after the form's own field.
        status = apply_position_names(&t, err);
    if (status == INCMAP_OK && !source_has_geometry(s) && out->column[FIELD_LATLON] < 0 &&
        (out->column[FIELD_LAT] < 0 || out->column[FIELD_LON] < 0) && !known)
        status = position_by_values(&t, err);
    if (status == INCMAP_OK && out->column[FIELD_DATE] < 0 && out->column[FIELD_YEAR] < 0 && !known)
        status = date_by_values(&t, err);
    for (field_id field = 0; field < FIELD_COUNT; field++)
        if (said.reason[field] == BY_USER) choose(&t, field, said.column[field], BY_USER);
    if (status != INCMAP_OK) return status;

    if (!is_usable(out, s)) {
        char *list = list_columns(&t);
        error_set(err, INCMAP_FAILED,
                  "%s: no column for a position or a place among: %s; name them with --map lat=COLUMN --map "
                  "lon=COLUMN, or --map place=COLUMN",
                  source_path(s), list);
        free(list);
        return INCMAP_FAILED;
    }
    return settle_order(&t, s, request, err);
}
