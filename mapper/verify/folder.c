/** @file A folder of tiles, ZOOM/COL/ROW.png, with its tilejson.json (TileJSON 3.0.0). */
#include "base/arena.h"
#include "base/strbuf.h"
#include "tiles/container.h"
#include "verify/parts.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// A tile of 4096 pixels square that does not compress at all.
#define FILE_MAX_BYTES (80 << 20)

static int is_not_hidden(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

/** Names of a folder's entries, sorted bytewise; -1 where it cannot be read. */
static int list_folder(struct dirent ***out, const char *path)
{
    return scandir(path, out, is_not_hidden, alphasort);
}

static void free_list(struct dirent **list, int count)
{
    for (int i = 0; i < count; i++) free(list[i]);
    free(list);
}

/** A number as tile addresses have it, up to @p suffix: digits, no leading zero; -1 where it is none. */
static int64_t parse_number(const char *text, const char *suffix)
{
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 10 || (digits > 1 && text[0] == '0') || strcmp(text + digits, suffix) != 0)
        return -1;
    return strtoll(text, NULL, 10);
}

static void verify_column(verifier *v, const char *path, const char *where, int64_t zoom, int64_t col)
{
    struct dirent **list = NULL;
    int count = list_folder(&list, path);
    if (count < 0) verify_fault(v->report, "%s: cannot be read: %s", where, strerror(errno));
    strbuf file = {0}, bytes = {0}, name = {0};
    for (int i = 0; i < count; i++) {
        strbuf_clear(&file);
        strbuf_clear(&bytes);
        strbuf_clear(&name);
        strbuf_printf(&file, "%s/%s", path, list[i]->d_name);
        strbuf_printf(&name, "%s/%s", where, list[i]->d_name);
        int64_t row = parse_number(list[i]->d_name, ".png");
        struct stat st;
        if (row < 0 || stat(strbuf_text(&file), &st) != 0 || !S_ISREG(st.st_mode))
            verify_fault(v->report, "%s: is not a tile", strbuf_text(&name));
        else if (!strbuf_add_file(&bytes, strbuf_text(&file), FILE_MAX_BYTES) ||
                 bytes.length > FILE_MAX_BYTES)
            verify_fault(v->report, "%s: cannot be read", strbuf_text(&name));
        else
            verify_tile(v, zoom, col, row, bytes.data, bytes.length, strbuf_text(&name));
    }
    strbuf_dispose(&file);
    strbuf_dispose(&bytes);
    strbuf_dispose(&name);
    if (count >= 0) free_list(list, count);
}

static void verify_zoom(verifier *v, const char *path, const char *where, int64_t zoom)
{
    struct dirent **list = NULL;
    int count = list_folder(&list, path);
    if (count < 0) {
        verify_fault(v->report, "%s: is not a folder of tiles", where);
        return;
    }
    strbuf folder = {0}, name = {0};
    for (int i = 0; i < count; i++) {
        strbuf_clear(&folder);
        strbuf_clear(&name);
        strbuf_printf(&folder, "%s/%s", path, list[i]->d_name);
        strbuf_printf(&name, "%s/%s", where, list[i]->d_name);
        int64_t col = parse_number(list[i]->d_name, "");
        if (col < 0)
            verify_fault(v->report, "%s: is not a column of tiles", strbuf_text(&name));
        else
            verify_column(v, strbuf_text(&folder), strbuf_text(&name), zoom, col);
    }
    strbuf_dispose(&folder);
    strbuf_dispose(&name);
    free_list(list, count);
}

/** An array of @p count numbers; false where it is not that. */
static bool get_numbers(double *out, const json_t *array, size_t count)
{
    if (json_array_size(array) != count) return false;
    for (size_t i = 0; i < count; i++) {
        if (!json_is_number(json_array_get(array, i))) return false;
        out[i] = json_number_value(json_array_get(array, i));
    }
    return true;
}

/** "3.0.0" and its like: three numbers, as semantic versions have them. */
static bool is_version_3(const char *version)
{
    if (!version || strncmp(version, "3.", 2) != 0) return false;
    size_t minor = strspn(version + 2, "0123456789");
    const char *patch = version + 2 + minor + 1;
    return minor > 0 && patch[-1] == '.' && *patch && patch[strspn(patch, "0123456789")] == '\0';
}

