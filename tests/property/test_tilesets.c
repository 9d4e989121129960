/**
 * @file
 * Tile sets over random incidents and styles: the same bytes for any number of threads and for rows in any
 * order, the same tiles in all four containers, none of them blank, and brought up to date the same as made
 * anew.
 */
#include "base/tree.h"
#include "property/random_input.h"
#include "tiles/container.h"
#include "tiles/reader.h"
#include "tiles/tiles.h"
#include "unit/unit.h"

#include <dirent.h>
#include <png.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_ZOOM 5

static char folder[64];

/** In memory where that can be had: each tile set is synced, which takes its time on a busy disk. */
static void make_folder(void)
{
    snprintf(folder, sizeof folder, "%s/incmap-tilesets-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static const char *const names[] = {"x", "x.mbtiles", "x.pmtiles", "x.gpkg"};

/** A path in the folder; each call's lives until the fourth next one. */
static const char *in_folder(const char *sub_folder, const char *name)
{
    static char paths[4][256];
    static int next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s/%s", folder, sub_folder, name);
    return path;
}

static tiles_result render(const char *sub_folder, const incident_set *set, const style *s, int threads,
                           int scale, int tile_size, bool update)
{
    char paths[4][256];
    const char *outputs[4];
    for (int i = 0; i < 4; i++) {
        strcpy(paths[i], in_folder(sub_folder, names[i]));
        outputs[i] = paths[i];
    }
    mkdir(in_folder(sub_folder, ""), 0777);
    tiles_request request = {.show = {.incidents = set, .style = s},
                             .outputs = outputs,
                             .output_count = 4,
                             .max_zoom = MAX_ZOOM,
                             .scale = scale,
                             .tile_size_css_px = tile_size,
                             .threads = threads,
                             .update = update,
                             .name = "random",
                             .description = "",
                             .attribution = ""};
    tiles_result result;
    incmap_error err = {0};
    ck_assert_msg(tiles_write(&request, &result, &err) == INCMAP_OK, "%s", err.message);
    return result;
}

static void read_file(strbuf *out, const char *path)
{
    FILE *f = fopen(path, "rb");
    ck_assert_msg(f != NULL, "%s", path);
    struct stat st;
    ck_assert_int_eq(fstat(fileno(f), &st), 0);
    strbuf_clear(out);
    strbuf_reserve(out, (size_t)st.st_size + 1);
    strbuf_advance(out, fread(out->data, 1, (size_t)st.st_size, f));
    fclose(f);
}

static void same_files(const char *a, const char *b)
{
    strbuf first = {0}, second = {0};
    read_file(&first, a);
    read_file(&second, b);
    ck_assert_msg(first.length == second.length && memcmp(first.data, second.data, first.length) == 0,
                  "%s and %s differ", a, b);
    strbuf_dispose(&first);
    strbuf_dispose(&second);
}

/** Whether two folders hold the same; returns how many files. */
static int same_trees(const char *a, const char *b)
{
    int count = 0, entries = 0;
    DIR *dir = opendir(a);
    ck_assert_msg(dir != NULL, "%s", a);
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        entries++;
        strbuf first = {0}, second = {0};
        strbuf_printf(&first, "%s/%s", a, entry->d_name);
        strbuf_printf(&second, "%s/%s", b, entry->d_name);
        if (entry->d_type == DT_DIR) {
            count += same_trees(strbuf_text(&first), strbuf_text(&second));
        } else {
            same_files(strbuf_text(&first), strbuf_text(&second));
            count++;
        }
        strbuf_dispose(&first);
        strbuf_dispose(&second);
    }
    closedir(dir);
    dir = opendir(b);
    ck_assert_msg(dir != NULL, "%s", b);
    while (readdir(dir)) entries--;
    closedir(dir);
    ck_assert_msg(entries == -2, "%s has other entries than %s", b, a);
    return count;
}

static bool has_ink(const strbuf *png)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    ck_assert(png_image_begin_read_from_memory(&image, png->data, png->length));
    image.format = PNG_FORMAT_RGBA;
    uint8_t *pixels = malloc(PNG_IMAGE_SIZE(image));
    ck_assert(png_image_finish_read(&image, NULL, pixels, 0, NULL));
    bool found = false;
    for (size_t i = 3; i < PNG_IMAGE_SIZE(image) && !found; i += 4) found = pixels[i] != 0;
    free(pixels);
    return found;
}

