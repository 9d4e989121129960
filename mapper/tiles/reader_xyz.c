/** @file Tiles in a folder. */
#include "base/arena.h"
#include "tiles/container.h"
#include "tiles/reader.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct tile_reader {
    int folder_fd;
    int col_fd; ///< of the column looked into last, -1: none
    int zoom;
    uint32_t col;
};

static tile_reader *open_xyz(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return NULL;
    tile_reader *reader = mem_calloc(1, sizeof *reader);
    reader->folder_fd = fd;
    reader->col_fd = -1;
    return reader;
}

static void close_xyz(tile_reader *reader)
{
    if (reader->col_fd >= 0) close(reader->col_fd);
    close(reader->folder_fd);
    free(reader);
}

static bool read_file(strbuf *out, int folder_fd, const char *name)
{
    int fd = openat(folder_fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0) return false;
    struct stat st;
    size_t before = out->length;
    bool whole = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    size_t left = whole ? (size_t)st.st_size : 0;
    if (whole) strbuf_reserve(out, left);
    while (left > 0) {
        ssize_t got = read(fd, out->data + out->length, left);
        if (got <= 0) break;
        strbuf_advance(out, (size_t)got);
        left -= (size_t)got;
    }
    close(fd);
    if (whole && left == 0) return true;
    out->length = before;
    return false;
}

static bool xyz_digests(tile_reader *reader, strbuf *out)
{
    return read_file(out, reader->folder_fd, XYZ_DIGESTS_NAME);
}

static bool xyz_tile(tile_reader *reader, int zoom, uint32_t col, uint32_t row, strbuf *out)
{
    char name[32];
    if (reader->col_fd < 0 || reader->zoom != zoom || reader->col != col) {
        if (reader->col_fd >= 0) close(reader->col_fd);
        snprintf(name, sizeof name, "%d/%u", zoom, col);
        reader->col_fd = openat(reader->folder_fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        reader->zoom = zoom;
        reader->col = col;
        if (reader->col_fd < 0) return false;
    }
    snprintf(name, sizeof name, "%u.png", row);
    return read_file(out, reader->col_fd, name);
}

const reader_format reader_xyz = {open_xyz, xyz_digests, xyz_tile, close_xyz};
