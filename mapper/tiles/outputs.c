#include "tiles/outputs.h"

#include "base/outfile.h"
#include "tiles/images.h"
#include "tiles/journal.h"
#include "tiles/previous.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

/** One output on its way. */
typedef struct {
    const container_format *format;
    container *container; ///< NULL before open and after finish
    int source;           ///< its earlier tile set among the previous ones; PREVIOUS_NONE: none
} output;

struct tile_outputs {
    const tiles_request *request;
    digest_key key;
    output *items;
    outfile *files; ///< of the same numbers
    size_t count;   ///< of the outputs that have been claimed
    image_table images;
    digest_writer digests;
    journal *journal; ///< NULL: none
    int journal_source;
    previous *previous;
    bool has_previous;
};

bool tiles_output_known(const char *path)
{
    return container_format_of(path) != NULL;
}

static void say(const tiles_request *request, const char *format, const char *path)
{
    if (!request->say) return;
    strbuf line = {0};
    strbuf_printf(&line, format, path);
    request->say(request->say_context, strbuf_text(&line));
    strbuf_dispose(&line);
}

/** One number for all the paths, so that a journal knows which outputs it was kept for. */
static uint64_t hash_outputs(const tiles_request *request)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < request->output_count; i++)
        hash = XXH3_64bits_withSeed(request->outputs[i], strlen(request->outputs[i]) + 1, hash);
    return hash;
}

static void open_journal(tile_outputs *o)
{
    journal_state state;
    const tiles_request *request = o->request;
    o->journal = journal_open(request->outputs[0], o->key, &state);
    if (state == JOURNAL_LOCKED)
        say(request, "%s: another run is writing it; the one that ends last is kept", request->outputs[0]);
    if (!o->journal) return;
    if (state == JOURNAL_STALE)
        say(request,
            "%s: an interrupted run was of other options, or of another version of the program; nothing of "
            "it "
            "is used",
            request->outputs[0]);
    if (state == JOURNAL_FOUND && previous_add(o->previous, &reader_journal, journal_path(o->journal), o->key,
                                               &o->journal_source) == PREVIOUS_TAKEN) {
        o->has_previous = true;
        say(request, "%s: going on with a run that was interrupted", request->outputs[0]);
    }
    if (request->keeps_journal) request->keeps_journal(request->say_context, journal_path(o->journal));
}

/** Looks at the tile set that an output takes the place of. */
static incmap_status look_at_previous(tile_outputs *o, output *out, const char *path, incmap_error *err)
{
    const tiles_request *request = o->request;
    switch (previous_add(o->previous, out->format->reader, path, o->key, &out->source)) {
    case PREVIOUS_TAKEN: o->has_previous = true; return INCMAP_OK;
    case PREVIOUS_OTHER:
        say(request,
            "%s: was made by other options or another version of the program; all of it is drawn anew", path);
        return INCMAP_OK;
    default:
        if (!request->force)
            return error_set(err, INCMAP_FAILED,
                             "%s: has no digests of its tiles, so --update cannot tell what changed; make it "
                             "anew with --force",
                             path);
        say(request, "%s: has no digests of its tiles; all of it is drawn anew", path);
        return INCMAP_OK;
    }
}

/** Whether a folder holds files of another kind than tiles: --force is not meant for these. */
static bool is_folder_of_others(const char *path)
{
    DIR *entries = opendir(path);
    if (!entries) return false;
    bool is_tile_set = faccessat(dirfd(entries), XYZ_TILEJSON_NAME, F_OK, 0) == 0, is_empty = true;
    for (struct dirent *entry; is_empty && (entry = readdir(entries));)
        is_empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    closedir(entries);
    return !is_tile_set && !is_empty;
}

static incmap_status claim(tile_outputs *o, size_t i, bool force, const tileset_metadata *metadata,
                           incmap_error *err)
{
    const tiles_request *request = o->request;
    const char *path = request->outputs[i];
    output *out = &o->items[i];
    *out = (output){.format = container_format_of(path), .source = PREVIOUS_NONE};
    if (!out->format)
        return error_set(err, INCMAP_USAGE,
                         "-o %s: no such container; give a folder (DIR/) or NAME.mbtiles, .pmtiles or .gpkg",
                         path);
    if (request->force && out->format == &container_xyz && is_folder_of_others(path))
        return error_set(err, INCMAP_FAILED,
                         "%s: is a folder of other files, without a " XYZ_TILEJSON_NAME
                         ", and will not be replaced; choose another -o",
                         path);
    bool is_there = access(path, F_OK) == 0;
    incmap_status status = outfile_begin(
        &o->files[i], path, out->format == &container_xyz ? OUTFILE_DIR : OUTFILE_FILE, force, err);
    if (status != INCMAP_OK) return status;
    o->count++;
    if (request->update && is_there) status = look_at_previous(o, out, path, err);
    if (status != INCMAP_OK || request->dry_run) return status;
    status = out->format->open(&out->container, o->files[i].temp_path, path, metadata, err);
    if (status == INCMAP_OK && out->source != PREVIOUS_NONE && out->format->set_previous) {
        out->format->set_previous(out->container, path);
        o->files[i].kind = OUTFILE_PATCH;
    }
    return status;
}

