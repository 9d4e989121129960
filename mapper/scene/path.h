/**
 * @file
 * Paths on a plane: parts of points, cut to a rectangle. The plane is the caller's: degrees or pixels; a
 * point is a pair of doubles.
 */
#ifndef INCMAP_SCENE_PATH_H
#define INCMAP_SCENE_PATH_H

#include "base/arena.h"

#include <stdbool.h>

/** Zero it before use; path_clear keeps its memory for the next use, path_dispose frees it. */
typedef struct {
    double *pairs;          ///< two for each point
    size_t count, capacity; ///< in points
    size_t *ends;           ///< part i is points [i ? ends[i-1] : 0, ends[i])
    size_t part_count, part_capacity;
} path;

typedef struct {
    double min[2], max[2];
} path_box;

void path_clear(path *p);
void path_dispose(path *p);
void path_add(path *p, double first, double second);
/** Closes the part that the points since the last one make; drops it where they are fewer than @p least. */
void path_end_part(path *p, size_t least);

/** Bounds of @p count points; min > max for none. */
path_box path_bounds(const double *pairs, size_t count);

/**
 * Adds the part of a ring that lies in the box, as a ring (Sutherland and Hodgman 1974): where the ring
 * leaves the box and comes back, the new edge runs along the box. A ring wholly outside adds nothing. @p
 * spare is two paths of working memory, their content is lost.
 */
void path_add_ring_clipped(path *out, path *spare, const double *pairs, size_t count, path_box box);

/** Adds the parts of a line that lie in the box, each as a part (Liang and Barsky 1984). */
void path_add_line_clipped(path *out, const double *pairs, size_t count, path_box box);

#endif
