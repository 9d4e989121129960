#include "render/cover.h"

#include "render/render.h"
#include "unit/render/handmade.h"
#include "unit/unit.h"

static cover above;

START_TEST(what_was_added_hides_and_nothing_else)
{
    above = (cover){0};
    const row_span spans[2] = {{0, 70}, {3, 5}};
    const cover_rect rect = {60, 10, 130, 12};
    cover_add(&above, rect, spans, 60);
    ck_assert(cover_hides(&above, rect, spans, 60));
    // A word's border lies within; one pixel more on either side, or one row on, is open.
    const row_span left[1] = {{0, 2}}, right[1] = {{0, 2}}, inner[1] = {{0, 66}};
    ck_assert(cover_hides(&above, (cover_rect){61, 10, 127, 11}, inner, 61));
    ck_assert(!cover_hides(&above, (cover_rect){59, 10, 61, 11}, left, 59));
    ck_assert(!cover_hides(&above, (cover_rect){129, 10, 131, 11}, right, 129));
    ck_assert(!cover_hides(&above, (cover_rect){61, 11, 127, 12}, inner, 61));
    // Only what the rectangle lets through is asked for: the row's first pixel is not.
    ck_assert(cover_hides(&above, (cover_rect){60, 10, 61, 11}, left, 59));
}
END_TEST

START_TEST(full_blocks_hide_what_has_no_spans_of_its_own)
{
    above = (cover){0};
    row_span whole[COVER_SIDE_PX];
    for (int row = 0; row < COVER_SIDE_PX; row++) whole[row] = (row_span){0, COVER_SIDE_PX};
    const cover_rect all = {0, 0, COVER_SIDE_PX, COVER_SIDE_PX};
    ck_assert(!cover_hides(&above, all, whole, 0));
    cover_add(&above, (cover_rect){0, 0, COVER_SIDE_PX, COVER_SIDE_PX - 1}, whole, 0);
    ck_assert(!cover_hides(&above, all, whole, 0));
    cover_add(&above, (cover_rect){0, COVER_SIDE_PX - 1, COVER_SIDE_PX, COVER_SIDE_PX}, whole, 0);
    ck_assert(cover_hides(&above, all, whole, 0));
    for (int row = 0; row < COVER_SIDE_PX / COVER_BLOCK_PX; row++)
        ck_assert_uint_eq(above.full_blocks[row], UINT32_MAX);
}
END_TEST

static uint32_t random_state = 7;

static double random_unit(void)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) / 16777216.0;
}

static style_color random_color(bool opaque)
{
    return (style_color){random_unit(), random_unit(), random_unit(), opaque ? 1 : random_unit()};
}

/** Marks of all kinds in a corner of the picture, mostly opaque ones, and now and then an area between them.
 */
static void fill(handmade *h, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double kind = random_unit();
        pxy at = {random_unit() * 200 - 20, random_unit() * 300 - 20};
        scene_mark_paint paint = {.radius_px = 1 + 8 * random_unit(),
                                  .stroke_width_px = kind < 0.3 ? 0 : 2 * random_unit(),
                                  .fill = random_color(kind < 0.8),
                                  .stroke = random_color(kind < 0.9)};
        if (kind > 0.95) paint.blur = random_unit();
        if (kind < 0.01) paint.radius_px = 90;
        if (kind > 0.99) {
            pxy ring[41];
            handmade_circle(ring, 40, at, 20);
            handmade_shape(h, GEOM_POLYGON, ring, 41, (scene_shape_paint){.fill = random_color(false)});
        }
        handmade_mark(h, at, paint);
    }
}

START_TEST(pixels_are_those_of_drawing_everything)
{
    enum { SIDE = 512 };
    static uint32_t all[SIDE * SIDE], showing[SIDE * SIDE];
    for (int round = 0; round < 6; round++) {
        handmade h = {0};
        h.scene.width_px = h.scene.height_px = SIDE;
        h.scene.wraps_x = round % 2;
        if (round > 3) h.scene.background = (style_color){0.9, 0.9, 0.8, 0.7};
        fill(&h, 4000);
        scene_index index = {0};
        scene_index_build(&index, &h.scene, SIDE);
        ck_assert_uint_eq(index.cell_count, 1);
        incmap_error err = {0};
        renderer *r = renderer_new(NULL);
        const render_rect window = {0, 0, SIDE, SIDE};
        ck_assert_int_eq(render_window(r, &h.scene, NULL, 0, window, all, SIDE, &err), INCMAP_OK);
        ck_assert_int_eq(render_window(r, &h.scene, index.refs, index.ref_count, window, showing, SIDE, &err),
                         INCMAP_OK);
        ck_assert(memcmp(all, showing, sizeof all) == 0);
        renderer_free(r);
        scene_index_dispose(&index);
        handmade_dispose(&h);
    }
}
END_TEST

UNIT_MAIN("render/cover", what_was_added_hides_and_nothing_else,
          full_blocks_hide_what_has_no_spans_of_its_own, pixels_are_those_of_drawing_everything)
