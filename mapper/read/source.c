#include "read/source.h"

#include "read/csv_lines.h"
#include "read/source_geometry.h"
#include "read/source_json.h"
#include "read/source_lines.h"
#include "read/spool.h"

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
#include <unistd.h>

struct source {
    char *path;         ///< as given
    char *spooled;      ///< where standard input was kept; NULL for files
    const char *format; ///< where GDAL does not know it as that; else NULL
    GDALDatasetH dataset;
    OGRLayerH layer;
    OGRFeatureH feature;
    const char **columns;
    bool *listed; ///< columns that hold several values in a cell
    size_t column_count;
    bool has_header, is_sheet;
    csv_lines lines; ///< of a CSV file
    size_t lines_cursor;
    int64_t row_index;                     ///< of the current row, from 0; -1 before the first
    OGRCoordinateTransformationH to_wgs84; ///< NULL where the layer is in WGS 84 or does not say
    char trouble[256];                     ///< what GDAL said last
    arena cells;                           ///< texts of the current row that GDAL does not keep
};

// GDAL reads no more columns of a CSV file than these; the others would be lost without a word.
#define COLUMNS_MAX 2000
// Enough for the header of 2,000 columns of 500 bytes.
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
    // GDAL would take the first row of a sheet of texts alone for data, and number the columns.
    static const char *const sheets[] = {"OGR_XLSX_HEADERS", "OGR_ODS_HEADERS", "OGR_XLS_HEADERS"};
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++)
        if (!CPLGetConfigOption(sheets[i], NULL)) CPLSetConfigOption(sheets[i], "FORCE");
}

/** A name that is no file but a connection ("PG:…", "/vsizip/…"), which GDAL alone can judge. */
static bool is_connection(const char *path)
{
    const char *colon = strchr(path, ':');
    return strncmp(path, "/vsi", 4) == 0 ||
           (colon && colon - path > 1 && !memchr(path, '/', (size_t)(colon - path)));
}

typedef enum { LOOKS_BINARY, LOOKS_TEXT, LOOKS_JSON } file_kind;

