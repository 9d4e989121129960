/**
 * @file
 * Marks of one place fan out on rings around it, so that each can be seen, in the order of drawing. The
 * source "spread" has what leads back: a line from the place to each mark, and the place.
 */
#ifndef INCMAP_SCENE_SPREAD_H
#define INCMAP_SCENE_SPREAD_H

#include "scene/builder.h"

/** Room for a mark, CSS pixels, where the style's "incmap:spread" does not say another. */
#define SPREAD_SPACING_CSS_PX 24.0

/** Places with more marks are left as they are: their rings would cover the map. */
#define SPREAD_MARKS_MAX 120

/** The mark of index @p index of @p count around one place: its offset, right and down, in units of the
 * spacing. Up to eight marks stand on one ring, from the top clockwise; more on rings one spacing apart. No
 * two are nearer to each other than 0.95. */
pxy spread_offset(size_t index, size_t count);

/** A place whose marks are spread. */
typedef struct {
    pxy at;
    size_t count;
    bool is_exact; ///< all of its incidents are known to be there
} spread_place;

/** Zeroed before; disposed of by the caller. */
typedef struct {
    pxy *at;            ///< of each incident, where its mark is put; NULL: nothing is spread
    uint32_t *place_of; ///< of each incident: its place's index plus one; 0: it is not moved
    spread_place *places;
    size_t place_count;
} spread;

/** @p true_at is where the incidents are; @p is_mark says of which marks are shown. */
void spread_open(spread *s, const builder *b, const pxy *true_at, const bool *is_mark, const uint32_t *order);
void spread_dispose(spread *s);

/** Fills the layers of the source "spread". */
void builder_add_spread(builder *b, const spread *s, const uint32_t *order);

#endif
