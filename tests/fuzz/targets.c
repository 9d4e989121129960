#include "fuzz/targets.h"

#include "base/arena.h"
#include "base/tree.h"
#include "encode/encode.h"
#include "pipeline.h"
#include "style/style.h"
#include "tiles/container.h"
#include "tiles/digests.h"
#include "tiles/journal.h"
#include "verify/verify.h"

#include <cpl_error.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

void fuzz_open(void)
{
    snprintf(folder, sizeof folder, "%s/incmap-fuzz-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (!mkdtemp(folder)) abort();
    CPLSetErrorHandler(CPLQuietErrorHandler);
}

void fuzz_close(void)
{
    tree_remove(folder);
}

/** A path in the folder, until the next call. */
static const char *in_folder(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static const char *write_input(const char *name, const char *bytes, size_t length)
{
    const char *path = in_folder(name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) abort();
    return path;
}

static void read_seed(strbuf *out, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        abort();
    }
    for (size_t length = 1; length > 0;) {
        strbuf_reserve(out, 65536);
        length = fread(out->data + out->length, 1, 65536, file);
        strbuf_advance(out, length);
    }
    fclose(file);
}

/** The files of a folder whose names end so, in the order of their names. */
static size_t read_seeds(strbuf *out, const char *path, const char *extension)
{
    struct dirent **list;
    int count = scandir(path, &list, NULL, alphasort);
    size_t found = 0;
    for (int i = 0; i < count; i++) {
        size_t length = strlen(list[i]->d_name), end = strlen(extension);
        if (length > end && strcmp(list[i]->d_name + length - end, extension) == 0 &&
            found < FUZZ_SEEDS_MAX) {
            char *name = mem_alloc(strlen(path) + length + 2);
            sprintf(name, "%s/%s", path, list[i]->d_name);
            read_seed(&out[found++], name);
            free(name);
        }
        free(list[i]);
    }
    if (count >= 0) free(list);
    return found;
}

// ---- tile sets

static const tileset_metadata metadata = {.name = "n",
                                          .description = "d",
                                          .attribution = "a",
                                          .last_change = "2023-11-22T00:00:00.000Z",
                                          .bounds = {-180, -85, 180, 85},
                                          .mercator_bounds = {-2e7, -2e7, 2e7, 2e7},
                                          .center_zoom = 0,
                                          .min_zoom = 0,
                                          .max_zoom = 1,
                                          .tile_size_px = 256,
                                          .scale = 1};

/** Two tiles and their digests. */
static void write_tiles(const container_format *format, const char *path)
{
    incmap_error err = {0};
    container *c;
    uint32_t *pixels = mem_calloc(256 * 256, sizeof *pixels);
    for (int i = 0; i < 300; i++) pixels[i * 200] = 0xff000000u | (uint32_t)i * 77777;
    strbuf png = {0}, digests = {0};
    digest_writer w = {0};
    if (png_encode(&png, pixels, 256, 256, 256, NULL, &err) != INCMAP_OK) abort();
    tile_image image = {{1, 1}, png.data, png.length, false};
    if (format->open(&c, path, path, &metadata, &err) != INCMAP_OK ||
        format->put(c, 0, 0, 0, &image, 0, true, &err) != INCMAP_OK ||
        format->put(c, 1, 1, 1, &image, 0, false, &err) != INCMAP_OK)
        abort();
    digest_writer_add(&w, 0, 0, 5);
    digest_writer_add(&w, 1, 2, 6);
    digest_writer_finish(&w, (digest_key){{1, 2}}, &digests);
    if (format->put_digests(c, &digests, &err) != INCMAP_OK || format->finish(c, &err) != INCMAP_OK) abort();
    digest_writer_dispose(&w);
    strbuf_dispose(&digests);
    strbuf_dispose(&png);
    free(pixels);
}

static size_t seed_tiles(strbuf *out, const container_format *format, const char *name)
{
    write_tiles(format, in_folder(name));
    read_seed(out, in_folder(name));
    unlink(in_folder(name));
    return 1;
}

static size_t mbtiles_seeds(strbuf out[FUZZ_SEEDS_MAX])
{
    return seed_tiles(out, &container_mbtiles, "seed.mbtiles");
}

static size_t pmtiles_seeds(strbuf out[FUZZ_SEEDS_MAX])
{
    return seed_tiles(out, &container_pmtiles, "seed.pmtiles");
}

static size_t gpkg_seeds(strbuf out[FUZZ_SEEDS_MAX])
{
    return seed_tiles(out, &container_gpkg, "seed.gpkg");
}

static void ignore(void *context, const char *fault)
{
    (void)context;
    // A fault is one line.
    if (strchr(fault, '\n')) abort();
}

static bool verify_at(const char *path)
{
    verify_report report = {.say = ignore};
    incmap_error err = {0};
    return verify_path(path, &report, &err) == INCMAP_OK && report.fault_count == 0;
}

/** Verified, and looked into as a tile set that is to be brought up to date. */
static bool run_container(const container_format *format, const char *name, const char *bytes, size_t length)
{
    const char *path = write_input(name, bytes, length);
    tile_reader *reader = format->reader->open(path);
    strbuf out = {0};
    digest_table table;
    if (reader) {
        if (format->reader->digests(reader, &out) && digest_table_read(&table, &out))
            digest_table_dispose(&table);
        format->reader->tile(reader, 0, 0, 0, &out);
        format->reader->tile(reader, 1, 1, 1, &out);
        format->reader->close(reader);
    }
    strbuf_dispose(&out);
    return verify_at(path);
}

static bool run_mbtiles(const char *bytes, size_t length)
{
    return run_container(&container_mbtiles, "x.mbtiles", bytes, length);
}

static bool run_pmtiles(const char *bytes, size_t length)
{
    return run_container(&container_pmtiles, "x.pmtiles", bytes, length);
}

static bool run_gpkg(const char *bytes, size_t length)
{
    return run_container(&container_gpkg, "x.gpkg", bytes, length);
}

/** The tilejson.json, the digests and a tile of a folder. */
static const char *const folder_files[] = {"tilejson.json", XYZ_DIGESTS_NAME, "0/0/0.png"};

static size_t folder_seeds(strbuf out[FUZZ_SEEDS_MAX])
{
    if (mkdir(in_folder("xyz"), 0777) != 0) abort();
    write_tiles(&container_xyz, in_folder("xyz"));
    for (int i = 0; i < 3; i++) {
        char name[64];
        snprintf(name, sizeof name, "xyz/%s", folder_files[i]);
        read_seed(&out[i], in_folder(name));
    }
    return 3;
}

/** The input in the place of the file that it looks like, most of all. */
static bool run_folder(const char *bytes, size_t length)
{
    int which = length > 0 && bytes[0] == '{' ? 0 : length > 5 && memcmp(bytes, "incma", 5) == 0 ? 1 : 2;
    char name[64];
    strbuf kept = {0}, out = {0};
    snprintf(name, sizeof name, "xyz/%s", folder_files[which]);
    read_seed(&kept, in_folder(name));
    // The other tile is the same file.
    unlink(in_folder(name));
    write_input(name, bytes, length);
    bool whole = verify_at(in_folder("xyz"));
    tile_reader *reader = reader_xyz.open(in_folder("xyz"));
    digest_table table;
    if (reader_xyz.digests(reader, &out) && digest_table_read(&table, &out)) digest_table_dispose(&table);
    reader_xyz.tile(reader, 0, 0, 0, &out);
    reader_xyz.close(reader);
    write_input(name, kept.data, kept.length);
    strbuf_dispose(&kept);
    strbuf_dispose(&out);
    return whole;
}

// ---- the journal of an interrupted run

static size_t journal_seeds(strbuf out[FUZZ_SEEDS_MAX])
{
    journal_state state;
    journal *j = journal_open(in_folder("j"), (digest_key){{1, 2}}, &state);
    journal_add(j, 0, 0, 11, "image", 5);
    journal_add(j, 5, 300, 12, NULL, 0);
    journal_add(j, 5, 301, 12, "another image", 13);
    journal_note_commit(j, 3);
    read_seed(out, journal_path(j));
    journal_remove(j);
    return 1;
}

static bool run_journal(const char *bytes, size_t length)
{
    write_input(".j.incmap-resume", bytes, length);
    journal_state state;
    journal *j = journal_open(in_folder("j"), (digest_key){{1, 2}}, &state);
    tile_reader *reader = reader_journal.open(journal_path(j));
    strbuf out = {0};
    digest_table table;
    if (reader) {
        if (reader_journal.digests(reader, &out) && digest_table_read(&table, &out))
            digest_table_dispose(&table);
        for (uint32_t row = 0; row < 32; row++) reader_journal.tile(reader, 5, 1, row, &out);
        reader_journal.close(reader);
    }
    strbuf_dispose(&out);
    journal_remove(j);
    return state == JOURNAL_FOUND;
}

// ---- tables and styles

static bool run_table(const char *name, const char *bytes, size_t length)
{
    const char *path = write_input(name, bytes, length);
    incident_set set = {0};
    account acc = {0};
    pipeline_request request = {.inputs = &path,
                                .input_count = 1,
                                .range = {DAY_NONE, DAY_NONE},
                                .date_order = "dmy",
                                .want_areas = true};
    incmap_error err = {0};
    incmap_status status = pipeline_load(&set, &acc, NULL, NULL, &request, &err);
    // An error is one line, and a row has one fate.
    if (status != INCMAP_OK && (!*err.message || strchr(err.message, '\n'))) abort();
    if (status == INCMAP_OK && acc.counts[ROW_MAPPED] != (int64_t)set.count) abort();
    account_dispose(&acc);
    incident_set_dispose(&set);
    return status == INCMAP_OK;
}

static size_t csv_seeds(strbuf out[FUZZ_SEEDS_MAX])
{
    static const char wide[] = "\xef\xbb\xbf"
                               "id;date;lat;lon;killed\r\n"
                               "\"ein \"\"Fall\"\"\";17.11.2023;33,5;44,25;3\r\n;18.11.2023;34;43;\r\n";
    read_seed(&out[0], TEST_DATA_DIR "/cli/points.csv");
    read_seed(&out[1], TEST_DATA_DIR "/cli/faulty.csv");
    read_seed(&out[2], PROJECT_DIR "/examples/strikes-2023.csv");
    strbuf_append(&out[3], wide, sizeof wide - 1);
    return 4;
}

static bool run_csv(const char *bytes, size_t length)
{
    return run_table("x.csv", bytes, length);
}

static size_t geojson_seeds(strbuf out[FUZZ_SEEDS_MAX])
{
    static const char polygons[] =
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"id\":\"p\","
        "\"date\":"
        "\"2023-11-17\",\"killed\":2},\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[[[[179,1],[-"
        "179,1],[-179,"
        "2],[179,2],[179,1]],[[179.5,1.2],[179.6,1.2],[179.6,1.4],[179.5,1.2]]]]}},{\"type\":\"Feature\","
        "\"properties\":{"
        "\"id\":\"q\",\"date\":null},\"geometry\":{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":"
        "\"Point\","
        "\"coordinates\":[1,2,3]},{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}]}}]}";
    read_seed(&out[0], TEST_DATA_DIR "/cli/layer.geojson");
    strbuf_append(&out[1], polygons, sizeof polygons - 1);
    return 2;
}

static bool run_geojson(const char *bytes, size_t length)
{
    return run_table("x.geojson", bytes, length);
}

static size_t style_seeds(strbuf out[FUZZ_SEEDS_MAX])
{
    return read_seeds(out, PROJECT_DIR "/styles", ".json");
}

static bool run_style(const char *bytes, size_t length)
{
    style *s = NULL;
    incmap_error err = {0};
    incmap_status status = style_parse(&s, bytes, length, "x.json", &err);
    if (status != INCMAP_OK && (!*err.message || strchr(err.message, '\n'))) abort();
    if (status == INCMAP_OK) style_free(s);
    return status == INCMAP_OK;
}

static const fuzz_target targets[] = {
    {"verify_folder", folder_seeds, run_folder},    {"verify_mbtiles", mbtiles_seeds, run_mbtiles},
    {"verify_pmtiles", pmtiles_seeds, run_pmtiles}, {"verify_gpkg", gpkg_seeds, run_gpkg},
    {"journal", journal_seeds, run_journal},        {"csv", csv_seeds, run_csv},
    {"geojson", geojson_seeds, run_geojson},        {"style", style_seeds, run_style},
};

const fuzz_target *fuzz_target_of(const char *name)
{
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        if (strcmp(targets[i].name, name) == 0) return &targets[i];
    return NULL;
}
