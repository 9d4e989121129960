/** @file A file brought from wherever GDAL can read one: a folder, an archive, a web server. */
#ifndef INCMAP_READ_VSI_COPY_H
#define INCMAP_READ_VSI_COPY_H

#include "base/error.h"

#include <stdbool.h>

/**
 * Copies what GDAL reads under the name @p from ("/vsizip/…", "/vsicurl_streaming/…" or a path) to the file
 * @p to. *found says whether it was there and had any bytes. A server that does not answer is not waited for.
 * @p tick is called now and then, and ends the copying where it fails.
 */
incmap_status vsi_copy(const char *from, const char *to, bool *found,
                       incmap_status (*tick)(void *context, incmap_error *err), void *context,
                       incmap_error *err);

#endif
