/** @file What the map shows: the extent of the incidents, or the one asked for, fitted to the frame on the
 * page. */
#ifndef INCMAP_REPORT_FRAME_H
#define INCMAP_REPORT_FRAME_H

#include "base/error.h"
#include "project/project.h"
#include "report/report.h"
#include "report/srs_choice.h"

/** A map with fewer kilometres on its short side than this shows no town that its reader knows. */
#define FRAME_SIDE_MIN_M 200e3
/** Left free around what is shown, as a share of the larger side. */
#define FRAME_MARGIN 0.07

typedef struct {
    projection *projection; ///< frame_dispose closes it
    char srs[SRS_CHOICE_MAX];
    char srs_title[SRS_TITLE_MAX];
    bool srs_chosen; ///< by srs_choose, not by the user
    proj_box shown;  ///< what must be seen, margin included; not yet of the frame's aspect
} frame;

/** Chooses or opens the projection and measures what is to be shown. *out is disposed of by the caller after
 * success. INCMAP_USAGE for a bad -t_srs, -te_srs or -te. */
incmap_status frame_open(frame *out, const report_request *request, incmap_error *err);
void frame_dispose(frame *f);

/** How many of the incidents lie, with all of their area, outside a picture of the frame. */
size_t frame_count_outside(const frame *f, const grid *g, const incident_set *set);

/** The picture of the frame: @p shown grown to the aspect of the picture around its own centre. */
grid frame_grid(const frame *f, int64_t width_px, int64_t height_px);

#endif
