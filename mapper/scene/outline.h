/**
 * @file
 * Shapes on the globe become shapes in pixel space: cut to what the picture shows, projected, their long
 * edges following the projection's bends, and never further out than a margin around the picture.
 */
#ifndef INCMAP_SCENE_OUTLINE_H
#define INCMAP_SCENE_OUTLINE_H

#include "scene/path.h"
#include "scene/scene.h"

/**
 * Around the picture, in CSS pixels: edges that come from cutting lie outside of it by as much, so that the
 * strokes along them (styles' are a few pixels wide) are not seen.
 */
#define OUTLINE_MARGIN_CSS_PX 64.0

typedef struct {
    const projection *projection;
    grid grid;
    bool wraps_x;
    double world_px;  ///< width of the picture where it wraps
    bool has_horizon; ///< half of the globe, or more, lies behind the map
    double centre[3]; ///< of the picture, as a unit vector; where it has a horizon
    path_box picture; ///< with the margin, in pixels
    px_box seen;      ///< ink outside of it is not in the picture; a picture that wraps has no left and right
    px_box near;      ///< the same with the places whose labels are placed with those in it
    path_box window;  ///< what it shows of the globe, with a margin, in degrees; east may be beyond 180
    lonlat_box visible;                           ///< what to ask a basemap for
    path part, cut[3], dense, dense_px, thin, px; ///< steps of the way; px is the result
} outliner;

/** Zeroed before; disposed of by the caller. */
void outliner_open(outliner *o, const scene_request *request);
void outliner_dispose(outliner *o);

/**
 * The shape in pixel space, in o->px, which is the outliner's and valid until the next call; no parts where
 * nothing of it is in the picture. Rings are closed.
 *
 * @p may_cross: an edge of more than 180 degrees of longitude is the short way across the antimeridian. Data
 * that is cut there already, as basemaps are, may have such edges along a pole, and they are taken as they
 * are.
 *
 * Where the picture wraps, a shape that crosses its edge runs on beyond it, its west end in the
 * picture: the ink beyond shows at the other edge.
 */
void outline_shape(outliner *o, const geom_shape *shape, bool may_cross);

/** Whether ink is in @p region, one of @c seen and @c near. */
bool outline_touches(const outliner *o, px_box ink, px_box region);

/** Points in pixel space; NAN, NAN where the projection does not reach. In a wrapping picture their x is in
 * [0, width). */
void outline_points(const outliner *o, const lonlat *in, pxy *out, size_t count);

#endif
