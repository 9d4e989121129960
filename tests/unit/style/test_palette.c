/**
 * @file
 * Whether the colours of the shipped styles are told apart by readers of every kind of colour vision: as
 * Machado, Oliveira and Fernandes (2009, "A physiologically-based model for simulation of color vision
 * deficiency", severity 1.0) have them seen, compared by CIEDE2000 (Sharma, Wu and Dalal 2005).
 */
#include "style/style.h"
#include "unit/unit.h"

#include <math.h>
#include <string.h>

typedef struct {
    double l, a, b;
} lab;

static const struct {
    const char *name;
    double matrix[3][3];
} visions[] = {
    {"normal", {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
    {"protanopia",
     {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},
    {"deuteranopia",
     {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},
    {"tritanopia",
     {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}},
};
enum { VISIONS = sizeof visions / sizeof *visions };

static double linear(double c)
{
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double lab_curve(double t)
{
    return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

/** CIELAB, white D65, of an sRGB colour as a kind of vision sees it. */
static lab seen(style_color color, const double matrix[3][3])
{
    const double from[3] = {linear(color.r), linear(color.g), linear(color.b)};
    double c[3];
    for (int i = 0; i < 3; i++)
        c[i] = fmin(1, fmax(0, matrix[i][0] * from[0] + matrix[i][1] * from[1] + matrix[i][2] * from[2]));
    double x = lab_curve((0.4124564 * c[0] + 0.3575761 * c[1] + 0.1804375 * c[2]) / 0.95047);
    double y = lab_curve(0.2126729 * c[0] + 0.7151522 * c[1] + 0.0721750 * c[2]);
    double z = lab_curve((0.0193339 * c[0] + 0.1191920 * c[1] + 0.9503041 * c[2]) / 1.08883);
    return (lab){116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

static double degrees(double radians)
{
    return radians * 180 / M_PI;
}

static double cos_deg(double angle_deg)
{
    return cos(angle_deg * M_PI / 180);
}

static double hue_deg(double a, double b)
{
    if (a == 0 && b == 0) return 0;
    double angle = degrees(atan2(b, a));
    return angle < 0 ? angle + 360 : angle;
}

/** Of a chroma's seventh power, as CIEDE2000 uses it. */
static double chroma_share(double chroma)
{
    double power = pow(chroma, 7);
    return sqrt(power / (power + pow(25, 7)));
}

static double ciede2000(lab p, lab q)
{
    double stretch = 1 + 0.5 * (1 - chroma_share((hypot(p.a, p.b) + hypot(q.a, q.b)) / 2));
    double c1 = hypot(p.a * stretch, p.b), c2 = hypot(q.a * stretch, q.b), c_mean = (c1 + c2) / 2;
    double h1 = hue_deg(p.a * stretch, p.b), h2 = hue_deg(q.a * stretch, q.b);
    double dh = h2 - h1, h_mean = (h1 + h2) / 2;
    if (c1 * c2 == 0) {
        dh = 0;
        h_mean = h1 + h2;
    } else if (fabs(dh) > 180) {
        h_mean += h1 + h2 < 360 ? 180 : -180;
        dh += dh > 0 ? -360 : 360;
    }
    double dl = q.l - p.l, dc = c2 - c1, dhue = 2 * sqrt(c1 * c2) * sin(dh / 2 * M_PI / 180);
    double t = 1 - 0.17 * cos_deg(h_mean - 30) + 0.24 * cos_deg(2 * h_mean) + 0.32 * cos_deg(3 * h_mean + 6) -
               0.2 * cos_deg(4 * h_mean - 63);
    double middle = pow((p.l + q.l) / 2 - 50, 2);
    double sl = 1 + 0.015 * middle / sqrt(20 + middle), sc = 1 + 0.045 * c_mean, sh = 1 + 0.015 * c_mean * t;
    double turn_deg = 60 * exp(-pow((h_mean - 275) / 25, 2));
    double rotation = -2 * chroma_share(c_mean) * sin(turn_deg * M_PI / 180);
    return sqrt(pow(dl / sl, 2) + pow(dc / sc, 2) + pow(dhue / sh, 2) + rotation * dc / sc * dhue / sh);
}

START_TEST(the_measure_is_that_of_its_authors)
{
    // From the test data of Sharma, Wu and Dalal (2005), pairs 1, 7, 10, 13, 17, 25 and 34.
    static const struct {
        lab p, q;
        double expected;
    } pairs[] = {
        {{50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425},
        {{50, 0, 0}, {50, -1, 2}, 2.3669},
        {{50, 2.49, -0.001}, {50, -2.49, 0.0010}, 7.1792},
        {{50, -0.001, 2.49}, {50, 0.0009, -2.49}, 4.8045},
        {{50, 2.5, 0}, {73, 25, -18}, 27.1492},
        {{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
        {{2.0776, 0.0795, -1.135}, {0.9033, -0.0636, -0.5514}, 0.9082},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        ck_assert_double_eq_tol(ciede2000(pairs[i].p, pairs[i].q), pairs[i].expected, 5e-5);
        ck_assert_double_eq_tol(ciede2000(pairs[i].q, pairs[i].p), pairs[i].expected, 5e-5);
    }
}
END_TEST

static const char *const classes[] = {"air",    "drone",     "missile",
                                      "rocket", "explosive", "attack_on_civilians",
                                      "unrest", "clash",     "group_clash"};
enum { CLASSES = sizeof classes / sizeof *classes };

static bool get_class(void *context, const char *name, value *out)
{
    if (strcmp(name, "class") != 0) return false;
    *out = (value){.kind = VALUE_TEXT, .text = context};
    return true;
}

static style_color class_color(const style *s, const char *layer_id, style_property property,
                               const char *class_name)
{
    style_feature feature = {.context = (void *)class_name, .get = get_class, .geometry_type = "Point"};
    for (size_t i = 0; i < style_layer_count(s); i++)
        if (strcmp(style_layer_id(style_layer_at(s, i)), layer_id) == 0)
            return style_get_color(style_layer_at(s, i), property, &feature, 8);
    ck_abort_msg("there is no layer %s", layer_id);
}

// A difference of 1 is just noticed side by side; marks lie apart, and are small. Okabe and Ito's own eight
// colours have 10.9 at the least.
#define DISTANCE_MIN 12.0

START_TEST(classes_are_told_apart_by_colour)
{
    static const char *const styles[] = {"report", "desk", "dark"};
    for (size_t k = 0; k < sizeof styles / sizeof *styles; k++) {
        char path[512];
        style *s = NULL;
        incmap_error err = {0};
        snprintf(path, sizeof path, PROJECT_DIR "/styles/%s.json", styles[k]);
        ck_assert_msg(style_load(&s, path, &err) == INCMAP_OK, "%s", err.message);
        style_color colors[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            colors[i] = class_color(s, "incidents", STYLE_ICON_COLOR, classes[i]);
            style_color area = class_color(s, "areas", STYLE_FILL_COLOR, classes[i]);
            ck_assert_msg(memcmp(&area, &colors[i], sizeof area) == 0,
                          "%s: the area of %s has another colour", styles[k], classes[i]);
        }
        for (int v = 0; v < VISIONS; v++)
            for (int i = 0; i < CLASSES; i++)
                for (int j = 0; j < i; j++) {
                    double distance =
                        ciede2000(seen(colors[i], visions[v].matrix), seen(colors[j], visions[v].matrix));
                    ck_assert_msg(distance >= DISTANCE_MIN, "%s: %s and %s differ by %.1f with %s", styles[k],
                                  classes[i], classes[j], distance, visions[v].name);
                }
        style_free(s);
    }
}
END_TEST

UNIT_MAIN("style/palette", the_measure_is_that_of_its_authors, classes_are_told_apart_by_colour)
