#include "read/read.h"

#include "read/ahead.h"
#include "read/cell.h"
#include "read/recognise.h"
#include "read/row.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Layers listed in a message; more do not help.
#define LAYERS_SHOWN 20

struct reader {
    source *s;
    mapping m;
    profile p;
    int32_t input;
    size_t layer; ///< the one that is read
    bool started;
    bool *wanted;
    int *extras, *columns; ///< column of each; -1: absent
    size_t extra_count, column_count;
    read_ahead *ahead;       ///< NULL before the first row
    const read_batch *batch; ///< that rows are taken from
    size_t taken;            ///< of its rows
};

static void want_fields(reader *r)
{
    for (field_id field = 0; field < FIELD_COUNT; field++)
        if (r->m.column[field] >= 0) r->wanted[r->m.column[field]] = true;
}

/** Finds the columns of names the caller asks for; returns their indexes, -1 for those that are absent. */
static int *find_columns(reader *r, const char *const *names, size_t count)
{
    size_t all;
    const char *const *columns = source_columns(r->s, &all);
    int *found = mem_calloc(count, sizeof *found);
    for (size_t i = 0; i < count; i++) {
        found[i] = column_find(columns, all, names[i]);
        if (found[i] >= 0) r->wanted[found[i]] = true;
    }
    return found;
}

/** Understands the current layer. */
static incmap_status recognise_layer(reader *r, const read_request *request, incmap_error *err)
{
    profile_dispose(&r->p);
    incmap_status status = profile_take(&r->p, r->s, err);
    if (status == INCMAP_OK) status = mapping_recognise(&r->m, r->s, &r->p, request, err);
    return status;
}

/** The layer asked for, or the first that has usable columns. */
static incmap_status choose_layer(reader *r, const read_request *request, incmap_error *err)
{
    size_t count = source_layer_count(r->s);
    if (request->layer) {
        for (size_t i = 0; i < count; i++) {
            if (strcmp(source_layer_name(r->s, i), request->layer) != 0) continue;
            r->layer = i;
            incmap_status status = source_use_layer(r->s, i, err);
            return status == INCMAP_OK ? recognise_layer(r, request, err) : status;
        }
        strbuf names = {0};
        for (size_t i = 0; i < count && i < LAYERS_SHOWN; i++)
            strbuf_printf(&names, "%s%s", i ? ", " : "", source_layer_name(r->s, i));
        error_set(err, INCMAP_FAILED, "%s: no layer \"%s\"; the layers are %s", request->path, request->layer,
                  strbuf_text(&names));
        strbuf_dispose(&names);
        return INCMAP_FAILED;
    }
    incmap_error first = {0};
    for (size_t i = 0; i < count; i++) {
        incmap_error own = {0};
        incmap_status status = source_use_layer(r->s, i, &own);
        if (status == INCMAP_OK) status = recognise_layer(r, request, &own);
        r->layer = i;
        if (status == INCMAP_OK) return status;
        if (first.status == INCMAP_OK) first = own;
    }
    return error_set(err, first.status, "%s", first.message);
}

incmap_status reader_open(reader **out, const read_request *request, int32_t input, incmap_error *err)
{
    *out = NULL;
    reader *r = mem_calloc(1, sizeof *r);
    r->input = input;
    incmap_status status = source_open(&r->s, request->path, err);
    if (status == INCMAP_OK) status = choose_layer(r, request, err);
    if (status != INCMAP_OK) {
        reader_close(r);
        return status;
    }
    size_t count;
    source_columns(r->s, &count);
    r->wanted = mem_calloc(count, sizeof *r->wanted);
    want_fields(r);
    r->extra_count = request->extra_count;
    r->extras = find_columns(r, request->extras, request->extra_count);
    reader_rewind(r);
    *out = r;
    return INCMAP_OK;
}

void reader_close(reader *r)
{
    if (!r) return;
    read_ahead_free(r->ahead);
    source_close(r->s);
    profile_dispose(&r->p);
    free(r->wanted);
    free(r->extras);
    free(r->columns);
    free(r);
}

void reader_want_columns(reader *r, const char *const *names, size_t count)
{
    r->column_count = count;
    r->columns = find_columns(r, names, count);
    reader_rewind(r);
}

void reader_rewind(reader *r)
{
    read_ahead_free(r->ahead);
    r->ahead = NULL;
    r->batch = NULL;
    r->started = false;
    source_want(r->s, r->wanted);
    source_rewind(r->s);
}

void reader_describe(const reader *r, strbuf *out)
{
    static const char *const reasons[] = {[BY_NAME] = "",
                                          [BY_FORMAT] = "",
                                          [BY_TAG] = "",
                                          [BY_VALUES] = "  (by its values)",
                                          [BY_USER] = "  (--map)"};
    size_t count;
    const char *const *columns = source_columns(r->s, &count);
    const char *kind = r->m.known ? r->m.known->name : r->m.hxl ? "HXL" : NULL;
    strbuf_printf(out, "%s: %s%s%s\n", source_path(r->s), source_driver(r->s), kind ? ", recognised as " : "",
                  kind ? kind : "");
    size_t layer_count = source_layer_count(r->s);
    for (size_t i = 0; i < layer_count && layer_count > 1 && i < LAYERS_SHOWN; i++)
        strbuf_printf(out, "  layer %s%s\n", source_layer_name(r->s, i),
                      i == r->layer ? "" : ": not read; --layer reads it");
    if (source_has_geometry(r->s)) strbuf_printf(out, "  %-13s <- the layer's geometry\n", "lon, lat");
    for (field_id field = 0; field < FIELD_COUNT; field++)
        if (r->m.column[field] >= 0)
            strbuf_printf(out, "  %-13s <- %s%s\n", field_name(field), columns[r->m.column[field]],
                          reasons[r->m.reason[field]]);
    if (r->m.order == ORDER_DMY || r->m.order == ORDER_MDY)
        strbuf_printf(out, "  dates in numbers are read %s\n",
                      r->m.order == ORDER_DMY ? "day first" : "month first");
}

