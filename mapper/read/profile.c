#include "read/profile.h"

#include "read/cell.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Cells looked at in all, so that a table of very many columns is opened as fast as any other.
#define PROFILE_CELLS 2000000

// A proof of the order is beyond doubt after this many dates without one against it.
#define ORDER_PROOFS 200

static bool is_hxl_tag(const char *text)
{
    return text[0] == '#' && isalpha((unsigned char)text[1]);
}

/** Takes the current row's cells as tags where all that are filled are tags. */
static bool take_tags(profile *p, source *s)
{
    size_t tags = 0;
    for (size_t i = 0; i < p->count; i++) {
        const char *text = cell_text(&p->memory, source_text(s, i));
        if (!text) continue;
        if (!is_hxl_tag(text)) return false;
        tags++;
    }
    if (tags == 0) return false;
    p->hxl_tags = arena_alloc(&p->memory, p->count * sizeof *p->hxl_tags);
    for (size_t i = 0; i < p->count; i++) {
        const char *text = cell_text(&p->memory, source_text(s, i));
        p->hxl_tags[i] = text ? arena_strdup(&p->memory, text) : "";
    }
    return true;
}

static bool is_clear_date(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    if (text[digits]) return true;
    return digits == 8 && strncmp(text, "1900", 4) >= 0 && strncmp(text, "2100", 4) <= 0;
}

static void count_cell(column_profile *column, const char *text)
{
    double number;
    lonlat position;
    date_text date;
    column->filled++;
    if (cell_number(text, &number)) {
        if (column->numbers == 0 || number < column->min) column->min = number;
        if (column->numbers == 0 || number > column->max) column->max = number;
        column->numbers++;
        column->fractions += strpbrk(text, ".,") != NULL;
        column->padded += text[0] == '0' && isdigit((unsigned char)text[1]);
    } else if (cell_latlon(text, &position)) {
        column->latlons++;
    }
    date_text_result result = date_text_parse(text, ORDER_UNKNOWN, &date);
    if (result == DATE_TEXT_OK || result == DATE_TEXT_AMBIGUOUS) {
        column->dates++;
        column->clear_dates += is_clear_date(text);
        column->loose_dates += result == DATE_TEXT_AMBIGUOUS || date.shown != ORDER_UNKNOWN;
    }
}

incmap_status profile_take(profile *out, source *s, incmap_error *err)
{
    source_columns(s, &out->count);
    out->columns = mem_calloc(out->count, sizeof *out->columns);
    size_t rows = out->count ? PROFILE_CELLS / out->count : PROFILE_ROWS;
    if (rows > PROFILE_ROWS) rows = PROFILE_ROWS;
    arena scratch = {0};
    for (size_t row = 0; row < rows; row++) {
        bool more;
        incmap_status status = source_next(s, &more, err);
        if (status != INCMAP_OK) return status;
        if (!more) break;
        if (!out->hxl_tags && row < HXL_ROWS && take_tags(out, s)) {
            // What stood above the tags were headings.
            memset(out->columns, 0, out->count * sizeof *out->columns);
            out->hxl_row = (int64_t)row + 1;
            continue;
        }
        for (size_t i = 0; i < out->count; i++) {
            const char *text = source_text(s, i);
            if (text && !cell_is_null(text) && (text = cell_text(&scratch, text)))
                count_cell(&out->columns[i], text);
        }
        if (scratch.blocks) arena_dispose(&scratch);
    }
    source_rewind(s);
    return INCMAP_OK;
}

void profile_dispose(profile *p)
{
    free(p->columns);
    arena_dispose(&p->memory);
    *p = (profile){0};
}

bool profile_mostly(const column_profile *column, int count)
{
    // One cell in ten may be a remark or a mistake.
    return column->filled > 0 && count * 10 >= column->filled * 9;
}

incmap_status profile_date_order(order_votes *out, source *s, const int *columns, size_t column_count,
                                 int64_t skip, incmap_error *err)
{
    *out = (order_votes){0};
    size_t count;
    source_columns(s, &count);
    bool *wanted = mem_calloc(count, sizeof *wanted);
    for (size_t i = 0; i < column_count; i++)
        if (columns[i] >= 0) wanted[columns[i]] = true;
    source_want(s, wanted);
    free(wanted);

    source_rewind(s);
    for (int64_t row = 0;; row++) {
        bool more;
        incmap_status status = source_next(s, &more, err);
        if (status != INCMAP_OK) return status;
        if (!more) break;
        if (row < skip) continue;
        for (size_t i = 0; i < column_count; i++) {
            const char *text = columns[i] >= 0 ? source_text(s, (size_t)columns[i]) : NULL;
            date_text date;
            if (!text) continue;
            date_text_result result = date_text_parse(text, ORDER_UNKNOWN, &date);
            if (result == DATE_TEXT_OK) {
                out->dmy += date.shown == ORDER_DMY;
                out->mdy += date.shown == ORDER_MDY;
            } else if (result == DATE_TEXT_AMBIGUOUS && out->open++ == 0) {
                snprintf(out->open_example, sizeof out->open_example, "%s", text);
            }
        }
        if ((out->dmy > ORDER_PROOFS && !out->mdy) || (out->mdy > ORDER_PROOFS && !out->dmy)) break;
    }
    source_rewind(s);
    return INCMAP_OK;
}
