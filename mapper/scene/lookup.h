/**
 * @file
 * Looks of incidents, remembered: a layer makes the same of two incidents that have the same values in the
 * properties it reads. Which those are is learnt by watching it read, so that a million incidents of six
 * types cost six evaluations.
 */
#ifndef INCMAP_SCENE_LOOKUP_H
#define INCMAP_SCENE_LOOKUP_H

#include "scene/feature.h"
#include "scene/paint.h"
#include "scene/value_table.h"

/** Properties a layer may read for its looks to be remembered; with more they hardly ever repeat. */
#define LOOKUP_FIELDS_MAX 12

/** A look that is known, or not yet. */
typedef struct {
    paint_look look;
    bool is_known;
} known_look;

/**
 * Incidents by the values of the properties that a layer reads: those of one class look alike at any zoom.
 * Kept from one zoom's scene to the next, so that a million incidents are looked at once. Zero it before use.
 */
typedef struct {
    int fields[LOOKUP_FIELDS_MAX];
    int field_count;
    bool is_off; ///< looks repeat too seldom
    size_t asked, found;
    value_table keys;   ///< field_count + 1 words for each class: values, then their kinds
    uint32_t *class_of; ///< of each incident: its class plus one; 0: not known yet
} look_classes;

void look_classes_dispose(look_classes *classes);

typedef struct {
    incident_features *features;
    size_t item; ///< the incident being evaluated
    look_classes *classes;
    look_classes own;  ///< where none are given
    bool has_grown;    ///< the layer has read a property that is not among the classes' fields
    known_look *looks; ///< of each class
    size_t look_count;
} look_cache;

/** Zeroed before; disposed of by the caller. @p classes of the same layer and incidents, or NULL. */
void look_cache_open(look_cache *cache, incident_features *features, look_classes *classes);
void look_cache_dispose(look_cache *cache);
/** What paint_evaluate makes of an incident as a feature of the given geometry; always ask one cache for one
 * layer and kind. */
paint_look look_cache_get(look_cache *cache, paint_box *box, const style_layer *layer, size_t item,
                          geom_kind kind);

/** An incident as a feature for the style; @p cache is what its properties are read through. */
style_feature look_feature(look_cache *cache, size_t item, geom_kind kind);

#endif
