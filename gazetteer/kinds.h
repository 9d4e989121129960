/** @file Kinds of places: how prominent and how large they usually are, and the generic words that name them.
 */
#ifndef GAZETTEER_KINDS_H
#define GAZETTEER_KINDS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum {
    KIND_SETTLEMENT, ///< city, town, village
    KIND_QUARTER,    ///< part of a settlement
    KIND_SITE,       ///< one installation: base, airport, field, crossing, camp, port
    KIND_DISTRICT,   ///< second-level unit
    KIND_PROVINCE,   ///< first-level unit
    KIND_COUNTRY,
    KIND_REGION, ///< named land without administration: desert, mountains, island
    KIND_WATER,  ///< sea, gulf, strait, lake
    KIND_LINE,   ///< river, road, border
} kind_class;

typedef struct {
    const char *name; ///< as answers give it: "air base"
    kind_class class;
    /** Prominence as the population of a town that is spoken of as often, where the source gives none. */
    double weight_pop;
    double extent_m;   ///< radius that holds 90% of the place's own ground, where nothing better is known
    const char *words; ///< generic words for it in plain keys, "|" between: "air base|airbase|airfield"
    /** The same in languages that put them in front, as names have them ("Jabal X" for "X mountain"), "|"
     * between; NULL: none. They do not part from a name: "Tall Rifat" is no hill. */
    const char *fronts;
} kind_info;

/** The kind of this name; an unknown name is a site of its own kind. Never NULL. */
const kind_info *kind_by_name(const char *name);

/**
 * The kind whose generic words stand at the front or at the back of a plain key, with at least one other
 * word: NULL where there are none. *start and *length say what is left of the key without them (and without
 * an "of" behind them).
 */
const kind_info *kind_strip_front(const char *plain, size_t *start);
const kind_info *kind_strip_back(const char *plain, size_t *length);

/** Whether these bytes of a plain key are generic words and nothing else. */
bool kind_is_generic(const char *plain, size_t length);

/** Whether it is a settlement smaller than a town, of which every name has several. */
bool kind_is_minor(const kind_info *kind);

/** The same where words may stand that tell a place from others of its name: "upper", "sharqi", "kabir". */
bool kind_is_beside_name(const char *plain, size_t length);

/** Radius in metres that a settlement of this many people covers; 0 or less: unknown. */
double kind_settlement_extent_m(double population);

#endif
