#include "cli/gazetteer_open.h"

#include "base/arena.h"
#include "cli/datapath.h"

#include <stdlib.h>

incmap_status gazetteer_open_asked(gaz **out, char **path, const char *file, const char *data_dir,
                                   incmap_error *err)
{
    *out = NULL;
    if (path) *path = NULL;
    char *found = NULL;
    gaz_error trouble = {0};
    incmap_status status = datapath_check(data_dir, err);
    if (status != INCMAP_OK) goto done;
    found = file ? mem_strdup(file) : datapath_find(data_dir, "gazetteer.gpkg");
    if (!found) {
        status = error_set(
            err, INCMAP_FAILED,
            "no gazetteer.gpkg found; \"./bootstrap build\" makes it, --gazetteer FILE names another");
        goto done;
    }
    if (gaz_open(out, found, &trouble) != GAZ_OK) {
        status = error_set(err, INCMAP_FAILED, "%s", trouble.message);
        goto done;
    }
    if (path) {
        *path = found;
        found = NULL;
    }
done:
    free(found);
    return status;
}

incmap_status gazetteer_check_country(gaz *g, const char *country, incmap_error *err)
{
    char code[GAZ_COUNTRY_SIZE];
    gaz_error trouble = {0};
    if (!country) return INCMAP_OK;
    if (gaz_country(g, country, code, &trouble) != GAZ_OK)
        return error_set(err, INCMAP_FAILED, "%s", trouble.message);
    if (*code) return INCMAP_OK;
    return error_set(err, INCMAP_USAGE,
                     "--country %s: no such country; give its ISO 3166 code of two letters or its name",
                     country);
}
