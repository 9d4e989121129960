#include "gazetteer/build.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void build_report(const builder *b, const char *format, ...)
{
    if (!b->request->progress) return;
    char line[512];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    b->request->progress(b->request->progress_context, line);
}

const char *build_package_file(builder *b, const char *name, const char *what_is_lost)
{
    if (!b->request->package_dir) return NULL;
    const char *path = scope_printf(&b->work, "%s/%s", b->request->package_dir, name);
    if (access(path, R_OK) == 0) return path;
    build_report(b, "%s is missing: without it there are no %s", path, what_is_lost);
    return NULL;
}

char *build_read_file(const char *path, size_t *length, gaz_error *err)
{
    char *text = NULL;
    struct stat info;
    FILE *file = fopen(path, "rb");
    if (!file || fstat(fileno(file), &info) != 0 || !S_ISREG(info.st_mode)) {
        gaz_fail(err, GAZ_ERROR_INPUT, "%s: cannot be read: %s", path,
                 errno ? strerror(errno) : "no plain file");
        goto done;
    }
    text = malloc((size_t)info.st_size + 1);
    if (!text) {
        gaz_fail(err, GAZ_ERROR_MEMORY, "%s: is too large for this machine's memory", path);
        goto done;
    }
    *length = fread(text, 1, (size_t)info.st_size, file);
    text[*length] = '\0';
    if (ferror(file)) {
        gaz_fail(err, GAZ_ERROR_INPUT, "%s: cannot be read: %s", path, strerror(errno));
        free(text);
        text = NULL;
    }
done:
    if (file) fclose(file);
    return text;
}

const char *build_admin_name(const admin_name *names, size_t count, const char *code)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(names[middle].code, code);
        if (order == 0) return names[middle].name;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return "";
}

/** First entry of rows_by_admin1 whose code is not before @p code; @p behind: that is behind it. */
static size_t lower_row(const builder *b, const char *code, bool behind)
{
    size_t low = 0, high = b->row_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(b->rows[b->rows_by_admin1[middle]].admin1_code, code);
        if (order < 0 || (behind && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void build_unit_rows(const builder *b, const char *code, size_t *begin, size_t *end)
{
    *begin = lower_row(b, code, false);
    *end = lower_row(b, code, true);
}

typedef struct {
    scope *work;
    GEOSGeometry *point;
    map_unit *found;
} tree_search;

static void visit_unit(void *item, void *context)
{
    map_unit *unit = item;
    tree_search *search = context;
    // The tree's order is its own; the unit that was read first wins where two overlap.
    if (search->found && search->found <= unit) return;
    if (GEOSPreparedIntersects_r(search->work->geos, unit->prepared, search->point) == 1)
        search->found = unit;
}

const map_unit *build_map_unit_at(builder *b, gaz_lonlat point)
{
    if (!b->map_tree) return NULL;
    tree_search search = {.work = &b->work,
                          .point = GEOSGeom_createPointFromXY_r(b->work.geos, point.lon_deg, point.lat_deg)};
    if (!search.point) return NULL;
    GEOSSTRtree_query_r(b->work.geos, b->map_tree, search.point, visit_unit, &search);
    GEOSGeom_destroy_r(b->work.geos, search.point);
    return search.found;
}

const built_unit *build_unit_by_code(const builder *b, const char *code)
{
    for (size_t i = 0; i < b->unit_count; i++)
        if (strcmp(b->units[i].code, code) == 0) return &b->units[i];
    return NULL;
}

const built_unit *build_unit_by_name(const builder *b, const char *country, const char *name)
{
    folded keys;
    if (!fold_name(b->writer.fold, name, strlen(name), &keys)) return NULL;
    size_t country_length = strlen(country);
    for (size_t i = 0; i < b->unit_count; i++) {
        const built_unit *unit = &b->units[i];
        if (unit->level == 1 && strncmp(unit->code, country, country_length) == 0 &&
            unit->code[country_length] == '.' && strcmp(unit->key, keys.key) == 0)
            return unit;
    }
    return NULL;
}

static void builder_dispose(builder *b)
{
    store_write_drop(&b->writer);
    for (size_t i = 0; i < b->map_unit_count; i++)
        if (b->map_units[i].prepared) GEOSPreparedGeom_destroy_r(b->work.geos, b->map_units[i].prepared);
    if (b->map_tree) GEOSSTRtree_destroy_r(b->work.geos, b->map_tree);
    scope_dispose(&b->work);
    if (b->work.geos) GEOS_finish_r(b->work.geos);
    free(b->rows_text);
}

static gaz_status run_importers(builder *b, gaz_error *err)
{
    gaz_status (*const importers[])(builder *, gaz_error *) = {
        import_admin_names,    import_world_map, import_geonames_read, import_units,
        import_geonames_write, import_districts, import_airports,      import_curated,
    };
    gaz_status status = GAZ_OK;
    for (size_t i = 0; status == GAZ_OK && i < sizeof importers / sizeof *importers; i++)
        status = importers[i](b, err);
    if (status == GAZ_OK && b->writer.place_count == 0)
        status = gaz_fail(err, GAZ_ERROR_INPUT, "no places: neither %s nor %s holds any; name other folders",
                          b->request->package_dir ? b->request->package_dir : "the packages",
                          b->request->curated_dir ? b->request->curated_dir : "the curated data");
    return status;
}

static gaz_status sync_into_place(const char *temp_path, const char *out_path, gaz_error *err)
{
    FILE *file = fopen(temp_path, "rb");
    bool synced = file && fsync(fileno(file)) == 0;
    if (file) fclose(file);
    if (synced && rename(temp_path, out_path) == 0) return GAZ_OK;
    return gaz_fail(err, GAZ_ERROR_STORE, "%s: cannot be put in place: %s", out_path, strerror(errno));
}

GAZ_API gaz_status gaz_build(const gaz_build_request *request, gaz_error *err)
{
    // Volatile: these are read after a jump from exhausted memory.
    builder *volatile held = calloc(1, sizeof(builder));
    char *volatile temp_path = malloc(strlen(request->out_path) + 32);
    volatile gaz_status status = GAZ_OK;
    if (!held || !temp_path || !(held->work.geos = GEOS_init_r()) || setjmp(held->work.trap)) {
        status = gaz_fail(err, GAZ_ERROR_MEMORY, "out of memory while building the gazetteer");
        goto done;
    }
    held->request = request;
    // Beside its place, so that the rename is within one file system.
    sprintf(temp_path, "%s.tmp%ld", request->out_path, (long)getpid());
    unlink(temp_path);
    status = store_write_begin(&held->writer, temp_path, err);
    if (status == GAZ_OK) status = run_importers(held, err);
    int64_t places = held->writer.place_count, names = 0;
    if (status == GAZ_OK) status = store_write_finish(&held->writer, &names, err);
    if (status == GAZ_OK) status = sync_into_place(temp_path, request->out_path, err);
    if (status == GAZ_OK)
        build_report(held, "%s: %lld places, %lld names", request->out_path, (long long)places,
                     (long long)names);
done:
    if (held) builder_dispose(held);
    if (temp_path && status != GAZ_OK) unlink(temp_path);
    free(temp_path);
    free(held);
    return status;
}
