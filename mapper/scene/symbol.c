#include "scene/symbol.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/ucasemap.h>

// Longer texts are notes, not labels: they would cover the map, and a hostile one would take minutes to set.
#define TEXT_MAX_BYTES 512

// Icons along lines are turned by whole degrees, so that many of them look alike.
#define ICON_TURN_STEP_RAD (M_PI / 180)

// A name may not fill the list, and the list keeps room for the fallbacks.
#define FAMILY_MAX    128
#define FAMILIES_MAX  512
#define FALLBACK_ROOM 96

// MapLibre's halo fades over its blur times this to either side of its edge (symbol_sdf.fragment.glsl).
#define HALO_BLUR_REACH 1.19

/** Where none of a style's fonts is installed, or has the letters. */
static const char *const fallback_families[] = {"Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew",
                                                "DejaVu Sans"};

/** The last word of a font's name says how it is cut, as in "Noto Sans Bold Italic". */
typedef struct {
    const char *word;
    int weight; ///< 0: not a weight
    bool italic;
} font_cut;

static const font_cut font_cuts[] = {
    {"Regular", 400, false}, {"Italic", 0, true},       {"Oblique", 0, true},     {"Thin", 100, false},
    {"Light", 300, false},   {"Medium", 500, false},    {"Semibold", 600, false}, {"SemiBold", 600, false},
    {"Bold", 700, false},    {"ExtraBold", 800, false}, {"Black", 900, false},
};

/** Takes the words of the cut off a font's name, in place. */
static void split_font_name(char *name, scene_font *font)
{
    for (bool found = true; found;) {
        found = false;
        char *space = strrchr(name, ' ');
        if (!space) return;
        for (size_t i = 0; i < sizeof font_cuts / sizeof *font_cuts; i++) {
            if (strcasecmp(space + 1, font_cuts[i].word) != 0) continue;
            if (font_cuts[i].weight) font->weight = font_cuts[i].weight;
            if (font_cuts[i].italic) font->italic = true;
            *space = '\0';
            found = true;
            break;
        }
    }
}

/** Adds a family to a list with commas, unless it is in it or there is no room left. */
static void add_family(char *list, size_t size, const char *family)
{
    size_t used = strlen(list), length = strlen(family);
    for (const char *at = list; (at = strstr(at, family)); at += length) {
        bool begins = at == list || at[-1] == ' ', ends = at[length] == '\0' || at[length] == ',';
        if (begins && ends) return;
    }
    if (!length || used + length + 3 > size) return;
    snprintf(list + used, size - used, "%s%s", used ? ", " : "", family);
}

/** The style's list of fonts as a family list; weight and slant are those of the first. */
static void read_fonts(scene_font *font, paint_box *box, const style_layer *layer,
                       const style_feature *feature)
{
    const char *names[8];
    const size_t room = sizeof names / sizeof *names;
    size_t count = style_texts(layer, STYLE_TEXT_FONT, feature, box->zoom, &box->scratch, names, room);
    if (count > room) count = room;
    char list[FAMILIES_MAX] = "";
    font->weight = 400;
    for (size_t i = 0; i < count; i++) {
        char name[FAMILY_MAX];
        scene_font cut = {.weight = 400};
        snprintf(name, sizeof name, "%s", names[i] ? names[i] : "");
        split_font_name(name, &cut);
        if (i == 0) {
            font->weight = cut.weight;
            font->italic = cut.italic;
        }
        add_family(list, sizeof list - FALLBACK_ROOM, name);
    }
    for (size_t i = 0; i < sizeof fallback_families / sizeof *fallback_families; i++)
        add_family(list, sizeof list, fallback_families[i]);
    font->families = strpool_intern(box->strings, list);
}

static const char *transform_text(const char *text, const char *transform, arena *memory)
{
    bool upper = transform && strcmp(transform, "uppercase") == 0;
    bool lower = transform && strcmp(transform, "lowercase") == 0;
    if (!upper && !lower) return arena_strdup(memory, text);
    UErrorCode status = U_ZERO_ERROR;
    // The root locale: the same text gives the same label whatever the user's language is.
    UCaseMap *map = ucasemap_open("", 0, &status);
    // Casing can make a text longer, at most threefold in UTF-8 (Unicode Standard, 5.18).
    char cased[3 * TEXT_MAX_BYTES + 1];
    const int32_t room = 3 * TEXT_MAX_BYTES;
    int32_t length = 0;
    if (U_SUCCESS(status))
        length = upper ? ucasemap_utf8ToUpper(map, cased, room, text, -1, &status)
                       : ucasemap_utf8ToLower(map, cased, room, text, -1, &status);
    ucasemap_close(map);
    return U_FAILURE(status) ? arena_strdup(memory, text) : arena_strndup(memory, cased, (size_t)length);
}

