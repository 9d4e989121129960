#include "base/strbuf.h"
#include "report/layout.h"
#include "unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Rounding of sums of millimetres.
#define EPSILON_MM 1e-6

static uint32_t random_state;

static uint32_t random_below(uint32_t bound)
{
    // Numerical Recipes' linear congruential generator: the same pages on every machine.
    random_state = random_state * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)random_state * bound) >> 32);
}

/** Words of one to fifteen letters in Latin and Arabic; sometimes one long word without a break. */
static char *random_text(size_t characters)
{
    static const char *const letters[] = {"a", "e", "W", "m", "i", "g", "Å", "ß", "ب", "ع", "ي", "中", "—"};
    strbuf text = {0};
    bool has_breaks = random_below(4) != 0;
    for (size_t i = 0; i < characters; i++)
        strbuf_puts(&text, has_breaks && random_below(8) == 0 ? " " : letters[random_below(13)]);
    strbuf_puts(&text, "");
    return text.data ? text.data : calloc(1, 1);
}

static page_size random_page(void)
{
    static const char *const names[] = {"a4", "a4-portrait", "a3", "letter", "16:9", "square"};
    page_size page;
    if (random_below(2)) {
        ck_assert_int_eq(page_parse(&page, names[random_below(6)], 150, NULL), INCMAP_OK);
        return page;
    }
    page.width_mm = 50 * pow(40, random_below(1000) / 1000.0);
    // The longest that are accepted are strips of 2 m by 50 mm.
    page.height_mm = 50 * pow(40, random_below(1000) / 1000.0);
    return page;
}

static void add(legend *l, legend_kind kind, bool counts, size_t characters)
{
    legend_item item = {
        .kind = kind, .label = random_text(characters), .counts_as_category = counts, .incident_count = 7};
    VEC_PUSH(l->items, l->count, l->capacity, item);
}

static legend random_legend(void)
{
    legend l = {0};
    uint32_t categories = random_below(3) ? random_below(9) : random_below(60);
    if (categories) add(&l, LEGEND_HEADING, false, 1 + random_below(20));
    for (uint32_t i = 0; i < categories; i++) add(&l, LEGEND_MARK, true, 1 + random_below(50));
    if (random_below(2)) {
        add(&l, LEGEND_HEADING, false, 1 + random_below(20));
        for (int i = 0; i < 3; i++) add(&l, LEGEND_MARK, false, 1 + random_below(30));
    }
    if (random_below(2)) {
        add(&l, LEGEND_HEADING, false, 12);
        add(&l, LEGEND_AREA, false, 70);
    }
    return l;
}

static bool overlap(page_box a, page_box b)
{
    return a.x_mm + EPSILON_MM < b.x_mm + b.width_mm && b.x_mm + EPSILON_MM < a.x_mm + a.width_mm &&
           a.y_mm + EPSILON_MM < b.y_mm + b.height_mm && b.y_mm + EPSILON_MM < a.y_mm + a.height_mm;
}

static bool inside(page_box inner, page_box outer)
{
    return inner.x_mm >= outer.x_mm - EPSILON_MM && inner.y_mm >= outer.y_mm - EPSILON_MM &&
           inner.x_mm + inner.width_mm <= outer.x_mm + outer.width_mm + EPSILON_MM &&
           inner.y_mm + inner.height_mm <= outer.y_mm + outer.height_mm + EPSILON_MM;
}

typedef struct {
    page_box boxes[512];
    const char *names[512];
    int count;
} box_list;

static void push(box_list *list, const char *name, page_box box)
{
    if (box.height_mm <= 0 || box.width_mm <= 0) return;
    ck_assert_int_lt(list->count, 512);
    list->names[list->count] = name;
    list->boxes[list->count++] = box;
}

