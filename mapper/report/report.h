/** @file The finished page: map, title, legend, scale bar, attribution and account, as PNG, PDF or SVG. */
#ifndef INCMAP_REPORT_H
#define INCMAP_REPORT_H

#include "base/error.h"
#include "base/incident.h"
#include "scene/subject.h"

/** What the page says of the boundaries it shows. */
typedef enum {
    BOUNDARIES_PLAIN,   ///< no endorsement is implied
    BOUNDARIES_UN,      ///< the same in the United Nations' words
    BOUNDARIES_DEFACTO, ///< they are those on the ground
} report_boundaries;

typedef struct {
    scene_subject show;
    const account *account;
    const char *const *backdrops; ///< files of the user's own in place of the basemap; lowest first
    size_t backdrop_count;
    const char *const *backdrop_attributions; ///< whose they are; none: as the files say
    size_t backdrop_attribution_count;
    const char *icon_dir;
    const char *output;           ///< *.png, *.pdf or *.svg
    const char *page;             ///< as page_parse knows it; NULL: the template's, else a4
    double dpi;                   ///< of the PNG; 0: 150
    const char *title, *subtitle; ///< NULL: made from what is shown
    date_range range;             ///< as asked for, DAY_NONE where open
    const char *srs;              ///< NULL: chosen from the extent
    bool has_extent;
    double extent[4];          ///< xmin ymin xmax ymax, in extent_srs
    const char *extent_srs;    ///< NULL: that of srs, or EPSG:4326 where srs is chosen
    const char *template_path; ///< page template; NULL: laid out by itself
    const char *logo_path;     ///< PNG or SVG; NULL: none
    bool no_graticule, no_inset, no_histogram;
    bool key;                  ///< number the incidents and list them on further pages; PDF
    const char *key_output;    ///< *.gpkg: the key's incidents with their numbers; NULL: none; needs key
    const char *const *inputs; ///< as the user named them
    const char *const
        *datasets; ///< for each input the known export it is, NULL for none; NULL: of none known
    size_t input_count;
    const char *options; ///< those that shaped the page, as text; NULL: none
    report_boundaries boundaries;
    const char *const *attributions; ///< of the gazetteer and the user's data; the basemap adds its own
    size_t attribution_count;
    bool force;
    bool dry_run; ///< do all but draw and write
} report_request;

typedef struct {
    char srs[256]; ///< the one used, as an authority code or PROJ string
    int page_count;
    double heat_max;                  ///< density of a heat map's last colour; 0: there is none
    char nameless[256];               ///< the first backdrop of which nothing says whose it is; "" for none
    size_t outside_count;             ///< mapped incidents that lie wholly outside the map
    size_t mark_count, overlap_count; ///< incidents shown by marks, and those of them that lie on others
} report_result;

/** Checks all that can be checked before the incidents are read: output, page, resolution. INCMAP_USAGE. */
incmap_status report_check(const report_request *request, incmap_error *err);

/** Writes the page; it appears whole or not at all. */
incmap_status report_write(const report_request *request, report_result *result, incmap_error *err);

#endif
