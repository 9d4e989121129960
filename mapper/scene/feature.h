/**
 * @file
 * The incidents of a request as a style sees them: features with properties, each incident with its category.
 * A field is a property's number; numbers make looking a value up, and comparing two, quick.
 */
#ifndef INCMAP_SCENE_FEATURE_H
#define INCMAP_SCENE_FEATURE_H

#include "scene/scene.h"

/** A name that incidents do not have. */
#define FIELD_NONE (-1)
/** Incidents of no category. */
#define CATEGORY_NONE UINT32_MAX

typedef struct {
    const char *name;
    int field;
} feature_name;

typedef struct {
    const incident_set *set;
    int by_field, size_field; ///< FIELD_NONE where not asked for or unknown
    int range_fields[2];      ///< of what is lowest and highest of the size, likewise
    feature_name *names;      ///< ascending by name
    size_t name_count;
    uint32_t *category_of; ///< of each incident: its category_index, or CATEGORY_NONE
    size_t category_count;
    const char **categories; ///< texts by category_index
    const char **classes;    ///< of each category (scene/incident_class.h)
    arena memory;
    char date_texts[2][DATE_ISO_MAX]; ///< of the last value of date_start and date_end asked for
} incident_features;

/** Zeroed before; disposed of by the caller. @p by NULL: "type"; @p size_by NULL: none. */
void incident_features_open(incident_features *f, const incident_set *set, const char *by,
                            const char *size_by);
void incident_features_dispose(incident_features *f);

/** Whether every incident has a property of that name, whatever columns its table has. */
bool feature_is_schema(const char *name);
/** The number of a property, FIELD_NONE where incidents have none of that name. */
int feature_field(const incident_features *f, const char *name);
/** The value; a text lives until the same field of another incident is asked for. */
value feature_value(incident_features *f, size_t item, int field);

/** What an incident's size would be made of. */
typedef struct {
    size_t number_count, other_count; ///< values that are numbers, and others; the rest have none
    const incident *example; ///< the first of those that does not begin as a number, or else the first
    char other_text[64];     ///< its value; a long one is cut
} feature_sizes;
/** Looks at the values that @p size_by names: a size is a number. */
void feature_count_sizes(feature_sizes *out, const incident_set *set, const char *size_by);

/** A value as two words that are equal only for equal values (texts: for the same pointer). */
typedef struct {
    uint64_t bits;
    uint8_t kind;
} feature_key;
/** The same as feature_value without making texts of days. */
feature_key feature_value_key(const incident_features *f, size_t item, int field);

#endif
