#include "report/layout_cut.h"

#include <math.h>
#include <string.h>

// Everything below is for A4 and grows and shrinks with the page, more slowly than it: a page of four times
// the area is read from farther away, but not from twice as far.
#define A4_AREA_MM2 (297.0 * 210.0)
#define UNIT_POWER  0.75
#define UNIT_MIN    0.42
#define UNIT_MAX    3.0
#define MARGIN_MM   11.0
#define GAP_MM      3.0
#define LEGEND_PT   8.5
#define NOTE_PT     6.2
#define FRAME_PT    5.6
#define SWATCH_MM   7.5
#define NORTH_MM    11.0
#define SCALE_MM    56.0 // widest bar that still looks like one
// A logo's height, and the most of the page's width that it takes.
#define LOGO_MM      14.0
#define LOGO_SHARE   0.2
#define CHART_MM     12.5 // of the histogram, without its lines of text
#define BAND_MM      30.0
#define COLUMN_SHARE 0.20

// Smaller type than this is not read.
#define LEGEND_PT_MIN 5.5
#define NOTE_PT_MIN   4.2
#define FRAME_PT_MIN  4.0

// The most of the page's height, or width, that a part takes from the map.
#define HEADER_SHARE     0.26
#define NOTES_SHARE      0.17
#define STRIP_SHARE      0.26
#define COLUMN_SHARE_MAX 0.34
#define LEGEND_SHARE     0.62 // of the strip's width

// An inset's height as a share of its width: less is a slit.
#define INSET_ASPECT     0.85
#define INSET_ASPECT_MIN 0.5
// What the map keeps of the page's height beside a band of histogram and inset.
#define BAND_MAP_SHARE 0.55

// With less of the page than this the map goes without a logo, then without degrees on its frame, and then
// the texts have this much of their room.
#define MAP_AREA_SHARE_MIN 0.2
#define THRIFT             0.75

// From this aspect on the legend stands beside the map.
#define WIDE_ASPECT 1.2

#define TITLE_LINES      2
#define LONG_TITLE_LINES 3
#define SUBTITLE_LINES   2
#define NOTE_LINES       6

/** Its heading, the highest bar's number, the ends of the range, and what hollow bars are. */
static double histogram_height_mm(const cutter *c)
{
    return CHART_MM * c->out->unit + typeset_line_height_mm(c->setter, &c->out->legend_look.heading) +
           3 * typeset_line_height_mm(c->setter, &c->out->scale_look);
}

static page_box cut_top(page_box *rest, double height_mm)
{
    page_box top = {rest->x_mm, rest->y_mm, rest->width_mm, height_mm};
    rest->y_mm += height_mm;
    rest->height_mm -= height_mm;
    return top;
}

static page_box cut_bottom(page_box *rest, double height_mm)
{
    rest->height_mm -= height_mm;
    return (page_box){rest->x_mm, rest->y_mm + rest->height_mm, rest->width_mm, height_mm};
}

static page_box cut_right(page_box *rest, double width_mm)
{
    rest->width_mm -= width_mm;
    return (page_box){rest->x_mm + rest->width_mm, rest->y_mm, width_mm, rest->height_mm};
}

double layout_sized(double a4_pt, double unit, double least_pt)
{
    return fmax(a4_pt * unit, least_pt);
}

double layout_fit_text(typesetter *setter, type_look *look, const char *text, double width_mm,
                       double height_max_mm, double least_pt)
{
    for (;; look->size_pt = fmax(look->size_pt * 0.92, least_pt)) {
        type_extent extent = typeset_measure(setter, look, text, width_mm);
        if (!extent.cut && extent.height_mm <= height_max_mm) return extent.height_mm;
        if (look->size_pt <= least_pt) break;
    }
    for (; look->max_lines > 0; look->max_lines--) {
        type_extent extent = typeset_measure(setter, look, text, width_mm);
        if (extent.height_mm <= height_max_mm) return extent.height_mm;
    }
    return 0;
}

