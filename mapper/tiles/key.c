#include "tiles/key.h"

#include "base/arena.h"

#include <cairo.h>
#include <dirent.h>
#include <libdeflate.h>
#include <librsvg/rsvg.h>
#include <pango/pango.h>
#include <png.h>
#include <stdlib.h>
#include <xxhash.h>

/** A hash of the sources that make pixels, made when the program is built (drawing_version.cmake). */
extern const char drawing_version[];

/** Icons by name and content, in the order of their names. */
static void add_icons(strbuf *text, const char *icon_dir)
{
    struct dirent **list = NULL;
    int count = icon_dir ? scandir(icon_dir, &list, NULL, alphasort) : 0;
    for (int i = 0; i < count; i++) {
        strbuf path = {0};
        strbuf_printf(&path, "%s/%s", icon_dir, list[i]->d_name);
        if (list[i]->d_name[0] != '.') {
            strbuf_printf(text, "\n%s ", list[i]->d_name);
            // An icon that is larger than this is known by its beginning, one that cannot be read by its
            // name.
            enum { ICON_BYTES = 1 << 16 };
            strbuf_add_file(text, strbuf_text(&path), ICON_BYTES);
        }
        strbuf_dispose(&path);
        free(list[i]);
    }
    free(list);
}

digest_key key_of_drawing(const char *icon_dir, int tile_size_px, bool quantize)
{
    strbuf text = {0};
    strbuf_printf(&text, "%s %s cairo %s pango %s rsvg %d.%d.%d png %s deflate %s tile %d%s", INCMAP_VERSION,
                  drawing_version, cairo_version_string(), pango_version_string(), rsvg_major_version,
                  rsvg_minor_version, rsvg_micro_version, png_get_libpng_ver(NULL), LIBDEFLATE_VERSION_STRING,
                  tile_size_px, quantize ? " quantized" : "");
    add_icons(&text, icon_dir);
    XXH128_hash_t hash = XXH3_128bits(text.data, text.length);
    strbuf_dispose(&text);
    return (digest_key){{hash.high64, hash.low64}};
}
