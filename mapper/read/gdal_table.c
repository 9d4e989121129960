#include "base/arena.h"
#include "read/source_geometry.h"
#include "read/source_json.h"
#include "read/source_lines.h"
#include "read/table.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_api.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *format; ///< where GDAL does not know the file as that; else NULL
    GDALDatasetH dataset;
    OGRLayerH layer;
    OGRFeatureH feature;
    bool *listed; ///< columns that hold several values in a cell
    size_t column_count;
    OGRCoordinateTransformationH to_wgs84; ///< NULL where the layer is in WGS 84 or does not say
    char trouble[TABLE_TROUBLE_MAX];       ///< what GDAL said last
    arena cells;                           ///< texts of the current row that GDAL does not keep
} table;

static void CPL_STDCALL keep_trouble(CPLErr level, CPLErrorNum number, const char *message)
{
    (void)number;
    table *t = CPLGetErrorHandlerUserData();
    if (level >= CE_Failure) snprintf(t->trouble, sizeof t->trouble, "%s", message);
}

/** GDAL speaks to the handler between these two; nothing of it reaches the terminal. */
static void quiet_begin(table *t)
{
    CPLPushErrorHandlerEx(keep_trouble, t);
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
    // GDAL would take the first row of a sheet of texts alone for data, and number the columns.
    static const char *const sheets[] = {"OGR_XLSX_HEADERS", "OGR_ODS_HEADERS", "OGR_XLS_HEADERS"};
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++)
        if (!CPLGetConfigOption(sheets[i], NULL)) CPLSetConfigOption(sheets[i], "FORCE");
}

static GDALDatasetH open_dataset(const char *name)
{
    char **options = CSLSetNameValue(NULL, "AUTODETECT_TYPE", "NO");
    // Options that a driver does not know are reported as warnings, which the handler drops.
    GDALDatasetH dataset = GDALOpenEx(name, GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, NULL,
                                      (const char *const *)options, NULL);
    CSLDestroy(options);
    return dataset;
}

static void drop_layer(table *t)
{
    if (t->feature) OGR_F_Destroy(t->feature);
    if (t->to_wgs84) OCTDestroyCoordinateTransformation(t->to_wgs84);
    free(t->listed);
    t->feature = NULL;
    t->to_wgs84 = NULL;
    t->listed = NULL;
}

static void gdal_close(void *context)
{
    table *t = context;
    quiet_begin(t);
    drop_layer(t);
    if (t->dataset) GDALClose(t->dataset);
    quiet_end();
    arena_dispose(&t->cells);
    free(t);
}

static const char *gdal_format(const void *context)
{
    const table *t = context;
    return t->format ? t->format : GDALGetDriverShortName(GDALGetDatasetDriver(t->dataset));
}

static size_t gdal_layer_count(const void *context)
{
    return (size_t)GDALDatasetGetLayerCount(((const table *)context)->dataset);
}

static const char *gdal_layer_name(const void *context, size_t layer)
{
    return OGR_L_GetName(GDALDatasetGetLayer(((const table *)context)->dataset, (int)layer));
}

static void gdal_rewind(void *context)
{
    table *t = context;
    if (t->feature) OGR_F_Destroy(t->feature);
    t->feature = NULL;
    quiet_begin(t);
    OGR_L_ResetReading(t->layer);
    quiet_end();
}

static void gdal_use_layer(void *context, size_t layer, size_t columns_max, table_layer *out)
{
    table *t = context;
    quiet_begin(t);
    drop_layer(t);
    t->layer = GDALDatasetGetLayer(t->dataset, (int)layer);
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(t->layer);
    *out = (table_layer){.count = (size_t)OGR_FD_GetFieldCount(definition),
                         .has_geometry = OGR_L_GetGeomType(t->layer) != wkbNone};
    t->column_count = out->count < columns_max ? out->count : columns_max;
    out->names = mem_calloc(t->column_count, sizeof *out->names);
    t->listed = mem_calloc(t->column_count, sizeof *t->listed);
    for (size_t i = 0; i < t->column_count; i++) {
        OGRFieldDefnH field = OGR_FD_GetFieldDefn(definition, (int)i);
        arena scratch = {0};
        out->names[i] = mem_strdup(source_clean_name(&scratch, OGR_Fld_GetNameRef(field)));
        arena_dispose(&scratch);
        OGRFieldType type = OGR_Fld_GetType(field);
        t->listed[i] = type == OFTStringList || type == OFTIntegerList || type == OFTInteger64List ||
                       type == OFTRealList;
    }
    t->to_wgs84 = source_transformation(t->layer);
    quiet_end();
    gdal_rewind(t);
}

