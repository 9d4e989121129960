#include "scene/label.h"

#include "unit/unit.h"

#include <math.h>
#include <string.h>

/** Half an em for each byte, one line of 1.25 em, or as many as the width needs. */
static void measure(void *context, const scene_font *font, const char *text, double wrap_px, double *width_px,
                    double *height_px)
{
    int *calls = context;
    if (calls) ++*calls;
    double width = 0.5 * font->size_px * (double)strlen(text), lines = 1;
    if (wrap_px > 0 && width > wrap_px) {
        lines = ceil(width / wrap_px);
        width = wrap_px;
    }
    *width_px = width;
    *height_px = lines * 1.25 * font->size_px;
}

static const scene_text_paint texts[] = {{.font = {.size_px = 10}},
                                         {.font = {.size_px = 20}, .halo_width_px = 2}};
static const scene_mark_paint icons[] = {{.icon = "x", .icon_size_px = 20}};

static scene_request request_of(int64_t width_px, int64_t height_px, bool wraps_x)
{
    return (scene_request){.grid = {.width_px = width_px, .height_px = height_px},
                           .pixel_ratio = 1,
                           .wraps_x = wraps_x,
                           .text = {NULL, measure}};
}

/** The rules of all the candidates of a test: number i is that of candidate i, one centred text at first. */
static label_rules rules[1000];

static label_candidate text_at(double x_px, double y_px, const char *text)
{
    return (label_candidate){.at = {x_px, y_px}, .text = text, .icon_paint = LABEL_NO_ICON, .incident = -1};
}

static void open_rules(size_t count)
{
    for (size_t i = 0; i < count; i++)
        rules[i] = (label_rules){.anchor_count = 1,
                                 .anchors = {{.anchor = {0.5, 0.5}}},
                                 .text_padding_px = 2,
                                 .align = 1,
                                 .icon_padding_px = {2, 2, 2, 2}};
}

static label_placed place(const scene_request *request, label_candidate *items, size_t count)
{
    label_placed placed = {0};
    label_grid grid = {0};
    label_grid_open(&grid, request->pixel_ratio, request->wraps_x ? (double)request->grid.width_px : 0);
    label_candidates candidates = {items, count, count};
    for (size_t i = 0; i < count; i++) items[i].rules = (uint32_t)i;
    label_place(&placed, NULL, &grid, &candidates, request, &(label_looks){rules, texts, icons});
    label_grid_dispose(&grid);
    return placed;
}

static void dispose(label_placed *placed)
{
    free(placed->labels);
    free(placed->icons);
}

START_TEST(anchor_and_offset_say_where_the_box_is)
{
    scene_request request = request_of(400, 400, false);
    open_rules(1000);
    label_candidate c[] = {text_at(100, 100, "abcd"), text_at(100, 200, "abcd"), text_at(100, 300, "abcd")};
    rules[1].anchors[0].anchor[0] = 0;
    rules[1].anchors[0].anchor[1] = 1;
    rules[2].anchors[0].anchor[0] = 1;
    rules[2].anchors[0].anchor[1] = 0;
    rules[2].anchors[0].offset_px[0] = 3;
    rules[2].anchors[0].offset_px[1] = -5;
    label_placed placed = place(&request, c, 3);
    ck_assert_uint_eq(placed.label_count, 3);
    const pxy expected[] = {{90, 93.75}, {100, 187.5}, {83, 295}};
    for (int i = 0; i < 3; i++) {
        ck_assert_double_eq_tol(placed.labels[i].at.x_px, expected[i].x_px, 1e-12);
        ck_assert_double_eq_tol(placed.labels[i].at.y_px, expected[i].y_px, 1e-12);
        ck_assert_double_eq_tol(placed.labels[i].width_px, 20, 1e-12);
        ck_assert_double_eq_tol(placed.labels[i].height_px, 12.5, 1e-12);
    }
    dispose(&placed);
}
END_TEST

START_TEST(ink_holds_halo_and_overhang)
{
    scene_request request = request_of(400, 400, false);
    open_rules(1000);
    label_candidate c = text_at(100, 100, "abcd");
    c.text_paint = 1;
    label_placed placed = place(&request, &c, 1);
    ck_assert_uint_eq(placed.label_count, 1);
    px_box ink = placed.labels[0].ink;
    ck_assert_double_eq_tol(ink.min_x_px, 100 - 20 - 2 - 4, 1e-12);
    ck_assert_double_eq_tol(ink.max_x_px, 100 + 20 + 2 + 4, 1e-12);
    ck_assert_double_eq_tol(ink.min_y_px, 100 - 12.5 - 2 - 4, 1e-12);
    ck_assert_double_eq_tol(ink.max_y_px, 100 + 12.5 + 2 + 4, 1e-12);
    dispose(&placed);
}
END_TEST

