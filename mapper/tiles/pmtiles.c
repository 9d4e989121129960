/**
 * @file
 * PMTiles 3 (https://github.com/protomaps/PMTiles, spec/v3): one file that a web server can give out by byte
 * ranges. Clustered: tiles stand in the order of their ids, which is along the Hilbert curve, zoom after
 * zoom.
 */
#include "base/arena.h"
#include "base/strbuf.h"
#include "tiles/container.h"
#include "tiles/pmtiles_directory.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <libdeflate.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEADER_BYTES 127
// Header and root together are less than 16 KiB, so that one request brings them.
#define ROOT_MAX_BYTES (16384 - HEADER_BYTES - 1)
// Entries in a leaf directory to start with; the specification's own writers do so too. Grown until the root
// fits.
#define LEAF_ENTRIES 4096
// libdeflate's strongest: directories are written once and read often.
#define GZIP_LEVEL 12

enum { COMPRESSION_NONE = 1, COMPRESSION_GZIP = 2, TILE_TYPE_PNG = 2 };

struct container {
    char *path;
    const char *shown_path;
    const tileset_metadata *metadata;
    int data_fd; ///< nameless file of the tile data, until their place in the archive is known
    uint64_t data_length;
    pmtiles_entry *entries;
    size_t entry_count, entry_capacity;
    struct image_place {
        uint64_t offset;
        uint32_t length;
    } * images;
    size_t image_count, image_capacity;
    uint64_t addressed_count;
};

static incmap_status failed(const container *c, incmap_error *err)
{
    return error_set(err, INCMAP_FAILED, "%s: cannot be written: %s", c->shown_path, strerror(errno));
}

static incmap_status write_all(const container *c, int fd, const void *bytes, size_t length,
                               incmap_error *err)
{
    const char *at = bytes;
    while (length > 0) {
        ssize_t written = write(fd, at, length);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return failed(c, err);
        at += written;
        length -= (size_t)written;
    }
    return INCMAP_OK;
}

static void pmtiles_abandon(container *c)
{
    if (c->data_fd >= 0) close(c->data_fd);
    free(c->path);
    free(c->entries);
    free(c->images);
    free(c);
}

