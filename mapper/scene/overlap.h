/** @file How far the marks of a picture hide each other: whether a reader can tell them apart. */
#ifndef INCMAP_SCENE_OVERLAP_H
#define INCMAP_SCENE_OVERLAP_H

#include "scene/scene.h"

/** Marks whose middles share a square of this side look like one. */
#define OVERLAP_SIDE_CSS_PX 8.0

/** How many incidents have a mark on the picture, and how many of those share its square with an earlier one.
 * A scene has the marks near its edge, too; they are left out. */
void scene_count_overlaps(const scene *s, size_t *mark_count, size_t *overlap_count);

#endif
