/** @file A folder of a test's own for the files that it writes, one at a time. */
#ifndef INCMAP_TESTS_SCRATCH_H
#define INCMAP_TESTS_SCRATCH_H

#include "unit/unit.h"

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/** Its path; "" while there is none. */
static char scratch_folder[sizeof "/tmp/incmap-test-XXXXXX"];

static inline void scratch_open(void)
{
    strcpy(scratch_folder, "/tmp/incmap-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(scratch_folder));
}

static inline int scratch_remove_entry(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)type, (void)at;
    return remove(path);
}

/** Removes it with all that is in it. */
static inline void scratch_close(void)
{
    ck_assert_int_eq(nftw(scratch_folder, scratch_remove_entry, 8, FTW_DEPTH | FTW_PHYS), 0);
    *scratch_folder = '\0';
}

/** The path of a name in it; good for the next three calls. */
static inline const char *scratch_path(const char *name)
{
    static char path[4][256];
    static int which;
    which = (which + 1) % 4;
    snprintf(path[which], sizeof path[which], "%s/%s", scratch_folder, name);
    return path[which];
}

/** How many files and folders stand in it. */
static inline int scratch_entry_count(void)
{
    DIR *dir = opendir(scratch_folder);
    ck_assert_ptr_nonnull(dir);
    int count = -2; // "." and ".."
    while (readdir(dir)) count++;
    closedir(dir);
    return count;
}

static inline void scratch_write(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    ck_assert_int_eq(fclose(file), 0);
}

/** Up to 63 bytes of a file, good until the next call; NULL where it cannot be read. */
static inline const char *scratch_read(const char *path)
{
    static char text[64];
    FILE *file = fopen(path, "r");
    if (!file) return NULL;
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

#endif
