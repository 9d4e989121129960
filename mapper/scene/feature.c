#include "scene/feature.h"

#include "base/strbuf.h"
#include "scene/incident_class.h"
#include "scene/value_table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIELD_ID,
    FIELD_TITLE,
    FIELD_DATE_START,
    FIELD_DATE_END,
    FIELD_DATE_PREC,
    FIELD_PLACE,
    FIELD_LON,
    FIELD_LAT,
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
    FIELD_COUNTRY,
    FIELD_ADMIN1,
    FIELD_CONFIDENCE,
    FIELD_RULE,
    FIELD_POSSIBLE,
    FIELD_CATEGORY,
    FIELD_CATEGORY_INDEX,
    FIELD_CLASS,
    FIELD_SIZE,
    FIELD_SIZE_LOW,
    FIELD_SIZE_HIGH,
    FIELD_EXTRA, ///< the first of the set's extra columns
};

static const feature_name schema[] = {
    {"id", FIELD_ID},
    {"title", FIELD_TITLE},
    {"date_start", FIELD_DATE_START},
    {"date_end", FIELD_DATE_END},
    {"date_prec", FIELD_DATE_PREC},
    {"place", FIELD_PLACE},
    {"lon", FIELD_LON},
    {"lat", FIELD_LAT},
    {"radius_m", FIELD_RADIUS_M},
    {"place_prec", FIELD_PLACE_PREC},
    {"type", FIELD_TYPE},
    {"actor", FIELD_ACTOR},
    {"target", FIELD_TARGET},
    {"killed_low", FIELD_KILLED_LOW},
    {"killed", FIELD_KILLED},
    {"killed_high", FIELD_KILLED_HIGH},
    {"injured_low", FIELD_INJURED_LOW},
    {"injured", FIELD_INJURED},
    {"injured_high", FIELD_INJURED_HIGH},
    {"status", FIELD_STATUS},
    {"source", FIELD_SOURCE},
    {"url", FIELD_URL},
    {"notes", FIELD_NOTES},
    {"country", FIELD_COUNTRY},
    {"admin1", FIELD_ADMIN1},
    {"confidence", FIELD_CONFIDENCE},
    {"rule", FIELD_RULE},
    {"possible", FIELD_POSSIBLE},
    {"category", FIELD_CATEGORY},
    {"category_index", FIELD_CATEGORY_INDEX},
    {"class", FIELD_CLASS},
    {"size", FIELD_SIZE},
    {"size_low", FIELD_SIZE_LOW},
    {"size_high", FIELD_SIZE_HIGH},
};
#define SCHEMA_COUNT (sizeof schema / sizeof *schema)

bool feature_is_schema(const char *name)
{
    for (size_t i = 0; i < SCHEMA_COUNT; i++)
        if (strcmp(schema[i].name, name) == 0) return true;
    return false;
}

static value text_value(const char *text)
{
    return text ? (value){.kind = VALUE_TEXT, .text = text} : (value){.kind = VALUE_NULL};
}

static value number_value(double number)
{
    return isnan(number) ? (value){.kind = VALUE_NULL} : (value){.kind = VALUE_NUMBER, .number = number};
}

static value count_value(int32_t count)
{
    return number_value(count == COUNT_NONE ? NAN : count);
}

/** A day as its number: dates are compared as numbers and shown as text. */
static value day_value(day_t day)
{
    return number_value(day == DAY_NONE ? NAN : day);
}

static bool is_date(int field)
{
    return field == FIELD_DATE_START || field == FIELD_DATE_END;
}

