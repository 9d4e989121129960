/** @file A growing run of bytes: text being put together, or an encoded picture. */
#ifndef INCMAP_BASE_STRBUF_H
#define INCMAP_BASE_STRBUF_H

#include <stdbool.h>
#include <stddef.h>

/** Zero it before use. As text it always ends in a NUL that length does not count (once anything was added).
 */
typedef struct {
    char *data;
    size_t length, capacity;
} strbuf;

/** Append bytes, a text, a text made as printf makes it. None of what is appended may be the buffer's own. */
void strbuf_append(strbuf *buf, const void *bytes, size_t length);
void strbuf_puts(strbuf *buf, const char *text);
void strbuf_printf(strbuf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** Makes room for @p more bytes behind those there are, to be written there and then taken in by
 * strbuf_advance. */
void strbuf_reserve(strbuf *buf, size_t more);
/** Takes in @p length bytes that were written into reserved room. */
void strbuf_advance(strbuf *buf, size_t length);
/**
 * Appends what a file holds, no more than @p limit_bytes + 1 bytes of it: one more than asked for tells that
 * it is larger. False, with errno, where it cannot be read; the buffer may have grown all the same.
 */
bool strbuf_add_file(strbuf *buf, const char *path, size_t limit_bytes);
/** Empties it and keeps its memory for the next use. */
void strbuf_clear(strbuf *buf);
/** The text, "" when nothing was added; the buffer's own, until it is changed. */
const char *strbuf_text(const strbuf *buf);
/** Frees its memory and leaves it empty and usable. */
void strbuf_dispose(strbuf *buf);

#endif
