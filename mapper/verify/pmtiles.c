/** @file PMTiles 3 (https://github.com/protomaps/PMTiles, spec/v3/spec.md). */
#include "base/arena.h"
#include "base/mapped.h"
#include "base/strbuf.h"
#include "tiles/pmtiles_directory.h"
#include "verify/parts.h"

#include <errno.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER_BYTES 127
#define ROOT_END_MAX 16384
// The specification's readers follow a root and leaves, three times at most.
#define DEPTH_MAX 3
// gzip packs at most this many times; what is unpacked in all is bounded by the file's size so.
#define UNPACK_FACTOR_MAX 1032
#define UNPACKED_MAX      (256 << 20)

enum { COMPRESSION_NONE = 1, COMPRESSION_GZIP = 2, TYPE_PNG = 2 };

typedef struct {
    uint64_t offset, length;
} section;

typedef struct {
    verifier tiles;
    const uint8_t *bytes;
    uint64_t length;
    section root, metadata, leaves, data;
    int internal_compression;
    bool clustered;
    uint64_t unpack_left; ///< bytes that directories may still take
    uint64_t next_id;     ///< the least that the next tile may have
    uint64_t data_end;    ///< where the data of the tiles so far end, if they are clustered
    uint64_t addressed_count, entry_count, content_count;
    section *contents; ///< distinct ones, as a hash table
    size_t content_capacity;
} archive;

static uint64_t number_at(const archive *a, size_t offset, int bytes)
{
    uint64_t number = 0;
    for (int i = bytes; i-- > 0;) number = number << 8 | a->bytes[offset + (size_t)i];
    return number;
}

static double degrees_at(const archive *a, size_t offset)
{
    return (int32_t)number_at(a, offset, 4) / 1e7;
}

/** Unpacks a part of the file; false, and a fault said, where that cannot be done. */
static bool unpack(strbuf *out, archive *a, section s, const char *what)
{
    verify_report *r = a->tiles.report;
    const uint8_t *packed = a->bytes + s.offset;
    if (a->internal_compression == COMPRESSION_NONE) {
        strbuf_append(out, packed, s.length);
        return true;
    }
    if (!verify_that(r, a->internal_compression == COMPRESSION_GZIP,
                     "%s: compression %d cannot be read here, only none (1) and gzip (2)", what,
                     a->internal_compression))
        return false;
    struct libdeflate_decompressor *unpacker = mem_checked(libdeflate_alloc_decompressor());
    enum libdeflate_result result = LIBDEFLATE_INSUFFICIENT_SPACE;
    for (uint64_t room = 65536; result == LIBDEFLATE_INSUFFICIENT_SPACE && room <= UNPACKED_MAX; room *= 4) {
        if (room / 4 > a->unpack_left) break;
        size_t length = 0;
        strbuf_reserve(out, room);
        result = libdeflate_gzip_decompress(unpacker, packed, s.length, out->data, room, &length);
        a->unpack_left -= a->unpack_left < room ? a->unpack_left : room;
        if (result == LIBDEFLATE_SUCCESS) strbuf_advance(out, length);
    }
    libdeflate_free_decompressor(unpacker);
    return verify_that(r, result == LIBDEFLATE_SUCCESS, "%s: is not whole gzip", what);
}

/** Reads a directory's columns; NULL, and a fault said, where they are not whole. */
static pmtiles_entry *read_directory(archive *a, const strbuf *bytes, size_t *count, const char *what)
{
    pmtiles_entry *entries;
    verify_that(a->tiles.report, pmtiles_directory_take(&entries, count, bytes),
                "%s: is not a whole directory", what);
    return entries;
}

static section *find_content(section *contents, size_t capacity, section content)
{
    size_t slot = (size_t)((content.offset * UINT64_C(0x9e3779b97f4a7c15)) >> 20) & (capacity - 1);
    while (contents[slot].length &&
           (contents[slot].offset != content.offset || contents[slot].length != content.length))
        slot = (slot + 1) & (capacity - 1);
    return &contents[slot];
}

/** Whether this is the first entry with these data. */
static bool is_new_content(archive *a, section content)
{
    if (2 * a->content_count >= a->content_capacity) {
        size_t capacity = a->content_capacity ? 2 * a->content_capacity : 1024;
        section *larger = mem_calloc(capacity, sizeof *larger);
        for (size_t i = 0; i < a->content_capacity; i++)
            if (a->contents[i].length) *find_content(larger, capacity, a->contents[i]) = a->contents[i];
        free(a->contents);
        a->contents = larger;
        a->content_capacity = capacity;
    }
    section *place = find_content(a->contents, a->content_capacity, content);
    if (place->length) return false;
    *place = content;
    a->content_count++;
    return true;
}

