#include "read/spool.h"

#include "base/arena.h"
#include "base/strbuf.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOCK_BYTES ((size_t)1 << 16)

static const char *extension_for(const char *head, size_t length)
{
    if (length >= 4 && memcmp(head, "PK\x03\x04", 4) == 0) return ".xlsx";
    if (length >= 6 && memcmp(head, "SQLite", 6) == 0) return ".gpkg";
    size_t start = 0;
    while (start < length && strchr(" \t\r\n\xef\xbb\xbf", head[start])) start++;
    return start < length && (head[start] == '{' || head[start] == '[') ? ".json" : ".csv";
}

incmap_status spool_stdin(char **out, incmap_error *err)
{
    *out = NULL;
    incmap_status status = INCMAP_OK;
    strbuf path = {0};
    char *block = mem_alloc(BLOCK_BYTES);
    FILE *to = NULL;
    size_t length = fread(block, 1, BLOCK_BYTES, stdin);
    const char *folder = getenv("TMPDIR"), *extension = extension_for(block, length);
    strbuf_printf(&path, "%s/incmap-XXXXXX%s", folder && *folder ? folder : "/tmp", extension);
    int fd = mkstemps(path.data, (int)strlen(extension));
    if (fd >= 0) to = fdopen(fd, "wb");
    bool written = to != NULL;
    for (; written && length > 0; length = fread(block, 1, BLOCK_BYTES, stdin))
        written = fwrite(block, 1, length, to) == length;
    if (to && fclose(to) != 0) written = false;
    if (!written)
        status =
            error_set(err, INCMAP_FAILED, "-: cannot be kept in %s: %s; set TMPDIR to a folder with space",
                      strbuf_text(&path), strerror(errno));
    else if (ferror(stdin))
        status = error_set(err, INCMAP_FAILED, "-: standard input cannot be read: %s", strerror(errno));
    free(block);
    if (status == INCMAP_OK) {
        *out = path.data;
        return status;
    }
    if (fd >= 0) unlink(path.data);
    strbuf_dispose(&path);
    return status;
}