/** The value, days as numbers. */
static value raw_value(const incident_features *f, size_t index, int field)
{
    const incident *item = &f->set->items[index];
    switch (field) {
    case FIELD_ID: return text_value(item->id);
    case FIELD_TITLE: return text_value(item->title);
    case FIELD_DATE_START: return day_value(item->date_start);
    case FIELD_DATE_END: return day_value(item->date_end);
    case FIELD_DATE_PREC: return number_value(item->date_prec ? item->date_prec : NAN);
    case FIELD_PLACE: return text_value(item->place);
    case FIELD_LON: return number_value(item->has_position ? item->position.lon_deg : NAN);
    case FIELD_LAT: return number_value(item->has_position ? item->position.lat_deg : NAN);
    case FIELD_RADIUS_M: return number_value(item->radius_m);
    case FIELD_PLACE_PREC: return number_value(item->prec ? (double)item->prec : NAN);
    case FIELD_TYPE: return text_value(item->type);
    case FIELD_ACTOR: return text_value(item->actor);
    case FIELD_TARGET: return text_value(item->target);
    case FIELD_KILLED_LOW: return count_value(item->killed_low);
    case FIELD_KILLED: return count_value(item->killed);
    case FIELD_KILLED_HIGH: return count_value(item->killed_high);
    case FIELD_INJURED_LOW: return count_value(item->injured_low);
    case FIELD_INJURED: return count_value(item->injured);
    case FIELD_INJURED_HIGH: return count_value(item->injured_high);
    case FIELD_STATUS: return text_value(incident_status_name(item->status));
    case FIELD_SOURCE: return text_value(item->source);
    case FIELD_URL: return text_value(item->url);
    case FIELD_NOTES: return text_value(item->notes);
    case FIELD_COUNTRY: return text_value(item->country);
    case FIELD_ADMIN1: return text_value(item->admin1);
    case FIELD_CONFIDENCE: return number_value(item->confidence);
    case FIELD_RULE: return text_value(item->rule);
    case FIELD_POSSIBLE: return (value){.kind = VALUE_BOOL, .boolean = item->possible};
    case FIELD_CATEGORY: {
        uint32_t category = f->category_of[index];
        return text_value(category == CATEGORY_NONE ? NULL : f->categories[category]);
    }
    case FIELD_CATEGORY_INDEX: {
        uint32_t category = f->category_of[index];
        // Behind the last, so that it does not look like the commonest.
        return number_value(category == CATEGORY_NONE ? (double)f->category_count : category);
    }
    case FIELD_CLASS: {
        uint32_t category = f->category_of[index];
        return text_value(category == CATEGORY_NONE ? incident_class_of(NULL, NULL) : f->classes[category]);
    }
    case FIELD_SIZE:
    case FIELD_SIZE_LOW:
    case FIELD_SIZE_HIGH: {
        int from = field == FIELD_SIZE ? f->size_field : f->range_fields[field == FIELD_SIZE_HIGH];
        return from == FIELD_NONE ? (value){.kind = VALUE_NULL} : raw_value(f, index, from);
    }
    default: break;
    }
    size_t extra = (size_t)(field - FIELD_EXTRA);
    if (!item->extras || extra >= f->set->extra_count) return (value){.kind = VALUE_NULL};
    return item->extras[extra];
}

value feature_value(incident_features *f, size_t item, int field)
{
    if (field == FIELD_SIZE && is_date(f->size_field)) field = f->size_field;
    value raw = raw_value(f, item, field);
    if (!is_date(field) || raw.kind == VALUE_NULL) return raw;
    char *text = f->date_texts[field == FIELD_DATE_END];
    return text_value(date_format_iso((day_t)raw.number, text));
}

feature_key feature_value_key(const incident_features *f, size_t item, int field)
{
    value raw = raw_value(f, item, field);
    feature_key key = {0, (uint8_t)raw.kind};
    switch (raw.kind) {
    case VALUE_NULL: break;
    case VALUE_BOOL: key.bits = raw.boolean; break;
    case VALUE_NUMBER: memcpy(&key.bits, &raw.number, sizeof key.bits); break;
    case VALUE_TEXT: key.bits = (uint64_t)(uintptr_t)raw.text; break;
    }
    return key;
}