START_TEST(sort_key_then_rank_then_order_decide_who_stays)
{
    scene_request request = request_of(400, 400, false);
    open_rules(1000);
    label_candidate c[] = {text_at(100, 100, "first"), text_at(101, 100, "second"),
                           text_at(102, 100, "third")};
    label_placed placed = place(&request, c, 3);
    ck_assert_uint_eq(placed.label_count, 1);
    ck_assert_str_eq(placed.labels[0].text, "first");
    dispose(&placed);
    c[1].rank = -1;
    placed = place(&request, c, 3);
    ck_assert_str_eq(placed.labels[0].text, "second");
    dispose(&placed);
    c[2].sort_key = -1;
    placed = place(&request, c, 3);
    ck_assert_uint_eq(placed.label_count, 1);
    ck_assert_str_eq(placed.labels[0].text, "third");
    dispose(&placed);
    rules[0].text_may_overlap = true;
    placed = place(&request, c, 3);
    ck_assert_uint_eq(placed.label_count, 2);
    ck_assert_str_eq(placed.labels[1].text, "first");
    dispose(&placed);
}
END_TEST

START_TEST(padding_keeps_neighbours_apart)
{
    scene_request request = request_of(400, 400, false);
    open_rules(1000);
    // Boxes of 20 x 12.5 with 2 px of padding each: centres 24 px apart just touch.
    label_candidate c[] = {text_at(100, 100, "abcd"), text_at(123.9, 100, "abcd"),
                           text_at(100, 116.5, "abcd")};
    label_placed placed = place(&request, c, 3);
    ck_assert_uint_eq(placed.label_count, 2);
    ck_assert_double_eq_tol(placed.labels[1].at.y_px, 116.5 - 6.25, 1e-12);
    dispose(&placed);
    c[1].at.x_px = 124;
    placed = place(&request, c, 3);
    ck_assert_uint_eq(placed.label_count, 3);
    dispose(&placed);
}
END_TEST

START_TEST(no_label_is_cut_at_the_edge)
{
    scene_request request = request_of(100, 100, false);
    open_rules(1000);
    // The box of 20 px and 2 px of overhang on each side: 12 px from the edge is the least.
    label_candidate c[] = {text_at(11.9, 20, "abcd"), text_at(88.1, 40, "abcd"), text_at(50, 8.2, "abcd"),
                           text_at(12, 60, "abcd"),   text_at(88, 80, "abcd"),   text_at(50, NAN, "abcd")};
    label_placed placed = place(&request, c, 6);
    ck_assert_uint_eq(placed.label_count, 2);
    ck_assert_double_eq_tol(placed.labels[0].at.x_px, 2, 1e-12);
    ck_assert_double_eq_tol(placed.labels[1].at.x_px, 78, 1e-12);
    dispose(&placed);
}
END_TEST

START_TEST(a_wrapping_picture_has_no_side_edge)
{
    scene_request request = request_of(256, 256, true);
    open_rules(1000);
    label_candidate c[] = {text_at(1, 100, "abcd"), text_at(255, 100, "abcd"), text_at(255, 160, "abcd")};
    label_placed placed = place(&request, c, 3);
    ck_assert_uint_eq(placed.label_count, 2);
    ck_assert_double_eq_tol(placed.labels[0].at.x_px, -9, 1e-12);
    ck_assert_double_eq_tol(placed.labels[1].at.y_px, 160 - 6.25, 1e-12);
    dispose(&placed);
}
END_TEST

START_TEST(icon_and_text_go_together_unless_optional)
{
    scene_request request = request_of(400, 400, false);
    open_rules(1000);
    label_candidate c[] = {text_at(100, 100, "in the way"), text_at(100, 121, "abcd"),
                           text_at(300, 300, NULL)};
    c[1].icon_paint = c[2].icon_paint = 0;
    rules[1].anchors[0].offset_px[1] = -20;
    label_placed placed = place(&request, c, 3);
    ck_assert_uint_eq(placed.label_count, 1);
    ck_assert_uint_eq(placed.icon_count, 1);
    ck_assert_double_eq(placed.icons[0].at.x_px, 300);
    dispose(&placed);
    rules[1].text_is_optional = true;
    placed = place(&request, c, 3);
    ck_assert_uint_eq(placed.label_count, 1);
    ck_assert_uint_eq(placed.icon_count, 2);
    dispose(&placed);
    // Where the icon finds no room the text does not stay alone.
    c[1].at.y_px = 105;
    rules[1].anchors[0].offset_px[1] = 60;
    placed = place(&request, c, 3);
    ck_assert_uint_eq(placed.label_count, 1);
    ck_assert_uint_eq(placed.icon_count, 1);
    dispose(&placed);
    rules[1].icon_may_overlap = true;
    placed = place(&request, c, 3);
    ck_assert_uint_eq(placed.label_count, 2);
    ck_assert_uint_eq(placed.icon_count, 2);
    dispose(&placed);
}
END_TEST