incmap_status tile_outputs_open(tile_outputs **out, const tiles_request *request,
                                const tileset_metadata *metadata, digest_key key, incmap_error *err)
{
    tile_outputs *o = mem_calloc(1, sizeof *o);
    *out = o;
    o->request = request;
    o->key = key;
    o->items = mem_calloc(request->output_count, sizeof *o->items);
    o->files = mem_calloc(request->output_count, sizeof *o->files);
    o->previous = previous_open((size_t)request->threads);
    o->journal_source = PREVIOUS_NONE;
    if (!request->dry_run) open_journal(o);
    // A run that was interrupted while its outputs appeared has made those that are there.
    bool force = request->force || request->update ||
                 (o->journal && journal_was_committing(o->journal, hash_outputs(request)));
    incmap_status status = INCMAP_OK;
    for (size_t i = 0; i < request->output_count && status == INCMAP_OK; i++)
        status = claim(o, i, force, metadata, err);
    return status;
}

bool tile_outputs_has_previous(const tile_outputs *o)
{
    return o->has_previous;
}

int tile_outputs_recall(tile_outputs *o, size_t thread, int zoom, const scene_cell *cell, uint64_t digest,
                        strbuf *out, uint64_t hash[2])
{
    return previous_find(o->previous, thread, zoom, cell, digest, out, hash);
}

incmap_status tile_outputs_put(tile_outputs *o, int zoom, const run_tile *tile, tiles_result *result,
                               incmap_error *err)
{
    tile_image image = tile->image;
    bool has_ink = image.length > 0;
    uint64_t number = digest_of_tile(tile->digest, has_ink ? image.hash : NULL);
    digest_writer_add(&o->digests, zoom, tile->hilbert, number);
    // What the tile sets before have, or the journal itself, is there the next time, too.
    if (o->journal && tile->source == PREVIOUS_NONE)
        journal_add(o->journal, zoom, tile->hilbert, number, image.bytes, image.length);
    if (tile->source == PREVIOUS_NONE)
        result->drawn_count++;
    else if (tile->source == o->journal_source)
        result->resumed_count++;
    else
        result->kept_count++;
    if (!has_ink) return INCMAP_OK;
    bool is_new;
    size_t image_index = image_table_find(&o->images, image.hash, &is_new);
    for (size_t i = 0; i < o->count; i++) {
        output *out = &o->items[i];
        image.is_kept = tile->source != PREVIOUS_NONE && tile->source == out->source;
        incmap_status status =
            out->format->put(out->container, zoom, tile->col, tile->row, &image, image_index, is_new, err);
        if (status != INCMAP_OK) return status;
    }
    result->tile_count++;
    if (is_new) {
        result->distinct_count++;
        result->byte_count += (int64_t)image.length;
    }
    return INCMAP_OK;
}

incmap_status tile_outputs_complete(tile_outputs *o, incmap_error *err)
{
    strbuf digests = {0};
    digest_writer_finish(&o->digests, o->key, &digests);
    incmap_status status = INCMAP_OK;
    for (size_t i = 0; i < o->count && status == INCMAP_OK; i++) {
        output *out = &o->items[i];
        status = out->format->put_digests(out->container, &digests, err);
        if (status != INCMAP_OK) break;
        container *c = out->container;
        out->container = NULL;
        status = out->format->finish(c, err);
    }
    strbuf_dispose(&digests);
    if (status != INCMAP_OK) return status;
    if (o->journal) journal_note_commit(o->journal, hash_outputs(o->request));
    return outfile_commit_all(o->files, o->count, err);
}

void tile_outputs_close(tile_outputs *o)
{
    if (!o) return;
    for (size_t i = 0; i < o->request->output_count; i++) {
        if (o->items[i].container) o->items[i].format->abandon(o->items[i].container);
        outfile_abort(&o->files[i]);
    }
    journal_remove(o->journal);
    previous_close(o->previous);
    free(o->items);
    free(o->files);
    image_table_dispose(&o->images);
    digest_writer_dispose(&o->digests);
    free(o);
}
