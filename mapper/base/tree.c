#include "base/tree.h"

#include "base/arena.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// Folders open at once while a tree is removed; a tile folder is three deep.
#define TREE_OPEN_FDS 8

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)type, (void)at;
    return remove(path);
}

void tree_remove(const char *path)
{
    nftw(path, remove_entry, TREE_OPEN_FDS, FTW_DEPTH | FTW_PHYS);
}

void path_split(const char *path, char **folder, char **name)
{
    char *clean = mem_strdup(path);
    size_t length = strlen(clean);
    while (length > 1 && clean[length - 1] == '/') clean[--length] = '\0';
    char *slash = strrchr(clean, '/');
    *name = mem_strdup(slash ? slash + 1 : clean);
    if (!slash) {
        *folder = mem_strdup(".");
    } else {
        if (slash == clean) slash++;
        *slash = '\0';
        *folder = mem_strdup(clean);
    }
    free(clean);
}
