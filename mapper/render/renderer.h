/** @file What a renderer keeps; for the files that draw windows (render.c) and vectors (render_vector.c). */
#ifndef INCMAP_RENDER_RENDERER_H
#define INCMAP_RENDER_RENDERER_H

#include "render/cover.h"
#include "render/heat.h"
#include "render/render.h"
#include "render/shape.h"
#include "render/soft_field.h"
#include "render/sprite.h"
#include "render/text.h"

struct renderer {
    char *icon_dir;
    icon_shelf icons;
    sprite_cache sprites;
    shape_painter shapes;
    text_setter *text;
    field heat; ///< densities
    soft_field soft;
    uint32_t *cell; ///< pixels of a cell that only a part is wanted of; NULL until then
    cover above;
    size_t *showing; ///< of a cell with many items, those that are not covered, topmost first
    size_t showing_capacity;
};

#endif
