/** @file Reading a small table whole, for the reader's tests. */
#ifndef INCMAP_TESTS_READ_FIXTURE_H
#define INCMAP_TESTS_READ_FIXTURE_H

#include "read/read.h"

#include "unit/unit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FIXTURE_ROWS_MAX 32

/** A table read whole: copies of its incidents, and the reasons of those rejected. */
typedef struct {
    incident_set set; ///< every row, the rejected ones too
    char *rejected[FIXTURE_ROWS_MAX];
    size_t count;
    strbuf description;
    incmap_error err;
    incmap_status status;
} fixture;

static inline fixture fixture_read(const read_request *request)
{
    fixture f = {0};
    reader *r = NULL;
    incident_set_init(&f.set, request->extras, request->extra_count);
    f.status = reader_open(&r, request, 0, &f.err);
    if (f.status == INCMAP_OK) reader_describe(r, &f.description);
    while (f.status == INCMAP_OK) {
        read_row row;
        bool more;
        f.status = reader_next(r, &row, &more, &f.err);
        if (f.status != INCMAP_OK || !more) break;
        ck_assert_uint_lt(f.count, FIXTURE_ROWS_MAX);
        incident_set_add(&f.set, &row.item);
        f.rejected[f.count++] = row.rejected ? strdup(row.rejected) : NULL;
    }
    reader_close(r);
    return f;
}

static inline fixture fixture_read_path(const char *path)
{
    read_request request = {.path = path};
    return fixture_read(&request);
}

/** Reads tests/data/read/NAME. */
static inline fixture fixture_read_named(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, TEST_DATA_DIR "/read/%s", name);
    return fixture_read_path(path);
}

static inline void fixture_dispose(fixture *f)
{
    for (size_t i = 0; i < f->count; i++) free(f->rejected[i]);
    incident_set_dispose(&f->set);
    strbuf_dispose(&f->description);
}

/** "2023-11-22" or "2023-11-01 2023-11-30" or "". */
static inline const char *fixture_days(const incident *item)
{
    static char text[2 * DATE_ISO_MAX + 2];
    char end[DATE_ISO_MAX];
    date_format_iso(item->date_start, text);
    if (item->date_end != item->date_start) strcat(strcat(text, " "), date_format_iso(item->date_end, end));
    return text;
}

/** Writes @p length bytes as a file of that extension in /tmp and reads it. */
static inline fixture fixture_read_bytes(const char *extension, const char *bytes, size_t length)
{
    char path[64];
    snprintf(path, sizeof path, "/tmp/incmap-test-XXXXXX%s", extension);
    int fd = mkstemps(path, (int)strlen(extension));
    ck_assert_int_ge(fd, 0);
    while (length) {
        ssize_t written = write(fd, bytes, length);
        ck_assert_int_gt(written, 0);
        bytes += written;
        length -= (size_t)written;
    }
    close(fd);
    fixture f = fixture_read_path(path);
    unlink(path);
    return f;
}

static inline fixture fixture_read_text(const char *text)
{
    return fixture_read_bytes(".csv", text, strlen(text));
}

static inline void fixture_assert_refused(fixture *f, const char *const *parts)
{
    ck_assert_int_ne(f->status, INCMAP_OK);
    ck_assert_ptr_null(strchr(f->err.message, '\n'));
    for (; *parts; parts++)
        ck_assert_msg(strstr(f->err.message, *parts), "no \"%s\" in: %s", *parts, f->err.message);
    fixture_dispose(f);
}
#define FIXTURE_ASSERT_REFUSED(f, ...) fixture_assert_refused(&(f), (const char *const[]){__VA_ARGS__, NULL})

#endif
