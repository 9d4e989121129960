/** @file The shapes of within and distance: GeoJSON to paths, and what is asked of them. */
#ifndef INCMAP_STYLE_GEO_H
#define INCMAP_STYLE_GEO_H

#include "style/node.h"

/** Units of a tile's width in which a vector tile holds its coordinates in MapLibre. */
#define GEO_TILE_EXTENT 8192.0

/** Segments whose box is kept, so that most pairs of two long paths need not be looked at. */
#define GEO_CHUNK_SEGMENTS 32

/** A point, a line or a ring (closed). */
typedef struct {
    size_t count;
    const lonlat *points;
    const projxy *mercator; ///< Web Mercator's world from 0 to 1, y down; NULL where not asked for
    size_t chunk_count;
    const lonlat_box *chunks; ///< boxes of GEO_CHUNK_SEGMENTS segments each
} geo_path;

/** One polygon, one line or one point; or, of a feature, all of its parts. */
typedef struct {
    geom_kind kind;
    size_t path_count;
    const geo_path *paths;
} geo_part;

struct expr_geometry {
    size_t count;
    const geo_part *parts;
};

/**
 * A GeoJSON geometry as a shape in @p memory; false where it is none. @p tile_scale, where not 0, rounds the
 * coordinates to the grid of a tile: units in the width of the world.
 */
bool geo_shape_from_json(arena *memory, const json_t *geometry, double tile_scale, geom_shape *out);
/**
 * The geometries of a GeoJSON geometry, Feature or FeatureCollection; of @p polygons_only the polygons. False
 * where it is none of these, where a geometry cannot be read, and where there should be a polygon and is
 * none.
 */
bool geo_geometry_from_json(arena *memory, const json_t *geojson, bool polygons_only, expr_geometry *out);
/** Web Mercator (EPSG:3857) scaled to a world from 0 to 1, from 180° W and from the north. */
projxy geo_mercator(lonlat p);
/** A feature's shape as one part. */
geo_part geo_part_from_shape(arena *memory, const geom_shape *shape);

#endif
