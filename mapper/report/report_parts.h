/** @file What the report's files share: a page on its way. Not for others. */
#ifndef INCMAP_REPORT_PARTS_H
#define INCMAP_REPORT_PARTS_H

#include "base/strbuf.h"
#include "render/render.h"
#include "report/backdrop.h"
#include "report/frame.h"
#include "report/furniture.h"
#include "report/key.h"
#include "report/layout.h"
#include "report/logo.h"
#include "report/provenance.h"
#include "report/report.h"
#include "report/sheet.h"
#include "report/tile_window.h"

enum { NOTE_SOURCES, NOTE_BOUNDARIES, NOTE_ACCOUNT, NOTE_PROVENANCE, NOTE_COUNT };

/** All that one page needs on its way. */
typedef struct {
    const report_request *request;
    page_size page;
    page_format format;
    double dpi;  ///< of the scene
    double zoom; ///< the style's
    const wording *words;
    typesetter *setter;
    renderer *renderer;
    frame frame;
    bool has_template;
    page_template template;
    page_box boxes[PART_COUNT]; ///< the template's
    logo *logo;
    backdrop *backdrop;
    provenance_time time;
    strbuf title, subtitle, notes[NOTE_COUNT];
    page_layout layout;
    grid grid;
    bool shows_tiles; ///< the map is a window of tiles
    tile_window tiles;
    graticule graticule;
    bool is_whole_world; ///< the map shows the world's edge, all of it
    scene *scene;
    style_color sea; ///< the style's background
    key key;
    int page_count;
    size_t outside_count;
} report;

/** The resolution asked for, dots in an inch. */
double report_dpi(const report_request *request);

/** Fills in title, subtitle, notes and time. What the basemap is due is not known before it is drawn: room is
 * kept for it. */
void report_write_words(report *r);
/** The notes as they are once the map is drawn. */
void report_settle_notes(report *r);

/** Draws the page, and those of the key, on the sheet. */
incmap_status report_draw_page(report *r, sheet *c, incmap_error *err);

#endif
