#include "read/source_lines.h"

#include "base/strbuf.h"

#include <cpl_csv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <ogr_api.h>
#include <stdbool.h>
#include <string.h>

// A million phrases of 64 bytes; a larger table has more than one column.
#define FILE_BYTES_MAX ((vsi_l_offset)64 << 20)
// The name of a column, not a page of prose.
#define HEADER_BYTES_MAX 200

static OGRLayerH create_layer(GDALDatasetH dataset, const char *column)
{
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, "lines", NULL, wkbNone, NULL);
    OGRFieldDefnH field = OGR_Fld_Create(column, OFTString);
    bool created = layer && OGR_L_CreateField(layer, field, 1) == OGRERR_NONE;
    OGR_Fld_Destroy(field);
    return created ? layer : NULL;
}

static bool add_row(OGRLayerH layer, const char *text)
{
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    OGR_F_SetFieldString(feature, 0, text);
    bool added = OGR_L_CreateFeature(layer, feature) == OGRERR_NONE;
    OGR_F_Destroy(feature);
    return added;
}

GDALDatasetH source_lines_open(const char *path)
{
    VSIStatBufL info;
    if (VSIStatL(path, &info) != 0 || (vsi_l_offset)info.st_size > FILE_BYTES_MAX) return NULL;
    VSILFILE *file = VSIFOpenL(path, "rb");
    if (!file) return NULL;
    GDALDatasetH dataset = NULL;
    OGRLayerH layer = NULL;
    bool whole = true;
    strbuf text = {0};
    // A comma, so that quoted cells are read as everywhere; what stands behind an unquoted one is joined
    // again.
    for (char **cells; whole && (cells = CSVReadParseLine2L(file, ',')) != NULL; CSLDestroy(cells)) {
        if (!cells[0]) continue;
        if (!layer) {
            const char *name = strncmp(cells[0], "\xef\xbb\xbf", 3) == 0 ? cells[0] + 3 : cells[0];
            whole = !cells[1] && strlen(name) <= HEADER_BYTES_MAX && strcspn(name, ";\t|") == strlen(name);
            if (!whole) continue;
            dataset = GDALCreate(GDALGetDriverByName("Memory"), "", 0, 0, 0, GDT_Unknown, NULL);
            layer = dataset ? create_layer(dataset, name) : NULL;
            whole = layer != NULL;
            continue;
        }
        strbuf_clear(&text);
        for (char **cell = cells; *cell; cell++) {
            if (cell != cells) strbuf_puts(&text, ",");
            strbuf_puts(&text, *cell);
        }
        whole = add_row(layer, strbuf_text(&text));
    }
    VSIFCloseL(file);
    strbuf_dispose(&text);
    if (whole) return dataset;
    if (dataset) GDALClose(dataset);
    return NULL;
}