static bool is_template(const char *address)
{
    return address && strstr(address, "{z}") && strstr(address, "{x}") && strstr(address, "{y}");
}

static void verify_tilejson(verify_report *r, const char *path)
{
    json_error_t problem;
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &problem);
    if (!root) {
        verify_fault(r, "tilejson.json:%d:%d: %s", problem.line, problem.column, problem.text);
        return;
    }
    const char *version = json_string_value(json_object_get(root, "tilejson"));
    verify_that(r, is_version_3(version), "tilejson.json: \"tilejson\" is not 3.0.0");
    const json_t *tiles = json_object_get(root, "tiles");
    verify_that(r, json_array_size(tiles) > 0, "tilejson.json: \"tiles\" names no address");
    for (size_t i = 0; i < json_array_size(tiles); i++)
        verify_that(r, is_template(json_string_value(json_array_get(tiles, i))),
                    "tilejson.json: \"tiles\" %zu is no address with {z}, {x} and {y}", i);
    const char *scheme = json_string_value(json_object_get(root, "scheme"));
    verify_that(r, !json_object_get(root, "scheme") || (scheme && strcmp(scheme, "xyz") == 0),
                "tilejson.json: the folder's rows are counted from the north, \"scheme\" is not \"xyz\"");
    static const char *const texts[] = {"name",    "description", "attribution",
                                        "version", "legend",      "template"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const json_t *text = json_object_get(root, texts[i]);
        verify_that(r, !text || json_is_string(text), "tilejson.json: \"%s\" is no text", texts[i]);
    }
    const json_t *least = json_object_get(root, "minzoom"), *greatest = json_object_get(root, "maxzoom");
    double min_zoom = least ? json_number_value(least) : 0,
           max_zoom = greatest ? json_number_value(greatest) : VERIFY_ZOOM_MAX;
    verify_that(r, (!least || json_is_integer(least)) && (!greatest || json_is_integer(greatest)),
                "tilejson.json: minzoom and maxzoom are not whole numbers");
    verify_zooms(r, min_zoom, max_zoom);
    double bounds[4] = {-180, -90, 180, 90}, center[3];
    const json_t *box = json_object_get(root, "bounds"), *middle = json_object_get(root, "center");
    verify_that(r, !box || get_numbers(bounds, box, 4), "tilejson.json: bounds are not four numbers");
    bool has_center = middle && verify_that(r, get_numbers(center, middle, 3),
                                            "tilejson.json: center is not three numbers");
    verify_extent(r, bounds, has_center ? center : NULL, min_zoom, max_zoom);
    json_decref(root);
}

incmap_status verify_folder(const char *path, verify_report *report, incmap_error *err)
{
    static const char *const others[] = {"tilejson.json", "index.html", XYZ_DIGESTS_NAME};
    report->kind = "XYZ folder";
    struct dirent **list = NULL;
    int count = list_folder(&list, path);
    if (count < 0) return error_set(err, INCMAP_FAILED, "%s: cannot be read: %s", path, strerror(errno));
    verifier v = {.report = report};
    strbuf full = {0};
    for (int i = 0; i < count; i++) {
        const char *name = list[i]->d_name;
        bool is_other = false;
        for (size_t k = 0; k < sizeof others / sizeof *others; k++)
            is_other = is_other || strcmp(name, others[k]) == 0;
        if (is_other) continue;
        int64_t zoom = parse_number(name, "");
        strbuf_clear(&full);
        strbuf_printf(&full, "%s/%s", path, name);
        if (zoom < 0 || zoom > VERIFY_ZOOM_MAX)
            verify_fault(report, "%s: is not a zoom", name);
        else
            verify_zoom(&v, strbuf_text(&full), name, zoom);
    }
    strbuf_clear(&full);
    strbuf_printf(&full, "%s/tilejson.json", path);
    verify_tilejson(report, strbuf_text(&full));
    strbuf_dispose(&full);
    verifier_dispose(&v);
    free_list(list, count);
    return INCMAP_OK;
}
