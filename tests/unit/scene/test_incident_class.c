#include "scene/incident_class.h"

#include "render/icon.h"
#include "unit/unit.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check(const char *category, const char *expected)
{
    ck_assert_str_eq(incident_class_of(category), expected);
}

START_TEST(words_decide)
{
    check("airstrike", "air");
    check("Night-time air raid", "air");
    check("UAV over the base", "drone");
    check("ballistic missile attack", "missile");
    check("Mortar fire", "rocket");
    check("SHELLING", "rocket");
    check("Improvised device", "explosive");
    check("Explosions/Remote violence", "explosive");
    check("Abduction/forced disappearance", "attack_on_civilians");
    check("Peaceful protest", "unrest");
    check("Battles", "clash");
    check("gunship", "clash");
}
END_TEST

START_TEST(the_first_rule_decides_where_several_hold)
{
    check("Air/drone strike", "air");
    check("drone strike by an armed group", "drone");
    check("suicide drone", "drone");
    check("rocket and missile attack", "missile");
    check("suicide bombing of civilians", "explosive");
    check("Attack on civilians: shooting", "attack_on_civilians");
    check("State-based conflict", "clash");
    check("Non-state conflict", "unrest");
    check("One-sided violence", "attack_on_civilians");
}
END_TEST

START_TEST(a_word_that_must_begin_the_text)
{
    check("IED", "explosive");
    check("IEDs on the road", "explosive");
    check("unidentified", "other");
    check(" ied", "other");
}
END_TEST

START_TEST(what_is_no_known_word)
{
    check(NULL, "other");
    check("", "other");
    check("missil", "other");
    check("d r o n e", "other");
    check("غارة جوية", "other");
    check("\xff\xfe dr\xc3", "other");
    check("غارة drone", "drone");
}
END_TEST

START_TEST(a_text_of_a_million_letters)
{
    const size_t length = 1000000;
    char *text = malloc(length + 1);
    ck_assert_ptr_nonnull(text);
    memset(text, 'd', length);
    text[length] = '\0';
    check(text, "other");
    memcpy(text + length - 4, "RIOT", 4);
    check(text, "unrest");
    free(text);
}
END_TEST

#define SIDE_PX 300

/** The opacity of each pixel of a class's icon. */
static void draw(const char *name, unsigned char opacity[SIDE_PX][SIDE_PX])
{
    icon_shelf shelf = {.folder = PROJECT_DIR "/styles/icons"};
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, SIDE_PX, SIDE_PX);
    cairo_t *cr = cairo_create(surface);
    char icon[64];
    incmap_error err = {0};
    snprintf(icon, sizeof icon, "incident-%s", name);
    cairo_translate(cr, SIDE_PX / 2.0, SIDE_PX / 2.0);
    ck_assert_msg(icon_draw(&shelf, cr, icon, SIDE_PX, &err) == INCMAP_OK, "%s", err.message);
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    const unsigned char *data = cairo_image_surface_get_data(surface);
    for (int y = 0; y < SIDE_PX; y++)
        memcpy(opacity[y], data + (ptrdiff_t)y * cairo_image_surface_get_stride(surface), SIDE_PX);
    cairo_surface_destroy(surface);
    icon_shelf_dispose(&shelf);
}

START_TEST(icons_have_one_area_and_differ_in_shape)
{
    static const char *const names[] = {
        "air",    "drone", "missile", "rocket",    "explosive",     "attack_on_civilians",
        "unrest", "clash", "other",   "other-bar", "other-diamond", "other-cross"};
    enum { COUNT = sizeof names / sizeof *names };
    static unsigned char shapes[COUNT][SIDE_PX][SIDE_PX];
    // The styles count on the area of a disc of 4.5 px in an icon of 15.
    const double expected_px2 = M_PI * pow(4.5 / 15 * SIDE_PX, 2);
    for (int i = 0; i < COUNT; i++) {
        draw(names[i], shapes[i]);
        double area_px2 = 0;
        for (int y = 0; y < SIDE_PX; y++)
            for (int x = 0; x < SIDE_PX; x++) area_px2 += shapes[i][y][x] / 255.0;
        ck_assert_msg(fabs(area_px2 / expected_px2 - 1) < 0.01, "%s: %g of %g", names[i], area_px2,
                      expected_px2);
        // Nothing is cut off at the edge of the picture.
        for (int k = 0; k < SIDE_PX; k++)
            ck_assert_msg(!shapes[i][0][k] && !shapes[i][SIDE_PX - 1][k] && !shapes[i][k][0] &&
                              !shapes[i][k][SIDE_PX - 1],
                          "%s is cut", names[i]);
    }
    // Of any two, at least a fifth of the ink is the one's alone: seen without their colours they differ.
    for (int i = 0; i < COUNT; i++)
        for (int k = 0; k < i; k++) {
            double either = 0, both = 0;
            for (int y = 0; y < SIDE_PX; y++)
                for (int x = 0; x < SIDE_PX; x++) {
                    either += fmax(shapes[i][y][x], shapes[k][y][x]);
                    both += fmin(shapes[i][y][x], shapes[k][y][x]);
                }
            ck_assert_msg(both / either < 0.8, "%s and %s: %g", names[i], names[k], both / either);
        }
}
END_TEST

UNIT_MAIN("scene/incident_class", words_decide, the_first_rule_decides_where_several_hold,
          a_word_that_must_begin_the_text, what_is_no_known_word, a_text_of_a_million_letters,
          icons_have_one_area_and_differ_in_shape)
