#include "read/source.h"

#include "read/source_geometry.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <errno.h>
#include <gdal.h>
#include <ogr_api.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct source {
    char *path;
    GDALDatasetH dataset;
    OGRLayerH layer;
    OGRFeatureH feature;
    const char **columns;
    bool *listed; ///< columns that hold several values in a cell
    size_t column_count;
    bool has_header, is_sheet;
    OGRCoordinateTransformationH to_wgs84; ///< NULL where the layer is in WGS 84 or does not say
    char trouble[256];                     ///< what GDAL said last
    arena cells;                           ///< texts of the current row that GDAL does not keep
};

// More columns than any spreadsheet has (16,384) are not a table but a file read in the wrong way, and GDAL
// needs quadratic time to name them.
#define COLUMNS_MAX 16384
// Enough for the header of 16,384 columns of 60 bytes; a first line longer than this is not one either.
#define FIRST_LINE_MAX ((size_t)1 << 20)

static void CPL_STDCALL keep_trouble(CPLErr level, CPLErrorNum number, const char *message)
{
    (void)number;
    source *s = CPLGetErrorHandlerUserData();
    if (level >= CE_Failure) snprintf(s->trouble, sizeof s->trouble, "%s", message);
}

/** GDAL speaks to the handler between these two; nothing of it reaches the terminal. */
static void quiet_begin(source *s)
{
    CPLPushErrorHandlerEx(keep_trouble, s);
}

static void quiet_end(void)
{
    CPLPopErrorHandler();
}

static void register_drivers(void)
{
    CPLPushErrorHandler(CPLQuietErrorHandler);
    OGRRegisterAll();
    CPLPopErrorHandler();
}

/** A name that is no file but a connection ("PG:…", "/vsizip/…"), which GDAL alone can judge. */
static bool is_connection(const char *path)
{
    const char *colon = strchr(path, ':');
    return strncmp(path, "/vsi", 4) == 0 ||
           (colon && colon - path > 1 && !memchr(path, '/', (size_t)(colon - path)));
}

/** Refuses what is no table before GDAL spends time on it. *is_text: the file begins as text. */
static incmap_status look_at_file(const char *path, bool *is_text, incmap_error *err)
{
    *is_text = false;
    struct stat info;
    if (stat(path, &info) != 0)
        return error_set(err, INCMAP_FAILED, "%s: no such file; check the path (%s)", path, strerror(errno));
    if (!S_ISREG(info.st_mode)) return INCMAP_OK;
    if (info.st_size == 0)
        return error_set(err, INCMAP_FAILED, "%s: the file is empty; export it again", path);

    FILE *file = fopen(path, "rb");
    if (!file) return error_set(err, INCMAP_FAILED, "%s: cannot be read: %s", path, strerror(errno));
    char *head = mem_alloc(FIRST_LINE_MAX);
    size_t length = fread(head, 1, FIRST_LINE_MAX, file);
    fclose(file);
    size_t probe = length < 512 ? length : 512, separators = 0, line = 0;
    *is_text = !memchr(head, '\0', probe);
    for (; line < length && head[line] != '\n'; line++)
        separators += strchr(",;\t|", head[line]) && head[line];
    const char *dot = strrchr(path, '.');
    bool table =
        dot && (strcasecmp(dot, ".csv") == 0 || strcasecmp(dot, ".tsv") == 0 || strcasecmp(dot, ".txt") == 0);
    free(head);
    if (table && separators >= COLUMNS_MAX)
        return error_set(err, INCMAP_FAILED,
                         "%s:1: more than %d columns; is this a table with a line for each row?", path,
                         COLUMNS_MAX);
    return INCMAP_OK;
}

static GDALDatasetH open_dataset(const char *name, const char *headers)
{
    char **options = CSLSetNameValue(NULL, "AUTODETECT_TYPE", "NO");
    options = CSLSetNameValue(options, "HEADERS", headers);
    // Options that a driver does not know are reported as warnings, which the handler drops.
    GDALDatasetH dataset = GDALOpenEx(name, GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, NULL,
                                      (const char *const *)options, NULL);
    CSLDestroy(options);
    return dataset;
}