static void verify_tile_entry(archive *a, const pmtiles_entry *e, const char *where)
{
    verify_report *r = a->tiles.report;
    a->entry_count++;
    a->addressed_count += e->run_length;
    if (!verify_that(r, e->offset <= a->data.length && e->length <= a->data.length - e->offset,
                     "%s: its data lie outside of the tile data", where))
        return;
    bool is_new = is_new_content(a, (section){e->offset, e->length});
    if (a->clustered && is_new) {
        verify_that(r, e->offset == a->data_end, "%s: the archive says clustered, but its data do not follow",
                    where);
        a->data_end = e->offset + e->length;
    }
    int zoom = 0, last_zoom = 0;
    uint32_t col = 0, row = 0, last_col, last_row;
    uint64_t last_id = e->tile_id + e->run_length - 1;
    if (!verify_that(r,
                     pmtiles_place_of(e->tile_id, VERIFY_ZOOM_MAX, &zoom, &col, &row) &&
                         pmtiles_place_of(last_id, VERIFY_ZOOM_MAX, &last_zoom, &last_col, &last_row),
                     "%s: there is no such zoom", where))
        return;
    if (is_new)
        verify_tile(&a->tiles, zoom, col, row, a->bytes + a->data.offset + e->offset, e->length, where);
    else
        verify_count_tile(&a->tiles, zoom, col, row);
    verify_count_tile(&a->tiles, last_zoom, last_col, last_row);
}

/** A directory and the leaves below it; @p least_id is what the pointer to it said. */
static void verify_directory(archive *a, section s, uint64_t least_id, int depth, const char *what)
{
    verify_report *r = a->tiles.report;
    strbuf bytes = {0};
    size_t count = 0;
    pmtiles_entry *entries = unpack(&bytes, a, s, what) ? read_directory(a, &bytes, &count, what) : NULL;
    strbuf_dispose(&bytes);
    if (entries && depth > 0 &&
        !verify_that(r, entries[0].tile_id == least_id, "%s: begins with tile %llu, not %llu", what,
                     (unsigned long long)entries[0].tile_id, (unsigned long long)least_id))
        count = 0;
    for (size_t i = 0; entries && i < count; i++) {
        const pmtiles_entry *e = &entries[i];
        char where[64];
        snprintf(where, sizeof where, "%s %llu", e->run_length ? "tile" : "leaf",
                 (unsigned long long)e->tile_id);
        // What follows is not to be trusted; and ids that ascend bound the leaves that are followed.
        if (!verify_that(r, e->tile_id >= a->next_id, "%s: %s is out of order", what, where)) break;
        if (!verify_that(r, e->length > 0, "%s: has no length", where)) continue;
        if (e->run_length) {
            verify_tile_entry(a, e, where);
            if (e->tile_id <= UINT64_MAX - e->run_length && e->tile_id + e->run_length > a->next_id)
                a->next_id = e->tile_id + e->run_length;
            continue;
        }
        bool inside = e->offset <= a->leaves.length && e->length <= a->leaves.length - e->offset;
        if (verify_that(r, inside, "%s: lies outside of the leaf directories", where) &&
            verify_that(r, depth < DEPTH_MAX, "%s: leaves are more than %d deep", where, DEPTH_MAX))
            verify_directory(a, (section){a->leaves.offset + e->offset, e->length}, e->tile_id, depth + 1,
                             where);
        if (a->next_id <= e->tile_id) a->next_id = e->tile_id + 1;
    }
    free(entries);
}

static section section_at(archive *a, size_t offset, const char *what)
{
    section s = {number_at(a, offset, 8), number_at(a, offset + 8, 8)};
    if (!verify_that(a->tiles.report, s.offset <= a->length && s.length <= a->length - s.offset,
                     "header: %s, %llu bytes at %llu, do not fit into the file", what,
                     (unsigned long long)s.length, (unsigned long long)s.offset))
        s = (section){0, 0};
    return s;
}

