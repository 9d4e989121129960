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
    ck_assert_msg(strcmp(incident_class_of("type", category), expected) == 0, "%s: %s, not %s", category,
                  incident_class_of("type", category), expected);
}

START_TEST(words_decide)
{
    check("airstrike", "air");
    check("Night-time air raid", "air");
    check("air_strikes", "air");
    check("UAV over the base", "drone");
    check("ballistic missile attack", "missile");
    check("Mortar fire", "rocket");
    check("SHELLING", "rocket");
    check("Naval bombardment", "rocket");
    check("Improvised device", "explosive");
    check("car bomb", "explosive");
    check("gunship", "clash");
}
END_TEST

START_TEST(types_of_known_exports)
{
    static const struct {
        const char *type, *expected;
    } types[] = {
        // UCDP GED
        {"State-based conflict", "clash"},
        {"Non-state conflict", "group_clash"},
        {"One-sided violence", "attack_on_civilians"},
        // ACLED, types and subtypes of events
        {"Battles", "clash"},
        {"Explosions/Remote violence", "explosive"},
        {"Violence against civilians", "attack_on_civilians"},
        {"Protests", "unrest"},
        {"Riots", "unrest"},
        {"Strategic developments", "other"},
        {"Government regains territory", "clash"},
        {"Non-state actor overtakes territory", "clash"},
        {"Armed clash", "clash"},
        {"Excessive force against protesters", "unrest"},
        {"Protest with intervention", "unrest"},
        {"Peaceful protest", "unrest"},
        {"Violent demonstration", "unrest"},
        {"Mob violence", "unrest"},
        {"Chemical weapon", "explosive"},
        {"Air/drone strike", "air"},
        {"Suicide bomb", "explosive"},
        {"Shelling/artillery/missile attack", "rocket"},
        {"Remote explosive/landmine/IED", "explosive"},
        {"Grenade", "explosive"},
        {"Sexual violence", "attack_on_civilians"},
        {"Abduction/forced disappearance", "attack_on_civilians"},
        {"Agreement", "other"},
        {"Arrests", "other"},
        {"Headquarters or base established", "other"},
        {"Non-violent transfer of territory", "other"},
        // GTD, types of attacks
        {"Assassination", "attack_on_civilians"},
        {"Armed Assault", "clash"},
        {"Bombing/Explosion", "explosive"},
        {"Hijacking", "attack_on_civilians"},
        {"Hostage Taking (Barricade Incident)", "attack_on_civilians"},
        {"Hostage Taking (Kidnapping)", "attack_on_civilians"},
        {"Facility/Infrastructure Attack", "other"},
        {"Unarmed Assault", "attack_on_civilians"},
        {"Unknown", "other"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) check(types[i].type, types[i].expected);
}
END_TEST

START_TEST(codes_count_in_their_own_field_alone)
{
    ck_assert_str_eq(incident_class_of("type_of_violence", "1"), "clash");
    ck_assert_str_eq(incident_class_of("type_of_violence", "2"), "group_clash");
    ck_assert_str_eq(incident_class_of("type_of_violence", "3"), "attack_on_civilians");
    ck_assert_str_eq(incident_class_of("type_of_violence", "4"), "other");
    ck_assert_str_eq(incident_class_of("type_of_violence", "riot"), "unrest");
    ck_assert_str_eq(incident_class_of("severity", "1"), "other");
    ck_assert_str_eq(incident_class_of(NULL, "1"), "other");
}
END_TEST

START_TEST(the_first_rule_decides_where_several_hold)
{
    check("drone strike by an armed group", "drone");
    check("suicide drone", "drone");
    check("rocket and missile attack", "missile");
    check("suicide bombing of civilians", "explosive");
    check("Attack on civilians: shooting", "attack_on_civilians");
}
END_TEST

START_TEST(words_are_whole)
{
    check("IED", "explosive");
    check("IEDs on the road", "explosive");
    check("a roadside ied.", "explosive");
    check("unidentified", "other");
    check("Married couple detained", "other");
    check("afraid", "other");
    check("unarmed", "other");
    check("shellfish poisoning", "other");
    check("patriot", "other");
    check("nondrone", "other");
    check("airless strike", "other");
    check("one-sidedness", "other");
    check("non  state -- conflict", "group_clash");
    check("nonstate conflict", "other");
}
END_TEST

START_TEST(what_is_no_known_word)
{
    check(NULL, "other");
    check("", "other");
    check("missil", "other");
    check("d r o n e", "other");
    check("air", "other");
    check("air ", "other");
    check("non-state", "other");
    check("غارة جوية", "other");
    check("\xff\xfe dr\xc3", "other");
    check("غارة drone", "drone");
    check("غارةdrone", "other");
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
    memcpy(text + length - 5, " RIOT", 5);
    check(text, "unrest");
    memset(text, ' ', length);
    check(text, "other");
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
        "air",   "drone",       "missile", "rocket",    "explosive",     "attack_on_civilians", "unrest",
        "clash", "group_clash", "other",   "other-bar", "other-diamond", "other-cross"};
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

UNIT_MAIN("scene/incident_class", words_decide, types_of_known_exports, codes_count_in_their_own_field_alone,
          the_first_rule_decides_where_several_hold, words_are_whole, what_is_no_known_word,
          a_text_of_a_million_letters, icons_have_one_area_and_differ_in_shape)
