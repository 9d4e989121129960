#include "gazetteer/store_write.h"

#include "gazetteer/store.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// 'GPKG' and GeoPackage 1.3: OGC 12-128r18, requirement 2.
static const char *const schema =
    "PRAGMA page_size=4096; PRAGMA application_id=1196444487; PRAGMA user_version=10300;"
    "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536;"
    "PRAGMA locking_mode=EXCLUSIVE; BEGIN;"
    "CREATE TABLE gpkg_spatial_ref_sys(srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,"
    " organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,"
    " description TEXT);"
    "INSERT INTO gpkg_spatial_ref_sys VALUES"
    "('Undefined Cartesian SRS',-1,'NONE',-1,'undefined','undefined Cartesian coordinate reference system'),"
    "('Undefined geographic SRS',0,'NONE',0,'undefined','undefined geographic coordinate reference system'),"
    "('WGS 84 geodetic',4326,'EPSG',4326,'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,"
    "298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,"
    "AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],"
    "AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],AUTHORITY[\"EPSG\",\"4326\"]]','longitude/latitude');"
    "CREATE TABLE gpkg_contents(table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,"
    " identifier TEXT UNIQUE, description TEXT DEFAULT '',"
    " last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),"
    " min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,"
    " CONSTRAINT fk_gc_r_srs_id FOREIGN KEY(srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));"
    "CREATE TABLE gpkg_geometry_columns(table_name TEXT NOT NULL, column_name TEXT NOT NULL,"
    " geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,"
    " CONSTRAINT pk_geom_cols PRIMARY KEY(table_name, column_name),"
    " CONSTRAINT uk_gc_table_name UNIQUE(table_name),"
    " CONSTRAINT fk_gc_tn FOREIGN KEY(table_name) REFERENCES gpkg_contents(table_name),"
    " CONSTRAINT fk_gc_srs FOREIGN KEY(srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));"
    "CREATE TABLE gpkg_extensions(table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,"
    " definition TEXT NOT NULL, scope TEXT NOT NULL,"
    " CONSTRAINT ge_tce UNIQUE(table_name, column_name, extension_name));"
    "CREATE TABLE place(fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, name TEXT NOT NULL,"
    " kind TEXT NOT NULL, country TEXT NOT NULL, admin1 TEXT NOT NULL, admin1_code TEXT NOT NULL,"
    " detail TEXT NOT NULL, population DOUBLE NOT NULL, extent_m DOUBLE NOT NULL, weight DOUBLE NOT NULL,"
    " shape INTEGER NOT NULL, source INTEGER NOT NULL);"
    "CREATE TABLE shape(fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom GEOMETRY, name TEXT NOT NULL,"
    " unit_level INTEGER NOT NULL, place INTEGER);"
    "CREATE TABLE source(fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT NOT NULL,"
    " version TEXT NOT NULL, licence TEXT NOT NULL, attribution TEXT NOT NULL,"
    " place_count INTEGER NOT NULL DEFAULT 0, name_count INTEGER NOT NULL DEFAULT 0);"
    "CREATE TABLE gazetteer_meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE unit(code TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE VIRTUAL TABLE unit_box USING rtree(shape, west, east, south, north);" CARDS_CREATE GROUPS_CREATE(
        NAMES_TABLE) GROUPS_CREATE(SKELETONS_TABLE);

static gaz_status store_failed(store_writer *w, gaz_error *err)
{
    return gaz_fail(err, GAZ_ERROR_STORE,
                    "the gazetteer cannot be written: %s; free some space and build again",
                    w->db ? sqlite3_errmsg(w->db) : "SQLite cannot open it");
}

static gaz_status run(store_writer *w, const char *sql, gaz_error *err)
{
    return sqlite3_exec(w->db, sql, NULL, NULL, NULL) == SQLITE_OK ? GAZ_OK : store_failed(w, err);
}

static gaz_status prepare(store_writer *w, sqlite3_stmt **out, const char *sql, gaz_error *err)
{
    return sqlite3_prepare_v3(w->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL) == SQLITE_OK
               ? GAZ_OK
               : store_failed(w, err);
}

static gaz_status out_of_memory(gaz_error *err)
{
    return gaz_fail(err, GAZ_ERROR_MEMORY, "out of memory while writing the gazetteer");
}

