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

/** Whether the layer's texts and icons, where they are along lines, run along them; else they stand upright
 * at their points. */
bool symbol_text_follows(const style_layer *layer, double zoom);
bool symbol_icon_follows(const style_layer *layer, double zoom);
/** Turns the candidate's icon, clockwise, about its point. */
void symbol_turn_icon(label_candidate *c, paint_box *box, double turn_rad);

/** Where the layer's symbols are. */
label_placement symbol_placement(const style_layer *layer, double zoom);

#endif
