/** @file The paint and layout properties: one table of what each may be. */
#ifndef INCMAP_STYLE_PROPERTIES_H
#define INCMAP_STYLE_PROPERTIES_H

#include "style/style.h"

typedef enum {
    STYLE_TYPE_NUMBER,
    STYLE_TYPE_COLOR,
    STYLE_TYPE_BOOLEAN,
    STYLE_TYPE_ENUM,      ///< one of the property's values
    STYLE_TYPE_FORMATTED, ///< text, with sections of their own look or without
    STYLE_TYPE_IMAGE,     ///< name of an icon or a pattern
    STYLE_TYPE_NUMBERS,
    STYLE_TYPE_NUMBERS_2, ///< two numbers
    STYLE_TYPE_TEXTS,
    STYLE_TYPE_PADDING,
    STYLE_TYPE_ANCHOR_OFFSETS,
} style_value_type;

/** What an expression of a property may use. */
enum {
    STYLE_PARAMETER_ZOOM = 1,
    STYLE_PARAMETER_FEATURE = 2,
    STYLE_PARAMETER_DENSITY = 4,
    STYLE_INTERPOLATED = 8, ///< interpolate may be used over the zoom
};

typedef struct {
    const char *name;
    style_layer_type layer;
    bool layout; ///< under "layout", not "paint"
    style_value_type type;
    unsigned parameters;
    const char *default_json;  ///< "null": none
    const char *const *values; ///< of an enumeration, or of the items of an array of texts; NULL: any
    double min, max;           ///< of a number
} style_property_spec;

/** By style_property. */
extern const style_property_spec style_properties[STYLE_PROPERTY_COUNT];

/** The style_property of that name, -1 where there is none. */
int style_property_find(style_layer_type type, bool layout, const char *name);
/** Whether the specification has the property and we do not. */
bool style_property_is_refused(const char *name);

#endif
