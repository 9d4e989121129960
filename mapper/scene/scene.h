/**
 * @file
 * The scene: everything that will be seen on one picture, a tile pyramid's zoom or a page, as a flat, ordered
 * draw list in the picture's pixel space. All placement is decided here, for the whole picture, before any of
 * it is drawn; a tile is a window of it. Pure geometry: no Cairo, no files.
 *
 * Lengths here are device pixels of the picture: the style's CSS pixels times the pixel ratio.
 */
#ifndef INCMAP_SCENE_H
#define INCMAP_SCENE_H

#include "base/geom.h"
#include "base/incident.h"
#include "basemap/basemap.h"
#include "project/project.h"
#include "scene/soft.h"
#include "style/style.h"

/** The specification's default of line-miter-limit. */
#define SCENE_MITER_LIMIT 2.0

/** How a filled or stroked shape looks. */
typedef struct {
    style_color fill;       ///< a = 0: not filled
    style_color stroke;     ///< a = 0: not stroked
    double stroke_width_px; ///< 0: not stroked
    double offset_px;       ///< of the stroke, to the right of a line as it runs, into a polygon
    double dash_px[8];      ///< on, off, on … as MapLibre's line-dasharray times the width
    int dash_count;         ///< 0: solid
    double miter_limit; ///< half widths that a mitred corner reaches at most; 0 stands for SCENE_MITER_LIMIT
    int cap, join; ///< cairo_line_cap_t, cairo_line_join_t by number: butt round square; miter round bevel
    const char *pattern; ///< name of a hatching, NULL for a plain fill
} scene_shape_paint;

/** A shape in pixel space: parts in scene.points, one behind the other. */
typedef struct {
    uint32_t paint;   ///< index in scene.shape_paints
    int32_t incident; ///< index in the incident set, -1 for the basemap
    geom_kind kind;
    uint32_t soft; ///< index in scene.softs, plus one: its fill has this soft edge; 0: a hard one
    size_t part_begin,
        part_end; ///< range of scene.part_ends; part i is points [part_ends[i-1], part_ends[i])
    px_box ink;   ///< bounds of what is painted, stroke included
} scene_shape;

/** How a mark looks: MapLibre's circle, or an icon. Marks of one look share one paint. */
typedef struct {
    double radius_px; ///< of the filled disc; the stroke lies outside it
    double stroke_width_px;
    style_color fill, stroke; ///< opacity already multiplied into a
    double blur;              ///< MapLibre's circle-blur: 1 blurs so that only the centre is fully opaque
    const char *icon;         ///< name of an SVG icon drawn instead of the disc, NULL for none
    double icon_size_px;      ///< its side
    double icon_turn_rad;     ///< clockwise
    double weight;            ///< of a point of a heat map, whose heat falls off over radius_px; else 0
    double reach_px; ///< ink lies within this distance of the centre, in x and in y, antialiasing included
} scene_mark_paint;

typedef struct {
    pxy at;
    uint32_t paint;   ///< index in scene.mark_paints
    int32_t incident; ///< index in the incident set, -1 for the basemap
} scene_mark;

typedef struct {
    const char *families; ///< Pango family list, e.g. "Noto Sans, DejaVu Sans"
    double size_px;
    int weight; ///< 400 regular, 700 bold (OpenType)
    bool italic;
    double letter_spacing_px;
    double line_height_px; ///< from one line to the next; 0: the font's own
} scene_font;

/** How text looks; labels of one look share one paint. */
typedef struct {
    scene_font font;
    style_color color, halo;
    double halo_width_px;
    double halo_blur_px; ///< over twice that far the halo fades away around its edge
} scene_text_paint;

/** A placed label: the box of its layout, top left corner at @p at. */
typedef struct {
    pxy at;
    double width_px, height_px; ///< of the layout, without the halo
    double wrap_px;             ///< width at which lines break; 0: they do not
    int align;                  ///< 0 left, 1 centre, 2 right
    const char *text;           ///< UTF-8, the scene's
    uint32_t paint;             ///< index in scene.text_paints
    int32_t incident;           ///< -1 for the basemap
    px_box ink;                 ///< bounds, halo included
    double turn_rad;            ///< clockwise about pivot; 0: it is upright
    pxy pivot;
    uint32_t curve_begin, curve_end; ///< range of the layer's curves: the line that the middle of its height
                                     ///< follows from the start on, whatever at says; none: it is straight
    uint32_t box_begin, box_end;     ///< range of the layer's label_boxes: what it covers, where that is not
                                     ///< simply its layout
} scene_label;

typedef enum { SCENE_SHAPES, SCENE_MARKS, SCENE_LABELS, SCENE_HEAT } scene_layer_kind;

/** Steps of a heat map's colours, for densities from 0 to 1. */
#define SCENE_HEAT_COLORS 256
#define SCENE_HEAT_AUTO   (-1.0)

