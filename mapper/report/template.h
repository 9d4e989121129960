/**
 * @file
 * Page templates: where each part of the page stands, as JSON.
 *
 *     {"name": "Briefing slide", "page": "16:9", "type": 1.2,
 *      "parts": {"title": ["4%", "4%", "70%", "9%"], "map": ["4%", 30, "60%", "75%"], …}}
 *
 * A part is a box: left, top, width, height; numbers are millimetres, "…%" a share of the page's width or
 * height. A part that is not named is not on the page; title, map and notes (which hold the account of rows
 * and the attributions) must be. Parts lie on the page, and not on each other.
 */
#ifndef INCMAP_REPORT_TEMPLATE_H
#define INCMAP_REPORT_TEMPLATE_H

#include "base/error.h"
#include "report/page.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum {
    PART_TITLE,
    PART_SUBTITLE,
    PART_MAP,
    PART_LEGEND,
    PART_HISTOGRAM,
    PART_INSET,
    PART_SCALE,
    PART_NORTH,
    PART_NOTES,
    PART_LOGO,
    PART_COUNT,
} page_part;

/** A length is mm, or a share of the page's side. */
typedef struct {
    double length;
    bool is_share; ///< length is 0 to 1
} template_length;

typedef struct {
    char page[32];     ///< as page_parse knows it; "": none
    double type_scale; ///< what type and strokes are multiplied by; 1 where the template does not say
    bool has[PART_COUNT];
    template_length boxes[PART_COUNT][4]; ///< left, top, width, height
} page_template;

/** Reads and checks a template, but for what depends on the page's size. INCMAP_USAGE, naming file and cause.
 */
incmap_status template_load(page_template *out, const char *path, incmap_error *err);
/** The same from text; @p name stands for the path in errors. */
incmap_status template_parse(page_template *out, const char *json, size_t length, const char *name,
                             incmap_error *err);

/** The parts' boxes on a page; those that are not on it are without height. INCMAP_USAGE where a part leaves
 * the page or lies on another. */
incmap_status template_place(page_box out[PART_COUNT], const page_template *template, page_size page,
                             const char *name, incmap_error *err);

#endif
