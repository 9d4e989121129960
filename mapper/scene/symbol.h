/** @file What a symbol layer would like to show for a feature: a text, an icon, or both. */
#ifndef INCMAP_SCENE_SYMBOL_H
#define INCMAP_SCENE_SYMBOL_H

#include "scene/label.h"
#include "scene/paint.h"

/**
 * The candidate for a feature, its @c at, @c incident and @c rank left to the caller; false where the layer
 * shows nothing for it. Texts are kept in @p memory.
 */
bool symbol_evaluate(label_candidate *out, paint_box *box, const style_layer *layer,
                     const style_feature *feature, arena *memory);

/** Where the layer's symbols are. */
label_placement symbol_placement(const style_layer *layer, double zoom);

#endif