START_TEST(the_first_free_anchor_is_taken)
{
    scene_request request = request_of(400, 400, false);
    open_rules(1000);
    label_candidate c[] = {text_at(100, 100, "abcd"), text_at(120, 100, "abcd"), text_at(15, 300, "abcd")};
    for (int i = 1; i < 3; i++) {
        rules[i].anchor_count = 3;
        rules[i].anchors[0] = (label_anchor){{1, 0.5}, {-4, 0}};
        rules[i].anchors[1] = (label_anchor){{0, 0.5}, {4, 0}};
        rules[i].anchors[2] = (label_anchor){{0.5, 0}, {0, 4}};
        rules[i].align = -1;
    }
    label_placed placed = place(&request, c, 3);
    ck_assert_uint_eq(placed.label_count, 3);
    // To the left the first is in the way, or the picture's edge.
    ck_assert_double_eq_tol(placed.labels[1].at.x_px, 124, 1e-12);
    ck_assert_int_eq(placed.labels[1].align, 0);
    ck_assert_double_eq_tol(placed.labels[2].at.x_px, 19, 1e-12);
    dispose(&placed);
    rules[1].anchor_count = 1;
    placed = place(&request, c, 3);
    ck_assert_uint_eq(placed.label_count, 2);
    dispose(&placed);
}
END_TEST

START_TEST(ignored_symbols_keep_nothing_out)
{
    scene_request request = request_of(400, 400, false);
    open_rules(1000);
    label_candidate c[] = {text_at(100, 100, "abcd"), text_at(100, 100, "efgh")};
    rules[0].text_is_ignored = true;
    label_placed placed = place(&request, c, 2);
    ck_assert_uint_eq(placed.label_count, 2);
    dispose(&placed);
    c[0].text = NULL;
    c[0].icon_paint = 0;
    rules[0].icon_is_ignored = true;
    rules[0].icon_offset_px[0] = 7;
    placed = place(&request, c, 2);
    ck_assert_uint_eq(placed.label_count, 1);
    ck_assert_uint_eq(placed.icon_count, 1);
    ck_assert_double_eq(placed.icons[0].at.x_px, 107);
    dispose(&placed);
}
END_TEST

START_TEST(text_in_a_crowd_is_not_measured)
{
    enum { COUNT = 1000 };
    static label_candidate c[COUNT];
    for (int i = 0; i < COUNT; i++) c[i] = text_at(200 + i * 0.001, 200, "abcdefgh");
    int calls = 0;
    scene_request request = request_of(400, 400, false);
    open_rules(1000);
    request.text.context = &calls;
    label_placed placed = place(&request, c, COUNT);
    ck_assert_uint_eq(placed.label_count, 1);
    ck_assert_int_eq(calls, 1);
    dispose(&placed);
}
END_TEST

static px_box layout_box(const scene_label *label, double shift_px)
{
    return (px_box){label->at.x_px + shift_px, label->at.y_px, label->at.x_px + shift_px + label->width_px,
                    label->at.y_px + label->height_px};
}