gaz_status store_write_prepare(store_writer *w, const char *path, gaz_error *err)
{
    w->temp_path = malloc(strlen(path) + sizeof ".names");
    if (!w->temp_path) return out_of_memory(err);
    sprintf(w->temp_path, "%s.names", path);
    w->names = name_feed_new(w->temp_path);
    if (!w->names) return out_of_memory(err);
    gaz_status status =
        prepare(w, &w->add_place,
                "INSERT INTO place(geom,name,kind,country,admin1,admin1_code,detail,population,extent_m,"
                "weight,shape,source) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)",
                err);
    if (status == GAZ_OK) status = prepare(w, &w->country, "SELECT country FROM place WHERE fid=?1", err);
    if (status == GAZ_OK)
        status = prepare(w, &w->add_shape, "INSERT INTO shape(geom,name,unit_level) VALUES(?,?,?)", err);
    if (status == GAZ_OK) status = prepare(w, &w->add_box, "INSERT INTO unit_box VALUES(?,?,?,?,?)", err);
    return status;
}

gaz_status store_write_begin(store_writer *out, const char *path, gaz_error *err)
{
    *out = (store_writer){0};
    gaz_status status;
    out->fold = fold_tools_new();
    if (!out->fold) return out_of_memory(err);
    if (sqlite3_open_v2(path, &out->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK)
        status = gaz_fail(err, GAZ_ERROR_STORE, "%s: cannot be created: %s", path, sqlite3_errmsg(out->db));
    else
        status = run(out, schema, err);
    if (status == GAZ_OK) status = store_write_prepare(out, path, err);
    if (status != GAZ_OK) store_write_drop(out);
    return status;
}

static gaz_status step(store_writer *w, sqlite3_stmt *statement, gaz_error *err)
{
    int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? GAZ_OK : store_failed(w, err);
}

static void bind_text(sqlite3_stmt *statement, int at, const char *text)
{
    sqlite3_bind_text(statement, at, text ? text : "", -1, SQLITE_STATIC);
}

static void set_country(store_writer *w, int64_t place, const char *country)
{
    w->country_place = place;
    bool single = country && country[0] && country[1] && !country[2];
    for (int i = 0; i < 2; i++) w->country_code[i] = single ? country[i] : '\0';
}

gaz_status store_write_name(store_writer *w, int64_t place, double weight, const char *name, size_t length,
                            gaz_error *err)
{
    if (place != w->country_place) {
        sqlite3_bind_int64(w->country, 1, place);
        int code = sqlite3_step(w->country);
        set_country(w, place, code == SQLITE_ROW ? (const char *)sqlite3_column_text(w->country, 0) : NULL);
        sqlite3_reset(w->country);
        if (code != SQLITE_ROW && code != SQLITE_DONE) return store_failed(w, err);
    }
    return name_feed_add(w->names, place, w->country_code, weight, name, length, err);
}

/** Notes that places from this one on are this source's. */
static gaz_status note_source(store_writer *w, int64_t place, int source, gaz_error *err)
{
    if (w->range_count && w->ranges[w->range_count - 1].source == source) return GAZ_OK;
    if (w->range_count == w->range_capacity) {
        size_t larger = w->range_capacity ? w->range_capacity * 2 : 16;
        store_source_range *moved = realloc(w->ranges, larger * sizeof *moved);
        if (!moved) return out_of_memory(err);
        w->ranges = moved;
        w->range_capacity = larger;
    }
    w->ranges[w->range_count++] = (store_source_range){.begin = place, .source = source};
    return GAZ_OK;
}

static gaz_status write_card(store_writer *w, const store_new_place *place, int64_t id, gaz_error *err)
{
    const card one = {.name = place->name ? place->name : "",
                      .kind = place->kind ? place->kind : "",
                      .country = place->country ? place->country : "",
                      .admin1 = place->admin1 ? place->admin1 : "",
                      .admin1_code = place->admin1_code ? place->admin1_code : "",
                      .detail = place->detail ? place->detail : "",
                      .position = place->position,
                      .population = place->population,
                      .extent_m = place->extent_m,
                      .weight = place->weight,
                      .shape = place->shape,
                      .source = place->source};
    int code = cards_write(&w->cards, w->db, id, &one);
    if (code == SQLITE_OK) return GAZ_OK;
    return code == SQLITE_NOMEM ? out_of_memory(err) : store_failed(w, err);
}

gaz_status store_write_place(store_writer *w, const store_new_place *place, int64_t *id, gaz_error *err)
{
    unsigned char point[SHAPE_POINT_BYTES];
    shape_point_blob(place->position, point);
    sqlite3_stmt *add = w->add_place;
    sqlite3_bind_blob(add, 1, point, sizeof point, SQLITE_STATIC);
    bind_text(add, 2, place->name);
    bind_text(add, 3, place->kind);
    bind_text(add, 4, place->country);
    bind_text(add, 5, place->admin1);
    bind_text(add, 6, place->admin1_code);
    bind_text(add, 7, place->detail);
    sqlite3_bind_double(add, 8, place->population);
    sqlite3_bind_double(add, 9, place->extent_m);
    sqlite3_bind_double(add, 10, place->weight);
    sqlite3_bind_int64(add, 11, place->shape);
    sqlite3_bind_int(add, 12, place->source);
    gaz_status status = step(w, add, err);
    if (status != GAZ_OK) return status;
    *id = sqlite3_last_insert_rowid(w->db);
    w->place_count++;
    set_country(w, *id, place->country);
    status = write_card(w, place, *id, err);
    if (status == GAZ_OK) status = note_source(w, *id, place->source, err);
    if (status != GAZ_OK) return status;
    if (place->unit_level >= 0) {
        sqlite3_stmt *add_unit = NULL;
        status = prepare(w, &add_unit, "INSERT OR IGNORE INTO unit VALUES(?,?)", err);
        if (status != GAZ_OK) return status;
        bind_text(add_unit, 1, place->unit_level == 0 ? place->country : place->admin1_code);
        sqlite3_bind_int64(add_unit, 2, *id);
        status = step(w, add_unit, err);
        sqlite3_finalize(add_unit);
        if (status != GAZ_OK) return status;
    }
    return store_write_name(w, *id, place->weight, place->name, strlen(place->name), err);
}

gaz_status store_write_shape(store_writer *w, scope *s, const GEOSGeometry *geometry, int unit_level,
                             const char *name, int64_t *id, gaz_error *err)
{
    shape_blob blob = shape_to_blob(s, geometry);
    if (!blob.length)
        return gaz_fail(err, GAZ_ERROR_INPUT, "%s: its geometry cannot be written as WKB", name);
    sqlite3_bind_blob64(w->add_shape, 1, blob.bytes, blob.length, SQLITE_STATIC);
    bind_text(w->add_shape, 2, name);
    sqlite3_bind_int(w->add_shape, 3, unit_level);
    gaz_status status = step(w, w->add_shape, err);
    if (status != GAZ_OK) return status;
    *id = sqlite3_last_insert_rowid(w->db);
    if (unit_level < 0) return GAZ_OK;
    shape_box box = shape_bounds(s, geometry);
    sqlite3_bind_int64(w->add_box, 1, *id);
    sqlite3_bind_double(w->add_box, 2, box.west_deg);
    sqlite3_bind_double(w->add_box, 3, box.east_deg);
    sqlite3_bind_double(w->add_box, 4, box.south_deg);
    sqlite3_bind_double(w->add_box, 5, box.north_deg);
    return step(w, w->add_box, err);
}

gaz_status store_write_shape_owner(store_writer *w, int64_t shape, int64_t place, gaz_error *err)
{
    sqlite3_stmt *set = NULL;
    gaz_status status = prepare(w, &set, "UPDATE shape SET place=? WHERE fid=?", err);
    if (status != GAZ_OK) return status;
    sqlite3_bind_int64(set, 1, place);
    sqlite3_bind_int64(set, 2, shape);
    status = step(w, set, err);
    sqlite3_finalize(set);
    return status;
}

gaz_status store_write_move(store_writer *w, int64_t place, gaz_lonlat position, double extent_m,
                            gaz_error *err)
{
    sqlite3_stmt *set = NULL;
    gaz_status status = prepare(w, &set, "UPDATE place SET geom=?,extent_m=? WHERE fid=?", err);
    if (status != GAZ_OK) return status;
    unsigned char point[SHAPE_POINT_BYTES];
    shape_point_blob(position, point);
    sqlite3_bind_blob(set, 1, point, sizeof point, SQLITE_STATIC);
    sqlite3_bind_double(set, 2, extent_m);
    sqlite3_bind_int64(set, 3, place);
    status = step(w, set, err);
    sqlite3_finalize(set);
    if (status == GAZ_OK && cards_move(&w->cards, w->db, place, position, extent_m) != SQLITE_OK)
        status = store_failed(w, err);
    return status;
}

gaz_status store_write_source(store_writer *w, const char *name, const char *version, const char *licence,
                              const char *attribution, int *id, gaz_error *err)
{
    sqlite3_stmt *add = NULL;
    gaz_status status =
        prepare(w, &add, "INSERT INTO source(name,version,licence,attribution) VALUES(?,?,?,?)", err);
    if (status != GAZ_OK) return status;
    bind_text(add, 1, name);
    bind_text(add, 2, version);
    bind_text(add, 3, licence);
    bind_text(add, 4, attribution);
    status = step(w, add, err);
    sqlite3_finalize(add);
    *id = (int)sqlite3_last_insert_rowid(w->db);
    return status;
}

/**
 * The date that goes into gpkg_contents. Not today's: the same sources shall give the same bytes. The
 * fallback is the day of GeoPackage 1.3's publication.
 */
static const char *contents_date(char out[32])
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    char *end = NULL;
    long long seconds = epoch ? strtoll(epoch, &end, 10) : -1;
    if (!epoch || *end || seconds < 0 || seconds > 253402300799LL) return "2021-05-06T00:00:00.000Z";
    sqlite3 *db = NULL;
    sqlite3_stmt *format = NULL;
    const char *date = "2021-05-06T00:00:00.000Z";
    if (sqlite3_open(":memory:", &db) == SQLITE_OK &&
        sqlite3_prepare_v2(db, "SELECT strftime('%Y-%m-%dT%H:%M:%fZ',?,'unixepoch')", -1, &format, NULL) ==
            SQLITE_OK) {
        sqlite3_bind_int64(format, 1, seconds);
        if (sqlite3_step(format) == SQLITE_ROW) {
            snprintf(out, 32, "%s", (const char *)sqlite3_column_text(format, 0));
            date = out;
        }
    }
    sqlite3_finalize(format);
    sqlite3_close(db);
    return date;
}

