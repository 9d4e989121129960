#include "report/legend.h"

#include "base/strbuf.h"
#include "report/words.h"

#include <math.h>
#include <stdlib.h>

// Leading between rows and above a heading, as shares of a line's height.
#define ROW_LEADING     0.28
#define HEADING_LEADING 0.75

// A category's name may run over this many lines, the sentence about areas over more.
#define LABEL_LINES_MAX 2
#define NOTE_LINES_MAX  4

// A mark's swatch takes no more of the column than this.
#define SWATCH_SHARE_MAX 0.4

/** A row's size and its parts'. */
typedef struct {
    double leading_mm;                        ///< above it; not drawn at the top of a column
    double height_mm;                         ///< without the leading
    double indent_mm;                         ///< of the text
    double swatch_width_mm, swatch_height_mm; ///< 0 where there is none
    double text_height_mm;
} row_size;

typedef struct {
    typesetter *setter;
    const legend_look *look;
    page_box box;
    double column_width_mm;
    const row_size *sizes; ///< of the legend's items
    int column;
    double y_mm; ///< below the last row of the column
    legend_rows *rows;
    size_t capacity;
} flow;

static type_look look_of(const flow *f, const legend_item *item)
{
    type_look look = item && item->kind == LEGEND_HEADING ? f->look->heading : f->look->row;
    look.max_lines = item && !item->counts_as_category ? NOTE_LINES_MAX : LABEL_LINES_MAX;
    return look;
}

static row_size size_row(const flow *f, const legend_item *item, const char *label)
{
    type_look look = look_of(f, item);
    bool is_heading = item && item->kind == LEGEND_HEADING;
    bool has_swatch = item && item->kind != LEGEND_HEADING && item->kind != LEGEND_NOTE;
    double line_mm = typeset_line_height_mm(f->setter, &look);
    row_size size = {.leading_mm = line_mm * (is_heading ? HEADING_LEADING : ROW_LEADING)};
    double width_mm = f->look->swatch_width_mm;
    double first_mm = fmax(line_mm, width_mm * 0.5);
    if (has_swatch) {
        double side_mm = fmin(item->swatch_mm, SWATCH_SHARE_MAX * f->column_width_mm);
        width_mm = fmax(width_mm, side_mm);
        first_mm = fmax(first_mm, side_mm);
        size.swatch_width_mm = width_mm;
        size.swatch_height_mm = first_mm;
    }
    // Each number of a nest has a line of its own, however small its circle.
    if (has_swatch && item->kind == LEGEND_NEST) {
        // The largest circle's number stands as high as its top.
        first_mm = fmax(first_mm + line_mm / 2, item->ring_count * line_mm);
        size.swatch_height_mm = first_mm;
    }
    if (!is_heading) size.indent_mm = width_mm + f->look->gap_mm;
    size.text_height_mm =
        typeset_measure(f->setter, &look, label, f->column_width_mm - size.indent_mm).height_mm;
    size.height_mm = fmax(size.text_height_mm, is_heading ? line_mm : first_mm);
    return size;
}

/** What a row takes of the column below what stands in it. */
static double needed_height(const flow *f, const row_size *size)
{
    return size->height_mm + (f->y_mm > f->box.y_mm ? size->leading_mm : 0);
}

static bool fits(const flow *f, double height_mm)
{
    return f->y_mm + height_mm <= f->box.y_mm + f->box.height_mm + 1e-9;
}

static bool next_column(flow *f)
{
    if (f->column + 1 >= f->look->columns) return false;
    f->column++;
    f->y_mm = f->box.y_mm;
    return true;
}

/** Height of items @p begin to @p end - 1, or to the next heading, below what stands in the column. */
static double group_height(const flow *f, const legend *l, size_t begin, size_t end)
{
    flow below = *f;
    for (size_t i = begin; i < end && i < l->count; i++) {
        if (i > begin && l->items[i].kind == LEGEND_HEADING) break;
        below.y_mm += needed_height(&below, &f->sizes[i]);
    }
    return below.y_mm - f->y_mm;
}

static void place(flow *f, const legend_item *item, const char *label, row_size size)
{
    double x_mm = f->box.x_mm + f->column * (f->column_width_mm + 2 * f->look->gap_mm);
    double y_mm = f->y_mm + needed_height(f, &size) - size.height_mm;
    // The swatch stands by the first line; a single line stands in the middle of the swatch.
    legend_row row = {
        .item = item,
        .label = mem_strdup(label),
        .swatch = {x_mm, y_mm, size.swatch_width_mm, size.swatch_height_mm},
        .text = {x_mm + size.indent_mm, y_mm + (size.height_mm - size.text_height_mm) / 2,
                 f->column_width_mm - size.indent_mm, size.text_height_mm},
    };
    VEC_PUSH(f->rows->rows, f->rows->count, f->capacity, row);
    f->y_mm = y_mm + size.height_mm;
}