/** The parts of the file, the header among them, do not share bytes. */
static void verify_sections(archive *a)
{
    const struct {
        const char *what;
        section s;
    } parts[] = {{"the header", {0, HEADER_BYTES}},
                 {"the root directory", a->root},
                 {"the metadata", a->metadata},
                 {"the leaf directories", a->leaves},
                 {"the tile data", a->data}};
    enum { PARTS = sizeof parts / sizeof *parts };
    for (size_t i = 0; i < PARTS; i++)
        for (size_t k = i + 1; k < PARTS; k++)
            verify_that(a->tiles.report,
                        parts[i].s.length == 0 || parts[k].s.length == 0 ||
                            parts[i].s.offset + parts[i].s.length <= parts[k].s.offset ||
                            parts[k].s.offset + parts[k].s.length <= parts[i].s.offset,
                        "header: %s and %s overlap", parts[i].what, parts[k].what);
}

static void verify_metadata(archive *a)
{
    strbuf text = {0};
    if (unpack(&text, a, a->metadata, "metadata")) {
        json_error_t problem;
        json_t *root = json_loadb(strbuf_text(&text), text.length, 0, &problem);
        verify_that(a->tiles.report, json_is_object(root), "metadata: is not a JSON object");
        json_decref(root);
    }
    strbuf_dispose(&text);
}

static void verify_counts(archive *a)
{
    const struct {
        const char *what;
        size_t offset;
        uint64_t found;
    } counts[] = {{"addressed tiles", 72, a->addressed_count},
                  {"tile entries", 80, a->entry_count},
                  {"tile contents", 88, a->content_count}};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        uint64_t said = number_at(a, counts[i].offset, 8);
        // 0 says that the number is not known.
        verify_that(a->tiles.report, said == 0 || said == counts[i].found,
                    "header: says %llu %s, there are %llu", (unsigned long long)said, counts[i].what,
                    (unsigned long long)counts[i].found);
    }
    a->tiles.report->tile_count = (int64_t)a->addressed_count;
}

static void verify_archive(archive *a)
{
    verify_report *r = a->tiles.report;
    if (!verify_that(r, a->length >= HEADER_BYTES, "is shorter than a header") ||
        !verify_that(r, a->bytes[7] == 3, "is of version %d, not 3", a->bytes[7]))
        return;
    a->root = section_at(a, 8, "the root directory");
    a->metadata = section_at(a, 24, "the metadata");
    a->leaves = section_at(a, 40, "the leaf directories");
    a->data = section_at(a, 56, "the tile data");
    verify_sections(a);
    a->clustered = a->bytes[96] == 1;
    a->internal_compression = a->bytes[97];
    verify_that(r, a->bytes[96] <= 1, "header: clustered is %d, neither 0 nor 1", a->bytes[96]);
    verify_that(r, a->bytes[98] == COMPRESSION_NONE, "header: PNG tiles are compressed once more");
    verify_that(r, a->bytes[99] == TYPE_PNG, "header: tile type %d is not PNG (2)", a->bytes[99]);
    verify_that(r, a->root.offset >= HEADER_BYTES && a->root.offset + a->root.length <= ROOT_END_MAX,
                "header: the root directory does not lie in the first 16 KiB");
    if (a->root.length) verify_directory(a, a->root, 0, 0, "root directory");
    verify_counts(a);
    const double bounds[4] = {degrees_at(a, 102), degrees_at(a, 106), degrees_at(a, 110), degrees_at(a, 114)};
    const double center[3] = {degrees_at(a, 119), degrees_at(a, 123), a->bytes[118]};
    verify_extent(r, bounds, center, a->bytes[100], a->bytes[101]);
    verify_zooms(r, a->bytes[100], a->bytes[101]);
    if (verify_that(r, a->metadata.length > 0, "header: there is no metadata")) verify_metadata(a);
}

incmap_status verify_pmtiles(const char *path, verify_report *report, incmap_error *err)
{
    report->kind = "PMTiles";
    archive a = {.tiles.report = report};
    mapped_file file;
    if (!mapped_open(&file, path, 0))
        return error_set(err, INCMAP_FAILED, "%s: cannot be read: %s", path, strerror(errno));
    a.bytes = file.bytes;
    a.length = file.length;
    a.unpack_left = UNPACK_FACTOR_MAX * a.length;
    verify_archive(&a);
    free(a.contents);
    verifier_dispose(&a.tiles);
    mapped_close(&file);
    return INCMAP_OK;
}
