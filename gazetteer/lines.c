#include "gazetteer/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// Four of the longest lines at a time.
#define BUFFER_BYTES (4 * LINES_MAX)

struct lines {
    int file;
    bool at_end, failed, skips; ///< skips: the front of a long line was given, its rest is not
    int64_t number, total_bytes, read_bytes;
    size_t begin, end; ///< of what is in the buffer and not given yet
    char buffer[BUFFER_BYTES];
};

gaz_status lines_open(lines **out, const char *path, gaz_error *err)
{
    *out = NULL;
    struct stat info;
    // A pipe without a writer would be waited for.
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0 || fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) {
        gaz_status status = gaz_fail(err, GAZ_ERROR_INPUT, "%s: cannot be read: %s", path,
                                     file < 0 ? strerror(errno) : "no plain file");
        if (file >= 0) close(file);
        return status;
    }
    lines *l = malloc(sizeof *l);
    if (!l) {
        close(file);
        return gaz_fail(err, GAZ_ERROR_MEMORY, "out of memory while reading %s", path);
    }
    l->file = file;
    l->at_end = l->failed = l->skips = false;
    l->number = l->read_bytes = 0;
    l->total_bytes = info.st_size;
    l->begin = l->end = 0;
    *out = l;
    return GAZ_OK;
}

void lines_close(lines *l)
{
    if (!l) return;
    close(l->file);
    free(l);
}

/** Moves what is left to the front and reads more behind it. */
static void fill(lines *l)
{
    memmove(l->buffer, l->buffer + l->begin, l->end - l->begin);
    l->end -= l->begin;
    l->begin = 0;
    ssize_t got;
    do got = read(l->file, l->buffer + l->end, BUFFER_BYTES - l->end);
    while (got < 0 && errno == EINTR);
    if (got < 0) l->failed = true;
    if (got <= 0)
        l->at_end = true;
    else
        l->end += (size_t)got;
    if (got > 0) l->read_bytes += got;
}

bool lines_next(lines *l, const char **text, size_t *length, bool *is_cut)
{
    *is_cut = false;
    char *stop;
    while (l->skips) {
        stop = memchr(l->buffer + l->begin, '\n', l->end - l->begin);
        l->begin = stop ? (size_t)(stop - l->buffer) + 1 : l->end;
        l->skips = !stop && !l->at_end;
        if (l->skips) fill(l);
    }
    while (!(stop = memchr(l->buffer + l->begin, '\n', l->end - l->begin)) && !l->at_end &&
           l->end - l->begin < LINES_MAX)
        fill(l);
    if (l->failed || l->begin == l->end) return false;
    l->number++;
    *text = l->buffer + l->begin;
    if (stop || l->at_end) {
        *length = stop ? (size_t)(stop - *text) : l->end - l->begin;
        l->begin += *length + (stop ? 1 : 0);
        if (*length && (*text)[*length - 1] == '\r') --*length;
        if (*length > LINES_MAX) {
            *length = LINES_MAX;
            *is_cut = true;
        }
        return true;
    }
    // The rest of the line is skipped at the next call, so that the text is valid until then.
    *length = LINES_MAX;
    *is_cut = l->skips = true;
    return true;
}

bool lines_failed(const lines *l)
{
    return l->failed;
}

int64_t lines_number(const lines *l)
{
    return l->number;
}

int64_t lines_done_bytes(const lines *l)
{
    return l->read_bytes - (int64_t)(l->end - l->begin);
}

int64_t lines_total_bytes(const lines *l)
{
    return l->total_bytes;
}