incmap_status source_open(source **out, const char *path, incmap_error *err)
{
    *out = NULL;
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, register_drivers);

    bool is_text = false;
    if (!is_connection(path)) {
        incmap_status status = look_at_file(path, &is_text, err);
        if (status != INCMAP_OK) return status;
    }
    source *s = mem_calloc(1, sizeof *s);
    s->path = mem_strdup(path);
    quiet_begin(s);
    s->dataset = open_dataset(path, "AUTO");
    if (!s->dataset && is_text) {
        char trouble[sizeof s->trouble];
        memcpy(trouble, s->trouble, sizeof trouble);
        size_t size = strlen(path) + sizeof "CSV:";
        char *name = mem_alloc(size);
        snprintf(name, size, "CSV:%s", path);
        s->dataset = open_dataset(name, "AUTO");
        free(name);
        memcpy(s->trouble, trouble, sizeof trouble);
    }
    quiet_end();

    incmap_status status = INCMAP_OK;
    if (!s->dataset)
        status =
            error_set(err, INCMAP_FAILED,
                      "%s: not a table that can be read (%s); give CSV, GeoJSON, GeoPackage, XLSX or KML",
                      path, s->trouble[0] ? s->trouble : "of no known format");
    else if (GDALDatasetGetLayerCount(s->dataset) < 1)
        status =
            error_set(err, INCMAP_FAILED, "%s: holds no table; export a layer with incidents into it", path);
    else
        status = source_use_layer(s, 0, err);
    if (status != INCMAP_OK) {
        source_close(s);
        return status;
    }
    *out = s;
    return INCMAP_OK;
}

static void drop_layer(source *s)
{
    if (s->feature) OGR_F_Destroy(s->feature);
    if (s->to_wgs84) OCTDestroyCoordinateTransformation(s->to_wgs84);
    for (size_t i = 0; i < s->column_count; i++) free((char *)s->columns[i]);
    free(s->columns);
    free(s->listed);
    s->feature = NULL;
    s->to_wgs84 = NULL;
    s->columns = NULL;
    s->listed = NULL;
    s->column_count = 0;
}

void source_close(source *s)
{
    if (!s) return;
    quiet_begin(s);
    drop_layer(s);
    if (s->dataset) GDALClose(s->dataset);
    quiet_end();
    arena_dispose(&s->cells);
    free(s->path);
    free(s);
}

const char *source_path(const source *s)
{
    return s->path;
}

const char *source_driver(const source *s)
{
    return GDALGetDriverShortName(GDALGetDatasetDriver(s->dataset));
}

size_t source_layer_count(const source *s)
{
    return (size_t)GDALDatasetGetLayerCount(s->dataset);
}

const char *source_layer_name(const source *s, size_t layer)
{
    return OGR_L_GetName(GDALDatasetGetLayer(s->dataset, (int)layer));
}

/** Whether every column is named as GDAL names those of a table without a header. */
static bool columns_are_numbered(const source *s)
{
    for (size_t i = 0; i < s->column_count; i++) {
        unsigned long number;
        int used = 0;
        const char *name = s->columns[i];
        if (sscanf(name, "field_%lu%n", &number, &used) != 1 &&
            sscanf(name, "Field%lu%n", &number, &used) != 1)
            return false;
        if (name[used] || number != i + 1) return false;
    }
    return true;
}

