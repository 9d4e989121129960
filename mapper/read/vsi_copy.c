#include "read/vsi_copy.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_vsi.h>
#include <stdint.h>
#include <stdio.h>

// All of GeoNames, the largest source there is, has 1.7 GB unpacked: what is larger is no table of places,
// whatever a server or an archive says.
#define FILE_BYTES_MAX ((int64_t)8 << 30)
#define BLOCK_BYTES    65536

/** Opens without a word, and without waiting. */
static VSILFILE *open_quietly(const char *path)
{
    CPLSetThreadLocalConfigOption("GDAL_HTTP_CONNECTTIMEOUT", "15");
    CPLSetThreadLocalConfigOption("GDAL_HTTP_LOW_SPEED_TIME", "30");
    CPLSetThreadLocalConfigOption("GDAL_HTTP_LOW_SPEED_LIMIT", "1");
    CPLPushErrorHandler(CPLQuietErrorHandler);
    VSILFILE *file = VSIFOpenL(path, "rb");
    CPLPopErrorHandler();
    return file;
}

incmap_status vsi_copy(const char *from, const char *to, bool *found,
                       incmap_status (*tick)(void *context, incmap_error *err), void *context,
                       incmap_error *err)
{
    char block[BLOCK_BYTES];
    *found = false;
    VSILFILE *in = open_quietly(from);
    if (!in) return INCMAP_OK;
    FILE *out = fopen(to, "wb");
    incmap_status status = INCMAP_OK;
    int64_t total = 0;
    size_t got = 0;
    while (out && status == INCMAP_OK) {
        CPLPushErrorHandler(CPLQuietErrorHandler);
        got = VSIFReadL(block, 1, sizeof block, in);
        CPLPopErrorHandler();
        if (!got) break;
        total += (int64_t)got;
        if (fwrite(block, 1, got, out) != got || total > FILE_BYTES_MAX)
            status =
                error_set(err, INCMAP_FAILED, "%s: cannot be copied to %s; free some space there", from, to);
        if (status == INCMAP_OK) status = tick(context, err);
    }
    if (!out || fclose(out) != 0)
        status = error_set(err, INCMAP_FAILED, "%s: cannot be written; free some space there", to);
    VSIFCloseL(in);
    *found = total > 0;
    return status;
}
