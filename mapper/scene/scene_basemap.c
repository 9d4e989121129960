#include "basemap/cut.h"
#include "scene/builder.h"
#include "scene/symbol.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

// The longest name of a country in ICU's data has under a hundred bytes.
#define COUNTRY_NAME_MAX 256

// A line at zoom 22 goes round the world many thousand times its spacing; more names than this on one part of
// it are a mistake in the style.
#define LINE_PLACES_MAX 4096.0

/** One source-layer on its way into the style layers that draw it. */
typedef struct {
    builder *b;
    const char *source_layer;
    const basemap_feature *feature; ///< the one being visited
    char country_name[COUNTRY_NAME_MAX];
    shape_buffer lines; ///< working memory
} basemap_visitor;

static bool draws_from_layer(const builder_layer *layer, const char *source_layer)
{
    return builder_draws_from(layer, "basemap") &&
           strcmp(style_layer_source_layer(layer->layer), source_layer) == 0;
}

/** Twice the area that a ring encloses on the plane of pixels, positive whichever way it turns, and its
 * centre of gravity. */
static double ring_area_px2(const double *pairs, size_t count, pxy *centre)
{
    double sum = 0, x = 0, y = 0;
    const double *o = pairs; // near the ring, so that large coordinates do not cancel
    for (size_t i = 1; i < count; i++) {
        double ax = pairs[2 * i - 2] - o[0], ay = pairs[2 * i - 1] - o[1];
        double bx = pairs[2 * i] - o[0], by = pairs[2 * i + 1] - o[1];
        double cross = ax * by - ay * bx;
        sum += cross;
        x += (ax + bx) * cross;
        y += (ay + by) * cross;
    }
    if (sum == 0) return 0;
    *centre = (pxy){o[0] + x / (3 * sum), o[1] + y / (3 * sum)};
    return fabs(sum);
}

/** Where the label of a line or a polygon stands: the middle point of the longest part, the centre of gravity
 * of the largest ring. False where nothing is in the picture. */
static bool label_point(const path *px, geom_kind kind, pxy *out)
{
    double best = 0;
    for (size_t i = 0, begin = 0; i < px->part_count; begin = px->ends[i++]) {
        const double *pairs = px->pairs + 2 * begin;
        size_t count = px->ends[i] - begin;
        pxy at = {pairs[2 * (count / 2)], pairs[2 * (count / 2) + 1]};
        double size = 0;
        if (kind == GEOM_POLYGON)
            size = ring_area_px2(pairs, count, &at);
        else
            for (size_t k = 1; k < count; k++)
                size += hypot(pairs[2 * k] - pairs[2 * k - 2], pairs[2 * k + 1] - pairs[2 * k - 1]);
        if (size <= best) continue;
        best = size;
        *out = at;
    }
    return best > 0;
}

static double feature_rank(const basemap_feature *feature)
{
    value rank;
    bool is_known = feature->get && feature->get(feature->context, "rank", &rank);
    return is_known && rank.kind == VALUE_NUMBER && !isnan(rank.number) ? rank.number : 0;
}

static bool is_near_picture(const builder *b, pxy at)
{
    const path_box *picture = &b->outliner.picture;
    return at.x_px >= picture->min[0] && at.x_px <= picture->max[0] && at.y_px >= picture->min[1] &&
           at.y_px <= picture->max[1] &&
           (!b->request->has_window ||
            outline_touches(&b->outliner, (px_box){at.x_px, at.y_px, at.x_px, at.y_px}, b->outliner.near));
}

static void add_point(builder *b, builder_layer *layer, const style_feature *feature, double rank, pxy at)
{
    if (!isfinite(at.x_px) || !isfinite(at.y_px)) return;
    if (layer->type == STYLE_CIRCLE) {
        paint_look look = paint_evaluate(&b->paints, layer->layer, feature, GEOM_POINTS);
        if (look.is_drawn) builder_add_mark(b, layer, at, look, -1);
    } else if (layer->type == STYLE_SYMBOL && layer->placement == LABEL_AT_POINT) {
        label_candidate candidate;
        if (!symbol_evaluate(&candidate, &b->paints, layer->layer, feature, &b->out->memory)) return;
        candidate.at = at;
        candidate.incident = -1;
        candidate.rank = rank;
        VEC_PUSH(layer->symbols.items, layer->symbols.count, layer->symbols.capacity, candidate);
    }
}