static void gdal_want(void *context, const bool *wanted)
{
    table *t = context;
    const char **ignored = mem_calloc(t->column_count + 1, sizeof *ignored);
    size_t count = 0;
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(t->layer);
    for (size_t i = 0; i < t->column_count; i++)
        if (!wanted[i]) ignored[count++] = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, (int)i));
    quiet_begin(t);
    // A driver that cannot ignore columns reads them all; nothing else changes.
    OGR_L_SetIgnoredFields(t->layer, ignored);
    quiet_end();
    free(ignored);
}

static bool gdal_next(void *context, char trouble[TABLE_TROUBLE_MAX])
{
    table *t = context;
    if (t->cells.blocks) arena_dispose(&t->cells);
    if (t->feature) OGR_F_Destroy(t->feature);
    t->trouble[0] = '\0';
    quiet_begin(t);
    t->feature = OGR_L_GetNextFeature(t->layer);
    quiet_end();
    if (!t->feature) memcpy(trouble, t->trouble, TABLE_TROUBLE_MAX);
    return t->feature != NULL;
}

static const char *gdal_text(void *context, size_t column)
{
    table *t = context;
    int index = (int)column;
    if (!OGR_F_IsFieldSetAndNotNull(t->feature, index)) return NULL;
    if (!t->listed[column]) {
        const char *text = OGR_F_GetFieldAsString(t->feature, index);
        OGRFieldType type = OGR_Fld_GetType(OGR_F_GetFieldDefnRef(t->feature, index));
        return type == OFTString ? text : arena_strdup(&t->cells, text);
    }
    // GDAL would write "(2:a,b)".
    char **items = OGR_F_GetFieldAsStringList(t->feature, index);
    if (!items) return arena_strdup(&t->cells, OGR_F_GetFieldAsString(t->feature, index));
    size_t size = 1;
    for (char **item = items; *item; item++) size += strlen(*item) + 2;
    char *joined = arena_alloc(&t->cells, size), *end = joined;
    *end = '\0';
    for (char **item = items; *item; item++) end += sprintf(end, "%s%s", item == items ? "" : "; ", *item);
    return joined;
}

static source_shape gdal_geometry(void *context, arena *memory)
{
    table *t = context;
    OGRGeometryH geometry = OGR_F_GetGeometryRef(t->feature);
    if (!geometry) return (source_shape){.result = SHAPE_NONE};
    quiet_begin(t);
    source_shape shape = source_shape_of(geometry, t->to_wgs84, memory);
    quiet_end();
    return shape;
}

static const table_kind gdal_table = {
    .close = gdal_close,
    .format = gdal_format,
    .layer_count = gdal_layer_count,
    .layer_name = gdal_layer_name,
    .use_layer = gdal_use_layer,
    .want = gdal_want,
    .rewind = gdal_rewind,
    .next = gdal_next,
    .text = gdal_text,
    .geometry = gdal_geometry,
};

incmap_status gdal_table_open(void **out, const table_kind **kind, const char *path, bool is_json,
                              bool is_text, char trouble[TABLE_TROUBLE_MAX], incmap_error *err)
{
    (void)err;
    *out = NULL;
    *kind = NULL;
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, register_drivers);
    table *t = mem_calloc(1, sizeof *t);
    quiet_begin(t);
    t->dataset = open_dataset(path);
    if (!t->dataset && is_json) {
        t->dataset = source_json_open(path, t->trouble, sizeof t->trouble);
        t->format = "JSON";
    }
    if (!t->dataset && is_text) {
        // A table under another extension than GDAL expects.
        size_t size = strlen(path) + sizeof "CSV:";
        char *name = mem_alloc(size);
        snprintf(name, size, "CSV:%s", path);
        t->dataset = open_dataset(name);
        free(name);
    }
    if (!t->dataset && is_text) {
        t->dataset = source_lines_open(path);
        t->format = "CSV";
    }
    quiet_end();
    if (t->dataset) {
        *out = t;
        *kind = &gdal_table;
        return INCMAP_OK;
    }
    memcpy(trouble, t->trouble, TABLE_TROUBLE_MAX);
    gdal_close(t);
    return INCMAP_OK;
}