const char *reader_format_name(const reader *r)
{
    return r->m.known ? r->m.known->name : NULL;
}

bool reader_has_dates(const reader *r)
{
    return r->m.column[FIELD_DATE] >= 0 || r->m.column[FIELD_DATE_END] >= 0 || r->m.column[FIELD_YEAR] >= 0;
}

bool reader_has_column(const reader *r, const char *name)
{
    size_t count;
    const char *const *columns = source_columns(r->s, &count);
    return column_find(columns, count, name) >= 0;
}

const char *const *reader_columns(const reader *r, size_t *count)
{
    return source_columns(r->s, count);
}

/** A cell as a value: a number where the whole column is of numbers and none of them a code like 007. */
static value cell_value(reader *r, int column, arena *memory)
{
    value v = {.kind = VALUE_NULL};
    const char *text = column >= 0 ? source_text(r->s, (size_t)column) : NULL;
    if (!text || cell_is_null(text) || !(text = cell_text(memory, text))) return v;
    const column_profile *c = &r->p.columns[column];
    if (profile_mostly(c, c->numbers) && c->padded == 0 && cell_number(text, &v.number)) {
        v.kind = VALUE_NUMBER;
    } else {
        v.kind = VALUE_TEXT;
        v.text = text;
    }
    return v;
}

/** A cell for comparing: a number only where its text says no more than the number, else the text. */
static value exact_value(reader *r, int column, arena *memory)
{
    value v = {.kind = VALUE_NULL};
    const char *text = column >= 0 ? source_text(r->s, (size_t)column) : NULL;
    if (!text || cell_is_null(text) || !(text = cell_text(memory, text))) return v;
    // Fifteen digits are kept by every double.
    char written[32] = "";
    if (cell_number(text, &v.number)) snprintf(written, sizeof written, "%.15g", v.number);
    if (strcmp(written, text) == 0) {
        v.kind = VALUE_NUMBER;
    } else {
        v.kind = VALUE_TEXT;
        v.text = text;
    }
    return v;
}

/** Where a text stands that is the source's until its next row: a copy. */
static void keep_text(const char **text, arena *memory)
{
    if (*text) *text = arena_strdup(memory, *text);
}

static void keep_texts(incident *item, value *values, size_t value_count, arena *memory)
{
    const char **texts[] = {&item->id,    &item->title,   &item->place,  &item->type,
                            &item->actor, &item->target,  &item->source, &item->url,
                            &item->notes, &item->country, &item->admin1};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) keep_text(texts[i], memory);
    for (size_t i = 0; i < value_count; i++)
        if (values[i].kind == VALUE_TEXT) keep_text(&values[i].text, memory);
}

static void build_row(reader *r, read_row *row, value *values, arena *memory)
{
    row->rejected = row_build(&row->item, r->s, &r->m, memory);
    if (source_is_cut(r->s)) row->rejected = "a byte of zero; export the table again as UTF-8 text";
    row->item.input = r->input;
    row->item.row = source_row(r->s);
    for (size_t i = 0; i < r->extra_count; i++) values[i] = cell_value(r, r->extras[i], memory);
    row->item.extras = values;
    value *columns = values + r->extra_count;
    for (size_t i = 0; i < r->column_count; i++) columns[i] = exact_value(r, r->columns[i], memory);
    row->columns = columns;
    keep_texts(&row->item, values, r->extra_count + r->column_count, memory);
}

static void fill_batch(void *context, read_batch *batch)
{
    reader *r = context;
    const size_t values_in_row = r->extra_count + r->column_count;
    bool more = true;
    incmap_status status = INCMAP_OK;
    for (int64_t i = 0; i < r->m.skip && !r->started && status == INCMAP_OK && more; i++)
        status = source_next(r->s, &more, &batch->err);
    r->started = true;
    while (batch->count < BATCH_ROWS && status == INCMAP_OK && more) {
        status = source_next(r->s, &more, &batch->err);
        if (status != INCMAP_OK || !more) break;
        build_row(r, &batch->rows[batch->count], batch->values + batch->count * values_in_row,
                  &batch->memory);
        batch->count++;
    }
    batch->is_last = status != INCMAP_OK || !more;
}

incmap_status reader_next(reader *r, read_row *row, bool *more, incmap_error *err)
{
    if (!r->ahead)
        r->ahead = read_ahead_new(fill_batch, r, r->extra_count + r->column_count, source_has_threads(r->s));
    while (!r->batch || (r->taken == r->batch->count && !r->batch->is_last)) {
        r->batch = read_ahead_take(r->ahead);
        r->taken = 0;
    }
    *more = r->taken < r->batch->count;
    if (*more)
        *row = r->batch->rows[r->taken++];
    else if (r->batch->err.status != INCMAP_OK)
        return error_set(err, r->batch->err.status, "%s", r->batch->err.message);
    return INCMAP_OK;
}
