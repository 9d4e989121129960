#include "scene/bins.h"

#include "scene/hexgrid.h"
#include "scene/value_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Points that a place wider than a hexagon is shared out by: so many for each hexagon that its share there is
// off by a few hundredths, and few enough for a million such places.
#define SAMPLES_PER_HEXAGON 24.0
#define SAMPLES_MIN         24.0
#define SAMPLES_MAX         1024

// Metres in a degree of latitude, on a sphere of the WGS 84 mean radius.
#define DEGREE_M 111195.0

/** A hexagon with what happened in it. */
typedef struct {
    hexgrid_cell cell;
    double count; ///< of incidents, those that are shared out by their shares
    double sum;   ///< of the sizes, likewise; NAN where none is known or asked for
} bin;

typedef struct {
    builder *b;
    hexgrid grid;
    value_table numbers; ///< of the bins, by cell
    bin *bins;
    size_t count, capacity;
    const bin *asked; ///< the one being evaluated
    scene_bin_class *classes;
    size_t class_count, class_capacity;
} bin_work;

static bool has_layer(const builder *b)
{
    for (size_t i = 0; i < b->layer_count; i++)
        if (builder_draws_from(&b->layers[i], "bins")) return true;
    return false;
}

static double wanted_width_m(const builder *b, double parallel_deg)
{
    const scene_request *request = b->request;
    if (request->bin_width_m > 0) return request->bin_width_m;
    const json_t *bins = json_object_get(style_metadata(request->style), "incmap:bins");
    double width_css_px = json_number_value(json_object_get(bins, "width"));
    if (!(width_css_px >= 1)) width_css_px = BINS_WIDTH_CSS_PX;
    return width_css_px * scene_res_m(request->zoom) * cos(parallel_deg * M_PI / 180);
}

static incmap_status open_grid(bin_work *w, incmap_error *err)
{
    const incident_set *set = w->b->request->incidents;
    double *lats_deg = mem_alloc(set->count * sizeof *lats_deg);
    size_t count = 0;
    for (size_t i = 0; i < set->count; i++)
        if (set->items[i].has_position) lats_deg[count++] = set->items[i].position.lat_deg;
    double parallel_deg = hexgrid_parallel_deg(lats_deg, count);
    free(lats_deg);
    return hexgrid_open(&w->grid, parallel_deg, wanted_width_m(w->b, parallel_deg), err);
}

/** Adds a share of an incident to the hexagon that a point is in. */
static void add_share(bin_work *w, lonlat at, double share, value size)
{
    hexgrid_cell cell;
    if (!hexgrid_find(&w->grid, at, &cell)) return;
    size_t known = w->numbers.count;
    uint32_t number = value_table_add(&w->numbers, &cell);
    if (number == known) {
        bin fresh = {.cell = cell, .sum = (double)NAN};
        VEC_PUSH(w->bins, w->count, w->capacity, fresh);
    }
    bin *home = &w->bins[number];
    home->count += share;
    if (size.kind == VALUE_NUMBER) home->sum = (isnan(home->sum) ? 0 : home->sum) + share * size.number;
}

/** Points spread evenly over the circle where an incident may be (Vogel 1979). Returns how many. */
static size_t sample_circle(lonlat centre, double radius_m, size_t wanted, lonlat *out)
{
    const double golden_angle = M_PI * (3 - sqrt(5));
    double cos_lat = fmax(cos(centre.lat_deg * M_PI / 180), 0.01);
    for (size_t i = 0; i < wanted; i++) {
        double from_deg = radius_m / DEGREE_M * sqrt(((double)i + 0.5) / (double)wanted);
        double angle = golden_angle * (double)i, lon_deg = centre.lon_deg + from_deg * cos(angle) / cos_lat;
        double lat_deg = fmin(fmax(centre.lat_deg + from_deg * sin(angle), -90), 90);
        out[i] = (lonlat){lon_deg - 360 * floor((lon_deg + 180) / 360), lat_deg};
    }
    return wanted;
}

/** The same over an area: those points of a raster over its bounds that lie inside. */
static size_t sample_area(const geom_shape *area, size_t wanted, lonlat *out)
{
    lonlat_box box = geom_bounds(area);
    size_t side = (size_t)ceil(sqrt((double)wanted)), count = 0;
    for (size_t i = 0; i < side * side && count < wanted; i++) {
        double right = ((double)(i % side) + 0.5) / (double)side,
               up = ((double)(i / side) + 0.5) / (double)side;
        lonlat at = {box.west_deg + right * (box.east_deg - box.west_deg),
                     box.south_deg + up * (box.north_deg - box.south_deg)};
        if (geom_contains(area, at)) out[count++] = at;
    }
    return count;
}

/** Where an incident may be, as points of equal weight; one where its place is no wider than a hexagon. */
static size_t sample_place(const bin_work *w, const incident *item, lonlat *out)
{
    double radius_m = builder_area_radius_m(item);
    out[0] = item->position;
    if (item->prec == PREC_EXACT || !(2 * radius_m > w->grid.width_m)) return 1;
    double hexagons = M_PI * radius_m * radius_m / hexgrid_area_m2(&w->grid);
    size_t wanted = (size_t)fmin(fmax(SAMPLES_PER_HEXAGON * hexagons, SAMPLES_MIN), SAMPLES_MAX);
    if (!item->area) return sample_circle(item->position, radius_m, wanted, out);
    size_t count = sample_area(item->area, wanted, out);
    // A sliver that no point of the raster hits.
    if (count == 0) out[count++] = item->position;
    return count;
}

