#include "scene/digest.h"

#include "unit/unit.h"

#include <string.h>

/** A scene of two layers, three marks and a label in a picture of two by one cells. */
typedef struct {
    scene s;
    scene_layer layers[2];
    scene_mark marks[3];
    scene_label labels[1];
    scene_mark_paint mark_paints[2];
    scene_text_paint text_paints[1];
    uint64_t cells[2];
} picture;

static void fill(picture *p)
{
    memset(p, 0, sizeof *p);
    p->mark_paints[0] = (scene_mark_paint){.radius_px = 5, .fill = {1, 0, 0, 1}, .reach_px = 6};
    p->mark_paints[1] = (scene_mark_paint){.radius_px = 5, .fill = {0, 0, 1, 1}, .reach_px = 6};
    p->text_paints[0] = (scene_text_paint){.font = {.families = "Noto Sans", .size_px = 12, .weight = 400}};
    p->marks[0] = (scene_mark){.at = {100, 100}, .paint = 0, .incident = 0};
    p->marks[1] = (scene_mark){.at = {105, 100}, .paint = 1, .incident = 1};
    p->marks[2] = (scene_mark){.at = {400, 100}, .paint = 1, .incident = 2};
    p->labels[0] = (scene_label){
        .at = {420, 90}, .width_px = 30, .height_px = 12, .text = "Qaim", .ink = {420, 90, 450, 102}};
    p->layers[0] = (scene_layer){.kind = SCENE_MARKS, .count = 3, .marks = p->marks};
    p->layers[1] = (scene_layer){.kind = SCENE_LABELS, .count = 1, .labels = p->labels};
    p->s = (scene){.width_px = 512,
                   .height_px = 256,
                   .pixel_ratio = 1,
                   .layer_count = 2,
                   .layers = p->layers,
                   .mark_paint_count = 2,
                   .mark_paints = p->mark_paints,
                   .text_paint_count = 1,
                   .text_paints = p->text_paints};
}

static void digest_cells(picture *p)
{
    scene_index index;
    scene_digest digest;
    scene_index_build(&index, &p->s, 256);
    scene_digest_open(&digest, &p->s);
    ck_assert_uint_eq(index.cell_count, 2);
    for (size_t i = 0; i < 2; i++)
        p->cells[index.cells[i].col] = scene_digest_cell(&digest, index.refs + index.cells[i].ref_begin,
                                                         index.cells[i].ref_end - index.cells[i].ref_begin);
    scene_digest_dispose(&digest);
    scene_index_dispose(&index);
}

/** Which of the two cells a change of the picture changes: bit 0 the left, bit 1 the right. */
static int changed(const picture *before, picture *after)
{
    digest_cells(after);
    return (before->cells[0] != after->cells[0]) | (before->cells[1] != after->cells[1]) << 1;
}

START_TEST(a_cell_changes_with_what_it_shows_and_with_nothing_else)
{
    picture before, p;
    fill(&before);
    digest_cells(&before);
    fill(&p);
    ck_assert_int_eq(changed(&before, &p), 0);
    // Which incident it is, and the order in which paints were first used, are not seen.
    fill(&p);
    for (int i = 0; i < 3; i++) p.marks[i].incident += 7;
    ck_assert_int_eq(changed(&before, &p), 0);
    fill(&p);
    p.mark_paints[0] = before.mark_paints[1];
    p.mark_paints[1] = before.mark_paints[0];
    for (int i = 0; i < 3; i++) p.marks[i].paint = 1 - p.marks[i].paint;
    ck_assert_int_eq(changed(&before, &p), 0);

    fill(&p);
    p.marks[0].at.x_px += 1e-9;
    ck_assert_int_eq(changed(&before, &p), 1);
    fill(&p);
    p.mark_paints[0].stroke_width_px = 0.5;
    ck_assert_int_eq(changed(&before, &p), 1);
    fill(&p);
    p.mark_paints[1].icon = "plane";
    ck_assert_int_eq(changed(&before, &p), 3);
    fill(&p);
    p.labels[0].text = "Qa'im";
    ck_assert_int_eq(changed(&before, &p), 2);
    fill(&p);
    p.labels[0].align = 1;
    ck_assert_int_eq(changed(&before, &p), 2);
    fill(&p);
    p.text_paints[0].font.families = "DejaVu Sans";
    ck_assert_int_eq(changed(&before, &p), 2);
    fill(&p);
    p.s.background = (style_color){1, 1, 1, 1};
    ck_assert_int_eq(changed(&before, &p), 3);
}
END_TEST

START_TEST(what_lies_on_top_is_seen)
{
    picture before, p;
    fill(&before);
    digest_cells(&before);
    fill(&p);
    scene_mark lower = p.marks[0];
    p.marks[0] = p.marks[1];
    p.marks[1] = lower;
    ck_assert_int_eq(changed(&before, &p), 1);
    // The same marks as a heat map are something else.
    style_color colors[SCENE_HEAT_COLORS] = {{0}};
    fill(&p);
    p.layers[0].kind = SCENE_HEAT;
    p.layers[0].heat_colors = colors;
    ck_assert_int_eq(changed(&before, &p), 3);
    picture other;
    fill(&other);
    style_color warmer[SCENE_HEAT_COLORS] = {{0}};
    warmer[200].r = 1;
    other.layers[0].kind = SCENE_HEAT;
    other.layers[0].heat_colors = warmer;
    ck_assert_int_eq(changed(&p, &other), 3);
}
END_TEST

START_TEST(a_text_is_told_by_its_letters_not_by_where_it_stands)
{
    picture before, p;
    char text[] = "Qaim", families[] = "Noto Sans";
    fill(&before);
    digest_cells(&before);
    fill(&p);
    p.labels[0].text = text;
    p.text_paints[0].font.families = families;
    ck_assert_int_eq(changed(&before, &p), 0);
}
END_TEST

START_TEST(shapes_by_every_point)
{
    pxy points[] = {{10, 10}, {90, 10}, {90, 90}, {10, 90}, {10, 10}};
    size_t ends[] = {5};
    scene_shape_paint paint;
    memset(&paint, 0, sizeof paint);
    paint.fill = (style_color){1, 0, 0, 0.5};
    scene_shape shape = {.kind = GEOM_POLYGON, .part_end = 1, .ink = {10, 10, 90, 90}};
    scene_layer layer = {.kind = SCENE_SHAPES, .count = 1, .shapes = &shape};
    scene s = {.width_px = 256,
               .height_px = 256,
               .layer_count = 1,
               .layers = &layer,
               .shape_paint_count = 1,
               .shape_paints = &paint,
               .points = points,
               .part_ends = ends};
    const scene_ref ref = {0, 0, 0}, wrapped = {0, 0, 1};
    uint64_t seen[5];
    for (int i = 0; i < 5; i++) {
        if (i == 1) points[2].y_px += 1;
        if (i == 2) paint.pattern = "hatch-45";
        if (i == 3) paint.dash_px[7] = 1;
        scene_digest digest;
        scene_digest_open(&digest, &s);
        seen[i] = scene_digest_cell(&digest, i == 4 ? &wrapped : &ref, 1);
        scene_digest_dispose(&digest);
        for (int k = 0; k < i; k++) ck_assert_uint_ne(seen[i], seen[k]);
    }
}
END_TEST

UNIT_MAIN("scene/digest", a_cell_changes_with_what_it_shows_and_with_nothing_else, what_lies_on_top_is_seen,
          a_text_is_told_by_its_letters_not_by_where_it_stands, shapes_by_every_point)
