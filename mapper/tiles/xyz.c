/**
 * @file
 * A folder of tiles, ZOOM/COL/ROW.png with row 0 in the north, a tilejson.json that describes it, and an
 * index.html that shows it in a browser, without a server and without anything from elsewhere.
 */
#include "base/strbuf.h"
#include "tiles/container.h"
#include "tiles/xyz_patch.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/** The page, with @TILESET@ where what it shows is to stand: made from viewer.html. */
extern const char viewer_html[];

// "22/4194303/4194303.png"
#define NAME_ROOM 32

// Folders of columns that are kept open: along the Hilbert curve the next tile is in one of the last few.
#define FOLDERS_OPEN 64

/** A column's folder, kept at its number modulo FOLDERS_OPEN. */
typedef struct {
    int fd; ///< -1: none
    int zoom;
    uint32_t col;
} folder;

struct container {
    char *path;
    const char *shown_path;
    const tileset_metadata *metadata;
    folder folders[FOLDERS_OPEN];
    int last_zoom; ///< -1: no folder of a zoom is made yet
    struct first_place {
        tile_place at;
        bool is_kept; ///< it stands in the previous folder
    } * first;        ///< of each distinct image: where it stands first
    size_t first_count, first_capacity;
    const char *previous_path; ///< NULL: none
    tile_place *kept;          ///< tiles that it has and that stay
    size_t kept_count, kept_capacity;
};

static incmap_status failed(const container *c, const char *name, incmap_error *err)
{
    return error_set(err, INCMAP_FAILED, "%s/%s: cannot be written: %s", c->shown_path, name,
                     strerror(errno));
}

static incmap_status xyz_open(container **out, const char *path, const char *shown_path,
                              const tileset_metadata *metadata, incmap_error *err)
{
    (void)err;
    container *c = mem_calloc(1, sizeof *c);
    c->path = mem_strdup(path);
    c->shown_path = shown_path;
    c->metadata = metadata;
    c->last_zoom = -1;
    for (int i = 0; i < FOLDERS_OPEN; i++) c->folders[i].fd = -1;
    *out = c;
    return INCMAP_OK;
}

/** Writes a new file; @p name is seen from the folder @p folder_fd and, in an error, from the container. */
static incmap_status write_file(const container *c, int folder_fd, const char *name, const char *full_name,
                                const void *bytes, size_t length, incmap_error *err)
{
    int fd = openat(folder_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) return failed(c, full_name, err);
    const char *at = bytes;
    incmap_status status = INCMAP_OK;
    while (length > 0) {
        ssize_t written = write(fd, at, length);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            status = failed(c, full_name, err);
            break;
        }
        at += written;
        length -= (size_t)written;
    }
    if (close(fd) != 0 && status == INCMAP_OK) status = failed(c, full_name, err);
    return status;
}