static void count_incidents(bin_work *w, const uint32_t *order)
{
    builder *b = w->b;
    const incident_set *set = b->request->incidents;
    int size_field = feature_field(b->features, "size");
    lonlat *samples = mem_alloc(SAMPLES_MAX * sizeof *samples);
    for (size_t k = 0; k < set->count; k++) {
        size_t i = order ? order[k] : k;
        const incident *item = &set->items[i];
        if (!item->has_position) continue;
        value size = feature_value(b->features, i, size_field);
        size_t count = sample_place(w, item, samples);
        for (size_t s = 0; s < count; s++) add_share(w, samples[s], 1 / (double)count, size);
    }
    free(samples);
}

static int compare_bins(const void *a, const void *b)
{
    const bin *p = a, *q = b;
    if (p->cell.row != q->cell.row) return p->cell.row > q->cell.row ? -1 : 1;
    return p->cell.col < q->cell.col ? -1 : p->cell.col > q->cell.col;
}

/** What a hexagon is coloured by: the sum where sizes are asked for, else the count. */
static double bin_value(const bin_work *w, const bin *one)
{
    if (!w->b->request->size_by) return one->count;
    return isnan(one->sum) ? 0 : one->sum;
}

static bool get_property(void *context, const char *name, value *out)
{
    const bin_work *w = context;
    double number;
    if (strcmp(name, "count") == 0)
        number = w->asked->count;
    else if (strcmp(name, "sum") == 0)
        number = w->asked->sum;
    else if (strcmp(name, "value") == 0)
        number = bin_value(w, w->asked);
    else if (strcmp(name, "area_km2") == 0)
        number = hexgrid_area_m2(&w->grid) / 1e6;
    else
        return false;
    *out = isnan(number) ? (value){.kind = VALUE_NULL} : (value){.kind = VALUE_NUMBER, .number = number};
    return true;
}

/** Notes the value that a look stands for, for the legend. */
static void note_class(bin_work *w, uint32_t paint, double number)
{
    for (size_t i = 0; i < w->class_count; i++) {
        scene_bin_class *known = &w->classes[i];
        if (known->paint != paint) continue;
        known->least = fmin(known->least, number);
        known->most = fmax(known->most, number);
        return;
    }
    scene_bin_class fresh = {paint, number, number};
    VEC_PUSH(w->classes, w->class_count, w->class_capacity, fresh);
}

static int compare_classes(const void *a, const void *b)
{
    const scene_bin_class *p = a, *q = b;
    if (p->least != q->least) return p->least < q->least ? -1 : 1;
    return (p->paint > q->paint) - (p->paint < q->paint);
}

/** Classes for the legend; of more than it has rows, some from the least to the greatest. */
static void keep_classes(bin_work *w)
{
    scene_bins *shown = &w->b->out->bins;
    if (w->class_count == 0) return;
    qsort(w->classes, w->class_count, sizeof *w->classes, compare_classes);
    size_t kept = w->class_count < SCENE_BIN_CLASSES ? w->class_count : SCENE_BIN_CLASSES;
    for (size_t i = 0; i < kept; i++) {
        size_t from = kept > 1 ? i * (w->class_count - 1) / (kept - 1) : 0;
        shown->classes[i] = w->classes[from];
    }
    shown->class_count = kept;
}

static void add_bin(bin_work *w, bool *notes_classes)
{
    builder *b = w->b;
    lonlat ring[HEXGRID_CORNERS + 1];
    hexgrid_ring(&w->grid, w->asked->cell, ring);
    size_t end = HEXGRID_CORNERS + 1;
    const geom_shape shape = {GEOM_POLYGON, 1, &end, ring};
    style_feature feature = {w, get_property, "Polygon", {.kind = VALUE_NULL}};
    builder_parts parts = {0};
    bool is_outlined = false;
    const builder_layer *noted = NULL;
    for (size_t i = 0; i < b->layer_count; i++) {
        builder_layer *layer = &b->layers[i];
        if (!builder_draws_from(layer, "bins")) continue;
        paint_look look = paint_evaluate(&b->paints, layer->layer, &feature, GEOM_POLYGON);
        if (!look.is_drawn) continue;
        if (!is_outlined) {
            outline_shape(&b->outliner, &shape, true);
            parts = builder_keep_outline(b);
            is_outlined = true;
        }
        bool is_added = builder_add_shape(b, layer, &parts, GEOM_POLYGON, look, -1);
        if (!is_added || noted || layer->type != STYLE_FILL) continue;
        noted = layer;
        note_class(w, look.paint, bin_value(w, w->asked));
        b->out->bins.count++;
        b->out->bins.incident_count += w->asked->count;
        *notes_classes = true;
    }
}

incmap_status builder_add_bins(builder *b, const uint32_t *order, incmap_error *err)
{
    bin_work w = {.b = b, .numbers.item_size = sizeof(hexgrid_cell)};
    if (!has_layer(b)) return INCMAP_OK;
    incmap_status status = open_grid(&w, err);
    if (status != INCMAP_OK) goto done;
    count_incidents(&w, order);
    if (w.count) qsort(w.bins, w.count, sizeof *w.bins, compare_bins);
    bool has_classes = false;
    for (size_t i = 0; i < w.count; i++) {
        w.asked = &w.bins[i];
        add_bin(&w, &has_classes);
    }
    arena_dispose(&b->paints.scratch);
    b->out->bins.area_m2 = hexgrid_area_m2(&w.grid);
    if (has_classes) keep_classes(&w);
done:
    hexgrid_dispose(&w.grid);
    value_table_dispose(&w.numbers);
    free(w.bins);
    free(w.classes);
    return status;
}
