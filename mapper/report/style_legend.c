#include "report/style_legend.h"

#include "base/date.h"
#include "base/outfile.h"
#include "report/category_text.h"
#include "report/furniture.h"
#include "report/legend.h"
#include "report/sheet.h"
#include "scene/paint.h"
#include "style/choices.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// The card, as the legend on a page of A4 is set.
#define CARD_WIDTH_MM  72.0
#define CARD_HEIGHT_MM 1600.0
#define MARGIN_MM      5.0
#define ROW_PT         8.4
#define SWATCH_MM      7.5
#define GAP_MM         2.4
#define VECTOR_DPI     96.0

/** A feature of which one property is known; the others are as those of an incident that says nothing. */
typedef struct {
    const char *property;
    value v;
} example;

static bool get_example(void *context, const char *name, value *out)
{
    const example *e = context;
    *out = (value){.kind = VALUE_NULL};
    if (e->property && strcmp(name, e->property) == 0)
        *out = e->v;
    else if (strcmp(name, "class") == 0)
        *out = (value){.kind = VALUE_TEXT, .text = "other"};
    else if (strcmp(name, "category_index") == 0)
        *out = (value){.kind = VALUE_NUMBER, .number = 0};
    return true;
}

typedef struct {
    const style_legend_request *request;
    arena memory;
    strpool strings;
    paint_box paints;
    legend legend;
} maker;

/** The looks that the style's layers give an example, lowest first; of marks or of areas. */
static int paints_of(maker *m, example e, bool is_mark, uint32_t out[SCENE_LEGEND_LAYERS])
{
    const style *s = m->request->style;
    const char *source = is_mark ? "incidents" : "areas";
    const style_feature feature = {
        .context = &e, .get = get_example, .geometry_type = is_mark ? "Point" : "Polygon"};
    int count = 0;
    for (size_t i = 0; i < style_layer_count(s) && count < SCENE_LEGEND_LAYERS; i++) {
        const style_layer *layer = style_layer_at(s, i);
        style_layer_type type = style_layer_get_type(layer);
        bool is_wanted = is_mark ? type == STYLE_CIRCLE || paint_is_icon_layer(layer, m->request->zoom)
                                 : type == STYLE_FILL || type == STYLE_LINE;
        if (!is_wanted || strcmp(style_layer_source(layer), source) != 0 ||
            !style_layer_visible(layer, m->request->zoom))
            continue;
        paint_look look = paint_evaluate(&m->paints, layer, &feature, is_mark ? GEOM_POINTS : GEOM_POLYGON);
        if (look.is_drawn) out[count++] = look.paint;
    }
    return count;
}

/** Adds a row where the style draws the example; as a mark if it can be. Returns whether it does. */
static bool add_example(maker *m, const char *label, example e)
{
    uint32_t paints[SCENE_LEGEND_LAYERS];
    int count = paints_of(m, e, true, paints);
    legend_kind kind = count > 0 ? LEGEND_MARK : LEGEND_AREA;
    if (count == 0) count = paints_of(m, e, false, paints);
    if (count == 0) return false;
    legend_item *item = legend_add(&m->legend, kind, label);
    item->paint_count = count;
    memcpy(item->paints, paints, (size_t)count * sizeof *paints);
    return true;
}

static void add_value(maker *m, const char *property, const value *v)
{
    strbuf text = {0};
    if (v->kind == VALUE_TEXT)
        strbuf_puts(&text, *v->text ? v->text : "Empty");
    else if (v->kind == VALUE_BOOL)
        strbuf_puts(&text, v->boolean ? "Yes" : "No");
    else
        strbuf_printf(&text, "%.10g", v->number);
    strbuf label = {0};
    category_put(&label, strbuf_text(&text));
    add_example(m, strbuf_text(&label), (example){property, *v});
    strbuf_dispose(&label);
    strbuf_dispose(&text);
}

static bool is_category(const char *property)
{
    return strcmp(property, "class") == 0 || strcmp(property, "type") == 0 ||
           strcmp(property, "category") == 0;
}