START_TEST(random_labels_never_overlap)
{
    enum { COUNT = 400 };
    static const char *const words[] = {"a", "Abu Kamal", "Deir ez-Zor governorate", "Ta", "Al Qa'im", "12"};
    static label_candidate c[COUNT];
    srand(5);
    for (int round = 0; round < 40; round++) {
        bool wraps = round % 2;
        scene_request request = request_of(600, 500, wraps);
        open_rules(1000);
        for (int i = 0; i < COUNT; i++) {
            c[i] = text_at(rand() % 6000 / 10.0, rand() % 5000 / 10.0, words[rand() % 6]);
            c[i].text_paint = (uint32_t)(rand() % 2);
            rules[i].wrap_px = rand() % 2 ? 60 : 0;
            rules[i].anchors[0].anchor[0] = rand() % 3 / 2.0;
            rules[i].anchors[0].anchor[1] = rand() % 3 / 2.0;
            rules[i].anchors[0].offset_px[0] = rand() % 21 - 10;
            c[i].sort_key = rand() % 5;
            if (rand() % 4 == 0) c[i].icon_paint = 0;
        }
        label_placed placed = place(&request, c, COUNT);
        ck_assert_uint_gt(placed.label_count, 20);
        for (size_t i = 0; i < placed.label_count; i++) {
            const px_box ink = placed.labels[i].ink;
            ck_assert(ink.min_y_px >= 0 && ink.max_y_px <= 500);
            if (!wraps) ck_assert(ink.min_x_px >= 0 && ink.max_x_px <= 600);
            for (size_t k = 0; k < i; k++)
                for (int turn = wraps ? -1 : 0; turn <= (wraps ? 1 : 0); turn++)
                    ck_assert(!px_box_overlap(layout_box(&placed.labels[i], 0),
                                              layout_box(&placed.labels[k], 600.0 * turn)));
        }
        for (size_t i = 0; i < placed.icon_count; i++)
            for (size_t k = 0; k < i; k++)
                ck_assert(fabs(placed.icons[i].at.x_px - placed.icons[k].at.x_px) >= 20 ||
                          fabs(placed.icons[i].at.y_px - placed.icons[k].at.y_px) >= 20);
        dispose(&placed);
    }
}
END_TEST

START_TEST(grid_finds_boxes_of_any_size_and_place)
{
    label_grid grid = {0};
    label_grid_open(&grid, 1, 0);
    ck_assert(label_grid_is_free(&grid, (px_box){0, 0, 1, 1}));
    label_grid_take(&grid, (px_box){-1000, -10, 5000, 10});
    label_grid_take(&grid, (px_box){1e9, 1e9, 1e9 + 5, 1e9 + 5});
    ck_assert(!label_grid_is_free(&grid, (px_box){4000, 9, 4001, 30}));
    ck_assert(label_grid_is_free(&grid, (px_box){4000, 10, 4001, 30}));
    ck_assert(!label_grid_is_free(&grid, (px_box){1e9 + 4, 1e9 - 400, 1e9 + 6, 1e9 + 400}));
    ck_assert(label_grid_is_free(&grid, (px_box){1e9 + 5, 1e9 - 400, 1e9 + 60, 1e9 + 400}));
    label_grid_dispose(&grid);
}
END_TEST

/** Marks of ten pixels side by side from the left, @p deep of them on each place a tenth of a pixel apart. */
static void fill_with_marks(label_grid *grid, double left_px, double top_px, int across, int deep)
{
    for (int i = 0; i < across; i++)
        for (int k = 0; k < deep; k++) {
            double x_px = left_px + 10 * i, y_px = top_px + 0.1 * k;
            label_grid_take_mark(grid, (px_box){x_px, y_px, x_px + 10, y_px + 10});
        }
}

START_TEST(a_crowd_of_marks_lends_its_ground_and_single_ones_do_not)
{
    // Across a border of the grid's cells, which marks and box lie on both sides of.
    label_grid grid = {0};
    label_grid_open(&grid, 1, 0);
    const px_box box = {50, 40, 90, 48};
    fill_with_marks(&grid, 50, 39, 4, 2);
    ck_assert(!label_grid_is_free(&grid, box));
    grid.lends_crowds = true;
    // Twice 40 x 8.
    ck_assert(label_grid_is_free(&grid, box));
    ck_assert(!label_grid_is_free(&grid, (px_box){50, 40, 90.5, 48}));
    ck_assert(label_grid_is_free(&grid, (px_box){200, 40, 290, 48}));
    grid.lends_crowds = false;
    ck_assert(!label_grid_is_free(&grid, box));
    grid.lends_crowds = true;
    // A label in it is no mark.
    label_grid_take(&grid, (px_box){89, 47, 120, 60});
    ck_assert(!label_grid_is_free(&grid, box));
    ck_assert(label_grid_is_free(&grid, (px_box){50, 40, 89, 47}));
    label_grid_dispose(&grid);

    // Beyond the edge of a picture that wraps lies its other end.
    label_grid_open(&grid, 1, 1000);
    fill_with_marks(&grid, 980, 40, 2, 2);
    grid.lends_crowds = true;
    ck_assert(!label_grid_is_free(&grid, (px_box){980, 41, 1020, 49}));
    fill_with_marks(&grid, 0, 40, 2, 2);
    ck_assert(label_grid_is_free(&grid, (px_box){980, 41, 1020, 49}));
    ck_assert(label_grid_is_free(&grid, (px_box){-20, 41, 20, 49}));
    label_grid_dispose(&grid);
}
END_TEST