/** One style layer's items, in drawing order. Later items, and later layers, lie on top. */
typedef struct {
    const char *id;
    scene_layer_kind kind;
    size_t count;
    scene_shape *shapes; ///< one of the three, by kind
    scene_mark *marks;   ///< the points of a heat map, too
    scene_label *labels;
    pxy *curves;         ///< of labels
    px_box *label_boxes; ///< likewise
    double soft_limit;   ///< shapes with soft edges: what their opacities together stay below; else 0
    const style_color *heat_colors; ///< SCENE_HEAT_COLORS of them, the scene's; opacity multiplied into a
    double heat_max;                ///< of a heat map: the density that has the last colour
} scene_layer;

/** Style layers that one legend entry may show on top of each other: a soft fill, a dashed outline, a halo, a
 * disc. */
#define SCENE_LEGEND_LAYERS 4

/**
 * One look of the incidents that are really drawn: those of one category and one status. Paints are those of
 * the first such incident in each layer, lowest layer first, so that the legend draws them on top of each
 * other.
 */
typedef struct {
    const char *category; ///< the value of `by` as text, NULL for the incidents without one
    incident_status status;
    int64_t count;                  ///< incidents seen
    int64_t mark_count, area_count; ///< … as a mark, as an area; an exact place may be both
    int mark_paint_count, area_paint_count;
    uint32_t mark_paints[SCENE_LEGEND_LAYERS]; ///< indices in scene.mark_paints
    uint32_t area_paints[SCENE_LEGEND_LAYERS]; ///< indices in scene.shape_paints
} scene_legend_entry;

/** The clusters of the picture, for the legend and the account: with those that are drawn as themselves they
 * are all of its incidents. */
typedef struct {
    int64_t count, incident_count; ///< clusters; incidents in them
    int mark_paint_count;
    uint32_t mark_paints[SCENE_LEGEND_LAYERS]; ///< of a cluster, lowest layer first
} scene_clusters;

/** The scale of the lowest heat map. */
typedef struct {
    double max; ///< density of the last colour; 0: there is no heat map
    double
        per_km2; ///< what to multiply a density with to have its sum of weights in a square kilometre at the
                 ///< picture's centre; 0 where kernels differ from point to point, or the centre is nowhere
} scene_heat;

/** Rows a legend of bins has at most. */
#define SCENE_BIN_CLASSES 8

/** One look of the bins that are drawn, and the values it stands for. */
typedef struct {
    uint32_t paint;     ///< index in scene.shape_paints
    double least, most; ///< sums where sizes are asked for, else counts
} scene_bin_class;

typedef struct {
    int64_t count;         ///< bins in the picture
    double incident_count; ///< what their counts sum up to
    double area_m2;        ///< of each
    size_t class_count;
    scene_bin_class classes[SCENE_BIN_CLASSES]; ///< ascending
} scene_bins;

typedef struct {
    int64_t width_px, height_px; ///< of the whole picture
    double pixel_ratio;          ///< device pixels in a CSS pixel
    double zoom;                 ///< the style's
    style_color background;      ///< a = 0: transparent
    bool wraps_x; ///< left and right edge are the same meridian (Web Mercator): ink beyond one shows at the
                  ///< other
    bool has_disputed; ///< shows a boundary that the basemap calls disputed
    size_t layer_count;
    scene_layer *layers;
    size_t shape_paint_count, mark_paint_count, text_paint_count;
    scene_shape_paint *shape_paints;
    scene_mark_paint *mark_paints;
    scene_text_paint *text_paints;
    pxy *points;
    size_t *part_ends;
    size_t soft_count;
    soft_edge *softs;
    size_t legend_count;
    scene_legend_entry *legend; ///< in the order of category_index, then status
    scene_clusters clusters;
    scene_bins bins;
    scene_heat heat;
    int64_t cut_label_count; ///< of a window: labels left out because its edge would cut them
    int64_t spread_count;    ///< incidents whose marks were moved away from their place
    arena memory;            ///< texts
} scene;

/** Measures a text as the renderer will set it, in pixels. Pure: the same arguments give the same box. */
typedef struct {
    void *context;
    void (*measure)(void *context, const scene_font *font, const char *text, double wrap_px, double *width_px,
                    double *height_px);
} text_measurer;

/** What scenes of the same incidents share (scene/stock.h). */
typedef struct scene_stock scene_stock;