/** Candidates along one part of a line: one for each spacing, at equal distances, or one in the middle. */
static void add_along_part(builder *b, builder_layer *layer, label_candidate candidate, const pxy *line,
                           size_t count)
{
    double length_px = 0,
           spacing_css_px = style_number(layer->layer, STYLE_SYMBOL_SPACING, NULL, b->request->zoom);
    for (size_t i = 1; i < count; i++)
        length_px += hypot(line[i].x_px - line[i - 1].x_px, line[i].y_px - line[i - 1].y_px);
    if (!(length_px > 0) || !isfinite(length_px)) return;
    bool is_centred = layer->placement == LABEL_AT_LINE_CENTER;
    double wanted = floor(length_px / (spacing_css_px * b->request->pixel_ratio));
    size_t places = is_centred ? 1 : (size_t)fmin(fmax(wanted, 1), LINE_PLACES_MAX);
    if (layer->texts_follow) {
        candidate.line = line;
        candidate.line_count = count;
    }
    double passed_px = 0;
    for (size_t i = 1, place = 0; i < count && place < places; i++) {
        double step_px = hypot(line[i].x_px - line[i - 1].x_px, line[i].y_px - line[i - 1].y_px);
        for (; place < places; place++) {
            candidate.line_px = length_px * ((double)place + 0.5) / (double)places;
            double share = step_px > 0 ? (candidate.line_px - passed_px) / step_px : 0;
            if (share > 1) break;
            candidate.at = (pxy){line[i - 1].x_px + share * (line[i].x_px - line[i - 1].x_px),
                                 line[i - 1].y_px + share * (line[i].y_px - line[i - 1].y_px)};
            if (!is_near_picture(b, candidate.at)) continue;
            label_candidate here = candidate;
            if (layer->icons_follow)
                symbol_turn_icon(&here, &b->paints,
                                 atan2(line[i].y_px - line[i - 1].y_px, line[i].x_px - line[i - 1].x_px));
            VEC_PUSH(layer->symbols.items, layer->symbols.count, layer->symbols.capacity, here);
        }
        passed_px += step_px;
    }
}

/** Symbols along the outline that was made last. */
static void add_along_outline(builder *b, builder_layer *layer, const style_feature *feature, double rank)
{
    label_candidate candidate;
    if (!symbol_evaluate(&candidate, &b->paints, layer->layer, feature, &b->out->memory)) return;
    candidate.incident = -1;
    candidate.rank = rank;
    const path *px = &b->outliner.px;
    for (size_t part = 0, begin = 0; part < px->part_count; begin = px->ends[part++]) {
        size_t count = px->ends[part] - begin;
        pxy *line = arena_alloc(&b->out->memory, count * sizeof *line);
        for (size_t i = 0; i < count; i++)
            line[i] = (pxy){px->pairs[2 * (begin + i)], px->pairs[2 * (begin + i) + 1]};
        add_along_part(b, layer, candidate, line, count);
    }
}

static void add_points(builder *b, const char *source_layer, const basemap_feature *feature,
                       const style_feature *seen)
{
    const geom_shape *shape = feature->shape;
    double rank = feature_rank(feature);
    size_t count = geom_point_count(shape);
    for (size_t i = 0; i < count; i++) {
        pxy at;
        outline_points(&b->outliner, &shape->points[i], &at, 1);
        if (!is_near_picture(b, at)) continue;
        for (size_t k = 0; k < b->layer_count; k++)
            if (draws_from_layer(&b->layers[k], source_layer)) add_point(b, &b->layers[k], seen, rank, at);
    }
}

/** Whether an edge is no coast and no border, but where the data's world ends: the antimeridian, a pole. */
static bool is_world_edge(lonlat a, lonlat b)
{
    const double tolerance_deg = 1e-7; // a centimetre
    bool on_antimeridian = fabs(a.lon_deg) >= 180 - tolerance_deg && fabs(b.lon_deg) >= 180 - tolerance_deg;
    bool on_pole = fabs(a.lat_deg) >= 90 - tolerance_deg && fabs(b.lat_deg) >= 90 - tolerance_deg;
    return on_antimeridian || on_pole;
}

/** The outline of a polygon without the edges of the world, as lines in the buffer; false where it has none
 * of them. */
static bool drop_world_edges(shape_buffer *out, const geom_shape *shape)
{
    bool has_any = false;
    shape_buffer_clear(out);
    for (size_t part = 0, begin = 0; part < shape->part_count; begin = shape->part_ends[part++]) {
        const lonlat *ring = shape->points + begin;
        size_t edges = shape->part_ends[part] - begin - 1, first = 0;
        while (first < edges && !is_world_edge(ring[first], ring[first + 1])) first++;
        has_any |= first < edges;
        // From behind such an edge, so that the line goes on over the ring's own beginning.
        for (size_t k = 0; k <= edges; k++) {
            size_t at = (first + 1 + k) % edges;
            shape_buffer_add(out, ring[at]);
            if (k < edges && is_world_edge(ring[at], ring[at + 1])) shape_buffer_end_part(out, GEOM_LINES);
        }
        shape_buffer_end_part(out, GEOM_LINES);
    }
    return has_any;
}

