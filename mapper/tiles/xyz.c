/** @file A folder of tiles, ZOOM/COL/ROW.png with row 0 in the north, and a tilejson.json that describes it.
 */
#include "base/strbuf.h"
#include "tiles/container.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct container {
    char *path;
    const tileset_metadata *metadata;
    strbuf name;   ///< of the file being made
    int last_zoom; ///< folders made last, so that most tiles need no mkdir
    uint32_t last_col;
    bool has_last;
    struct tile_place {
        int zoom;
        uint32_t col, row;
    } * first; ///< of each distinct image: where it stands
    size_t first_count, first_capacity;
};

static incmap_status failed(const container *c, incmap_error *err)
{
    return error_set(err, INCMAP_FAILED, "%s: cannot be written: %s", strbuf_text(&c->name), strerror(errno));
}

static incmap_status xyz_open(container **out, const char *path, const tileset_metadata *metadata,
                              incmap_error *err)
{
    (void)err;
    container *c = mem_calloc(1, sizeof *c);
    c->path = mem_strdup(path);
    c->metadata = metadata;
    *out = c;
    return INCMAP_OK;
}

static incmap_status write_file(const container *c, const void *bytes, size_t length, incmap_error *err)
{
    int fd = open(strbuf_text(&c->name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) return failed(c, err);
    const char *at = bytes;
    incmap_status status = INCMAP_OK;
    while (length > 0) {
        ssize_t written = write(fd, at, length);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            status = failed(c, err);
            break;
        }
        at += written;
        length -= (size_t)written;
    }
    if (close(fd) != 0 && status == INCMAP_OK) status = failed(c, err);
    return status;
}

static incmap_status make_folder(container *c, incmap_error *err)
{
    if (mkdir(strbuf_text(&c->name), 0777) != 0 && errno != EEXIST) return failed(c, err);
    return INCMAP_OK;
}

static incmap_status make_folders(container *c, int zoom, uint32_t col, incmap_error *err)
{
    incmap_status status = INCMAP_OK;
    if (!c->has_last || c->last_zoom != zoom) {
        strbuf_clear(&c->name);
        strbuf_printf(&c->name, "%s/%d", c->path, zoom);
        status = make_folder(c, err);
    }
    if (status == INCMAP_OK && (!c->has_last || c->last_zoom != zoom || c->last_col != col)) {
        strbuf_clear(&c->name);
        strbuf_printf(&c->name, "%s/%d/%u", c->path, zoom, col);
        status = make_folder(c, err);
    }
    c->has_last = status == INCMAP_OK;
    c->last_zoom = zoom;
    c->last_col = col;
    return status;
}

static incmap_status xyz_put(container *c, int zoom, uint32_t col, uint32_t row, const tile_image *image,
                             size_t image_index, bool is_new, incmap_error *err)
{
    incmap_status status = make_folders(c, zoom, col, err);
    if (status != INCMAP_OK) return status;
    strbuf_clear(&c->name);
    strbuf_printf(&c->name, "%s/%d/%u/%u.png", c->path, zoom, col, row);
    if (is_new) {
        struct tile_place place = {zoom, col, row};
        VEC_PUSH(c->first, c->first_count, c->first_capacity, place);
        return write_file(c, image->bytes, image->length, err);
    }
    // Equal tiles share one file; where the file system allows no more links to it, it gets a copy.
    struct tile_place place = c->first[image_index];
    strbuf original = {0};
    strbuf_printf(&original, "%s/%d/%u/%u.png", c->path, place.zoom, place.col, place.row);
    if (link(strbuf_text(&original), strbuf_text(&c->name)) != 0)
        status = write_file(c, image->bytes, image->length, err);
    strbuf_dispose(&original);
    return status;
}

static void xyz_abandon(container *c)
{
    strbuf_dispose(&c->name);
    free(c->path);
    free(c->first);
    free(c);
}

static incmap_status xyz_finish(container *c, incmap_error *err)
{
    const tileset_metadata *m = c->metadata;
    json_t *root = json_pack(
        "{s:s, s:s, s:[s], s:s, s:s, s:s, s:s, s:s, s:[ffff], s:[ffi], s:i, s:i}", "tilejson", "3.0.0",
        "version", "1.0.0", "tiles", "{z}/{x}/{y}.png", "scheme", "xyz", "format", "png", "name", m->name,
        "description", m->description, "attribution", m->attribution, "bounds", m->bounds.west_deg,
        m->bounds.south_deg, m->bounds.east_deg, m->bounds.north_deg, "center", m->center.lon_deg,
        m->center.lat_deg, m->center_zoom, "minzoom", m->min_zoom, "maxzoom", m->max_zoom);
    char *text = root ? json_dumps(root, JSON_INDENT(2) | JSON_REAL_PRECISION(9)) : NULL;
    strbuf_clear(&c->name);
    strbuf_printf(&c->name, "%s/tilejson.json", c->path);
    incmap_status status =
        text ? write_file(c, text, strlen(text), err)
             : error_set(err, INCMAP_FAILED, "%s: its metadata is not valid UTF-8; mend --name",
                         strbuf_text(&c->name));
    free(text);
    json_decref(root);
    xyz_abandon(c);
    return status;
}

const container_format container_xyz = {xyz_open, xyz_put, xyz_finish, xyz_abandon, NULL};