typedef struct {
    const style *style;
    double zoom; ///< MapLibre's, for the style (see style.h and scene_zoom)
    const projection *projection;
    grid grid; ///< the whole picture
    double pixel_ratio;
    const incident_set *incidents;
    basemap *basemap; ///< NULL: none
    const char *lang; ///< ISO 639 code: names of the basemap are those in this language, where there is one;
                      ///< NULL: as the style asks for them
    bool is_defacto;  ///< boundaries as they stand on the ground: claims are left out, the others are not
                      ///< disputed
    text_measurer text;
    bool spread;     ///< marks of one place fan out around it (scene/spread.h), each with a line back to it
    double heat_max; ///< the density that has a heat map's last colour; 0: 1, as in MapLibre;
                     ///< SCENE_HEAT_AUTO: the greatest of the picture
    double bin_width_m;  ///< of the hexagons of "bins", on the ground; 0: as wide in pixels as the style says
    const char *by;      ///< name of the property that becomes "category"; NULL: "type"
    const char *size_by; ///< name of the property that becomes "size"; NULL: none
    bool cluster; ///< incidents are clustered, as the style's source says, whether or not it asks for it
    bool wraps_x;
    bool has_window;    ///< only a window of a picture that wraps will be seen
    px_box window;      ///< whole pixels, no wider than the picture; it may run on beyond its right edge
    scene_stock *stock; ///< made for these incidents, projection, by and size_by, where wraps_x; for one
                        ///< scene at a time; NULL: none
} scene_request;

/**
 * Builds the scene. Source "incidents" gives a point for each incident, source "areas" the polygon of those
 * whose place is an area. An incident whose area is larger on this picture than a mark goes to "areas"
 * wherever the style draws that source, and is no pin; unless the place itself is known (PREC_EXACT): then
 * the area is that place's own extent, and it has its mark too. Where the area is smaller than a mark, or the
 * style has no layer for areas and no heat map, it goes to "incidents". Incidents of one area and one look
 * share one shape, that of the first of them: stacked, it would hide the map.
 *
 * A fill layer that the style's metadata names in "incmap:soft-areas" draws its areas with soft edges
 * (scene/soft.h); its value there is the layer's soft_limit. One that the
 * projection tears keeps a hard edge.
 *
 * Where the style (its source's "cluster") or the request asks for it, incidents of "incidents" and "areas"
 * that lie within the style's radius of each other become clusters (scene/cluster.h), features of "incidents"
 * with "point_count". One whose place is an area takes part where the area is no wider than a cluster: a
 * cluster says no more than that it is somewhere about. What is in a cluster is drawn by it alone.
 *
 * Where marks are spread, source "spread" gives a line from the place to each mark that was moved, and the
 * place as a point, with "count" and "exact": whether the place is known exactly of all that lead back to it.
 * Areas are never moved, nor is a heat map.
 *
 * Source "bins" gives hexagons of one area on the ground (scene/hexgrid.h) with the "count" of the incidents
 * in them, the "sum" of their sizes, and "value", the one or the other; "area_km2". It takes all incidents:
 * one whose place is an area wider than a hexagon is shared out over its area, so that counts are fractions.
 *
 * A heat map draws from "incidents". It takes all of them, clusters or not: what an incident whose place is
 * an area adds is spread over the area, its sum the same.
 *
 * A window of a picture has what the whole picture has there, pixel for pixel, but for labels: one that the
 * window's edge would cut is left out, with its icon, and counted. They are placed together with those up to
 * SCENE_LABEL_REACH_CSS_PX beyond the window, so that what is left out makes no room for others.
 *
 * Incidents are drawn in the order of incident_order (scene/order.h), which follows from what they say, not
 * from their rows; a layer's sort key comes before it.
 *
 * Properties of a feature: the schema's names (incident.h), the set's extra columns, and `category` (the
 * value of `by`), `category_index` (0 for the commonest value, then by count and name), `class` (the
 * category's, scene/incident_class.h), `size`.
 *
 * *out is the caller's, to be freed with scene_free; it keeps no pointer to the request's parts but texts of
 * the set.
 */
incmap_status scene_build(scene **out, const scene_request *request, incmap_error *err);
void scene_free(scene *s);

/** Bounds of what is painted of an item of one of the scene's layers. */
px_box scene_item_ink(const scene *s, const scene_layer *layer, size_t item);

/** MapLibre's zoom of a ground resolution, from west to east: at zoom 0 a CSS pixel is 78,271.517 m at the
 * equator, elsewhere as much less as the parallel of WGS 84 is shorter. To four digits, so that the scale of
 * a zoom's tiles gives that zoom; and at least 0, where styles begin. */
double scene_zoom(double ground_res_m_per_css_px, double lat_deg);
/** Metres on the ground in a CSS pixel at the equator, at MapLibre's zoom. */
double scene_res_m(double zoom);

/** Labels that far beyond a window are placed with those in it. One that stands further away would have to
 * push aside a row of others, each taking the next one's place, to be felt in it. */
#define SCENE_LABEL_REACH_CSS_PX 512.0

/** Marks whose area would be smaller than this radius, in CSS pixels, are drawn as marks. */
#define SCENE_AREA_MIN_RADIUS_CSS_PX 9.0

#endif
