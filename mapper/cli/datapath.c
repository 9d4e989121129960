#include "cli/datapath.h"

#include "base/strbuf.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

incmap_status datapath_check(const char *data_dir, incmap_error *err)
{
    struct stat info;
    if (!data_dir || (stat(data_dir, &info) == 0 && S_ISDIR(info.st_mode))) return INCMAP_OK;
    return error_set(err, INCMAP_USAGE, "--data %s: no such folder; give that of gazetteer.gpkg", data_dir);
}

char *datapath_find(const char *data_dir, const char *name)
{
    char program[4096];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    program[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(program, '/');
    if (slash) *slash = '\0';

    // Beside the program: build/data after a build, ../share/incmap after an installation, .. in the source
    // tree.
    const char *const places[][2] = {
        {data_dir, ""},   {getenv("INCMAP_DATA"), ""}, {program, "/data"}, {program, "/../share/incmap"},
        {program, "/.."}, {program, "/../.."},
    };
    strbuf path = {0};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (!places[i][0] || !*places[i][0]) continue;
        strbuf_clear(&path);
        strbuf_printf(&path, "%s%s/%s", places[i][0], places[i][1], name);
        if (access(strbuf_text(&path), R_OK) == 0) return path.data;
    }
    strbuf_dispose(&path);
    return NULL;
}