static void cut_titles(cutter *c)
{
    page_layout *out = c->out;
    double budget_mm = c->thrift * HEADER_SHARE * out->page.height_mm;
    double title_pt = layout_sized(LAYOUT_TITLE_PT, out->unit, LAYOUT_TITLE_PT_MIN);
    out->title_look = (type_look){.size_pt = title_pt, .weight = 700, .max_lines = TITLE_LINES};
    double height_mm = layout_fit_text(c->setter, &out->title_look, c->request->title, c->rest.width_mm,
                                       budget_mm, fmax(LAYOUT_TITLE_PT_MIN, 0.7 * title_pt));
    if (typeset_measure(c->setter, &out->title_look, c->request->title, c->rest.width_mm).cut) {
        out->title_look = (type_look){.size_pt = title_pt, .weight = 700, .max_lines = LONG_TITLE_LINES};
        height_mm = layout_fit_text(c->setter, &out->title_look, c->request->title, c->rest.width_mm,
                                    budget_mm, fmax(LAYOUT_TITLE_PT_MIN, 0.55 * title_pt));
    }
    out->title = cut_top(&c->rest, height_mm);
    budget_mm -= height_mm;

    double gap_mm = 0.35 * c->gap_mm;
    out->subtitle_look =
        (type_look){.size_pt = layout_sized(LAYOUT_SUBTITLE_PT, out->unit, LAYOUT_SUBTITLE_PT_MIN),
                    .weight = 400,
                    .max_lines = SUBTITLE_LINES};
    height_mm = *c->request->subtitle
                    ? layout_fit_text(c->setter, &out->subtitle_look, c->request->subtitle, c->rest.width_mm,
                                      budget_mm - gap_mm,
                                      fmax(LAYOUT_SUBTITLE_PT_MIN, 0.8 * LAYOUT_SUBTITLE_PT * out->unit))
                    : 0;
    if (height_mm > 0) {
        cut_top(&c->rest, gap_mm);
        out->subtitle = cut_top(&c->rest, height_mm);
    }
}

/** Titles left, logo right. */
static void cut_header(cutter *c)
{
    page_layout *out = c->out;
    double aspect = c->request->logo_aspect, logo_mm = 0;
    page_box whole = c->rest;
    if (aspect > 0) {
        logo_mm = fmin(LOGO_MM * out->unit, LOGO_SHARE * whole.width_mm / aspect);
        out->logo = cut_right(&c->rest, logo_mm * aspect);
        out->logo.height_mm = logo_mm;
        cut_right(&c->rest, c->gap_mm);
    }
    cut_titles(c);
    double taken_mm = fmax(c->rest.y_mm - whole.y_mm, logo_mm);
    cut_top(&whole, taken_mm + c->gap_mm);
    c->rest = whole;
}

static double note_gap_mm(typesetter *setter, const type_look *look)
{
    return 0.25 * typeset_line_height_mm(setter, look);
}