/** The heading of a property; those the program makes have its own words. */
static void add_heading(maker *m, const char *property)
{
    if (is_category(property))
        legend_add(&m->legend, LEGEND_HEADING, wording_text(wording_find(NULL), WORD_TYPE_OF_INCIDENT));
    else if (strcmp(property, "status") == 0)
        legend_add(&m->legend, LEGEND_HEADING, wording_text(wording_find(NULL), WORD_HOW_SURE));
    else
        legend_add_column_heading(&m->legend, property);
}

static bool is_other(const value *v)
{
    return v->kind == VALUE_TEXT && strcmp(v->text, "other") == 0;
}

static void add_choice(maker *m, const style_choice *choice)
{
    // How wide an area is, it says itself; the index of a category is told by its class.
    if (strcmp(choice->property, "radius_m") == 0 || strcmp(choice->property, "category_index") == 0) return;
    const bool is_status = strcmp(choice->property, "status") == 0;
    const size_t heading = m->legend.count;
    add_heading(m, choice->property);
    if (is_status) add_example(m, "Confirmed, or not stated", (example){.property = NULL});
    // What is none of the others comes last, said by the style or not.
    for (size_t i = 0; i < choice->count; i++)
        if (!is_other(&choice->values[i])) add_value(m, choice->property, &choice->values[i]);
    if (!is_status && !choice->is_scale) add_example(m, "Other", (example){.property = NULL});
    if (m->legend.count == heading + 1) free(m->legend.items[--m->legend.count].label);
}

static void add_rows(maker *m)
{
    const style *s = m->request->style;
    for (size_t i = 0; i < style_layer_count(s); i++)
        if (style_layer_get_type(style_layer_at(s, i)) == STYLE_HEATMAP &&
            style_layer_visible(style_layer_at(s, i), m->request->zoom)) {
            style_color ramp[LEGEND_RAMP_STEPS];
            for (int k = 0; k < LEGEND_RAMP_STEPS; k++)
                ramp[k] = style_heatmap_color(style_layer_at(s, i), (double)k / (LEGEND_RAMP_STEPS - 1));
            legend_add_heat(&m->legend, wording_find(NULL), ramp);
            break;
        }
    const style_choice *choices;
    size_t count = style_choices(s, &m->memory, &choices);
    // What it was comes first, how sure it is last.
    for (int pass = 0; pass < 3; pass++)
        for (size_t i = 0; i < count; i++) {
            int place = is_category(choices[i].property)             ? 0
                        : strcmp(choices[i].property, "status") == 0 ? 2
                                                                     : 1;
            if (place == pass) add_choice(m, &choices[i]);
        }
    if (count == 0 && m->legend.count == 0) {
        legend_add(&m->legend, LEGEND_HEADING, "Incidents");
        if (!add_example(m, "Incident", (example){.property = NULL})) legend_dispose(&m->legend);
    }
    const legend_size_request sizes = {.style = s,
                                       .zoom = m->request->zoom,
                                       .column = "size",
                                       .largest = INFINITY,
                                       .mm_per_css_px = PAGE_MM_PER_INCH / PAGE_CSS_DPI};
    legend_add_nest(&m->legend, &sizes);
    uint32_t paints[SCENE_LEGEND_LAYERS];
    int area_count = paints_of(m, (example){.property = NULL}, false, paints);
    if (area_count == 0) return;
    legend_add(&m->legend, LEGEND_HEADING, wording_text(wording_find(NULL), WORD_WHERE_IT_WAS));
    legend_item *item = legend_add(&m->legend, LEGEND_AREA, wording_text(wording_find(NULL), WORD_AREA));
    item->paint_count = area_count;
    memcpy(item->paints, paints, sizeof paints);
}

/** The colour under a map of the style: its lowest backgrounds; a = 0: none. */
static style_color background(const style *s, double zoom)
{
    style_color color = {0};
    for (size_t i = 0; i < style_layer_count(s); i++) {
        const style_layer *layer = style_layer_at(s, i);
        if (style_layer_get_type(layer) == STYLE_BACKGROUND && style_layer_visible(layer, zoom))
            color = paint_color(style_get_color(layer, STYLE_BACKGROUND_COLOR, NULL, zoom),
                                style_number(layer, STYLE_BACKGROUND_OPACITY, NULL, zoom));
    }
    return color;
}