incmap_status source_use_layer(source *s, size_t layer, incmap_error *err)
{
    quiet_begin(s);
    drop_layer(s);
    s->layer = GDALDatasetGetLayer(s->dataset, (int)layer);
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(s->layer);
    int count = OGR_FD_GetFieldCount(definition);
    incmap_status status = INCMAP_OK;
    if (count > COLUMNS_MAX) {
        status = error_set(err, INCMAP_FAILED,
                           "%s: more than %d columns; is this a table with a line for each row?", s->path,
                           COLUMNS_MAX);
        goto done;
    }
    s->column_count = (size_t)count;
    s->columns = mem_calloc(s->column_count, sizeof *s->columns);
    s->listed = mem_calloc(s->column_count, sizeof *s->listed);
    for (int i = 0; i < count; i++) {
        OGRFieldDefnH field = OGR_FD_GetFieldDefn(definition, i);
        arena scratch = {0};
        const char *name = source_clean_name(&scratch, OGR_Fld_GetNameRef(field));
        s->columns[i] = mem_strdup(name);
        arena_dispose(&scratch);
        OGRFieldType type = OGR_Fld_GetType(field);
        s->listed[i] = type == OFTStringList || type == OFTIntegerList || type == OFTInteger64List ||
                       type == OFTRealList;
    }
    const char *driver = source_driver(s);
    s->is_sheet = strcmp(driver, "CSV") == 0 || strcmp(driver, "XLSX") == 0 || strcmp(driver, "ODS") == 0 ||
                  strcmp(driver, "XLS") == 0;
    s->has_header = !(s->is_sheet && columns_are_numbered(s));
    s->to_wgs84 = source_transformation(s->layer);
    OGR_L_ResetReading(s->layer);
done:
    quiet_end();
    return status;
}

const char *const *source_columns(const source *s, size_t *count)
{
    *count = s->column_count;
    return s->columns;
}

bool source_has_header(const source *s)
{
    return s->has_header;
}

bool source_has_geometry(const source *s)
{
    return OGR_L_GetGeomType(s->layer) != wkbNone;
}

int64_t source_first_row(const source *s)
{
    return s->is_sheet && s->has_header ? 2 : 1;
}

void source_want(source *s, const bool *wanted)
{
    const char **ignored = mem_calloc(s->column_count + 1, sizeof *ignored);
    size_t count = 0;
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(s->layer);
    for (size_t i = 0; i < s->column_count; i++)
        if (!wanted[i]) ignored[count++] = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, (int)i));
    quiet_begin(s);
    // A driver that cannot ignore columns reads them all; nothing else changes.
    OGR_L_SetIgnoredFields(s->layer, ignored);
    quiet_end();
    free(ignored);
}

void source_rewind(source *s)
{
    if (s->feature) OGR_F_Destroy(s->feature);
    s->feature = NULL;
    quiet_begin(s);
    OGR_L_ResetReading(s->layer);
    quiet_end();
}

incmap_status source_next(source *s, bool *more, incmap_error *err)
{
    if (s->cells.blocks) arena_dispose(&s->cells);
    if (s->feature) OGR_F_Destroy(s->feature);
    s->trouble[0] = '\0';
    quiet_begin(s);
    s->feature = OGR_L_GetNextFeature(s->layer);
    quiet_end();
    *more = s->feature != NULL;
    if (!s->feature && s->trouble[0])
        return error_set(err, INCMAP_FAILED, "%s: cannot be read to its end (%s); export it again", s->path,
                         s->trouble);
    return INCMAP_OK;
}

const char *source_text(source *s, size_t column)
{
    int index = (int)column;
    if (!OGR_F_IsFieldSetAndNotNull(s->feature, index)) return NULL;
    if (!s->listed[column]) {
        const char *text = OGR_F_GetFieldAsString(s->feature, index);
        OGRFieldType type = OGR_Fld_GetType(OGR_F_GetFieldDefnRef(s->feature, index));
        return type == OFTString ? text : arena_strdup(&s->cells, text);
    }
    // GDAL would write "(2:a,b)".
    char **items = OGR_F_GetFieldAsStringList(s->feature, index);
    if (!items) return arena_strdup(&s->cells, OGR_F_GetFieldAsString(s->feature, index));
    size_t size = 1;
    for (char **item = items; *item; item++) size += strlen(*item) + 2;
    char *joined = arena_alloc(&s->cells, size), *end = joined;
    *end = '\0';
    for (char **item = items; *item; item++) end += sprintf(end, "%s%s", item == items ? "" : "; ", *item);
    return joined;
}

source_shape source_geometry(source *s, arena *memory)
{
    OGRGeometryH geometry = OGR_F_GetGeometryRef(s->feature);
    if (!geometry) return (source_shape){.result = SHAPE_NONE};
    quiet_begin(s);
    source_shape shape = source_shape_of(geometry, s->to_wgs84, memory);
    quiet_end();
    return shape;
}