/** Not longer than a label may be, cut between characters; NULL for one without anything to see. */
static const char *label_text(const char *text, char buffer[TEXT_MAX_BYTES + 1])
{
    if (!text) return NULL;
    const size_t length = text_cut_length(text, TEXT_MAX_BYTES);
    memcpy(buffer, text, length);
    buffer[length] = '\0';
    return buffer[strspn(buffer, " \t\r\n")] ? buffer : NULL;
}

/** The point of a box that an anchor's name says. */
static label_anchor anchor_of(const char *name)
{
    label_anchor out = {.anchor = {0.5, 0.5}};
    if (!name) return out;
    if (strstr(name, "left")) out.anchor[0] = 0;
    if (strstr(name, "right")) out.anchor[0] = 1;
    if (strstr(name, "top")) out.anchor[1] = 0;
    if (strstr(name, "bottom")) out.anchor[1] = 1;
    return out;
}

/** The direction from the point to the text's middle, along one axis: to the right of a left anchor. */
static double away(double anchor)
{
    return anchor == 0 ? 1 : anchor == 1 ? -1 : 0;
}

/** A radial offset, in ems, as MapLibre has it: as far along each axis, or as far along the diagonal. */
static void set_radial_offset(label_anchor *a, double radius_px)
{
    double right = away(a->anchor[0]), down = away(a->anchor[1]);
    double each_px = right != 0 && down != 0 ? radius_px / M_SQRT2 : radius_px;
    a->offset_px[0] = right * each_px;
    a->offset_px[1] = down * each_px;
}

/** The anchors of text-variable-anchor-offset, each with its own offset; false where there are none. */
static bool read_anchor_offsets(label_rules *rules, paint_box *box, const style_layer *layer,
                                const style_feature *feature, double em_px)
{
    const char *names[LABEL_ANCHORS_MAX];
    double offsets_em[LABEL_ANCHORS_MAX][2];
    size_t count =
        style_anchor_offsets(layer, feature, box->zoom, &box->scratch, names, offsets_em, LABEL_ANCHORS_MAX);
    if (count > LABEL_ANCHORS_MAX) count = LABEL_ANCHORS_MAX;
    rules->anchor_count = (int)count;
    for (size_t i = 0; i < count; i++) {
        rules->anchors[i] = anchor_of(names[i]);
        for (int axis = 0; axis < 2; axis++)
            rules->anchors[i].offset_px[axis] =
                isfinite(offsets_em[i][axis]) ? offsets_em[i][axis] * em_px : 0;
    }
    return count > 0;
}

static void read_anchors(label_rules *rules, paint_box *box, const style_layer *layer,
                         const style_feature *feature, double em_px)
{
    const double zoom = box->zoom;
    if (style_is_set(layer, STYLE_TEXT_VARIABLE_ANCHOR_OFFSET) &&
        read_anchor_offsets(rules, box, layer, feature, em_px))
        return;
    double offset_em[2] = {0}, radial_em = style_number(layer, STYLE_TEXT_RADIAL_OFFSET, feature, zoom);
    style_numbers(layer, STYLE_TEXT_OFFSET, feature, zoom, offset_em, 2);
    for (int axis = 0; axis < 2; axis++)
        if (!isfinite(offset_em[axis])) offset_em[axis] = 0;
    bool is_radial = style_is_set(layer, STYLE_TEXT_RADIAL_OFFSET) && isfinite(radial_em);
    const char *names[LABEL_ANCHORS_MAX];
    size_t count = style_texts(layer, STYLE_TEXT_VARIABLE_ANCHOR, feature, zoom, &box->scratch, names,
                               LABEL_ANCHORS_MAX);
    if (count > LABEL_ANCHORS_MAX) count = LABEL_ANCHORS_MAX;
    bool is_variable = count > 0;
    if (!is_variable) {
        names[0] = style_text(layer, STYLE_TEXT_ANCHOR, feature, zoom, &box->scratch);
        count = 1;
    }
    rules->anchor_count = (int)count;
    for (size_t i = 0; i < count; i++) {
        label_anchor *anchor = &rules->anchors[i];
        *anchor = anchor_of(names[i]);
        if (is_radial) set_radial_offset(anchor, radial_em * em_px);
        // With several anchors the offset is away from the point, whichever of them is taken.
        else
            for (int axis = 0; axis < 2; axis++)
                anchor->offset_px[axis] = is_variable
                                              ? away(anchor->anchor[axis]) * fabs(offset_em[axis]) * em_px
                                              : offset_em[axis] * em_px;
    }
}