void layout_cut_notes(cutter *c, double budget_mm)
{
    page_layout *out = c->out;
    const layout_request *request = c->request;
    type_look look = {.size_pt = layout_sized(NOTE_PT, out->unit, NOTE_PT_MIN), .weight = 400};
    double between_mm = note_gap_mm(c->setter, &look);
    double heights_mm[LAYOUT_NOTES_MAX] = {0};
    for (int i = 0; i < request->note_count; i++) out->note_looks[i] = look;
    for (int rank = 0; rank < LAYOUT_NOTES_MAX; rank++) {
        for (int i = 0; i < request->note_count; i++) {
            if (request->note_ranks[i] != rank || !*request->notes[i]) continue;
            out->note_looks[i].max_lines = NOTE_LINES;
            heights_mm[i] = layout_fit_text(c->setter, &out->note_looks[i], request->notes[i],
                                            c->rest.width_mm, budget_mm, NOTE_PT_MIN);
            if (heights_mm[i] > 0) budget_mm -= heights_mm[i] + between_mm;
        }
    }
    // One size for all of them: the smallest that one of them needs.
    double size_pt = look.size_pt;
    for (int i = 0; i < request->note_count; i++)
        if (heights_mm[i] > 0) size_pt = fmin(size_pt, out->note_looks[i].size_pt);
    bool any = false;
    for (int i = request->note_count - 1; i >= 0; i--) {
        if (heights_mm[i] <= 0) continue;
        out->note_looks[i].size_pt = size_pt;
        type_extent extent =
            typeset_measure(c->setter, &out->note_looks[i], request->notes[i], c->rest.width_mm);
        double height_mm = extent.height_mm;
        // A note may be written anew before it is drawn, and must not outgrow its room then.
        out->note_looks[i].max_lines = extent.line_count;
        if (any) cut_bottom(&c->rest, between_mm);
        out->notes[i] = cut_bottom(&c->rest, height_mm);
        any = true;
    }
    if (any) cut_bottom(&c->rest, 0.8 * c->gap_mm);
}

/** Scale and north side by side, in a box of their own: scale left, north right. */
static void cut_scale(cutter *c, page_box box)
{
    page_layout *out = c->out;
    double north_mm = NORTH_MM * out->unit;
    page_box rest = box;
    page_box north = cut_right(&rest, fmin(north_mm, box.width_mm / 4));
    cut_right(&rest, c->gap_mm);
    rest.width_mm = fmax(0, fmin(rest.width_mm, SCALE_MM * out->unit));
    out->scale = rest;
    north.height_mm = fmin(box.height_mm, 1.5 * north.width_mm);
    if (out->is_wide) north.y_mm = box.y_mm + box.height_mm - north.height_mm;
    out->north = north;
}

/** Two bars, and the numeric scale under them. */
static double scale_height(const cutter *c)
{
    return (2 * LAYOUT_SCALE_BAR_LINES + 1) * typeset_line_height_mm(c->setter, &c->out->scale_look);
}

void layout_cut_map(cutter *c, bool within)
{
    page_layout *out = c->out;
    if (c->request->has_frame_labels) {
        out->frame_look = (type_look){
            .size_pt = layout_sized(FRAME_PT, out->unit, FRAME_PT_MIN), .weight = 400, .max_lines = 1};
        double line_mm = typeset_measure(c->setter, &out->frame_look, "0°", c->rest.width_mm).height_mm;
        out->frame_bottom = cut_bottom(&c->rest, line_mm);
        // Those beside the map stand in the page's margin, unless that is not the map's.
        double left_mm = fmin(line_mm, c->rest.x_mm);
        if (within) {
            left_mm = line_mm;
            c->rest.x_mm += left_mm;
            c->rest.width_mm -= left_mm;
        }
        out->frame_beside = (page_box){c->rest.x_mm - left_mm, c->rest.y_mm, left_mm, c->rest.height_mm};
    }
    out->map = c->rest;
}

/** What the legend will take of the column; histogram and inset have what it leaves, if that is enough. */
static void cut_column_extras(cutter *c, page_box *column)
{
    page_layout *out = c->out;
    legend_rows rows = legend_flow(c->setter, c->request->legend, &out->legend_look, *column);
    double free_mm = column->height_mm - rows.height_mm;
    legend_rows_dispose(&rows);
    double gap_mm = 1.5 * c->gap_mm, histogram_mm = histogram_height_mm(c);
    bool has_histogram = c->request->has_histogram && free_mm >= histogram_mm + gap_mm;
    if (has_histogram) free_mm -= histogram_mm + gap_mm;
    double inset_mm = fmin(free_mm - gap_mm, INSET_ASPECT * column->width_mm);
    if (c->request->has_inset && inset_mm >= INSET_ASPECT_MIN * column->width_mm) {
        out->inset = cut_bottom(column, inset_mm);
        cut_bottom(column, gap_mm);
    }
    if (has_histogram) {
        out->histogram = cut_bottom(column, histogram_mm);
        cut_bottom(column, gap_mm);
    }
}

