/** @file GeoNames' admin names as the package has them: JSON arrays of {"code":"IQ.01","name":"Anbar"}. */
#include "gazetteer/build.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static int compare_codes(const void *a, const void *b)
{
    return strcmp(((const admin_name *)a)->code, ((const admin_name *)b)->code);
}

static gaz_status read_names(builder *b, const char *path, admin_name **out, size_t *count, gaz_error *err)
{
    json_error_t trouble;
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &trouble);
    if (!root)
        return gaz_fail(err, GAZ_ERROR_INPUT, "%s:%d:%d: %s; fetch the package again", path, trouble.line,
                        trouble.column, trouble.text);
    gaz_status status = GAZ_OK;
    size_t size = json_array_size(root);
    *out = scope_alloc(&b->work, (size + 1) * sizeof **out);
    for (size_t i = 0; i < size; i++) {
        json_t *item = json_array_get(root, i);
        const char *code = json_string_value(json_object_get(item, "code"));
        const char *name = json_string_value(json_object_get(item, "name"));
        if (!code || !name) {
            status = gaz_fail(err, GAZ_ERROR_INPUT,
                              "%s: element %zu has no code and name; fetch the package again", path, i + 1);
            break;
        }
        (*out)[(*count)++] = (admin_name){scope_strdup(&b->work, code), scope_strdup(&b->work, name)};
    }
    json_decref(root);
    if (*count) qsort(*out, *count, sizeof **out, compare_codes);
    return status;
}

gaz_status import_admin_names(builder *b, gaz_error *err)
{
    gaz_status status = GAZ_OK;
    const char *path = build_package_file(b, "admin1.json", "names of first-level units from GeoNames");
    if (path) status = read_names(b, path, &b->admin1, &b->admin1_count, err);
    if (status == GAZ_OK && (path = build_package_file(b, "admin2.json", "names of districts")))
        status = read_names(b, path, &b->admin2, &b->admin2_count, err);
    return status;
}
