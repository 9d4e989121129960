#include "tiles/container.h"

#include <string.h>

static const container_format *const formats[] = {&container_mbtiles, &container_pmtiles, &container_gpkg,
                                                  &container_xyz};

const container_format *container_format_of(const char *path)
{
    size_t length = strlen(path);
    if (length == 0) return NULL;
    if (path[length - 1] == '/') return &container_xyz;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        const char *extension = formats[i]->extension;
        if (extension && length > strlen(extension) &&
            strcmp(path + length - strlen(extension), extension) == 0)
            return formats[i];
    }
    const char *slash = strrchr(path, '/');
    return strchr(slash ? slash + 1 : path, '.') ? NULL : &container_xyz;
}