/** Between map and legend: the histogram above the legend, the inset above the scale. */
static void cut_band(cutter *c, double legend_width_mm)
{
    page_layout *out = c->out;
    if (!c->request->has_inset && !c->request->has_histogram) return;
    double height_mm = BAND_MM * out->unit;
    if (c->rest.height_mm - height_mm - c->gap_mm < BAND_MAP_SHARE * out->page.height_mm) return;
    page_box band = cut_bottom(&c->rest, height_mm);
    cut_bottom(&c->rest, c->gap_mm);
    if (c->request->has_inset) {
        page_box right = cut_right(&band, band.width_mm - legend_width_mm - c->gap_mm);
        cut_right(&band, c->gap_mm);
        right.width_mm = fmin(right.width_mm, height_mm / INSET_ASPECT_MIN);
        if (right.width_mm >= height_mm * INSET_ASPECT) out->inset = right;
    }
    if (c->request->has_histogram) {
        out->histogram = cut_bottom(&band, fmin(histogram_height_mm(c), band.height_mm));
        out->histogram.width_mm = fmin(band.width_mm, legend_width_mm);
    }
}

static void cut_wide(cutter *c)
{
    page_layout *out = c->out;
    double width_mm = fmax(COLUMN_SHARE * out->page.width_mm, LAYOUT_COLUMN_MM * out->unit);
    page_box column = cut_right(&c->rest, fmin(width_mm, COLUMN_SHARE_MAX * out->page.width_mm));
    cut_right(&c->rest, 1.3 * c->gap_mm);
    out->legend_look.columns = 1;

    page_box scale = cut_bottom(&column, fmin(scale_height(c), column.height_mm / 2));
    cut_bottom(&column, c->gap_mm);
    cut_column_extras(c, &column);
    out->legend = column;
    cut_scale(c, scale);
    layout_cut_notes(c, c->thrift * NOTES_SHARE * out->page.height_mm);
    layout_cut_map(c, false);
}

static void cut_narrow(cutter *c)
{
    page_layout *out = c->out;
    layout_cut_notes(c, c->thrift * NOTES_SHARE * out->page.height_mm);
    double budget_mm = c->thrift * STRIP_SHARE * out->page.height_mm;
    double legend_width_mm = LEGEND_SHARE * c->rest.width_mm - c->gap_mm;
    out->legend_look.columns = (int)fmax(1, floor(legend_width_mm / (LAYOUT_COLUMN_MM * out->unit)));

    legend_rows rows = legend_flow(c->setter, c->request->legend, &out->legend_look,
                                   (page_box){0, 0, legend_width_mm, budget_mm});
    double height_mm = fmin(fmax(scale_height(c), rows.height_mm), budget_mm);
    legend_rows_dispose(&rows);
    page_box strip = cut_bottom(&c->rest, height_mm);
    cut_bottom(&c->rest, c->gap_mm);
    page_box right = cut_right(&strip, strip.width_mm - legend_width_mm - c->gap_mm);
    cut_right(&strip, c->gap_mm);
    out->legend = strip;
    right.height_mm = fmin(right.height_mm, scale_height(c));
    cut_scale(c, right);
    cut_band(c, legend_width_mm);
    layout_cut_map(c, false);
}

