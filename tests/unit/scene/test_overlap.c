#include "scene/overlap.h"

#include "unit/unit.h"

/** Counts the marks of two layers of a picture of 100 by 100 pixels. */
static void count(const scene_mark *lower, size_t lower_count, const scene_mark *upper, size_t upper_count,
                  double pixel_ratio, size_t expected_marks, size_t expected_overlaps)
{
    scene_layer layers[] = {{.kind = SCENE_MARKS, .count = lower_count, .marks = (scene_mark *)lower},
                            {.kind = SCENE_HEAT, .count = upper_count, .marks = (scene_mark *)upper},
                            {.kind = SCENE_MARKS, .count = upper_count, .marks = (scene_mark *)upper}};
    const scene s = {
        .width_px = 100, .height_px = 100, .pixel_ratio = pixel_ratio, .layer_count = 3, .layers = layers};
    size_t marks, overlaps;
    scene_count_overlaps(&s, &marks, &overlaps);
    ck_assert_uint_eq(marks, expected_marks);
    ck_assert_uint_eq(overlaps, expected_overlaps);
}

START_TEST(marks_of_one_square_lie_on_each_other)
{
    const scene_mark marks[] = {{.at = {1, 1}, .incident = 4},
                                {.at = {7.9, 7.9}, .incident = 1},
                                {.at = {8, 7.9}, .incident = 2},
                                {.at = {0, 0}, .incident = 9},
                                {.at = {99.9, 50}, .incident = 3}};
    count(marks, 5, NULL, 0, 1, 5, 2);
    // Twice as many pixels to the same length.
    count(marks, 5, NULL, 0, 2, 5, 3);
}
END_TEST

START_TEST(an_incident_counts_once)
{
    const scene_mark discs[] = {{.at = {10, 10}, .incident = 0}, {.at = {30, 10}, .incident = 1}};
    const scene_mark halos[] = {
        {.at = {10, 10}, .incident = 0}, {.at = {30, 10}, .incident = 1}, {.at = {50, 50}, .incident = 2}};
    count(discs, 2, halos, 3, 1, 3, 0);
}
END_TEST

START_TEST(what_is_no_incident_or_not_on_the_picture_does_not_count)
{
    const scene_mark marks[] = {{.at = {10, 10}, .incident = -1}, {.at = {10, 10}, .incident = 0},
                                {.at = {-1, 10}, .incident = 1},  {.at = {10, 100}, .incident = 2},
                                {.at = {100, 10}, .incident = 3}, {.at = {10, -0.1}, .incident = 4}};
    count(marks, 6, NULL, 0, 1, 1, 0);
    count(NULL, 0, NULL, 0, 1, 0, 0);
}
END_TEST

UNIT_MAIN("scene/overlap", marks_of_one_square_lie_on_each_other, an_incident_counts_once,
          what_is_no_incident_or_not_on_the_picture_does_not_count)
