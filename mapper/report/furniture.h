/** @file Draws the parts of the page where the layout put them. User space of the context is points. */
#ifndef INCMAP_REPORT_FURNITURE_H
#define INCMAP_REPORT_FURNITURE_H

#include "render/render.h"
#include "report/graticule.h"
#include "report/layout.h"
#include "report/scalebar.h"

#include <cairo.h>

/** The page's own colours; the map's are the style's. */
typedef struct {
    style_color paper, ink, muted, rule;
} page_colors;

/** Dark ink on white where the map's background is light, light ink on near-black where it is dark. */
page_colors furniture_colors(style_color map_background);

typedef struct {
    cairo_t *cr;
    typesetter *setter;
    const page_layout *layout;
    page_colors colors;
    const wording *words;
} furniture;

/** A text, wrapped, from the top of its box. */
void furniture_draw_text(const furniture *f, page_box box, const type_look *look, style_color color,
                         const char *text);
/** The frame around the map. */
void furniture_draw_neat_line(const furniture *f);
/** Lines over the map; @p px_per_mm is the resolution of the picture they were built for. */
void furniture_draw_graticule(const furniture *f, const graticule *lines, double px_per_mm);
/** Their degrees along the frame; of two that would touch, the later one is left out. */
void furniture_draw_frame_labels(const furniture *f, const graticule *lines, double px_per_mm);

/** Their degrees where the lines end on the edge of the world, on a map that shows all of it: parallels left
 * of its western edge, meridians below it. */
void furniture_draw_world_labels(const furniture *f, const graticule *lines, const grid *g,
                                 const projection *p, double px_per_mm);

/** What the scale part says; bars without length are left out. */
typedef struct {
    scale_bar km, miles;
    double px_per_mm;   ///< of the picture the bars were measured in
    double denominator; ///< 0: unknown
} scale_words;
void furniture_draw_scale(const furniture *f, const scale_words *words);
/** @p angle_deg clockwise from the top; NAN: nothing is drawn. */
void furniture_draw_north(const furniture *f, double angle_deg);

/**
 * Draws the legend's rows. Swatches are drawn by the renderer with the scene's own paints, at the size they
 * have on the map, shrunk where a mark is larger than its box. @p pt_per_px is the size of a scene's pixel.
 */
incmap_status furniture_draw_legend(const furniture *f, renderer *r, const scene *s, const legend_rows *rows,
                                    double pt_per_px, incmap_error *err);

#endif