/** Looks for every tile there can be in each container. */
static void same_tiles_in_all(const char *sub_folder, int64_t expected_count)
{
    tile_reader *readers[4];
    const reader_format *formats[4];
    for (int i = 0; i < 4; i++) {
        formats[i] = container_format_of(names[i])->reader;
        readers[i] = formats[i]->open(in_folder(sub_folder, names[i]));
        ck_assert_ptr_nonnull(readers[i]);
    }
    int64_t count = 0;
    strbuf tiles[4] = {{0}};
    for (int zoom = 0; zoom <= MAX_ZOOM; zoom++)
        for (uint32_t col = 0; col < 1u << zoom; col++)
            for (uint32_t row = 0; row < 1u << zoom; row++) {
                bool found[4];
                for (int i = 0; i < 4; i++) {
                    strbuf_clear(&tiles[i]);
                    found[i] = formats[i]->tile(readers[i], zoom, col, row, &tiles[i]);
                    if (found[i] != found[0] ||
                        (found[0] && (tiles[i].length != tiles[0].length ||
                                      memcmp(tiles[i].data, tiles[0].data, tiles[0].length) != 0)))
                        ck_abort_msg("%d/%u/%u is another one in %s", zoom, col, row, names[i]);
                }
                if (!found[0]) continue;
                count++;
                if (!has_ink(&tiles[0])) ck_abort_msg("%d/%u/%u is blank", zoom, col, row);
            }
    ck_assert_int_eq(count, expected_count);
    for (int i = 0; i < 4; i++) {
        strbuf_dispose(&tiles[i]);
        formats[i]->close(readers[i]);
    }
}

/** The same incidents, in another order. */
static void shuffle(incident_set *out, const incident_set *set)
{
    size_t *order = malloc(set->count * sizeof *order);
    for (size_t i = 0; i < set->count; i++) order[i] = i;
    for (size_t i = set->count; i > 1; i--) {
        size_t k = (size_t)(random_unit() * (double)i), kept = order[i - 1];
        order[i - 1] = order[k];
        order[k] = kept;
    }
    incident_set_init(out, NULL, 0);
    for (size_t i = 0; i < set->count; i++) incident_set_add(out, &set->items[order[i]]);
    free(order);
}

/** Some of the incidents, one of them elsewhere. */
static void thin_out(incident_set *out, const incident_set *set)
{
    incident_set_init(out, NULL, 0);
    for (size_t i = 0; i < set->count; i++) {
        incident item = set->items[i];
        if (i % 10 == 3) continue;
        if (i == 1) item.position.lat_deg += item.position.lat_deg > 0 ? -0.5 : 0.5;
        incident_set_add(out, &item);
    }
}

START_TEST(one_result_whatever_the_threads_the_order_and_the_container)
{
    make_folder();
    for (uint32_t seed = 1; seed <= 3; seed++) {
        random_seed(seed + 100);
        incident_set set = {0}, shuffled = {0};
        random_incidents(&set, 30 + (size_t)random_between(0, 90), 3);
        // Incidents of which only the texts differ, and two that are one.
        incident_set_add(&set, &set.items[0]);
        incident again = set.items[1];
        again.notes = "another source";
        incident_set_add(&set, &again);
        shuffle(&shuffled, &set);
        style *s = random_style();
        int scale = seed % 2 ? 1 : 2, tile_size = seed == 2 ? 512 : 256;
        tiles_result result = render("one", &set, s, 1, scale, tile_size, false);
        ck_assert_int_gt(result.tile_count, 50);
        same_tiles_in_all("one", result.tile_count);
        render("two", &shuffled, s, 2, scale, tile_size, false);
        render("eight", &set, s, 8, scale, tile_size, false);
        ck_assert_int_gt(same_trees(in_folder("one", ""), in_folder("two", "")), result.tile_count);
        same_trees(in_folder("one", ""), in_folder("eight", ""));
        style_free(s);
        incident_set_dispose(&set);
        incident_set_dispose(&shuffled);
        tree_remove(folder);
        ck_assert_int_eq(mkdir(folder, 0777), 0);
    }
    tree_remove(folder);
}
END_TEST

START_TEST(brought_up_to_date_is_made_anew)
{
    make_folder();
    for (uint32_t seed = 1; seed <= 4; seed++) {
        random_seed(seed + 200);
        incident_set set = {0}, fewer = {0};
        random_incidents(&set, 30 + (size_t)random_between(0, 60), 3);
        thin_out(&fewer, &set);
        style *s = random_style();
        render("there", &set, s, 2, 1, 256, false);
        tiles_result anew = render("anew", &fewer, s, 2, 1, 256, false);
        tiles_result updated = render("there", &fewer, s, 2, 1, 256, true);
        same_trees(in_folder("anew", ""), in_folder("there", ""));
        ck_assert_int_eq(updated.tile_count, anew.tile_count);
        ck_assert_int_eq(updated.drawn_count + updated.kept_count, anew.drawn_count);
        ck_assert_int_gt(updated.kept_count, 0);
        // And back again.
        render("anew2", &set, s, 1, 1, 256, false);
        render("there", &set, s, 8, 1, 256, true);
        same_trees(in_folder("anew2", ""), in_folder("there", ""));
        style_free(s);
        incident_set_dispose(&set);
        incident_set_dispose(&fewer);
        tree_remove(folder);
        ck_assert_int_eq(mkdir(folder, 0777), 0);
    }
    tree_remove(folder);
}
END_TEST

UNIT_MAIN("property/tilesets", one_result_whatever_the_threads_the_order_and_the_container,
          brought_up_to_date_is_made_anew)
