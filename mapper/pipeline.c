#include "pipeline.h"

#include "locate.h"
#include "read/fields.h"
#include "read/read.h"
#include "select/where.h"

#include <stdlib.h>
#include <string.h>

// Names listed in an error; more do not help.
#define NAMES_SHOWN 40

/** One run over the inputs. */
typedef struct {
    const pipeline_request *request;
    reader **inputs; ///< as many as the request has
    bool *of_ships;  ///< likewise
    incident_set *set;
    account *acc;
    date_range range;
} run;

static incmap_status open_inputs(run *r, incmap_error *err)
{
    const pipeline_request *q = r->request;
    incmap_status status = INCMAP_OK;
    for (size_t i = 0; i < q->input_count && status == INCMAP_OK; i++) {
        const read_request request = {
            .path = q->inputs[i],
            .layer = q->layer,
            .map = q->map,
            .map_count = q->map_count,
            .date_order = q->date_order,
            .extras = q->extras,
            .extra_count = q->extra_count,
        };
        status = reader_open(&r->inputs[i], &request, (int32_t)i, err);
        if (status != INCMAP_OK) break;
        if (q->datasets) q->datasets[i] = reader_format_name(r->inputs[i]);
        if (q->description) reader_describe(r->inputs[i], q->description);
        size_t column_count;
        const char *const *columns = reader_columns(r->inputs[i], &column_count);
        r->of_ships[i] = columns_are_of_ships(columns, column_count);
        bool bounded = q->range.from != DAY_NONE || q->range.to != DAY_NONE || q->last;
        if (bounded && !reader_has_dates(r->inputs[i]))
            status =
                error_set(err, INCMAP_FAILED,
                          "%s: dates are asked for, but no column has dates; name it with --map date=COLUMN",
                          q->inputs[i]);
    }
    return status;
}

/** Refuses a column that the user names and no input has. */
static incmap_status check_asked(const run *r, incmap_error *err)
{
    const pipeline_request *q = r->request;
    for (size_t i = 0; i < sizeof q->asked / sizeof *q->asked; i++) {
        if (!q->asked[i].column) continue;
        bool found = false;
        for (size_t k = 0; k < q->input_count && !found; k++)
            found = reader_has_column(r->inputs[k], q->asked[i].column);
        if (found) continue;
        strbuf names = {0};
        size_t count;
        const char *const *columns = reader_columns(r->inputs[0], &count);
        for (size_t k = 0; k < count && k < NAMES_SHOWN; k++)
            strbuf_printf(&names, "%s%s", k ? ", " : "", columns[k]);
        error_set(err, INCMAP_USAGE, "%s %s: %s column of that name; give one of %s", q->asked[i].option,
                  q->asked[i].column, q->input_count > 1 ? "no input has a" : "the input has no",
                  strbuf_text(&names));
        strbuf_dispose(&names);
        return INCMAP_USAGE;
    }
    return INCMAP_OK;
}

/** "7d", "4w", "3m", "1y". */
static bool parse_last(const char *text, int *count, char *unit)
{
    char *end;
    long number = strtol(text, &end, 10);
    // A thousand years back is before any table.
    if (end == text || number < 1 || number > 400000 || !*end || end[1] || !strchr("dwmy", *end))
        return false;
    *count = (int)number;
    *unit = *end;
    return true;
}

/** First day of the span of @p count units that ends on @p newest. */
static day_t last_begins(day_t newest, int count, char unit)
{
    if (unit == 'd') return newest - count + 1;
    if (unit == 'w') return newest - 7 * count + 1;
    civil_date date = date_from_day(newest);
    int months = date.year * 12 + date.month - 1 - (unit == 'y' ? 12 * count : count);
    if (months < 12) return date_to_day((civil_date){1, 1, 1});
    date.year = months / 12;
    date.month = months % 12 + 1;
    int days = date_days_in_month(date.year, date.month);
    if (date.day > days) date.day = days;
    return date_to_day(date) + 1;
}

/** Narrows the range by --last: the newest start among the rows that are within --from and --to. */
static incmap_status narrow_by_last(run *r, incmap_error *err)
{
    int count;
    char unit;
    if (!parse_last(r->request->last, &count, &unit))
        return error_set(err, INCMAP_USAGE,
                         "--last %s: give a number of days, weeks, months or years, as in 7d, 4w, 3m, 1y",
                         r->request->last);
    day_t newest = DAY_NONE;
    for (size_t i = 0; i < r->request->input_count; i++) {
        for (;;) {
            read_row row;
            bool more;
            incmap_status status = reader_next(r->inputs[i], &row, &more, err);
            if (status != INCMAP_OK) return status;
            if (!more) break;
            day_t day = row.item.date_start;
            if (row.rejected || day == DAY_NONE || (r->range.to != DAY_NONE && day > r->range.to)) continue;
            if (newest == DAY_NONE || day > newest) newest = day;
        }
        reader_rewind(r->inputs[i]);
    }
    if (newest == DAY_NONE) return INCMAP_OK;
    day_t from = last_begins(newest, count, unit);
    if (r->range.from == DAY_NONE || from > r->range.from) r->range.from = from;
    r->range.to = newest;
    return INCMAP_OK;
}