/** Whether a style layer draws a polygon as a line along it. */
static bool draws_along(const builder_layer *layer, geom_kind kind)
{
    return layer->type == STYLE_LINE && kind == GEOM_POLYGON;
}

/** The lines along a polygon that ends with the world; false where it does not. */
static bool add_along(basemap_visitor *visitor, const style_feature *seen)
{
    builder *b = visitor->b;
    const geom_shape *shape = visitor->feature->shape;
    if (!drop_world_edges(&visitor->lines, shape)) return false;
    const geom_shape lines = shape_buffer_shape(&visitor->lines, GEOM_LINES);
    if (lines.part_count == 0) return true;
    outline_shape(&b->outliner, &lines, false);
    builder_parts parts = builder_keep_outline(b);
    for (size_t i = 0; i < b->layer_count; i++) {
        builder_layer *layer = &b->layers[i];
        if (!draws_from_layer(layer, visitor->source_layer) || !draws_along(layer, GEOM_POLYGON)) continue;
        paint_look look = paint_evaluate(&b->paints, layer->layer, seen, GEOM_POLYGON);
        if (look.is_drawn) builder_add_shape(b, layer, &parts, GEOM_LINES, look, -1);
    }
    return true;
}

static void add_outline(basemap_visitor *visitor, const style_feature *seen)
{
    builder *b = visitor->b;
    const char *source_layer = visitor->source_layer;
    const basemap_feature *feature = visitor->feature;
    geom_kind kind = feature->shape->kind;
    builder_parts parts = {0};
    pxy centre = {0};
    bool is_outlined = false, has_centre = false, has_lines = false;
    for (size_t i = 0; i < b->layer_count && !has_lines; i++)
        has_lines = draws_from_layer(&b->layers[i], source_layer) && draws_along(&b->layers[i], kind) &&
                    add_along(visitor, seen);
    for (size_t i = 0; i < b->layer_count; i++) {
        builder_layer *layer = &b->layers[i];
        if (!draws_from_layer(layer, source_layer) || (has_lines && draws_along(layer, kind))) continue;
        bool is_shape = layer->type == STYLE_FILL || layer->type == STYLE_LINE;
        paint_look look = {0};
        if (is_shape) {
            look = paint_evaluate(&b->paints, layer->layer, seen, kind);
            if (!look.is_drawn) continue;
        }
        if (!is_outlined) {
            outline_shape(&b->outliner, feature->shape, false);
            has_centre = label_point(&b->outliner.px, kind, &centre);
            is_outlined = true;
        }
        if (is_shape) {
            if (parts.begin == parts.end) parts = builder_keep_outline(b);
            builder_add_shape(b, layer, &parts, kind, look, -1);
        } else if (layer->type == STYLE_SYMBOL && layer->placement != LABEL_AT_POINT) {
            add_along_outline(b, layer, seen, feature_rank(feature));
        } else if (has_centre && is_near_picture(b, centre)) {
            add_point(b, layer, seen, feature_rank(feature), centre);
        }
    }
}

/** A country's name in a language, which ICU knows where the basemap does not; false for what is no country.
 */
static bool name_country(basemap_visitor *visitor, const char *lang, value *out)
{
    const basemap_feature *feature = visitor->feature;
    value class, code;
    if (!feature->get(feature->context, "class", &class) || class.kind != VALUE_TEXT ||
        strcmp(class.text, "country") != 0 || !feature->get(feature->context, "iso_a2", &code) ||
        code.kind != VALUE_TEXT || strlen(code.text) != 2)
        return false;
    char region[] = {'_', code.text[0], code.text[1], '\0'};
    UChar name[COUNTRY_NAME_MAX / 4];
    UErrorCode status = U_ZERO_ERROR;
    uloc_getDisplayCountry(region, lang, name, COUNTRY_NAME_MAX / 4, &status);
    // ICU gives the code itself, with a warning, where it knows no name.
    if (status != U_ZERO_ERROR) return false;
    u_strToUTF8(visitor->country_name, COUNTRY_NAME_MAX, NULL, name, -1, &status);
    *out = (value){.kind = VALUE_TEXT, .text = visitor->country_name};
    return status == U_ZERO_ERROR;
}