static void put_value(const value *v, char *text, size_t size)
{
    switch (v->kind) {
    case VALUE_NULL: *text = '\0'; break;
    case VALUE_BOOL: snprintf(text, size, "%s", v->boolean ? "true" : "false"); break;
    case VALUE_NUMBER: snprintf(text, size, "%.15g", v->number); break;
    case VALUE_TEXT: snprintf(text, size, "%.*s", (int)text_cut_length(v->text, size - 1), v->text); break;
    }
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const feature_name *)a)->name, ((const feature_name *)b)->name);
}

int feature_field(const incident_features *f, const char *name)
{
    feature_name wanted = {name, FIELD_NONE};
    const feature_name *found = bsearch(&wanted, f->names, f->name_count, sizeof *f->names, compare_names);
    return found ? found->field : FIELD_NONE;
}

/** Whether styles tell clusters from incidents by the property: a column of that name does not make one. */
static bool is_clusters(const char *name)
{
    static const char *const names[] = {"cluster", "cluster_id", "point_count", "point_count_abbreviated"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) return true;
    return false;
}

/** The schema's names, and the extra columns' where the schema has none of that name. */
static void collect_names(incident_features *f)
{
    f->names = arena_alloc(&f->memory, (SCHEMA_COUNT + f->set->extra_count) * sizeof *f->names);
    memcpy(f->names, schema, sizeof schema);
    qsort(f->names, SCHEMA_COUNT, sizeof *f->names, compare_names);
    size_t count = f->name_count = SCHEMA_COUNT;
    for (size_t i = 0; i < f->set->extra_count; i++) {
        if (feature_field(f, f->set->extra_names[i]) != FIELD_NONE || is_clusters(f->set->extra_names[i]))
            continue;
        f->names[count++] = (feature_name){f->set->extra_names[i], FIELD_EXTRA + (int)i};
    }
    f->name_count = count;
    qsort(f->names, count, sizeof *f->names, compare_names);
}

typedef struct {
    const char *name;
    int64_t count;
    uint32_t found_as; ///< in the order of first appearance
} category_tally;

static int compare_tallies(const void *a, const void *b)
{
    const category_tally *p = a, *q = b;
    if (p->count != q->count) return p->count > q->count ? -1 : 1;
    return strcmp(p->name, q->name);
}

/** The text that a value is known by in a legend. */
static const char *category_text(incident_features *f, size_t item, char *buffer, size_t size)
{
    value v = feature_value(f, item, f->by_field);
    if (v.kind != VALUE_TEXT) put_value(&v, buffer, size);
    const char *text = v.kind == VALUE_TEXT ? v.text : buffer;
    return *text ? text : NULL;
}

static void count_categories(incident_features *f, const char *by)
{
    const size_t count = f->set->count;
    f->category_of = mem_alloc(count * sizeof *f->category_of);
    for (size_t i = 0; i < count; i++) f->category_of[i] = CATEGORY_NONE;
    if (f->by_field == FIELD_NONE) return;

    strpool pool = {.memory = &f->memory};
    category_tally *tallies = NULL;
    size_t tally_count = 0, tally_capacity = 0;
    value_table known = {.item_size = sizeof(const char *)};
    feature_key last_key = {0, UINT8_MAX};
    uint32_t last_category = CATEGORY_NONE;
    for (size_t i = 0; i < count; i++) {
        feature_key key = feature_value_key(f, i, f->by_field);
        if (key.bits != last_key.bits || key.kind != last_key.kind) {
            last_key = key;
            char buffer[32];
            const char *name = strpool_intern(&pool, category_text(f, i, buffer, sizeof buffer));
            last_category = CATEGORY_NONE;
            if (name) {
                last_category = value_table_add(&known, &name);
                category_tally tally = {name, 0, last_category};
                if (last_category == tally_count) VEC_PUSH(tallies, tally_count, tally_capacity, tally);
            }
        }
        f->category_of[i] = last_category;
        if (last_category != CATEGORY_NONE) tallies[last_category].count++;
    }
    value_table_dispose(&known);
    strpool_dispose(&pool);

    if (tally_count) qsort(tallies, tally_count, sizeof *tallies, compare_tallies);
    f->category_count = tally_count;
    f->categories = arena_alloc(&f->memory, tally_count * sizeof *f->categories);
    f->classes = arena_alloc(&f->memory, tally_count * sizeof *f->classes);
    uint32_t *rank = mem_alloc(tally_count * sizeof *rank);
    for (size_t i = 0; i < tally_count; i++) {
        f->categories[i] = tallies[i].name;
        f->classes[i] = incident_class_of(by, tallies[i].name);
        rank[tallies[i].found_as] = (uint32_t)i;
    }
    for (size_t i = 0; i < count; i++)
        if (f->category_of[i] != CATEGORY_NONE) f->category_of[i] = rank[f->category_of[i]];
    free(rank);
    free(tallies);
}