static void drop_last(flow *f)
{
    free(f->rows->rows[--f->rows->count].label);
}

/** Replaces the last rows by one that counts what is missing from @p next on. */
static void close_short(flow *f, const legend *l, size_t next)
{
    // The rows placed are items 0 to next - 1, one each.
    for (;;) {
        bool ends_in_heading = next > 0 && l->items[next - 1].kind == LEGEND_HEADING;
        size_t missing = 0;
        int64_t incidents = 0;
        for (size_t i = next; i < l->count; i++) {
            if (!l->items[i].counts_as_category) continue;
            missing++;
            incidents += l->items[i].incident_count;
        }
        strbuf label = {0};
        if (missing > 0) {
            strbuf count = {0};
            words_count(&count, incidents);
            wording_put_count(&label, f->look->words, WORD_MORE_ROWS, (int64_t)missing,
                              (const char *const[]){strbuf_text(&count)});
            strbuf_dispose(&count);
        }
        row_size size = size_row(f, NULL, strbuf_text(&label));
        bool closes = !ends_in_heading && (missing == 0 || fits(f, needed_height(f, &size)));
        if (closes && missing > 0 && next > 0) place(f, NULL, strbuf_text(&label), size);
        strbuf_dispose(&label);
        if (closes || next == 0) return;
        next--;
        const legend_row *last = &f->rows->rows[f->rows->count - 1];
        page_box at = last->item->kind == LEGEND_HEADING ? last->text : last->swatch;
        f->column = (int)round((at.x_mm - f->box.x_mm) / (f->column_width_mm + 2 * f->look->gap_mm));
        f->y_mm = fmin(at.y_mm, last->text.y_mm);
        drop_last(f);
    }
}

/** Columns filled to the box's foot, whatever stands in the last of them. */
static legend_rows flow_into(flow f, const legend *l, double height_mm)
{
    legend_rows rows = {0};
    f.rows = &rows;
    f.box.height_mm = height_mm;
    f.y_mm = f.box.y_mm;
    for (size_t i = 0; i < l->count; i++) {
        double group_mm = l->items[i].kind == LEGEND_HEADING ? group_height(&f, l, i, l->count) : 0;
        // What belongs to one heading stands in one column, where a column is high enough for it.
        if (f.y_mm > f.box.y_mm && !fits(&f, group_mm) && group_mm <= f.box.height_mm && next_column(&f)) {
            i--;
            continue;
        }
        // A heading takes its first row along.
        if (!fits(&f, group_height(&f, l, i, i + (l->items[i].kind == LEGEND_HEADING ? 2 : 1)))) {
            if (!next_column(&f)) {
                close_short(&f, l, i);
                break;
            }
            i--;
            continue;
        }
        place(&f, &l->items[i], l->items[i].label, f.sizes[i]);
    }
    for (size_t i = 0; i < rows.count; i++) {
        page_box swatch = rows.rows[i].swatch, text = rows.rows[i].text;
        rows.height_mm = fmax(rows.height_mm,
                              fmax(swatch.y_mm + swatch.height_mm, text.y_mm + text.height_mm) - f.box.y_mm);
    }
    return rows;
}

/** To the other side of the middle of a box. */
static void mirror(page_box *part, page_box box)
{
    part->x_mm = 2 * box.x_mm + box.width_mm - part->x_mm - part->width_mm;
}

legend_rows legend_flow(typesetter *setter, const legend *l, const legend_look *look, page_box box)
{
    flow f = {
        .setter = setter,
        .look = look,
        .box = box,
        .column_width_mm = (box.width_mm - 2 * look->gap_mm * (look->columns - 1)) / look->columns,
    };
    row_size *sizes = mem_alloc((l->count + 1) * sizeof *sizes);
    for (size_t i = 0; i < l->count; i++) sizes[i] = size_row(&f, &l->items[i], l->items[i].label);
    f.sizes = sizes;

    // The lowest columns that hold all of it are even ones.
    double step_mm = typeset_line_height_mm(setter, &look->row);
    legend_rows rows = {0};
    bool is_whole = false;
    for (double height_mm = step_mm; look->columns > 1 && height_mm < box.height_mm && !is_whole;
         height_mm += step_mm) {
        legend_rows_dispose(&rows);
        rows = flow_into(f, l, height_mm);
        is_whole = rows.count == l->count && (rows.count == 0 || rows.rows[rows.count - 1].item);
    }
    if (!is_whole) {
        legend_rows_dispose(&rows);
        rows = flow_into(f, l, box.height_mm);
    }
    free(sizes);
    for (size_t i = 0; i < rows.count && look->words->is_rtl; i++) {
        mirror(&rows.rows[i].swatch, box);
        mirror(&rows.rows[i].text, box);
    }
    return rows;
}

void legend_rows_dispose(legend_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) free(rows->rows[i].label);
    free(rows->rows);
    *rows = (legend_rows){0};
}
