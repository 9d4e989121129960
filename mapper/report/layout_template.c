#include "report/layout_cut.h"

#include <math.h>

#define TITLE_LINES    3
#define SUBTITLE_LINES 2

/** Sets a text as large as it can be in its box, up to its size on a page of its own kind. */
static page_box fit_into(cutter *c, page_box box, type_look *look, const char *text, double least_pt)
{
    if (box.height_mm <= 0 || !*text) return (page_box){0};
    box.height_mm = layout_fit_text(c->setter, look, text, box.width_mm, box.height_mm, least_pt);
    return box;
}

void layout_from_template(cutter *c)
{
    page_layout *out = c->out;
    const layout_request *request = c->request;
    const page_box *boxes = request->boxes;

    out->title_look = (type_look){.size_pt = layout_sized(LAYOUT_TITLE_PT, out->unit, LAYOUT_TITLE_PT_MIN),
                                  .weight = 700,
                                  .max_lines = TITLE_LINES};
    out->title = fit_into(c, boxes[PART_TITLE], &out->title_look, request->title, LAYOUT_TITLE_PT_MIN);
    out->subtitle_look =
        (type_look){.size_pt = layout_sized(LAYOUT_SUBTITLE_PT, out->unit, LAYOUT_SUBTITLE_PT_MIN),
                    .weight = 400,
                    .max_lines = SUBTITLE_LINES};
    out->subtitle =
        fit_into(c, boxes[PART_SUBTITLE], &out->subtitle_look, request->subtitle, LAYOUT_SUBTITLE_PT_MIN);

    c->rest = boxes[PART_NOTES];
    layout_cut_notes(c, boxes[PART_NOTES].height_mm);
    c->rest = boxes[PART_MAP];
    layout_cut_map(c, true);

    out->legend = boxes[PART_LEGEND];
    out->legend_look.columns =
        (int)fmax(1, floor(boxes[PART_LEGEND].width_mm / (LAYOUT_COLUMN_MM * out->unit)));
    if (request->has_histogram) out->histogram = boxes[PART_HISTOGRAM];
    if (request->has_inset) out->inset = boxes[PART_INSET];
    if (request->logo_aspect > 0) out->logo = boxes[PART_LOGO];
    out->scale = boxes[PART_SCALE];
    out->north = boxes[PART_NORTH];
}
