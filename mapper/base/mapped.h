/** @file A file's bytes in memory, for reading, without reading it. */
#ifndef INCMAP_BASE_MAPPED_H
#define INCMAP_BASE_MAPPED_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    const unsigned char *bytes; ///< NULL: none
    size_t length;
} mapped_file;

/**
 * Maps a file of at least @p least_bytes (and one); to be closed. False, with errno, where there is none, or
 * it is no file; where it is shorter, errno is EINVAL. A file that is cut short while it is mapped ends the
 * process on use: for files of this program's own and those that are looked at.
 */
bool mapped_open(mapped_file *out, const char *path, size_t least_bytes);
/** Safe on a zeroed one, and leaves it so. */
void mapped_close(mapped_file *file);

#endif
