#include "gazetteer/import_session.h"

#include "gazetteer/kinds.h"
#include "gazetteer/shape.h"

#define XXH_INLINE_ALL
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

// Aliases of one place; GeoNames' longest list has 200.
#define ALIASES_MAX 1000

gaz_status import_out_of_memory(gaz_error *err)
{
    return gaz_fail(err, GAZ_ERROR_MEMORY, "out of memory while importing; close something and try again");
}

static gaz_status hash_file(XXH3_state_t *state, const char *path, gaz_error *err)
{
    char block[65536];
    // A pipe without a writer would be waited for.
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat info;
    ssize_t got = -1;
    if (file >= 0 && fstat(file, &info) == 0 && S_ISREG(info.st_mode))
        while ((got = read(file, block, sizeof block)) > 0) XXH3_128bits_update(state, block, (size_t)got);
    gaz_status status = GAZ_OK;
    // The size says where one file ends and the next begins.
    if (got == 0) XXH3_128bits_update(state, &info.st_size, sizeof info.st_size);
    if (got < 0)
        status = gaz_fail(err, GAZ_ERROR_INPUT, "%s: cannot be read: %s", path,
                          file < 0 ? strerror(errno) : "no plain file");
    if (file >= 0) close(file);
    return status;
}

GAZ_API gaz_status gaz_import_hash(char key[GAZ_IMPORT_KEY_SIZE], const char *const *paths, size_t path_count,
                                   const char *options, gaz_error *err)
{
    XXH3_state_t *state = XXH3_createState();
    if (!state) return import_out_of_memory(err);
    XXH3_128bits_reset(state);
    // The NUL parts the options from the content.
    if (options) XXH3_128bits_update(state, options, strlen(options) + 1);
    gaz_status status = GAZ_OK;
    for (size_t i = 0; status == GAZ_OK && i < path_count; i++) status = hash_file(state, paths[i], err);
    XXH128_hash_t hash = XXH3_128bits_digest(state);
    snprintf(key, GAZ_IMPORT_KEY_SIZE, "%016llx%016llx", (unsigned long long)hash.high64,
             (unsigned long long)hash.low64);
    XXH3_freeState(state);
    return status;
}

/** ".NAME.incmap-import" beside the store, so that the rename is within one file system; malloc. */
static char *temp_path_of(const char *store_path)
{
    const char *slash = strrchr(store_path, '/');
    int folder = slash ? (int)(slash - store_path) + 1 : 0;
    char *path = malloc(strlen(store_path) + 32);
    if (path) sprintf(path, "%.*s.%s.incmap-import", folder, store_path, store_path + folder);
    return path;
}

static gaz_status copy_store(gaz_import *import, gaz_error *err)
{
    int from = open(import->store_path, O_RDONLY | O_CLOEXEC);
    bool copied = from >= 0 && ftruncate(import->lock, 0) == 0;
    char block[65536];
    while (copied) {
        ssize_t got = read(from, block, sizeof block);
        if (got == 0) break;
        if (got < 0 && errno == EINTR) continue;
        copied = got > 0;
        for (ssize_t done = 0; copied && done < got;) {
            ssize_t put = write(import->lock, block + done, (size_t)(got - done));
            if (put < 0 && errno != EINTR) copied = false;
            if (put > 0) done += put;
        }
    }
    gaz_status status = GAZ_OK;
    if (!copied)
        status = gaz_fail(err, GAZ_ERROR_STORE, "%s: cannot be copied: %s; free some space and try again",
                          import->store_path, strerror(errno));
    if (from >= 0) close(from);
    return status;
}