/** @p thrift is what the parts' shares of the page are multiplied by. */
static void lay_out(page_layout *out, typesetter *setter, const layout_request *request, double thrift)
{
    page_size page = request->page;
    double unit = pow(sqrt(page.width_mm * page.height_mm / A4_AREA_MM2), UNIT_POWER);
    // A long strip of a page is measured by its short side.
    unit = fmin(unit, fmin(page.width_mm, page.height_mm) / 140);
    *out = (page_layout){.page = page, .unit = fmin(fmax(unit, UNIT_MIN), UNIT_MAX)};
    if (request->boxes) out->unit *= request->type_scale;
    out->is_wide = page.width_mm / page.height_mm >= WIDE_ASPECT;
    double row_pt = layout_sized(LEGEND_PT, out->unit, LEGEND_PT_MIN);
    out->scale_look = (type_look){.size_pt = 0.85 * row_pt, .weight = 400, .max_lines = 1};
    out->legend_look = (legend_look){
        .heading = {.size_pt = row_pt, .weight = 700},
        .row = {.size_pt = row_pt, .weight = 400},
        .swatch_width_mm = SWATCH_MM * out->unit,
        .gap_mm = 0.8 * GAP_MM * out->unit,
        .words = request->words,
    };

    double margin_mm = MARGIN_MM * out->unit;
    cutter c = {
        .out = out,
        .setter = setter,
        .request = request,
        .rest = {margin_mm, margin_mm, page.width_mm - 2 * margin_mm, page.height_mm - 2 * margin_mm},
        .gap_mm = GAP_MM * out->unit,
        .thrift = thrift,
    };
    if (request->boxes) {
        layout_from_template(&c);
        return;
    }
    cut_header(&c);
    if (out->is_wide)
        cut_wide(&c);
    else
        cut_narrow(&c);
}

static bool has_room_for_map(const page_layout *out)
{
    return out->map.width_mm * out->map.height_mm >=
           MAP_AREA_SHARE_MIN * out->page.width_mm * out->page.height_mm;
}

static void lay_out_fitting(page_layout *out, typesetter *setter, const layout_request *request)
{
    layout_request rest = *request;
    lay_out(out, setter, &rest, 1);
    if (rest.boxes) return;
    // On a page that is too small for everything the map comes first.
    if (!has_room_for_map(out) && rest.logo_aspect > 0) {
        rest.logo_aspect = 0;
        lay_out(out, setter, &rest, 1);
    }
    if (!has_room_for_map(out) && rest.has_frame_labels) {
        rest.has_frame_labels = false;
        lay_out(out, setter, &rest, 1);
    }
    if (!has_room_for_map(out)) lay_out(out, setter, &rest, THRIFT);
}

static void mirror_box(page_box *box, double width_mm)
{
    box->x_mm = width_mm - box->x_mm - box->width_mm;
}

/** Turns the page round for a language from the right. */
static void mirror(page_layout *out)
{
    page_box *boxes[] = {&out->title,        &out->subtitle, &out->map,    &out->frame_bottom,
                         &out->frame_beside, &out->logo,     &out->legend, &out->inset,
                         &out->histogram,    &out->scale,    &out->north};
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++) mirror_box(boxes[i], out->page.width_mm);
    for (int i = 0; i < LAYOUT_NOTES_MAX; i++) mirror_box(&out->notes[i], out->page.width_mm);
}

void layout_page(page_layout *out, typesetter *setter, const layout_request *request)
{
    lay_out_fitting(out, setter, request);
    if (request->words->is_rtl) mirror(out);
}

void layout_settle_notes(page_layout *out, typesetter *setter, const char *const *notes, int count)
{
    double foot_mm = 0;
    for (int i = 0; i < count; i++)
        if (out->notes[i].height_mm > 0)
            foot_mm = fmax(foot_mm, out->notes[i].y_mm + out->notes[i].height_mm);
    for (int i = count - 1; i >= 0; i--) {
        page_box *box = &out->notes[i];
        if (box->height_mm <= 0) continue;
        type_extent extent = typeset_measure(setter, &out->note_looks[i], notes[i], box->width_mm);
        // An empty text has a line's height, and no place.
        box->height_mm = *notes[i] ? fmin(extent.height_mm, box->height_mm) : 0;
        if (box->height_mm <= 0) continue;
        box->y_mm = foot_mm - box->height_mm;
        foot_mm = box->y_mm - note_gap_mm(setter, &out->note_looks[i]);
    }
}