/** The feature's properties, its names in the language asked for where there is one. */
static bool get_in_language(void *context, const char *name, value *out)
{
    basemap_visitor *visitor = context;
    const basemap_feature *feature = visitor->feature;
    const char *lang = visitor->b->request->lang;
    if (strcmp(name, "name") == 0 || strncmp(name, "name:", strlen("name:")) == 0) {
        char key[16];
        snprintf(key, sizeof key, "name:%s", lang);
        if (feature->get(feature->context, key, out) && out->kind == VALUE_TEXT && *out->text) return true;
        if (name_country(visitor, lang, out)) return true;
    }
    return feature->get(feature->context, name, out);
}

static bool is_disputed(const basemap_feature *feature)
{
    value disputed;
    return feature->get && feature->get(feature->context, "disputed", &disputed) &&
           disputed.kind == VALUE_NUMBER && disputed.number != 0;
}

/** A line of a claim has its name ("Georgian claim"); one between two territories, whatever their standing,
 * is where they meet. */
static bool is_claim(const basemap_feature *feature)
{
    value name;
    return is_disputed(feature) && feature->get(feature->context, "name", &name) && name.kind == VALUE_TEXT &&
           *name.text;
}

/** The feature's properties with boundaries as they stand on the ground. */
static bool get_defacto(void *context, const char *name, value *out)
{
    basemap_visitor *visitor = context;
    if (strcmp(name, "disputed") == 0) {
        *out = (value){.kind = VALUE_NUMBER, .number = 0};
        return true;
    }
    return visitor->feature->get(visitor->feature->context, name, out);
}

/** Whether a feature's bounds touch what is seen of a picture that wraps. */
static bool is_in_window(const builder *b, const basemap_feature *feature)
{
    if (!b->request->has_window) return true;
    const lonlat_box box = geom_bounds(feature->shape);
    const lonlat corners[2] = {{box.west_deg, box.north_deg}, {box.east_deg, box.south_deg}};
    pxy at[2];
    outline_points(&b->outliner, corners, at, 2);
    // The eastern edge of the world is its western one.
    if (at[1].x_px < at[0].x_px) at[1].x_px += b->outliner.world_px;
    return outline_touches(&b->outliner, (px_box){at[0].x_px, at[0].y_px, at[1].x_px, at[1].y_px},
                           b->outliner.seen);
}

static bool visit_feature(void *context, const basemap_feature *feature)
{
    static const char *const type_names[] = {"Point", "LineString", "Polygon"};
    basemap_visitor *visitor = context;
    style_feature seen = {
        feature->context, feature->get, type_names[feature->shape->kind], {.kind = VALUE_NULL}};
    visitor->feature = feature;
    if (strcmp(visitor->source_layer, "boundary") == 0) {
        bool is_defacto = visitor->b->request->is_defacto;
        if (is_defacto && is_claim(feature)) return true;
        visitor->b->out->has_disputed |=
            !is_defacto && is_disputed(feature) && is_in_window(visitor->b, feature);
        if (is_defacto) {
            seen.context = visitor;
            seen.get = get_defacto;
        }
    } else if (visitor->b->request->lang) {
        seen.context = visitor;
        seen.get = get_in_language;
    }
    if (feature->shape->kind == GEOM_POINTS)
        add_points(visitor->b, visitor->source_layer, feature, &seen);
    else
        add_outline(visitor, &seen);
    arena_dispose(&visitor->b->paints.scratch);
    return true;
}

incmap_status builder_add_basemap(builder *b, incmap_error *err)
{
    const scene_request *request = b->request;
    if (!request->basemap) return INCMAP_OK;
    // By the zoom and not by what a pixel covers at the picture's centre, so that a page has the outlines of
    // the tiles of its scale.
    double res_m = scene_res_m(request->zoom) / request->pixel_ratio;
    for (size_t i = 0; i < b->layer_count; i++) {
        if (!builder_draws_from(&b->layers[i], "basemap")) continue;
        basemap_visitor visitor = {.b = b, .source_layer = style_layer_source_layer(b->layers[i].layer)};
        // Each source-layer is visited once, for all of the style layers that draw it.
        bool is_done = false;
        for (size_t k = 0; k < i && !is_done; k++)
            is_done = draws_from_layer(&b->layers[k], visitor.source_layer);
        if (is_done) continue;
        incmap_status status = basemap_visit(request->basemap, visitor.source_layer, b->outliner.visible,
                                             request->has_window, res_m, visit_feature, &visitor, err);
        shape_buffer_dispose(&visitor.lines);
        if (status != INCMAP_OK) return status;
    }
    return INCMAP_OK;
}