/** Radians in a turn of the style, within one; 0 for what is none. */
static double turn_rad(const style_layer *layer, style_property property, const style_feature *feature,
                       double zoom)
{
    double degrees = fmod(style_number(layer, property, feature, zoom), 360);
    return isfinite(degrees) ? degrees * M_PI / 180 : 0;
}

static void read_text_rules(label_rules *rules, paint_box *box, const style_layer *layer,
                            const style_feature *feature, double em_px)
{
    static const char *const aligns[] = {"left", "center", "right"};
    const double zoom = box->zoom;
    double width_em = style_number(layer, STYLE_TEXT_MAX_WIDTH, feature, zoom);
    rules->wrap_px = width_em > 0 && isfinite(width_em) ? width_em * em_px : 0;
    read_anchors(rules, box, layer, feature, em_px);
    const char *justify = style_text(layer, STYLE_TEXT_JUSTIFY, feature, zoom, &box->scratch);
    rules->align = -1;
    for (int i = 0; i < 3; i++)
        if (justify && strcmp(justify, aligns[i]) == 0) rules->align = i;
    rules->text_turn_rad = turn_rad(layer, STYLE_TEXT_ROTATE, feature, zoom);
    rules->text_max_bend_rad = style_number(layer, STYLE_TEXT_MAX_ANGLE, feature, zoom) * M_PI / 180;
    rules->text_keeps_upright = style_boolean(layer, STYLE_TEXT_KEEP_UPRIGHT, feature, zoom);
    rules->text_padding_px = paint_length_px(box, style_number(layer, STYLE_TEXT_PADDING, feature, zoom));
    rules->text_may_overlap = style_boolean(layer, STYLE_TEXT_ALLOW_OVERLAP, feature, zoom);
    rules->text_is_ignored = style_boolean(layer, STYLE_TEXT_IGNORE_PLACEMENT, feature, zoom);
    rules->text_is_optional = style_boolean(layer, STYLE_TEXT_OPTIONAL, feature, zoom);
}

static void read_text(label_candidate *out, label_rules *rules, paint_box *box, const style_layer *layer,
                      const style_feature *feature, arena *memory)
{
    const double zoom = box->zoom;
    char buffer[TEXT_MAX_BYTES + 1];
    const char *text = label_text(style_text(layer, STYLE_TEXT_FIELD, feature, zoom, &box->scratch), buffer);
    if (!text) return;
    scene_text_paint paint;
    memset(&paint, 0, sizeof paint);
    double em_px = paint_length_px(box, style_number(layer, STYLE_TEXT_SIZE, feature, zoom));
    double opacity = style_number(layer, STYLE_TEXT_OPACITY, feature, zoom);
    paint.color = paint_color(style_get_color(layer, STYLE_TEXT_COLOR, feature, zoom), opacity);
    paint.halo_width_px =
        paint_halo(&paint.halo, box, layer, feature, STYLE_TEXT_HALO_WIDTH, STYLE_TEXT_HALO_COLOR, opacity);
    if (paint.halo_width_px > 0)
        paint.halo_blur_px =
            paint_length_px(box, style_number(layer, STYLE_TEXT_HALO_BLUR, feature, zoom) * HALO_BLUR_REACH);
    if (em_px <= 0 || (paint.color.a <= 0 && paint.halo.a <= 0)) return;
    read_fonts(&paint.font, box, layer, feature);
    paint.font.size_px = em_px;
    double spacing_em = style_number(layer, STYLE_TEXT_LETTER_SPACING, feature, zoom);
    paint.font.letter_spacing_px = isfinite(spacing_em) ? spacing_em * em_px : 0;
    double line_height_em = style_number(layer, STYLE_TEXT_LINE_HEIGHT, feature, zoom);
    paint.font.line_height_px = line_height_em > 0 && isfinite(line_height_em) ? line_height_em * em_px : 0;
    out->text =
        transform_text(text, style_text(layer, STYLE_TEXT_TRANSFORM, feature, zoom, &box->scratch), memory);
    out->text_paint = value_table_add(&box->texts, &paint);
    read_text_rules(rules, box, layer, feature, em_px);
}

