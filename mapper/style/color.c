#include "style/color.h"

#include "style/color_names.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// Longer than any colour that says what it means; what is longer is none.
#define COLOR_TEXT_MAX 128

static double clamp(double v, double low, double high)
{
    return v < low ? low : v > high ? high : v;
}

static int compare_name(const void *key, const void *entry)
{
    return strcmp(key, ((const color_name *)entry)->name);
}

static bool parse_hex(const char *digits, style_color *out)
{
    size_t count = strlen(digits);
    if (count != 3 && count != 4 && count != 6 && count != 8) return false;
    if (strspn(digits, "0123456789abcdef") != count) return false;
    size_t step = count < 6 ? 1 : 2;
    double parts[4] = {0, 0, 0, 1};
    for (size_t i = 0; i * step < count; i++) {
        char pair[3] = {digits[i * step], digits[i * step + step - 1], '\0'};
        parts[i] = (double)strtol(pair, NULL, 16) / 255;
    }
    *out = (style_color){parts[0], parts[1], parts[2], parts[3]};
    return true;
}

typedef struct {
    double number;
    bool percent, degrees;
} component;

/** Reads one number with its unit; false where there is none. */
static bool read_component(const char **at, component *out)
{
    size_t length = strspn(*at, "0123456789e.+-");
    char *stop;
    // The span keeps strtod from "inf", "nan" and hexadecimal floats.
    out->number = strtod(*at, &stop);
    if (length == 0 || stop != *at + length || !isfinite(out->number)) return false;
    *at = stop;
    out->percent = **at == '%';
    out->degrees = strncmp(*at, "deg", 3) == 0;
    *at += out->percent ? 1 : out->degrees ? 3 : 0;
    return true;
}

/**
 * Reads "a b c", "a b c / d", "a, b, c" or "a, b, c, d" and the closing bracket; returns the number of
 * components, 0 where the text is none of these.
 */
static int read_components(const char *at, component out[4])
{
    bool commas = false;
    for (int i = 0; i < 4; i++) {
        const char *before = at;
        at += strspn(at, " \t\n\r\f");
        if (*at == ')') return i == 3 && at[1] == '\0' ? 3 : 0;
        if (i == 0) {
            // no separator
        } else if (i == 1) {
            commas = *at == ',';
            at += commas;
            if (!commas && at == before) return 0;
        } else if (commas) {
            if (*at++ != ',') return 0;
        } else if (i == 3) {
            if (*at++ != '/') return 0;
        } else if (at == before) {
            return 0;
        }
        at += strspn(at, " \t\n\r\f");
        if (!read_component(&at, &out[i])) return 0;
    }
    at += strspn(at, " \t\n\r\f");
    return *at == ')' && at[1] == '\0' ? 4 : 0;
}

/** Formula: CSS Color Module Level 4, section 7.1, "Converting HSL Colors to sRGB". Saturation, lightness 0
 * to 1. */
static style_color from_hsl(double hue_deg, double saturation, double lightness)
{
    double hue = fmod(hue_deg, 360);
    if (hue < 0) hue += 360;
    double parts[3];
    const double offsets[3] = {0, 8, 4};
    for (int i = 0; i < 3; i++) {
        double k = fmod(offsets[i] + hue / 30, 12);
        double a = saturation * fmin(lightness, 1 - lightness);
        parts[i] = lightness - a * fmax(-1, fmin(fmin(k - 3, 9 - k), 1));
    }
    return (style_color){parts[0], parts[1], parts[2], 1};
}

bool color_parse(const char *text, style_color *out)
{
    char lower[COLOR_TEXT_MAX];
    while (isspace((unsigned char)*text)) text++;
    size_t length = strlen(text);
    while (length && isspace((unsigned char)text[length - 1])) length--;
    if (length == 0 || length >= sizeof lower) return false;
    for (size_t i = 0; i < length; i++) lower[i] = (char)tolower((unsigned char)text[i]);
    lower[length] = '\0';

    if (lower[0] == '#') return parse_hex(lower + 1, out);
    if (strcmp(lower, "transparent") == 0) {
        *out = (style_color){0, 0, 0, 0};
        return true;
    }
    const color_name *named =
        bsearch(lower, color_names, color_name_count, sizeof *color_names, compare_name);
    if (named) {
        *out = (style_color){(double)(named->rgb >> 16) / 255, (double)(named->rgb >> 8 & 0xff) / 255,
                             (double)(named->rgb & 0xff) / 255, 1};
        return true;
    }
    bool is_rgb = strncmp(lower, "rgb", 3) == 0, is_hsl = strncmp(lower, "hsl", 3) == 0;
    if (!is_rgb && !is_hsl) return false;
    const char *at = lower + 3 + (lower[3] == 'a');
    component c[4];
    if (*at++ != '(') return false;
    int count = read_components(at, c);
    if (count == 0) return false;
    for (int i = 0; i < count; i++)
        if (c[i].degrees && !(is_hsl && i == 0)) return false;

    style_color color;
    if (is_rgb) {
        if (c[0].percent != c[1].percent || c[1].percent != c[2].percent) return false;
        double full = c[0].percent ? 100 : 255;
        color = (style_color){clamp(c[0].number / full, 0, 1), clamp(c[1].number / full, 0, 1),
                              clamp(c[2].number / full, 0, 1), 1};
    } else {
        if (c[0].percent || !c[1].percent || !c[2].percent) return false;
        color = from_hsl(c[0].number, clamp(c[1].number, 0, 100) / 100, clamp(c[2].number, 0, 100) / 100);
    }
    if (count == 4) color.a = clamp(c[3].percent ? c[3].number / 100 : c[3].number, 0, 1);
    *out = color;
    return true;
}

