#include "base/strbuf.h"

#include "base/arena.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void strbuf_reserve(strbuf *buf, size_t more)
{
    size_t needed = buf->length + more + 1;
    if (needed <= buf->capacity) return;
    size_t capacity = buf->capacity ? buf->capacity : 64;
    while (capacity < needed) capacity *= 2;
    buf->data = mem_realloc(buf->data, capacity, 1);
    buf->capacity = capacity;
}

void strbuf_advance(strbuf *buf, size_t length)
{
    buf->length += length;
    buf->data[buf->length] = '\0';
}

void strbuf_append(strbuf *buf, const void *bytes, size_t length)
{
    strbuf_reserve(buf, length);
    if (length) memcpy(buf->data + buf->length, bytes, length);
    buf->length += length;
    buf->data[buf->length] = '\0';
}

void strbuf_puts(strbuf *buf, const char *text)
{
    strbuf_append(buf, text, strlen(text));
}

void strbuf_printf(strbuf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length > 0) {
        strbuf_reserve(buf, (size_t)length);
        vsnprintf(buf->data + buf->length, (size_t)length + 1, format, again);
        buf->length += (size_t)length;
    }
    va_end(again);
}

bool strbuf_add_file(strbuf *buf, const char *path, size_t limit_bytes)
{
    enum { PIECE_BYTES = 1 << 16 };
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    size_t left = limit_bytes + 1, got = 1;
    while (left > 0 && got > 0) {
        size_t wanted = left < PIECE_BYTES ? left : PIECE_BYTES;
        strbuf_reserve(buf, wanted);
        got = fread(buf->data + buf->length, 1, wanted, file);
        strbuf_advance(buf, got);
        left -= got;
    }
    int trouble = ferror(file) ? errno : 0;
    fclose(file);
    errno = trouble;
    return trouble == 0;
}

void strbuf_clear(strbuf *buf)
{
    buf->length = 0;
    if (buf->data) buf->data[0] = '\0';
}

const char *strbuf_text(const strbuf *buf)
{
    return buf->data ? buf->data : "";
}

void strbuf_dispose(strbuf *buf)
{
    free(buf->data);
    *buf = (strbuf){0};
}
