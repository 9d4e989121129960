/** @file Meridians and parallels of a map, and where they meet its frame. Pure geometry. */
#ifndef INCMAP_REPORT_GRATICULE_H
#define INCMAP_REPORT_GRATICULE_H

#include "base/geom.h"
#include "project/project.h"
#include "report/wording.h"

/** A run of points of one line; lines break where the projection does. */
typedef struct {
    pxy *points;
    size_t count;
} graticule_line;

typedef enum { GRATICULE_BOTTOM, GRATICULE_LEFT, GRATICULE_RIGHT } graticule_edge;

/** "44° E" where its line meets an edge of the picture. */
#define GRATICULE_TEXT_MAX 48
typedef struct {
    graticule_edge edge;
    double along_px; ///< from the left of the bottom edge, from the top of the others
    char text[GRATICULE_TEXT_MAX];
} graticule_mark;

/** Zero it before use; graticule_dispose frees it. */
typedef struct {
    const wording *words;              ///< of the marks' texts
    double lon_step_deg, lat_step_deg; ///< 0: none
    graticule_line *lines;
    size_t line_count, line_capacity;
    graticule_mark *marks; ///< meridians on the bottom, parallels on the left (in a language
                           ///< from the right, on the right), each in the order of its value
    size_t mark_count, mark_capacity;
} graticule;

/**
 * The lines of a round step (degrees down to seconds of arc, by the divisions people use) of which about
 * @p lines_across stand on the picture's short side. In pixels of the picture, not clipped to it. A
 * picture of which nothing lies on the globe has none.
 */
void graticule_build(graticule *out, const wording *w, const grid *g, const projection *p,
                     double lines_across);
void graticule_dispose(graticule *lines);

/** "44° E", "33° 30′ N", "0°", "33° 20′ 30″ S". Returns @p out. */
char *graticule_text(const wording *w, double deg, bool is_lat, char out[GRATICULE_TEXT_MAX]);

#endif