/** Decides a row's fate as far as that needs no gazetteer, and keeps it where it is still in. */
static incmap_status take_row(run *r, where *condition, const read_row *row, incmap_error *err)
{
    incident item = row->item;
    if (row->rejected) {
        account_add(r->acc, &item, ROW_REJECTED, row->rejected);
        return INCMAP_OK;
    }
    date_match match = date_range_match(r->range, item.date_start, item.date_end);
    if (match == DATE_OUTSIDE) {
        account_add(r->acc, &item, ROW_OUTSIDE_DATES, NULL);
        return INCMAP_OK;
    }
    item.possible = match == DATE_POSSIBLE;
    if (condition) {
        bool passes;
        incmap_status status = where_test(condition, &item, row->columns, &passes, err);
        if (status != INCMAP_OK) return status;
        if (!passes) {
            account_add(r->acc, &item, ROW_FILTERED, NULL);
            return INCMAP_OK;
        }
    }
    incident_set_add(r->set, &item);
    return INCMAP_OK;
}

static incmap_status take_input(run *r, reader *input, incmap_error *err)
{
    incmap_status status = INCMAP_OK;
    where *condition = NULL;
    if (r->request->where) {
        size_t count;
        const char *const *columns = reader_columns(input, &count);
        status = where_compile(&condition, r->request->where, columns, count, err);
        if (status != INCMAP_OK) goto done;
        columns = where_columns(condition, &count);
        reader_want_columns(input, columns, count);
    }
    for (bool more = true;;) {
        read_row row;
        status = reader_next(input, &row, &more, err);
        if (status == INCMAP_OK && more) status = take_row(r, condition, &row, err);
        if (status != INCMAP_OK || !more) break;
    }
done:
    where_free(condition);
    return status;
}

static int compare_rows(const void *a, const void *b)
{
    const account_row *one = a, *two = b;
    if (one->input != two->input) return one->input < two->input ? -1 : 1;
    return one->row < two->row ? -1 : one->row > two->row;
}

/** Takes those that have no place out of the set, counts all of it, and orders the reasons by row. */
static void settle(run *r, const char *const *reasons)
{
    size_t kept = 0;
    for (size_t i = 0; i < r->set->count; i++) {
        incident *item = &r->set->items[i];
        account_add(r->acc, item, reasons[i] ? ROW_UNRESOLVED : ROW_MAPPED, reasons[i]);
        if (!reasons[i]) r->set->items[kept++] = *item;
    }
    r->set->count = kept;
    if (r->acc->row_count) qsort(r->acc->rows, r->acc->row_count, sizeof *r->acc->rows, compare_rows);
}

incmap_status pipeline_load(incident_set *set, account *acc, date_range *effective,
                            attribution_list *attributions, const pipeline_request *request,
                            incmap_error *err)
{
    run r = {.request = request, .set = set, .acc = acc, .range = request->range};
    const char **reasons = NULL;
    incident_set_init(set, request->extras, request->extra_count);
    r.inputs = mem_calloc(request->input_count, sizeof(reader *));
    r.of_ships = mem_calloc(request->input_count, sizeof *r.of_ships);
    incmap_status status = open_inputs(&r, err);
    if (status == INCMAP_OK) status = check_asked(&r, err);
    if (status == INCMAP_OK && request->last) status = narrow_by_last(&r, err);
    for (size_t i = 0; i < request->input_count && status == INCMAP_OK; i++) {
        status = take_input(&r, r.inputs[i], err);
        reader_close(r.inputs[i]);
        r.inputs[i] = NULL;
    }
    if (status != INCMAP_OK) goto done;

    reasons = mem_calloc(set->count, sizeof *reasons);
    const locate_request places = {request->gazetteer_path, request->country, request->want_areas,
                                   r.of_ships};
    status = locate_incidents(set, reasons, attributions, &places, err);
    if (status == INCMAP_OK) settle(&r, reasons);
done:
    for (size_t i = 0; i < request->input_count; i++) reader_close(r.inputs[i]);
    free(r.inputs);
    free(r.of_ships);
    free(reasons);
    if (effective) *effective = r.range;
    return status;
}