/** The column's folder, made where it is not there yet. */
static incmap_status open_folder(container *c, int *fd, int zoom, uint32_t col, incmap_error *err)
{
    folder *f = &c->folders[col % FOLDERS_OPEN];
    if (f->fd >= 0 && f->zoom == zoom && f->col == col) {
        *fd = f->fd;
        return INCMAP_OK;
    }
    if (f->fd >= 0) close(f->fd);
    f->fd = -1;
    char name[NAME_ROOM];
    strbuf path = {0};
    incmap_status status = INCMAP_OK;
    if (c->last_zoom != zoom) {
        snprintf(name, sizeof name, "%d", zoom);
        strbuf_printf(&path, "%s/%s", c->path, name);
        if (mkdir(strbuf_text(&path), 0777) != 0 && errno != EEXIST) goto failed;
        c->last_zoom = zoom;
    }
    snprintf(name, sizeof name, "%d/%u", zoom, col);
    strbuf_clear(&path);
    strbuf_printf(&path, "%s/%s", c->path, name);
    if (mkdir(strbuf_text(&path), 0777) != 0 && errno != EEXIST) goto failed;
    int opened = open(strbuf_text(&path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) goto failed;
    *f = (folder){opened, zoom, col};
    *fd = opened;
    goto done;
failed:
    status = failed(c, name, err);
done:
    strbuf_dispose(&path);
    return status;
}

/** Gives the image that stands at @p first a second name; false where the file system does not allow it. */
static bool link_tile(const container *c, const struct first_place *first, int folder_fd, const char *name)
{
    strbuf original = {0};
    strbuf_printf(&original, "%s/%d/%u/%u.png", first->is_kept ? c->previous_path : c->path, first->at.zoom,
                  first->at.col, first->at.row);
    bool linked = linkat(AT_FDCWD, strbuf_text(&original), folder_fd, name, 0) == 0;
    strbuf_dispose(&original);
    return linked;
}

static incmap_status xyz_put(container *c, int zoom, uint32_t col, uint32_t row, const tile_image *image,
                             size_t image_index, bool is_new, incmap_error *err)
{
    struct first_place place = {{zoom, col, row}, image->is_kept};
    if (is_new) VEC_PUSH(c->first, c->first_count, c->first_capacity, place);
    if (image->is_kept) {
        VEC_PUSH(c->kept, c->kept_count, c->kept_capacity, place.at);
        return INCMAP_OK;
    }
    int folder_fd = -1;
    incmap_status status = open_folder(c, &folder_fd, zoom, col, err);
    if (status != INCMAP_OK) return status;
    char full_name[NAME_ROOM];
    int prefix = snprintf(full_name, sizeof full_name, "%d/%u/", zoom, col);
    snprintf(full_name + prefix, sizeof full_name - (size_t)prefix, "%u.png", row);
    const char *name = full_name + prefix;
    // Equal tiles share one file; where the file system allows no more links to it, it gets a copy.
    if (!is_new && link_tile(c, &c->first[image_index], folder_fd, name)) return INCMAP_OK;
    return write_file(c, folder_fd, name, full_name, image->bytes, image->length, err);
}

static void xyz_set_previous(container *c, const char *path)
{
    c->previous_path = path;
}

static void xyz_abandon(container *c)
{
    for (int i = 0; i < FOLDERS_OPEN; i++)
        if (c->folders[i].fd >= 0) close(c->folders[i].fd);
    free(c->path);
    free(c->first);
    free(c->kept);
    free(c);
}

static incmap_status write_bytes(const container *c, const char *name, const void *bytes, size_t length,
                                 incmap_error *err)
{
    strbuf path = {0};
    strbuf_printf(&path, "%s/%s", c->path, name);
    incmap_status status = write_file(c, AT_FDCWD, strbuf_text(&path), name, bytes, length, err);
    strbuf_dispose(&path);
    return status;
}

static incmap_status write_text(const container *c, const char *name, const char *text, incmap_error *err)
{
    return write_bytes(c, name, text, strlen(text), err);
}

static incmap_status xyz_put_digests(container *c, const strbuf *digests, incmap_error *err)
{
    return write_bytes(c, XYZ_DIGESTS_NAME, digests->data, digests->length, err);
}

/** The page cannot read tilejson.json where it is opened from a disk, so it carries what it needs. */
static incmap_status write_viewer(const container *c, incmap_error *err)
{
    static const char mark[] = "@TILESET@";
    const tileset_metadata *m = c->metadata;
    json_t *root = json_pack("{s:s, s:s, s:[ffff], s:i, s:i, s:f}", "name", m->name, "attribution",
                             m->attribution, "bounds", m->bounds.west_deg, m->bounds.south_deg,
                             m->bounds.east_deg, m->bounds.north_deg, "minzoom", m->min_zoom, "maxzoom",
                             m->max_zoom, "tile_size", (double)m->tile_size_px / m->scale);
    char *tileset = json_dumps(root, JSON_ENSURE_ASCII | JSON_REAL_PRECISION(9));
    json_decref(root);
    strbuf page = {0};
    const char *place = strstr(viewer_html, mark);
    strbuf_append(&page, viewer_html, (size_t)(place - viewer_html));
    // A name that says "</script>" does not end the script.
    for (const char *at = tileset; *at; at++) {
        if (*at == '<')
            strbuf_puts(&page, "\\u003c");
        else
            strbuf_append(&page, at, 1);
    }
    strbuf_puts(&page, place + strlen(mark));
    incmap_status status = write_text(c, "index.html", strbuf_text(&page), err);
    strbuf_dispose(&page);
    free(tileset);
    return status;
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
    incmap_status status =
        text ? write_text(c, XYZ_TILEJSON_NAME, text, err)
             : error_set(err, INCMAP_FAILED,
                         "%s/" XYZ_TILEJSON_NAME ": its metadata is not valid UTF-8; mend --name",
                         c->shown_path);
    if (status == INCMAP_OK) status = write_viewer(c, err);
    if (status == INCMAP_OK && c->previous_path)
        status = xyz_patch_finish(c->path, c->previous_path, c->kept, c->kept_count, err);
    free(text);
    json_decref(root);
    xyz_abandon(c);
    return status;
}

const container_format container_xyz = {xyz_open,    xyz_put,          xyz_put_digests, xyz_finish,
                                        xyz_abandon, xyz_set_previous, &reader_xyz,     NULL};
