/**
 * @file
 * Tile sets: which tiles have ink, in which order they are made, and the containers they go into.
 */
#ifndef INCMAP_TILES_H
#define INCMAP_TILES_H

#include "base/error.h"
#include "base/incident.h"
#include "scene/subject.h"

/** MapLibre and the containers know no deeper zoom. */
#define TILES_ZOOM_MAX 22

typedef struct {
    scene_subject show;
    const char *icon_dir;
    const char *const *outputs; ///< DIR/, *.mbtiles …
    size_t output_count;
    int min_zoom, max_zoom; ///< 0 to 22; max_zoom -1: chosen from the data and said
    int scale;              ///< 1 or 2: device pixels in a CSS pixel
    int tile_size_css_px;   ///< 256 or 512
    int threads;
    bool force;
    bool quantize; ///< at most 256 colours a tile, with loss
    bool update;   ///< outputs that are there are brought up to date: only tiles that changed are drawn
    bool dry_run;  ///< do all but draw and write
    const char *name, *description, *attribution; ///< metadata; attribution may be ""
    void (*progress)(void *context, int zoom, int64_t done, int64_t total); ///< tiles of a zoom; NULL: none
    void *progress_context;
    /** Called with a line that the user is to know of, without newline; NULL: none. */
    void (*say)(void *context, const char *line);
    /** Called with the path of the journal that an interrupted run leaves (tiles/journal.h); NULL: not
     * wanted. */
    void (*keeps_journal)(void *context, const char *path);
    void *say_context; ///< of both
} tiles_request;

typedef struct {
    int min_zoom, max_zoom;
    int64_t tile_count, byte_count; ///< of one container: tiles addressed, bytes of distinct tiles
    int64_t distinct_count;
    double heat_max[TILES_ZOOM_MAX + 1]; ///< by zoom: density of a heat map's last colour; 0: there is none
    /** Of all cells, those without ink after all among them: drawn in this run, taken from one that was
     * interrupted, taken from the tile sets that were there. */
    int64_t drawn_count, resumed_count, kept_count;
    /** Where the time went, of all threads together. */
    double scene_s, draw_s, encode_s, write_s;
} tiles_result;

/** Renders every tile that has ink, once, into every output. All outputs appear whole or none does. */
incmap_status tiles_write(const tiles_request *request, tiles_result *result, incmap_error *err);

/** Whether a path names a container this can write: an extension it knows, or a folder (trailing slash or
 * none). */
bool tiles_output_known(const char *path);

#endif