/** The field of a name that the user gave. What is made from the others would be made from itself: such a
 * name means the input's column of that name, @p otherwise where there is none. */
static int asked_field(const incident_features *f, const char *name, int otherwise)
{
    int field = feature_field(f, name);
    if (field != FIELD_CATEGORY && field != FIELD_CATEGORY_INDEX && field != FIELD_CLASS &&
        field != FIELD_SIZE && field != FIELD_SIZE_LOW && field != FIELD_SIZE_HIGH)
        return field;
    for (size_t i = 0; i < f->set->extra_count; i++)
        if (strcmp(f->set->extra_names[i], name) == 0) return FIELD_EXTRA + (int)i;
    return otherwise;
}

/** The field of the lowest or the highest that was reported of a count: its own name with an ending. */
static int range_field(const incident_features *f, const char *size_by, const char *ending)
{
    strbuf name = {0};
    strbuf_printf(&name, "%s%s", size_by, ending);
    int field = asked_field(f, strbuf_text(&name), FIELD_NONE);
    strbuf_dispose(&name);
    return field;
}

void incident_features_open(incident_features *f, const incident_set *set, const char *by,
                            const char *size_by)
{
    f->set = set;
    collect_names(f);
    f->by_field = asked_field(f, by ? by : "type", FIELD_TYPE);
    f->size_field = size_by ? asked_field(f, size_by, FIELD_NONE) : FIELD_NONE;
    f->range_fields[0] = size_by ? range_field(f, size_by, "_low") : FIELD_NONE;
    f->range_fields[1] = size_by ? range_field(f, size_by, "_high") : FIELD_NONE;
    count_categories(f, by);
}

static bool starts_with_digit(const char *text)
{
    return *text >= '0' && *text <= '9';
}

void feature_count_sizes(feature_sizes *out, const incident_set *set, const char *size_by)
{
    *out = (feature_sizes){0};
    incident_features f = {.set = set};
    collect_names(&f);
    f.size_field = asked_field(&f, size_by, FIELD_NONE);
    for (size_t i = 0; i < set->count && f.size_field != FIELD_NONE; i++) {
        value v = feature_value(&f, i, f.size_field);
        if (v.kind == VALUE_NULL) continue;
        if (v.kind == VALUE_NUMBER) {
            out->number_count++;
        } else {
            char text[sizeof out->other_text];
            put_value(&v, text, sizeof text);
            // In a column of mostly text a "10" is text, too; it would explain nothing.
            if (out->other_count++ == 0 || (starts_with_digit(out->other_text) && !starts_with_digit(text))) {
                out->example = &set->items[i];
                memcpy(out->other_text, text, sizeof text);
            }
        }
    }
    incident_features_dispose(&f);
}

void incident_features_dispose(incident_features *f)
{
    free(f->category_of);
    arena_dispose(&f->memory);
    *f = (incident_features){0};
}