/** Refuses what is no table before GDAL spends time on it, and says what the file's beginning looks like. */
static incmap_status look_at_file(const char *path, file_kind *kind, const char *shown, incmap_error *err)
{
    *kind = LOOKS_BINARY;
    struct stat info;
    if (stat(path, &info) != 0) {
        if (errno == ENOENT) return error_set(err, INCMAP_FAILED, "%s: no such file; check the path", shown);
        return error_set(err, INCMAP_FAILED, "%s: cannot be opened: %s", shown, strerror(errno));
    }
    if (!S_ISREG(info.st_mode)) return INCMAP_OK;
    if (info.st_size == 0)
        return error_set(err, INCMAP_FAILED, "%s: the file is empty; export it again", shown);

    FILE *file = fopen(path, "rb");
    if (!file) return error_set(err, INCMAP_FAILED, "%s: cannot be read: %s", shown, strerror(errno));
    char *head = mem_alloc(FIRST_LINE_MAX);
    size_t length = fread(head, 1, FIRST_LINE_MAX, file);
    fclose(file);
    // A binary file has bytes that no text has within its first block.
    size_t probe = length < 512 ? length : 512, separators = 0, start = 0;
    while (start < length && strchr(" \t\r\n\xef\xbb\xbf", head[start])) start++;
    bool is_json = start < length && (head[start] == '[' || head[start] == '{');
    bool is_text = true;
    for (size_t i = 0; i < probe; i++) is_text &= (unsigned char)head[i] >= '\t';
    if (is_text) *kind = is_json ? LOOKS_JSON : LOOKS_TEXT;
    for (size_t i = 0; i < length && head[i] != '\n'; i++)
        separators += head[i] == ',' || head[i] == ';' || head[i] == '\t' || head[i] == '|';
    free(head);
    if (*kind == LOOKS_TEXT && separators >= COLUMNS_MAX)
        return error_set(err, INCMAP_FAILED,
                         "%s:1: more than %d columns; is this a table with a line for each row?", shown,
                         COLUMNS_MAX);
    return INCMAP_OK;
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

static incmap_status look_at_lines(source *s, const char *path, incmap_error *err)
{
    csv_lines_scan(&s->lines, path);
    int64_t open_quote = s->lines.open_quote_record, too_long = s->lines.long_record;
    size_t cursor = 0;
    if (open_quote >= 0)
        return error_set(err, INCMAP_FAILED,
                         "%s:%lld: a quote is opened here and never closed; close or remove it", s->path,
                         (long long)(open_quote + 1 + csv_lines_skipped(&s->lines, open_quote, &cursor)));
    if (too_long >= 0)
        return error_set(err, INCMAP_FAILED,
                         "%s:%lld: a row of more than %d MB; is a line end or a quote missing?", s->path,
                         (long long)(too_long + 1 + csv_lines_skipped(&s->lines, too_long, &cursor)),
                         CSV_RECORD_BYTES_MAX / 1000000);
    return INCMAP_OK;
}

incmap_status source_open(source **out, const char *path, incmap_error *err)
{
    *out = NULL;
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, register_drivers);

    source *s = mem_calloc(1, sizeof *s);
    s->path = mem_strdup(path);
    file_kind kind = LOOKS_BINARY;
    incmap_status status = INCMAP_OK;
    if (strcmp(path, "-") == 0) {
        status = spool_stdin(&s->spooled, err);
        path = s->spooled;
    }
    if (status == INCMAP_OK && !is_connection(path)) status = look_at_file(path, &kind, s->path, err);
    if (status != INCMAP_OK) goto done;

    quiet_begin(s);
    s->dataset = open_dataset(path);
    if (!s->dataset && kind == LOOKS_JSON) {
        s->dataset = source_json_open(path, s->trouble, sizeof s->trouble);
        s->format = "JSON";
    }
    if (!s->dataset && kind == LOOKS_TEXT) {
        // A table under another extension than GDAL expects.
        size_t size = strlen(path) + sizeof "CSV:";
        char *name = mem_alloc(size);
        snprintf(name, size, "CSV:%s", path);
        s->dataset = open_dataset(name);
        free(name);
    }
    if (!s->dataset && kind == LOOKS_TEXT) {
        s->dataset = source_lines_open(path);
        s->format = "CSV";
    }
    quiet_end();

    if (!s->dataset)
        status =
            error_set(err, INCMAP_FAILED,
                      "%s: not a table that can be read (%s); give CSV, GeoJSON, GeoPackage, XLSX or KML",
                      s->path, kind == LOOKS_JSON ? s->trouble : "of no known format");
    else if (GDALDatasetGetLayerCount(s->dataset) < 1)
        status = error_set(err, INCMAP_FAILED, "%s: holds no table; export a layer with incidents into it",
                           s->path);
    else
        status = source_use_layer(s, 0, err);
    if (status == INCMAP_OK && strcmp(source_driver(s), "CSV") == 0) status = look_at_lines(s, path, err);
done:
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
    csv_lines_dispose(&s->lines);
    if (s->spooled) unlink(s->spooled);
    free(s->spooled);
    free(s->path);
    free(s);
}

const char *source_path(const source *s)
{
    return s->path;
}

const char *source_driver(const source *s)
{
    return s->format ? s->format : GDALGetDriverShortName(GDALGetDatasetDriver(s->dataset));
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
    source_rewind(s);
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

int64_t source_row(const source *s)
{
    size_t cursor = s->lines_cursor;
    int64_t record = s->row_index + (s->is_sheet && s->has_header);
    return record + 1 + csv_lines_skipped(&s->lines, record, &cursor);
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
    s->row_index = -1;
    s->lines_cursor = 0;
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
        return error_set(err, INCMAP_FAILED, "%s: cannot be read behind row %lld (%s); export it again",
                         s->path, (long long)source_row(s), s->trouble);
    if (s->feature) {
        s->row_index++;
        csv_lines_skipped(&s->lines, s->row_index + (s->is_sheet && s->has_header), &s->lines_cursor);
    }
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