START_TEST(who_finds_room_on_a_crowd_alone_stands_above_it)
{
    scene_request request = request_of(400, 400, false);
    open_rules(3);
    label_candidate c[] = {text_at(100, 100, "abcd"), text_at(102, 100, "abcd"), text_at(100, 300, "abcd")};
    for (int i = 0; i < 3; i++) c[i].rules = (uint32_t)i;
    label_candidates candidates = {c, 3, 3};
    label_placed placed = {0}, over = {0};
    label_grid grid = {0};
    label_grid_open(&grid, 1, 0);
    fill_with_marks(&grid, 50, 90, 10, 3);
    fill_with_marks(&grid, 50, 100, 10, 3);
    fill_with_marks(&grid, 90, 300, 1, 1);
    label_place(&placed, &over, &grid, &candidates, &request, &(label_looks){rules, texts, icons});
    // The first takes the crowd's ground, the second is in its way, the third would hide a single mark.
    ck_assert_uint_eq(placed.label_count, 0);
    ck_assert_uint_eq(over.label_count, 1);
    ck_assert_double_eq(over.labels[0].at.x_px + over.labels[0].width_px / 2, 100);
    ck_assert(!grid.lends_crowds);
    label_grid_dispose(&grid);
    label_placed_dispose(&placed);
    label_placed_dispose(&over);
}
END_TEST

START_TEST(a_name_whose_dot_a_mark_hides_stands_beside_it)
{
    scene_request request = request_of(400, 400, false);
    open_rules(3);
    for (int i = 0; i < 3; i++) {
        rules[i].anchor_count = 2;
        rules[i].anchors[0] = (label_anchor){{0, 0.5}, {4, 0}};
        rules[i].anchors[1] = (label_anchor){{1, 0.5}, {-4, 0}};
    }
    // The first is hidden by a mark, the second by a label, the third is free.
    label_candidate c[] = {text_at(100, 100, "abcd"), text_at(100, 200, "abcd"), text_at(100, 300, "abcd")};
    for (int i = 0; i < 3; i++) {
        c[i].rules = (uint32_t)i;
        c[i].icon_paint = 0;
    }
    for (int with_over = 0; with_over < 2; with_over++) {
        label_candidates candidates = {c, 3, 3};
        label_placed placed = {0}, over = {0};
        label_grid grid = {0};
        label_grid_open(&grid, 1, 0);
        label_grid_take_mark(&grid, (px_box){89, 89, 111, 111});
        label_grid_take(&grid, (px_box){95, 195, 105, 205});
        label_place(&placed, with_over ? &over : NULL, &grid, &candidates, &request,
                    &(label_looks){rules, texts, icons});
        ck_assert_uint_eq(over.label_count, 0);
        ck_assert_uint_eq(placed.icon_count, 1);
        ck_assert_double_eq(placed.icons[0].at.y_px, 300);
        ck_assert_uint_eq(placed.label_count, with_over ? 2 : 1);
        // An em beyond where it would stand beside its dot.
        if (with_over) ck_assert_double_eq(placed.labels[0].at.x_px, 100 + 4 + 10);
        ck_assert_double_eq(placed.labels[placed.label_count - 1].at.x_px, 100 + 4);
        label_grid_dispose(&grid);
        label_placed_dispose(&placed);
        label_placed_dispose(&over);
    }
}
END_TEST

START_TEST(what_lies_beyond_the_edge_has_no_name_within)
{
    scene_request request = request_of(400, 400, false);
    open_rules(2);
    for (int i = 0; i < 2; i++) rules[i].anchors[0] = (label_anchor){{0, 0.5}, {10, 0}};
    label_candidate c[] = {text_at(-1, 100, "abcd"), text_at(1, 200, "abcd")};
    label_placed placed = place(&request, c, 2);
    ck_assert_uint_eq(placed.label_count, 1);
    ck_assert_double_eq(placed.labels[0].at.x_px, 11);
    dispose(&placed);
}
END_TEST

UNIT_MAIN("scene/label", a_name_whose_dot_a_mark_hides_stands_beside_it,
          what_lies_beyond_the_edge_has_no_name_within,
          a_crowd_of_marks_lends_its_ground_and_single_ones_do_not,
          who_finds_room_on_a_crowd_alone_stands_above_it, anchor_and_offset_say_where_the_box_is,
          ink_holds_halo_and_overhang, sort_key_then_rank_then_order_decide_who_stays,
          padding_keeps_neighbours_apart, no_label_is_cut_at_the_edge, a_wrapping_picture_has_no_side_edge,
          icon_and_text_go_together_unless_optional, the_first_free_anchor_is_taken,
          ignored_symbols_keep_nothing_out, text_in_a_crowd_is_not_measured, random_labels_never_overlap,
          grid_finds_boxes_of_any_size_and_place)
