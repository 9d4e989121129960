#include "style/color.h"
#include "unit/unit.h"

#include <math.h>

/** Components as 0 to 255 and alpha, to a millionth. */
static void expect_color(const char *text, double r, double g, double b, double a)
{
    style_color c = {-1, -1, -1, -1};
    ck_assert_msg(color_parse(text, &c), "%s", text);
    ck_assert_msg(fabs(c.r * 255 - r) < 1e-6 && fabs(c.g * 255 - g) < 1e-6 && fabs(c.b * 255 - b) < 1e-6 &&
                      fabs(c.a - a) < 1e-9,
                  "%s is %g %g %g %g", text, c.r * 255, c.g * 255, c.b * 255, c.a);
}

START_TEST(every_form_of_css)
{
    expect_color("black", 0, 0, 0, 1);
    expect_color(" RebeccaPurple\n", 102, 51, 153, 1);
    expect_color("aliceblue", 240, 248, 255, 1);
    expect_color("yellowgreen", 154, 205, 50, 1);
    expect_color("transparent", 0, 0, 0, 0);
    expect_color("#1af", 17, 170, 255, 1);
    expect_color("#1AF8", 17, 170, 255, 136.0 / 255);
    expect_color("#102030", 16, 32, 48, 1);
    expect_color("#10203040", 16, 32, 48, 64.0 / 255);
    expect_color("rgb(1, 2, 3)", 1, 2, 3, 1);
    expect_color("rgba(1,2,3,.25)", 1, 2, 3, 0.25);
    expect_color("rgb(1 2 3 / 25%)", 1, 2, 3, 0.25);
    expect_color("rgb(10%, 20%, 100%)", 25.5, 51, 255, 1);
    expect_color("rgb(300, -5, 2.5)", 255, 0, 2.5, 1);
    expect_color("rgb(1e1 +2 3.)", 10, 2, 3, 1);
    expect_color("hsl(0, 100%, 50%)", 255, 0, 0, 1);
    expect_color("hsl(120deg 100% 25%)", 0, 127.5, 0, 1);
    expect_color("hsla(-120, 100%, 50%, 50%)", 0, 0, 255, 0.5);
    expect_color("hsl(480 50% 50% / 2)", 63.75, 191.25, 63.75, 1);
}
END_TEST

START_TEST(what_is_no_colour)
{
    static const char *const wrong[] = {
        "",
        "#",
        "#12",
        "#12345",
        "#ggg",
        "blu",
        "rgb(1,2)",
        "rgb(1,2,3,",
        "rgb(1,2 3)",
        "rgb(1 2 3 0.5)",
        "rgb(1,2,3/1)",
        "rgb(1,2,3,4,5)",
        "rgb(1%,2,3)",
        "rgb (1,2,3)",
        "rgb(1,2,3)x",
        "rgb(nan,1,2)",
        "rgb(inf 1 2)",
        "rgb(0x10,1,2)",
        "hsl(1,2,3)",
        "hsl(1%,2%,3%)",
        "hsl(1rad 2% 3%)",
        "rgb(1deg,2,3)",
        "rgb(1e,2,3)",
        "rgb(1e999,2,3)",
        "rgb(,,)",
        "hsl()",
        "currentcolor",
        "\xC3\xA9",
    };
    style_color c = {0.125, 0.125, 0.125, 0.125};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert_msg(!color_parse(wrong[i], &c), "%s", wrong[i]);
    ck_assert_double_eq(c.r, 0.125);
    char long_text[4096];
    for (size_t i = 0; i < sizeof long_text - 1; i++) long_text[i] = 'a';
    long_text[sizeof long_text - 1] = '\0';
    ck_assert(!color_parse(long_text, &c));
}
END_TEST

static void expect_mix(style_color c, double r, double g, double b)
{
    ck_assert_double_eq_tol(c.r, r, 1e-6);
    ck_assert_double_eq_tol(c.g, g, 1e-6);
    ck_assert_double_eq_tol(c.b, b, 1e-6);
}

START_TEST(mixing_in_three_spaces)
{
    const style_color black = {0, 0, 0, 1}, white = {1, 1, 1, 0}, red = {1, 0, 0, 1}, blue = {0, 0, 1, 1};
    expect_mix(color_mix(black, white, 0.5, COLOR_SPACE_RGB), 0.5, 0.5, 0.5);
    ck_assert_double_eq(color_mix(black, white, 0.25, COLOR_SPACE_RGB).a, 0.75);
    // L* = 50 is the grey of 119 in 255 (18.4% of the light of white).
    expect_mix(color_mix(black, white, 0.5, COLOR_SPACE_LAB), 0.466327, 0.466327, 0.466327);
    expect_mix(color_mix(black, white, 0.5, COLOR_SPACE_HCL), 0.466327, 0.466327, 0.466327);
    // At the ends the colours themselves, to the precision of the matrices.
    for (int space = COLOR_SPACE_RGB; space <= COLOR_SPACE_LAB; space++) {
        style_color from = color_mix(red, blue, 0, (color_space)space);
        style_color to = color_mix(red, blue, 1, (color_space)space);
        ck_assert_double_eq_tol(from.r, 1, 2e-6);
        ck_assert_double_eq_tol(from.b, 0, 2e-6);
        ck_assert_double_eq_tol(to.b, 1, 2e-6);
    }
    // A hue is taken the short way round: from red to blue by way of magenta, never green.
    style_color middle = color_mix(red, blue, 0.5, COLOR_SPACE_HCL);
    ck_assert_double_gt(middle.r, 0.8);
    ck_assert_double_lt(middle.g, 0.1);
    // A grey has no hue: the other colour's is kept.
    style_color pale = color_mix((style_color){1, 1, 1, 1}, blue, 0.5, COLOR_SPACE_HCL);
    ck_assert(pale.b > pale.r && pale.b > pale.g);
}
END_TEST

UNIT_MAIN("color", every_form_of_css, what_is_no_colour, mixing_in_three_spaces)