static incmap_status draw_card(maker *m, page_format format, const char *path, incmap_error *err)
{
    const style_legend_request *request = m->request;
    const double dpi = request->dpi > 0 ? request->dpi : PAGE_DPI_DEFAULT;
    const double scene_dpi = format == PAGE_PNG ? dpi : VECTOR_DPI;
    const style_color ground = background(request->style, request->zoom);
    page_layout layout = {.unit = 1,
                          .legend_look = {.heading = {.size_pt = ROW_PT, .weight = 700},
                                          .row = {.size_pt = ROW_PT, .weight = 400},
                                          .swatch_width_mm = SWATCH_MM,
                                          .words = wording_find(NULL),
                                          .gap_mm = GAP_MM,
                                          .columns = 1}};
    typesetter *setter = typeset_open(NULL);
    renderer *r = renderer_new(request->icon_dir);
    sheet card = {0};
    page_box box = {MARGIN_MM, MARGIN_MM, CARD_WIDTH_MM - 2 * MARGIN_MM, CARD_HEIGHT_MM};
    legend_rows rows = legend_flow(setter, &m->legend, &layout.legend_look, box);
    layout.page = (page_size){CARD_WIDTH_MM, rows.height_mm + 2 * MARGIN_MM};
    int width_px, height_px;
    const scene looks = {.pixel_ratio = scene_dpi / PAGE_CSS_DPI,
                         .background = ground,
                         .shape_paints = (scene_shape_paint *)(void *)m->paints.shapes.items,
                         .mark_paints = (scene_mark_paint *)(void *)m->paints.marks.items};
    incmap_status status = page_pixels(layout.page, dpi, &width_px, &height_px, err);
    if (status == INCMAP_OK)
        status = sheet_open(&card, format, layout.page, dpi, path, request->output,
                            (sheet_metadata){style_name(request->style), date_output_epoch_s()}, err);
    if (status != INCMAP_OK) goto done;
    const furniture f = {.cr = card.cr,
                         .setter = setter,
                         .words = wording_find(NULL),
                         .layout = &layout,
                         .colors = furniture_colors(ground)};
    cairo_set_source_rgb(card.cr, f.colors.paper.r, f.colors.paper.g, f.colors.paper.b);
    cairo_paint(card.cr);
    status = furniture_draw_legend(&f, r, &looks, &rows, PAGE_PT_PER_INCH / scene_dpi, err);
    if (status == INCMAP_OK) status = sheet_finish(&card, err);
done:
    sheet_dispose(&card);
    renderer_free(r);
    legend_rows_dispose(&rows);
    typeset_close(setter);
    return status;
}

incmap_status style_legend_write(const style_legend_request *request, incmap_error *err)
{
    maker m = {.request = request};
    outfile out = {0};
    page_format format;
    incmap_status status = page_format_parse(&format, request->output, err);
    if (status != INCMAP_OK) return status;
    const double dpi = format == PAGE_PNG ? (request->dpi > 0 ? request->dpi : PAGE_DPI_DEFAULT) : VECTOR_DPI;
    m.strings.memory = &m.memory;
    m.paints = (paint_box){.zoom = request->zoom,
                           .pixel_ratio = dpi / PAGE_CSS_DPI,
                           .shapes.item_size = sizeof(scene_shape_paint),
                           .marks.item_size = sizeof(scene_mark_paint),
                           .strings = &m.strings};
    add_rows(&m);
    if (m.legend.count == 0) {
        status = error_set(err, INCMAP_FAILED,
                           "the style draws no incidents at zoom %g; give --zoom, or another style",
                           request->zoom);
        goto done;
    }
    status = outfile_begin(&out, request->output, OUTFILE_FILE, request->force, err);
    if (status == INCMAP_OK) status = draw_card(&m, format, out.temp_path, err);
    if (status == INCMAP_OK) status = outfile_commit(&out, err);
done:
    outfile_abort(&out);
    legend_dispose(&m.legend);
    value_table_dispose(&m.paints.shapes);
    value_table_dispose(&m.paints.marks);
    arena_dispose(&m.paints.scratch);
    strpool_dispose(&m.strings);
    arena_dispose(&m.memory);
    return status;
}
