#include "read/source_json.h"

#include "base/strbuf.h"

#include <jansson.h>
#include <ogr_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// The parsed tree takes about ten times the file; larger lists should come as CSV or GeoJSON, which stream.
#define FILE_BYTES_MAX ((off_t)64 << 20)
// Keys nested deeper than this are no columns of a table.
#define DEPTH_MAX   4
#define COLUMNS_MAX 1000

/** Writes a number or a word as people would; nothing for null. */
static void put_scalar(strbuf *out, const json_t *v)
{
    if (json_is_string(v))
        strbuf_puts(out, json_string_value(v));
    else if (json_is_integer(v))
        strbuf_printf(out, "%lld", (long long)json_integer_value(v));
    else if (json_is_real(v))
        strbuf_printf(out, "%.15g", json_real_value(v));
    else if (json_is_boolean(v))
        strbuf_puts(out, json_is_true(v) ? "true" : "false");
}

/** What an object in a list is called: sources are objects with a path, groups with a title. */
static const json_t *label_of(const json_t *object)
{
    static const char *const keys[] = {"path", "url", "title", "name", "id"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const json_t *v = json_object_get(object, keys[i]);
        if (json_is_string(v) && *json_string_value(v)) return v;
    }
    return NULL;
}

static void put_list(strbuf *out, const json_t *list)
{
    size_t count = json_array_size(list);
    bool pair =
        count == 2 && json_is_number(json_array_get(list, 0)) && json_is_number(json_array_get(list, 1));
    for (size_t i = 0; i < count; i++) {
        const json_t *v = json_array_get(list, i);
        if (json_is_object(v)) v = label_of(v);
        if (!v || json_is_null(v)) continue;
        if (out->length) strbuf_puts(out, pair ? ", " : "; ");
        put_scalar(out, v);
    }
}

/** Sets the cell of a column, which is made where it is new. */
static void set_cell(OGRLayerH layer, OGRFeatureH feature, const char *name, const char *text, bool define)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
    int index = OGR_FD_GetFieldIndex(definition, name);
    if (define) {
        if (index >= 0 || OGR_FD_GetFieldCount(definition) >= COLUMNS_MAX) return;
        OGRFieldDefnH field = OGR_Fld_Create(name, OFTString);
        OGR_L_CreateField(layer, field, 1);
        OGR_Fld_Destroy(field);
    } else if (index >= 0) {
        OGR_F_SetFieldString(feature, index, text);
    }
}

/** Goes over an object's keys: once to define the columns, once more to fill them in. */
static void walk(OGRLayerH layer, OGRFeatureH feature, const json_t *object, const char *prefix, int depth,
                 bool define)
{
    const char *key;
    json_t *v;
    json_object_foreach((json_t *)object, key, v)
    {
        strbuf name = {0}, text = {0};
        strbuf_printf(&name, "%s%s", prefix, key);
        if (json_is_object(v)) {
            strbuf_puts(&name, ".");
            if (depth < DEPTH_MAX) walk(layer, feature, v, strbuf_text(&name), depth + 1, define);
        } else if (!json_is_null(v)) {
            if (json_is_array(v))
                put_list(&text, v);
            else
                put_scalar(&text, v);
            set_cell(layer, feature, strbuf_text(&name), strbuf_text(&text), define);
        } else if (define) {
            set_cell(layer, feature, strbuf_text(&name), NULL, define);
        }
        strbuf_dispose(&name);
        strbuf_dispose(&text);
    }
}

/** The list of objects: the root itself, or the longest list of objects that the root object holds. */
static const json_t *find_list(const json_t *root)
{
    if (json_is_array(root)) return json_is_object(json_array_get(root, 0)) ? root : NULL;
    const char *key;
    json_t *v;
    const json_t *best = NULL;
    json_object_foreach((json_t *)root, key, v)
    {
        if (json_is_array(v) && json_is_object(json_array_get(v, 0)) &&
            (!best || json_array_size(v) > json_array_size(best)))
            best = v;
    }
    return best;
}

static GDALDatasetH table_from(const json_t *list)
{
    GDALDatasetH dataset = GDALCreate(GDALGetDriverByName("Memory"), "", 0, 0, 0, GDT_Unknown, NULL);
    if (!dataset) return NULL;
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, "incidents", NULL, wkbNone, NULL);
    size_t count = json_array_size(list);
    for (size_t i = 0; i < count; i++) walk(layer, NULL, json_array_get(list, i), "", 0, true);
    for (size_t i = 0; i < count; i++) {
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        walk(layer, feature, json_array_get(list, i), "", 0, false);
        OGRErr code = OGR_L_CreateFeature(layer, feature);
        OGR_F_Destroy(feature);
        if (code != OGRERR_NONE) {
            GDALClose(dataset);
            return NULL;
        }
    }
    return dataset;
}

GDALDatasetH source_json_open(const char *path, char *trouble, size_t trouble_size)
{
    struct stat info;
    if (stat(path, &info) != 0 || info.st_size > FILE_BYTES_MAX) {
        snprintf(trouble, trouble_size, "JSON of more than %d MB; convert it to CSV",
                 (int)(FILE_BYTES_MAX >> 20));
        return NULL;
    }
    json_error_t error;
    json_t *root = json_load_file(path, JSON_ALLOW_NUL, &error);
    if (!root) {
        snprintf(trouble, trouble_size, "line %d, column %d: %s", error.line, error.column, error.text);
        return NULL;
    }
    GDALDatasetH dataset = NULL;
    const json_t *list = find_list(root);
    if (list)
        dataset = table_from(list);
    else
        snprintf(trouble, trouble_size, "JSON without features or a list of objects");
    json_decref(root);
    return dataset;
}
