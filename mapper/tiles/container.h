/**
 * @file
 * A tile container: where encoded tiles go. One file each: a folder of XYZ tiles (xyz.c), MBTiles
 * (mbtiles.c), PMTiles (pmtiles.c), GeoPackage (gpkg.c). A container is written by one thread, zoom after
 * zoom, within a zoom along the Hilbert curve.
 */
#ifndef INCMAP_TILES_CONTAINER_H
#define INCMAP_TILES_CONTAINER_H

#include "base/error.h"
#include "base/geom.h"
#include "base/strbuf.h"
#include "tiles/reader.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What a tile set says of itself. Texts are the caller's and outlive the container. */
typedef struct {
    const char *name, *description, *attribution;
    const char *last_change;  ///< ISO 8601 in UTC with milliseconds, as GeoPackage wants it
    lonlat_box bounds;        ///< of what is drawn
    proj_box mercator_bounds; ///< the same in Web Mercator, metres
    lonlat center;
    int center_zoom, min_zoom, max_zoom;
    int tile_size_px; ///< device pixels
    int scale;
} tileset_metadata;

typedef struct {
    uint64_t hash[2]; ///< of the bytes, 128 bit: equal tiles are recognised by it
    const void *bytes;
    size_t length;
    bool is_kept; ///< the tile is the one that the container's previous_path has
} tile_image;

typedef struct container container;

typedef struct {
    /**
     * Opens a container that does not exist yet at @p path (for a folder: that exists and is empty).
     * @p shown_path is where it will stand, as errors name it; the caller's, and outlives the container.
     */
    incmap_status (*open)(container **out, const char *path, const char *shown_path,
                          const tileset_metadata *metadata, incmap_error *err);
    /**
     * Adds a tile in XYZ numbering, row 0 in the north. @p image_index numbers the distinct images from 0 in
     * the order they first come; @p is_new says that this is the first tile with it.
     */
    incmap_status (*put)(container *c, int zoom, uint32_t col, uint32_t row, const tile_image *image,
                         size_t image_index, bool is_new, incmap_error *err);
    /** Keeps the digests of its tiles (digests.h) with them; once, after the last tile. */
    incmap_status (*put_digests)(container *c, const strbuf *digests, incmap_error *err);
    /** Completes it. The container is closed in any case. */
    incmap_status (*finish)(container *c, incmap_error *err);
    /** Closes it; what was written is the caller's to remove. */
    void (*abandon)(container *c);
    /** Says where the tile set stands that this one takes the place of: the container becomes a patch of it
     * (base/patch.h). NULL for formats that are always written whole. The path is the caller's and outlives
     * the container. */
    void (*set_previous)(container *c, const char *path);
    const reader_format *reader;
    const char *extension; ///< ".mbtiles"; NULL for a folder
} container_format;

/** In a folder, the files of its TileJSON and of the digests. */
#define XYZ_TILEJSON_NAME "tilejson.json"
#define XYZ_DIGESTS_NAME  "incmap.digests"

/** The format that a path names; NULL where it has an extension that none knows. */
const container_format *container_format_of(const char *path);

extern const container_format container_xyz, container_mbtiles, container_pmtiles, container_gpkg;

#endif