static void check_disjoint(const box_list *list, page_box bounds, const char *what)
{
    for (int i = 0; i < list->count; i++) {
        page_box a = list->boxes[i];
        ck_assert_msg(inside(a, bounds), "%s: %s (%g %g %g %g) leaves %g %g %g %g", what, list->names[i],
                      a.x_mm, a.y_mm, a.width_mm, a.height_mm, bounds.x_mm, bounds.y_mm, bounds.width_mm,
                      bounds.height_mm);
        for (int k = 0; k < i; k++) {
            page_box b = list->boxes[k];
            ck_assert_msg(!overlap(a, b), "%s: %s (%g %g %g %g) lies on %s (%g %g %g %g)", what,
                          list->names[i], a.x_mm, a.y_mm, a.width_mm, a.height_mm, list->names[k], b.x_mm,
                          b.y_mm, b.width_mm, b.height_mm);
        }
    }
}

/** A text set by the setter has room in the box the layout gave it. */
static void check_text_fits(typesetter *setter, const type_look *look, const char *text, page_box box)
{
    if (box.height_mm <= 0) return;
    type_extent extent = typeset_measure(setter, look, text, box.width_mm);
    ck_assert_double_le(extent.height_mm, box.height_mm + 1e-3);
    ck_assert_double_le(extent.width_mm, box.width_mm + 1e-3);
}

static void check_legend(typesetter *setter, const page_layout *out, const legend *l)
{
    legend_rows rows = legend_flow(setter, l, &out->legend_look, out->legend);
    box_list list = {0};
    size_t categories = 0, shown = 0;
    for (size_t i = 0; i < l->count; i++) categories += l->items[i].counts_as_category;
    for (size_t i = 0; i < rows.count; i++) {
        const legend_row *row = &rows.rows[i];
        push(&list, "swatch", row->swatch);
        push(&list, "label", row->text);
        type_look look =
            row->item && row->item->kind == LEGEND_HEADING ? out->legend_look.heading : out->legend_look.row;
        look.max_lines = row->item && !row->item->counts_as_category ? 4 : 2;
        check_text_fits(setter, &look, row->label, row->text);
        shown += row->item && row->item->counts_as_category;
        // A heading has a row of its own kind of thing below it.
        if (row->item && row->item->kind == LEGEND_HEADING) {
            ck_assert_uint_lt(i + 1, rows.count);
            ck_assert(!rows.rows[i + 1].item || rows.rows[i + 1].item->kind != LEGEND_HEADING);
        }
        if (row->item) ck_assert_str_eq(row->label, row->item->label);
    }
    check_disjoint(&list, out->legend, "legend");
    if (rows.count > 0 && !rows.rows[rows.count - 1].item) {
        char count[24];
        snprintf(count, sizeof count, "%zu", 7 * (categories - shown));
        strbuf expected = {0};
        wording_put_count(&expected, out->legend_look.words, WORD_MORE_ROWS, (int64_t)(categories - shown),
                          (const char *const[]){count});
        ck_assert_str_eq(rows.rows[rows.count - 1].label, strbuf_text(&expected));
        strbuf_dispose(&expected);
    } else if (rows.count > 0) {
        ck_assert_uint_eq(shown, categories);
    }
    legend_rows_dispose(&rows);
}