/** Makes the temporary file this import's own: what a killed one has left is written over. */
static gaz_status claim(gaz_import *import, gaz_error *err)
{
    import->lock = open(import->temp_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (import->lock < 0)
        return gaz_fail(err, GAZ_ERROR_STORE, "%s: cannot be written beside: %s; name a store of your own",
                        import->store_path, strerror(errno));
    struct stat mine, there;
    // Between open and lock, another import may have moved the file into the store's place.
    if (flock(import->lock, LOCK_EX | LOCK_NB) != 0 || fstat(import->lock, &mine) != 0 ||
        stat(import->temp_path, &there) != 0 || mine.st_ino != there.st_ino || mine.st_dev != there.st_dev) {
        close(import->lock);
        import->lock = -1;
        return gaz_fail(err, GAZ_ERROR_STORE,
                        "%s: another import is at work on it; try again when it has ended",
                        import->store_path);
    }
    return GAZ_OK;
}

static void dispose(gaz_import *import)
{
    if (!import) return;
    learner_free(import->learner);
    store_write_drop(&import->writer);
    store_session_close(import->session);
    if (import->lock >= 0) {
        if (import->temp_path) unlink(import->temp_path);
        close(import->lock);
    }
    free(import->temp_path);
    free(import->store_path);
    free(import);
}

/** Whether a source of this key has been imported. */
static gaz_status is_known(store_session *session, const char *key, bool *known, gaz_error *err)
{
    sqlite3_stmt *query = NULL;
    int code = sqlite3_prepare_v2(
        session->db, "SELECT 1 FROM gazetteer_meta WHERE key LIKE 'import:%' AND value=?", -1, &query, NULL);
    if (code == SQLITE_OK) {
        sqlite3_bind_text(query, 1, key, -1, SQLITE_STATIC);
        code = sqlite3_step(query);
    }
    sqlite3_finalize(query);
    *known = code == SQLITE_ROW;
    if (code == SQLITE_ROW || code == SQLITE_DONE) return GAZ_OK;
    return gaz_fail(err, GAZ_ERROR_STORE, "the gazetteer cannot be read: %s; build it again",
                    sqlite3_errmsg(session->db));
}

GAZ_API gaz_status gaz_import_begin(gaz_import **out, const gaz_import_source *source, gaz_error *err)
{
    *out = NULL;
    bool known = false;
    gaz_status status = GAZ_OK;
    gaz_import *import = calloc(1, sizeof *import);
    if (!import) return import_out_of_memory(err);
    import->lock = -1;
    // A store that is a link keeps being one.
    char *real = realpath(source->store_path, NULL);
    import->store_path = real ? real : strdup(source->store_path);
    if (!import->store_path || !(import->temp_path = temp_path_of(import->store_path))) {
        status = import_out_of_memory(err);
        goto done;
    }
    status = store_session_open(&import->session, import->store_path, err);
    if (status == GAZ_OK) status = is_known(import->session, source->key, &known, err);
    if (status != GAZ_OK || known) goto done;
    status = claim(import, err);
    if (status == GAZ_OK) status = copy_store(import, err);
    if (status == GAZ_OK) status = store_append_begin(&import->writer, import->temp_path, err);
    if (status == GAZ_OK) status = store_append_source(&import->writer, source, &import->source, err);
done:
    if (status != GAZ_OK || known) {
        dispose(import);
        import = NULL;
    }
    *out = import;
    return status;
}

/** Rings, even-odd, as valid polygons of the scope; NULL where nothing is left of them. */
static GEOSGeometry *read_area(scope *s, const gaz_area *area)
{
    GEOSGeometry **holes = scope_alloc(s, (area->ring_count + 1) * sizeof(GEOSGeometry *));
    GEOSGeometry *shell = NULL;
    unsigned hole_count = 0;
    for (size_t ring = 0, begin = 0; ring < area->ring_count; begin = area->ring_ends[ring++]) {
        size_t count = area->ring_ends[ring] - begin;
        if (count < 4) continue;
        GEOSCoordSequence *points = GEOSCoordSeq_copyFromBuffer_r(
            s->geos, (const double *)(area->points + begin), (unsigned)count, 0, 0);
        GEOSGeometry *line = points ? GEOSGeom_createLinearRing_r(s->geos, points) : NULL;
        if (!line) continue;
        if (!shell)
            shell = line;
        else
            holes[hole_count++] = line;
    }
    // Making it valid sorts out by even-odd which of the rings are holes.
    GEOSGeometry *raw =
        shell ? scope_own(s, GEOSGeom_createPolygon_r(s->geos, shell, holes, hole_count)) : NULL;
    return raw ? shape_make_valid(s, raw) : NULL;
}

static bool on_globe(gaz_lonlat at)
{
    return fabs(at.lon_deg) <= 180 && fabs(at.lat_deg) <= 90;
}

static bool area_on_globe(const gaz_area *area)
{
    size_t count = area->ring_count ? area->ring_ends[area->ring_count - 1] : 0;
    for (size_t i = 0; i < count; i++)
        if (!on_globe(area->points[i])) return false;
    return count > 0;
}

static bool is_country(const char *text)
{
    return text && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z' && !text[2];
}

/** Country and first-level unit, as far as they are not given, from the store's outlines. */
static gaz_status find_units(gaz_import *import, const gaz_import_place *from, store_new_place *place,
                             gaz_error *err)
{
    store_place *unit = NULL;
    gaz_status status = store_unit_at(import->session, place->position, 1, &unit, err);
    bool agrees = unit && (!*place->country || strcmp(unit->country, place->country) == 0);
    if (status == GAZ_OK && !agrees && !*place->country) {
        store_place *country = NULL;
        status = store_unit_at(import->session, place->position, 0, &country, err);
        if (country) place->country = country->country;
    }
    if (status != GAZ_OK || !agrees) return status;
    place->country = unit->country;
    place->admin1_code = unit->admin1_code;
    if (!from->admin1 || !*from->admin1) place->admin1 = unit->name;
    return GAZ_OK;
}

static gaz_status write_names(gaz_import *import, const gaz_import_place *from, int64_t id, double weight,
                              gaz_error *err)
{
    gaz_status status = GAZ_OK;
    const char *at = from->aliases ? from->aliases : "";
    for (int i = 0; status == GAZ_OK && *at && i < ALIASES_MAX; i++) {
        size_t length = strcspn(at, "|");
        status = store_write_name(&import->writer, id, weight, at, length, err);
        at += length + (at[length] == '|');
    }
    return status;
}

static gaz_status add_place(gaz_import *import, const gaz_import_place *from, gaz_error *err)
{
    scope *s = &import->session->work;
    folded keys;
    bool usable = from->name && fold_name(import->writer.fold, from->name, strlen(from->name), &keys) &&
                  (!from->position || on_globe(*from->position)) &&
                  (!from->area || area_on_globe(from->area));
    GEOSGeometry *geometry = usable && from->area ? read_area(s, from->area) : NULL;
    if (!usable || (!from->position && !geometry)) {
        import->totals.rejected++;
        return GAZ_OK;
    }
    double population = from->population > 0 && isfinite(from->population) ? from->population : 0;
    const char *kind_name = from->kind && *from->kind ? from->kind
                            : population >= 50000     ? "city"
                            : population >= 5000      ? "town"
                            : population > 0          ? "village"
                                                      : "place";
    const kind_info *kind = kind_by_name(kind_name);
    store_new_place place = {
        .name = from->name,
        .kind = kind_name,
        .country = is_country(from->country) ? from->country : "",
        .admin1 = from->admin1 ? from->admin1 : "",
        .admin1_code = "",
        .detail = from->is_vague ? STORE_DETAIL_VAGUE : "",
        .position = from->position ? *from->position : shape_best_point(s, geometry),
        .population = population,
        .unit_level = -1,
        .source = import->source,
    };
    gaz_status status = find_units(import, from, &place, err);
    if (status != GAZ_OK) return status;
    place.extent_m = from->extent_m > 0 && isfinite(from->extent_m) ? from->extent_m
                     : geometry ? shape_radius_m(s, geometry, place.position)
                     : kind->class == KIND_SETTLEMENT && population > 0 ? kind_settlement_extent_m(population)
                                                                        : kind->extent_m;
    place.weight = from->weight > 0 && isfinite(from->weight)
                       ? from->weight
                       : IMPORT_USER_FACTOR * fmax(kind->weight_pop, population);
    if (geometry) status = store_write_shape(&import->writer, s, geometry, -1, place.name, &place.shape, err);
    int64_t id = 0;
    if (status == GAZ_OK) status = store_write_place(&import->writer, &place, &id, err);
    return status == GAZ_OK ? write_names(import, from, id, place.weight, err) : status;
}

GAZ_API gaz_status gaz_import_add(gaz_import *import, const gaz_import_place *place, gaz_error *err)
{
    if (setjmp(import->session->work.trap)) return import_out_of_memory(err);
    gaz_status status = add_place(import, place, err);
    scope_reset(&import->session->work);
    return status;
}

GAZ_API gaz_status gaz_import_commit(gaz_import *import, gaz_import_totals *totals, gaz_error *err)
{
    gaz_status status = learner_write(import, err);
    import->totals.places = import->writer.place_count;
    // It would take the place of what an import of this name has brought before.
    if (status == GAZ_OK && import->totals.places == 0 && !import->may_name_only)
        status = gaz_fail(
            err, GAZ_ERROR_INPUT,
            "none of its rows is a place with a name and a position (%lld were read); %s is as it was",
            (long long)import->totals.rejected, import->store_path);
    if (status == GAZ_OK)
        status = store_append_finish(&import->writer, import->source, &import->totals.names, err);
    struct stat info;
    if (status == GAZ_OK && stat(import->store_path, &info) == 0) fchmod(import->lock, info.st_mode & 07777);
    if (status == GAZ_OK && (fsync(import->lock) != 0 || rename(import->temp_path, import->store_path) != 0))
        status = gaz_fail(err, GAZ_ERROR_STORE, "%s: cannot be put in place: %s", import->store_path,
                          strerror(errno));
    if (status == GAZ_OK) {
        if (totals) *totals = import->totals;
        // In place now: no longer the import's to remove.
        close(import->lock);
        import->lock = -1;
    }
    dispose(import);
    return status;
}

GAZ_API void gaz_import_abort(gaz_import *import)
{
    dispose(import);
}