static void read_icon_rules(label_rules *rules, paint_box *box, const style_layer *layer,
                            const style_feature *feature, double side_px)
{
    const double zoom = box->zoom;
    label_anchor anchor = anchor_of(style_text(layer, STYLE_ICON_ANCHOR, feature, zoom, &box->scratch));
    double offset[2] = {0}, padding[4] = {0};
    style_numbers(layer, STYLE_ICON_OFFSET, feature, zoom, offset, 2);
    style_numbers(layer, STYLE_ICON_PADDING, feature, zoom, padding, 4);
    // The specification's icon-offset is in units of the icon, multiplied by its size.
    double unit_px = side_px / PAINT_ICON_CSS_PX;
    for (int axis = 0; axis < 2; axis++) {
        double moved_px = isfinite(offset[axis]) ? offset[axis] * unit_px : 0;
        rules->icon_offset_px[axis] = moved_px + (0.5 - anchor.anchor[axis]) * side_px;
    }
    // Turned about the point, as a text is.
    double turn = turn_rad(layer, STYLE_ICON_ROTATE, feature, zoom);
    double right_px = rules->icon_offset_px[0], down_px = rules->icon_offset_px[1];
    rules->icon_offset_px[0] = right_px * cos(turn) - down_px * sin(turn);
    rules->icon_offset_px[1] = right_px * sin(turn) + down_px * cos(turn);
    for (int side = 0; side < 4; side++) rules->icon_padding_px[side] = paint_length_px(box, padding[side]);
    rules->icon_may_overlap = style_boolean(layer, STYLE_ICON_ALLOW_OVERLAP, feature, zoom);
    rules->icon_is_ignored = style_boolean(layer, STYLE_ICON_IGNORE_PLACEMENT, feature, zoom);
    rules->icon_is_optional = style_boolean(layer, STYLE_ICON_OPTIONAL, feature, zoom);
}

static void read_icon(label_candidate *out, label_rules *rules, paint_box *box, const style_layer *layer,
                      const style_feature *feature)
{
    out->icon_paint = LABEL_NO_ICON;
    if (!paint_icon(&out->icon_paint, box, layer, feature)) return;
    const scene_mark_paint *paint = (const scene_mark_paint *)box->marks.items + out->icon_paint;
    read_icon_rules(rules, box, layer, feature, paint->icon_size_px);
}

label_placement symbol_placement(const style_layer *layer, double zoom)
{
    arena scratch = {0};
    const char *name = style_text(layer, STYLE_SYMBOL_PLACEMENT, NULL, zoom, &scratch);
    label_placement out = strcmp(name, "line") == 0          ? LABEL_ALONG_LINE
                          : strcmp(name, "line-center") == 0 ? LABEL_AT_LINE_CENTER
                                                             : LABEL_AT_POINT;
    arena_dispose(&scratch);
    return out;
}

/** Whether a rotation alignment along a line is the line's: "map" and "auto" are. */
static bool follows(const style_layer *layer, style_property alignment, double zoom)
{
    arena scratch = {0};
    const bool out = strcmp(style_text(layer, alignment, NULL, zoom, &scratch), "viewport") != 0;
    arena_dispose(&scratch);
    return out;
}

bool symbol_text_follows(const style_layer *layer, double zoom)
{
    return follows(layer, STYLE_TEXT_ROTATION_ALIGNMENT, zoom);
}

bool symbol_icon_follows(const style_layer *layer, double zoom)
{
    return follows(layer, STYLE_ICON_ROTATION_ALIGNMENT, zoom);
}

void symbol_turn_icon(label_candidate *c, paint_box *box, double turn_rad)
{
    if (c->icon_paint == LABEL_NO_ICON) return;
    label_rules rules = ((const label_rules *)box->rules.items)[c->rules];
    const double right_px = rules.icon_offset_px[0], down_px = rules.icon_offset_px[1];
    const double turn = round(turn_rad / ICON_TURN_STEP_RAD) * ICON_TURN_STEP_RAD;
    if (turn == 0) return;
    rules.icon_offset_px[0] = right_px * cos(turn) - down_px * sin(turn);
    rules.icon_offset_px[1] = right_px * sin(turn) + down_px * cos(turn);
    c->icon_paint = paint_turn_icon(box, c->icon_paint, turn);
    c->rules = value_table_add(&box->rules, &rules);
}

bool symbol_evaluate(label_candidate *out, paint_box *box, const style_layer *layer,
                     const style_feature *feature, arena *memory)
{
    *out = (label_candidate){.icon_paint = LABEL_NO_ICON};
    if (!style_filter(layer, feature, box->zoom)) return false;
    label_rules rules;
    memset(&rules, 0, sizeof rules);
    read_text(out, &rules, box, layer, feature, memory);
    read_icon(out, &rules, box, layer, feature);
    bool is_shown = out->text || out->icon_paint != LABEL_NO_ICON;
    if (is_shown) out->rules = value_table_add(&box->rules, &rules);
    out->sort_key = style_number(layer, STYLE_SYMBOL_SORT_KEY, feature, box->zoom);
    if (isnan(out->sort_key)) out->sort_key = 0;
    arena_dispose(&box->scratch);
    return is_shown;
}