START_TEST(nothing_overlaps_or_leaves_the_page)
{
    typesetter *setter = typeset_open(NULL);
    random_state = 20231122;
    for (int round = 0; round < 200; round++) {
        page_size page = random_page();
        char *title = random_text(1 + random_below(random_below(5) ? 60 : 400));
        char *subtitle = random_text(random_below(120));
        char *notes[4] = {random_text(random_below(300)), random_text(random_below(120)), random_text(160),
                          random_text(random_below(200))};
        legend l = random_legend();
        layout_request request = {.page = page,
                                  .title = title,
                                  .subtitle = subtitle,
                                  .notes = {notes[0], notes[1], notes[2], notes[3]},
                                  .note_ranks = {1, 2, 0, 3},
                                  .note_count = 4,
                                  .has_frame_labels = random_below(4) != 0,
                                  .words = wording_find(random_below(3) == 0 ? "ar" : NULL),
                                  .logo_aspect = random_below(3) ? 0.1 * (1 + random_below(80)) : 0,
                                  .has_inset = random_below(3) != 0,
                                  .has_histogram = random_below(3) != 0,
                                  .legend = &l};
        page_layout out;
        layout_page(&out, setter, &request);

        box_list list = {0};
        push(&list, "title", out.title);
        push(&list, "subtitle", out.subtitle);
        push(&list, "map", out.map);
        push(&list, "legend", out.legend);
        push(&list, "inset", out.inset);
        push(&list, "logo", out.logo);
        push(&list, "histogram", out.histogram);
        push(&list, "degrees below", out.frame_bottom);
        push(&list, "degrees beside", out.frame_beside);
        push(&list, "scale", out.scale);
        push(&list, "north", out.north);
        for (int i = 0; i < 4; i++) push(&list, "note", out.notes[i]);
        char what[80];
        snprintf(what, sizeof what, "round %d, page %.1fx%.1f", round, page.width_mm, page.height_mm);
        check_disjoint(&list, (page_box){0, 0, page.width_mm, page.height_mm}, what);

        // What no page may lack; the map keeps a seventh at least, of the smallest page too.
        ck_assert_double_gt(out.title.height_mm, 0);
        ck_assert_double_gt(out.notes[2].height_mm, 0);
        ck_assert_msg(out.map.width_mm * out.map.height_mm > page.width_mm * page.height_mm / 7,
                      "%s: map %gx%g", what, out.map.width_mm, out.map.height_mm);
        check_text_fits(setter, &out.title_look, title, out.title);
        check_text_fits(setter, &out.subtitle_look, subtitle, out.subtitle);
        for (int i = 0; i < 4; i++) check_text_fits(setter, &out.note_looks[i], notes[i], out.notes[i]);
        check_legend(setter, &out, &l);

        for (int i = 0; i < 4; i++) free(notes[i]);
        free(title);
        free(subtitle);
        legend_dispose(&l);
    }
    typeset_close(setter);
}
END_TEST

static page_layout laid_out(typesetter *setter, const char *page_name, const char *title)
{
    layout_request request = {.title = title,
                              .words = wording_find(NULL),
                              .subtitle = "17 to 22 November 2023",
                              .notes = {"Sources: a survey.", "Boundaries are not endorsed.", "Account"},
                              .note_ranks = {1, 2, 0},
                              .note_count = 3,
                              .legend = &(legend){0}};
    ck_assert_int_eq(page_parse(&request.page, page_name, 150, NULL), INCMAP_OK);
    page_layout out;
    layout_page(&out, setter, &request);
    return out;
}

START_TEST(ordinary_titles_keep_their_size)
{
    typesetter *setter = typeset_open(NULL);
    page_layout out = laid_out(setter, "a4", "Incidents in Iraq and Syria");
    ck_assert_double_eq(out.unit, 1);
    ck_assert_double_eq(out.title_look.size_pt, 20);
    ck_assert_double_eq(out.title.x_mm, 11);
    ck_assert_double_eq(out.title.y_mm, 11);
    ck_assert(out.is_wide);
    // The map takes most of the page, and its foot and the column's share the page's margins.
    ck_assert_double_gt(out.map.height_mm, 0.68 * 210);
    ck_assert_double_eq_tol(out.legend.x_mm + out.legend.width_mm, 297 - 11, 1e-9);
    ck_assert_double_eq_tol(out.scale.y_mm + out.scale.height_mm, 210 - 11, 1e-9);

    // Two hundred letters are shown whole, on three lines at most.
    const char *title =
        "Every reported attack on bases, convoys and facilities in Iraq and Syria between the autumn "
        "of 2023 and the spring of 2024, with those claimed by several groups, and those which "
        "nobody has claimed";
    const char *const pages[] = {"a4-portrait", "square", "16:9", "a4"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        out = laid_out(setter, pages[i], title);
        ck_assert(!typeset_measure(setter, &out.title_look, title, out.title.width_mm).cut);
        ck_assert_int_le(out.title_look.max_lines, 3);
    }
    ck_assert_double_lt(out.title_look.size_pt, 20);
    ck_assert_double_gt(out.map.height_mm, 0.6 * 210);

    out = laid_out(setter, "a4-portrait", "Incidents");
    ck_assert(!out.is_wide);
    ck_assert_double_gt(out.legend.y_mm, out.map.y_mm + out.map.height_mm);
    typeset_close(setter);
}
END_TEST

