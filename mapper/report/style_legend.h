/** @file The legend that a style implies by itself: what its expressions tell apart, without any incidents.
 */
#ifndef INCMAP_REPORT_STYLE_LEGEND_H
#define INCMAP_REPORT_STYLE_LEGEND_H

#include "base/error.h"
#include "style/style.h"

#include <stdbool.h>

typedef struct {
    const style *style;
    const char *icon_dir;
    double zoom;        ///< MapLibre's, at which the style is drawn
    double dpi;         ///< of a PNG; 0: 150
    const char *output; ///< *.png, *.pdf or *.svg
    bool force;
} style_legend_request;

/**
 * Draws a card with a row for each value that a layer of incidents or of their areas tells apart
 * (style/choices.h), with the marks and areas it gives them; a row for what is none of them; sizes as nested
 * circles; the colours of a heat map. A style that draws no incidents is INCMAP_FAILED. The card appears
 * whole or not at all.
 */
incmap_status style_legend_write(const style_legend_request *request, incmap_error *err);

#endif