static gaz_status write_contents(store_writer *w, gaz_error *err)
{
    char buffer[32];
    char *sql = sqlite3_mprintf(
        "INSERT INTO gpkg_contents VALUES"
        "('place','features','place','Named places',%Q,-180,-90,180,90,4326),"
        "('shape','features','shape','Outlines of places',%Q,-180,-90,180,90,4326),"
        "('source','attributes','source','Where the places come from',%Q,NULL,NULL,NULL,NULL,NULL);"
        "INSERT INTO gpkg_geometry_columns VALUES('place','geom','POINT',4326,0,0),"
        "('shape','geom','GEOMETRY',4326,0,0);"
        "INSERT INTO gazetteer_meta VALUES('format','%d');",
        contents_date(buffer), contents_date(buffer), contents_date(buffer), STORE_FORMAT);
    if (!sql) return gaz_fail(err, GAZ_ERROR_MEMORY, "out of memory while building the gazetteer");
    gaz_status status = run(w, sql, err);
    sqlite3_free(sql);
    return status;
}

/** Counts a name for the source of its place. */
static void count_name(void *context, int64_t place)
{
    store_writer *w = context;
    size_t low = 0, high = w->range_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (w->ranges[middle].begin <= place)
            low = middle + 1;
        else
            high = middle;
    }
    if (low) w->ranges[low - 1].name_count++;
}