START_TEST(shorter_notes_settle_on_their_foot)
{
    typesetter *setter = typeset_open(NULL);
    strbuf reserve = {0};
    for (int i = 0; i < 60; i++) strbuf_puts(&reserve, "long note ");
    layout_request request = {.page = {297, 210},
                              .words = wording_find(NULL),
                              .title = "Title",
                              .subtitle = "",
                              .notes = {strbuf_text(&reserve), "A sentence.", "Account"},
                              .note_ranks = {1, 2, 0},
                              .note_count = 3,
                              .legend = &(legend){0}};
    page_layout out;
    layout_page(&out, setter, &request);
    page_layout before = out;
    ck_assert_double_gt(before.notes[0].height_mm, 2 * before.notes[1].height_mm);
    layout_settle_notes(&out, setter, (const char *const[]){"Short.", "A sentence.", "Account"}, 3);
    ck_assert_double_eq_tol(out.notes[0].height_mm, out.notes[1].height_mm, 1e-9);
    double foot_mm = before.notes[0].y_mm + before.notes[0].height_mm;
    ck_assert_double_eq_tol(out.notes[0].y_mm + out.notes[0].height_mm, foot_mm, 1e-9);
    ck_assert_int_eq(memcmp(&out.notes[1], &before.notes[1], 2 * sizeof out.notes[1]), 0);

    // A longer one keeps to its room, and an empty one leaves it to the one above.
    out = before;
    layout_settle_notes(&out, setter, (const char *const[]){"Short.", strbuf_text(&reserve), ""}, 3);
    ck_assert_double_eq(out.notes[2].height_mm, 0);
    ck_assert_double_eq_tol(out.notes[1].height_mm, before.notes[1].height_mm, 1e-9);
    ck_assert_double_eq_tol(out.notes[1].y_mm + out.notes[1].height_mm,
                            before.notes[2].y_mm + before.notes[2].height_mm, 1e-9);
    strbuf_dispose(&reserve);
    typeset_close(setter);
}
END_TEST

START_TEST(same_text_same_box_whatever_the_locale)
{
    typesetter *setter = typeset_open(NULL);
    page_layout first = laid_out(setter, "square", "الحوادث in Syria");
    typeset_close(setter);
    setenv("LC_ALL", "ar_SY.UTF-8", 1);
    setter = typeset_open(NULL);
    page_layout second = laid_out(setter, "square", "الحوادث in Syria");
    ck_assert_int_eq(memcmp(&first.title, &second.title, sizeof first.title), 0);
    ck_assert_int_eq(memcmp(&first.map, &second.map, sizeof first.map), 0);
    typeset_close(setter);
}
END_TEST

START_TEST(hostile_texts_are_one_paragraph)
{
    typesetter *setter = typeset_open(NULL);
    const type_look look = {.size_pt = 10, .weight = 400, .max_lines = 1};
    const char *const texts[] = {"a\nb\rc\td",
                                 "a\xE2\x80\xA8"
                                 "b\xE2\x80\xA9"
                                 "c",
                                 "\xff\xfe\xc3",
                                 "\x1b[31m",
                                 "",
                                 "\xE2\x80",
                                 "a\xC2\x85z"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        type_extent extent = typeset_measure(setter, &look, texts[i], 100);
        ck_assert_int_eq(extent.line_count, 1);
        ck_assert_double_le(extent.width_mm, 100);
    }
    strbuf huge = {0};
    for (int i = 0; i < 100000; i++) strbuf_puts(&huge, "wide ");
    type_extent extent = typeset_measure(setter, &look, strbuf_text(&huge), 100);
    ck_assert(extent.cut);
    ck_assert_int_eq(extent.line_count, 1);
    strbuf_dispose(&huge);
    typeset_close(setter);
}
END_TEST

UNIT_MAIN("report/layout", nothing_overlaps_or_leaves_the_page, ordinary_titles_keep_their_size,
          shorter_notes_settle_on_their_foot, same_text_same_box_whatever_the_locale,
          hostile_texts_are_one_paragraph)