// CIE 1976 L*a*b* with the D50 white; sRGB to XYZ by the matrices of
// http://www.brucelindbloom.com/index.html?Eqn_RGB_XYZ_Matrix.html (sRGB, D50). Constants of the CIE
// function: 6/29 and its powers.
static const double white_d50[3] = {0.96422, 1, 0.82521};
#define LAB_T0      (4.0 / 29)
#define LAB_T1      (6.0 / 29)
#define LAB_T2      (3 * LAB_T1 * LAB_T1)
#define LAB_T3      (LAB_T1 * LAB_T1 * LAB_T1)
#define DEG_PER_RAD (180 / 3.14159265358979323846)

typedef struct {
    double l, a, b;
} lab_color;

static double srgb_to_linear(double v)
{
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double linear_to_srgb(double v)
{
    return clamp(v <= 0.00304 ? 12.92 * v : 1.055 * pow(v, 1 / 2.4) - 0.055, 0, 1);
}

static double xyz_to_lab(double v)
{
    return v > LAB_T3 ? cbrt(v) : v / LAB_T2 + LAB_T0;
}

static double lab_to_xyz(double v)
{
    return v > LAB_T1 ? v * v * v : LAB_T2 * (v - LAB_T0);
}

static lab_color to_lab(style_color c)
{
    double r = srgb_to_linear(c.r), g = srgb_to_linear(c.g), b = srgb_to_linear(c.b);
    double y = xyz_to_lab((0.2225045 * r + 0.7168786 * g + 0.0606169 * b) / white_d50[1]);
    double x = y, z = y;
    if (r != g || g != b) {
        x = xyz_to_lab((0.4360747 * r + 0.3850649 * g + 0.1430804 * b) / white_d50[0]);
        z = xyz_to_lab((0.0139322 * r + 0.0971045 * g + 0.7141733 * b) / white_d50[2]);
    }
    double l = 116 * y - 16;
    return (lab_color){l < 0 ? 0 : l, 500 * (x - y), 200 * (y - z)};
}

static style_color from_lab(lab_color lab, double alpha)
{
    double y = (lab.l + 16) / 116, x = isnan(lab.a) ? y : y + lab.a / 500;
    double z = isnan(lab.b) ? y : y - lab.b / 200;
    y = white_d50[1] * lab_to_xyz(y);
    x = white_d50[0] * lab_to_xyz(x);
    z = white_d50[2] * lab_to_xyz(z);
    return (style_color){linear_to_srgb(3.1338561 * x - 1.6168667 * y - 0.4906146 * z),
                         linear_to_srgb(-0.9787684 * x + 1.9161415 * y + 0.0334540 * z),
                         linear_to_srgb(0.0719453 * x - 0.2289914 * y + 1.4052427 * z), alpha};
}

static double mix(double from, double to, double t)
{
    return from + (to - from) * t;
}

/** Hue of a L*a*b* colour, NAN for a grey: the chroma of a grey is only rounding noise. */
static double hue_of(lab_color lab, double chroma)
{
    if (round(chroma * 10000) == 0) return NAN;
    double hue_deg = atan2(lab.b, lab.a) * DEG_PER_RAD;
    return hue_deg < 0 ? hue_deg + 360 : hue_deg;
}

static style_color mix_hcl(style_color from, style_color to, double t)
{
    lab_color a = to_lab(from), b = to_lab(to);
    double chroma_a = sqrt(a.a * a.a + a.b * a.b), chroma_b = sqrt(b.a * b.a + b.b * b.b);
    double hue_a = hue_of(a, chroma_a), hue_b = hue_of(b, chroma_b);
    double hue_deg = 0, chroma = mix(chroma_a, chroma_b, t), lightness = mix(a.l, b.l, t);
    if (!isnan(hue_a) && !isnan(hue_b)) {
        double difference = hue_b - hue_a;
        if (difference > 180)
            difference -= 360;
        else if (difference < -180)
            difference += 360;
        hue_deg = hue_a + t * difference;
    } else if (!isnan(hue_a)) {
        hue_deg = hue_a;
        if (b.l == 1 || b.l == 0) chroma = chroma_a;
    } else if (!isnan(hue_b)) {
        hue_deg = hue_b;
        if (a.l == 1 || a.l == 0) chroma = chroma_b;
    }
    double hue_rad = hue_deg / DEG_PER_RAD;
    return from_lab((lab_color){lightness, cos(hue_rad) * chroma, sin(hue_rad) * chroma},
                    mix(from.a, to.a, t));
}

style_color color_mix(style_color from, style_color to, double t, color_space space)
{
    if (space == COLOR_SPACE_HCL) return mix_hcl(from, to, t);
    if (space == COLOR_SPACE_LAB) {
        lab_color a = to_lab(from), b = to_lab(to);
        return from_lab((lab_color){mix(a.l, b.l, t), mix(a.a, b.a, t), mix(a.b, b.b, t)},
                        mix(from.a, to.a, t));
    }
    return (style_color){mix(from.r, to.r, t), mix(from.g, to.g, t), mix(from.b, to.b, t),
                         mix(from.a, to.a, t)};
}