static incmap_status pmtiles_open(container **out, const char *path, const char *shown_path,
                                  const tileset_metadata *metadata, incmap_error *err)
{
    container *c = mem_calloc(1, sizeof *c);
    c->path = mem_strdup(path);
    c->shown_path = shown_path;
    c->metadata = metadata;
    strbuf name = {0};
    strbuf_printf(&name, "%s.data", path);
    c->data_fd = open(strbuf_text(&name), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    incmap_status status = c->data_fd < 0 ? failed(c, err) : INCMAP_OK;
    // Without a name it goes with the process, however that ends.
    if (status == INCMAP_OK) unlink(strbuf_text(&name));
    strbuf_dispose(&name);
    if (status != INCMAP_OK) {
        pmtiles_abandon(c);
        return status;
    }
    *out = c;
    return INCMAP_OK;
}

static incmap_status pmtiles_put(container *c, int zoom, uint32_t col, uint32_t row, const tile_image *image,
                                 size_t image_index, bool is_new, incmap_error *err)
{
    if (is_new) {
        struct image_place place = {c->data_length, (uint32_t)image->length};
        VEC_PUSH(c->images, c->image_count, c->image_capacity, place);
        c->data_length += image->length;
        incmap_status status = write_all(c, c->data_fd, image->bytes, image->length, err);
        if (status != INCMAP_OK) return status;
    }
    c->addressed_count++;
    struct image_place place = c->images[image_index];
    uint64_t tile_id = pmtiles_id_of(zoom, col, row);
    pmtiles_entry *last = c->entry_count ? &c->entries[c->entry_count - 1] : NULL;
    if (last && last->offset == place.offset && last->tile_id + last->run_length == tile_id) {
        last->run_length++;
        return INCMAP_OK;
    }
    pmtiles_entry e = {tile_id, place.offset, place.length, 1};
    VEC_PUSH(c->entries, c->entry_count, c->entry_capacity, e);
    return INCMAP_OK;
}

static void gzip(strbuf *out, const void *bytes, size_t length)
{
    struct libdeflate_compressor *compressor = mem_checked(libdeflate_alloc_compressor(GZIP_LEVEL));
    size_t bound = libdeflate_gzip_compress_bound(compressor, length);
    char *compressed = mem_alloc(bound);
    size_t compressed_length = libdeflate_gzip_compress(compressor, bytes, length, compressed, bound);
    strbuf_append(out, compressed, compressed_length);
    free(compressed);
    libdeflate_free_compressor(compressor);
}

/** A directory as the file holds it, appended to @p out. */
static void put_directory(strbuf *out, const pmtiles_entry *entries, size_t count)
{
    strbuf plain = {0};
    pmtiles_directory_put(&plain, entries, count);
    gzip(out, plain.data, plain.length);
    strbuf_dispose(&plain);
}

static void put_directories(strbuf *root, strbuf *leaves, const pmtiles_entry *entries, size_t count)
{
    put_directory(root, entries, count);
    for (size_t leaf_entries = LEAF_ENTRIES; root->length > ROOT_MAX_BYTES; leaf_entries *= 2) {
        strbuf_clear(root);
        strbuf_clear(leaves);
        size_t leaf_count = (count + leaf_entries - 1) / leaf_entries;
        pmtiles_entry *pointers = mem_alloc(leaf_count * sizeof *pointers);
        for (size_t i = 0; i < leaf_count; i++) {
            size_t begin = i * leaf_entries,
                   end = begin + leaf_entries < count ? begin + leaf_entries : count;
            size_t offset = leaves->length;
            put_directory(leaves, entries + begin, end - begin);
            // A run length of 0 marks a pointer to a leaf.
            pointers[i] =
                (pmtiles_entry){entries[begin].tile_id, offset, (uint32_t)(leaves->length - offset), 0};
        }
        put_directory(root, pointers, leaf_count);
        free(pointers);
    }
}

static incmap_status put_metadata(strbuf *out, const container *c, incmap_error *err)
{
    const tileset_metadata *m = c->metadata;
    json_t *root = json_pack("{s:s, s:s, s:s, s:s, s:s}", "name", m->name, "description", m->description,
                             "attribution", m->attribution, "type", "overlay", "version", "1");
    char *text = root ? json_dumps(root, JSON_COMPACT) : NULL;
    json_decref(root);
    if (!text)
        return error_set(err, INCMAP_FAILED, "%s: its metadata is not valid UTF-8; mend --name",
                         c->shown_path);
    gzip(out, text, strlen(text));
    free(text);
    return INCMAP_OK;
}

static void put_little_endian(unsigned char *at, uint64_t number, int bytes)
{
    for (int i = 0; i < bytes; i++) at[i] = (unsigned char)(number >> (8 * i));
}

static void put_position(unsigned char *at, double deg)
{
    put_little_endian(at, (uint32_t)(int32_t)lround(deg * 1e7), 4);
}

static void make_header(unsigned char header[HEADER_BYTES], const container *c, size_t root, size_t metadata,
                        size_t leaves)
{
    const tileset_metadata *m = c->metadata;
    memset(header, 0, HEADER_BYTES);
    memcpy(header, "PMTiles\3", 8);
    const uint64_t numbers[] = {
        HEADER_BYTES,
        root,
        HEADER_BYTES + root,
        metadata,
        HEADER_BYTES + root + metadata,
        leaves,
        HEADER_BYTES + root + metadata + leaves,
        c->data_length,
        c->addressed_count,
        c->entry_count,
        c->image_count,
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        put_little_endian(header + 8 + 8 * i, numbers[i], 8);
    const unsigned char bytes[] = {1,
                                   COMPRESSION_GZIP,
                                   COMPRESSION_NONE,
                                   TILE_TYPE_PNG,
                                   (unsigned char)m->min_zoom,
                                   (unsigned char)m->max_zoom};
    memcpy(header + 96, bytes, sizeof bytes);
    put_position(header + 102, m->bounds.west_deg);
    put_position(header + 106, m->bounds.south_deg);
    put_position(header + 110, m->bounds.east_deg);
    put_position(header + 114, m->bounds.north_deg);
    header[118] = (unsigned char)m->center_zoom;
    put_position(header + 119, m->center.lon_deg);
    put_position(header + 123, m->center.lat_deg);
}

static incmap_status copy_data(const container *c, int fd, incmap_error *err)
{
    enum { CHUNK_BYTES = 1 << 20 };
    incmap_status status = lseek(c->data_fd, 0, SEEK_SET) == 0 ? INCMAP_OK : failed(c, err);
    char *chunk = mem_alloc(CHUNK_BYTES);
    while (status == INCMAP_OK) {
        ssize_t length = read(c->data_fd, chunk, CHUNK_BYTES);
        if (length < 0 && errno == EINTR) continue;
        if (length < 0) status = failed(c, err);
        if (length <= 0) break;
        status = write_all(c, fd, chunk, (size_t)length, err);
    }
    free(chunk);
    return status;
}

static incmap_status pmtiles_put_digests(container *c, const strbuf *digests, incmap_error *err)
{
    // An archive has no place for more than its sections, so they end the tile data, where no entry points.
    unsigned char length[8];
    put_little_endian(length, digests->length, sizeof length);
    c->data_length += digests->length + sizeof length;
    incmap_status status = write_all(c, c->data_fd, digests->data, digests->length, err);
    return status == INCMAP_OK ? write_all(c, c->data_fd, length, sizeof length, err) : status;
}

static incmap_status pmtiles_finish(container *c, incmap_error *err)
{
    if (c->entry_count == 0) {
        incmap_status empty =
            error_set(err, INCMAP_FAILED,
                      "%s: there is no tile to put into it, and PMTiles cannot be empty; widen the "
                      "dates or choose another container",
                      c->shown_path);
        pmtiles_abandon(c);
        return empty;
    }
    strbuf root = {0}, leaves = {0}, metadata = {0};
    put_directories(&root, &leaves, c->entries, c->entry_count);
    int fd = -1;
    incmap_status status = put_metadata(&metadata, c, err);
    if (status == INCMAP_OK) {
        fd = open(c->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd < 0) status = failed(c, err);
    }
    unsigned char header[HEADER_BYTES];
    make_header(header, c, root.length, metadata.length, leaves.length);
    if (status == INCMAP_OK) status = write_all(c, fd, header, sizeof header, err);
    if (status == INCMAP_OK) status = write_all(c, fd, root.data, root.length, err);
    if (status == INCMAP_OK) status = write_all(c, fd, metadata.data, metadata.length, err);
    if (status == INCMAP_OK) status = write_all(c, fd, leaves.data, leaves.length, err);
    if (status == INCMAP_OK) status = copy_data(c, fd, err);
    if (fd >= 0 && close(fd) != 0 && status == INCMAP_OK) status = failed(c, err);
    strbuf_dispose(&root);
    strbuf_dispose(&leaves);
    strbuf_dispose(&metadata);
    pmtiles_abandon(c);
    return status;
}

const container_format container_pmtiles = {pmtiles_open,    pmtiles_put, pmtiles_put_digests, pmtiles_finish,
                                            pmtiles_abandon, NULL,        &reader_pmtiles,     ".pmtiles"};