gaz_status store_write_tables(store_writer *w, int64_t *added, gaz_error *err)
{
    *added = 0;
    if (cards_flush(&w->cards) != SQLITE_OK) return store_failed(w, err);
    runs *names;
    int64_t count;
    gaz_status status = name_feed_finish(w->names, &names, &count, err);
    const names_request request = {
        .db = w->db, .temp_path = w->temp_path, .gone = w->gone, .count = count_name, .count_context = w};
    return status == GAZ_OK ? names_merge(&request, names, added, err) : status;
}

gaz_status store_write_finish(store_writer *w, int64_t *names, gaz_error *err)
{
    gaz_status status = store_write_tables(w, names, err);
    if (status == GAZ_OK) status = write_contents(w, err);
    if (status == GAZ_OK)
        status = run(w,
                     "UPDATE source SET place_count="
                     "(SELECT count(*) FROM place WHERE place.source=source.fid)",
                     err);
    for (size_t i = 0; status == GAZ_OK && i < w->range_count; i++) {
        char *sql = sqlite3_mprintf("UPDATE source SET name_count=name_count+%lld WHERE fid=%d",
                                    (long long)w->ranges[i].name_count, w->ranges[i].source);
        status = sql ? run(w, sql, err) : out_of_memory(err);
        sqlite3_free(sql);
    }
    if (status == GAZ_OK) status = run(w, "COMMIT", err);
    store_write_drop(w);
    return status;
}

void store_write_drop(store_writer *w)
{
    name_feed_free(w->names);
    cards_dispose(&w->cards);
    sqlite3_finalize(w->add_place);
    sqlite3_finalize(w->add_shape);
    sqlite3_finalize(w->add_box);
    sqlite3_finalize(w->country);
    sqlite3_close(w->db);
    fold_tools_free(w->fold);
    free(w->temp_path);
    free(w->ranges);
    *w = (store_writer){0};
}
