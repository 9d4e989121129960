#include "read/csv_lines.h"

#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>

#define BLOCK_BYTES ((size_t)1 << 18)

/** Where the scan stands. GDAL ends a record at the first line end at which its quotes are even. */
typedef struct {
    csv_lines *lines;
    int64_t record, blank_total, record_bytes;
    bool in_quotes, line_has_bytes, after_cr;
} scan;

static void end_line(scan *s)
{
    if (s->in_quotes) {
        s->line_has_bytes = true;
        return;
    }
    if (s->record_bytes > CSV_RECORD_BYTES_MAX && s->lines->long_record < 0)
        s->lines->long_record = s->record;
    s->record_bytes = 0;
    if (s->line_has_bytes) {
        s->record++;
        s->line_has_bytes = false;
        return;
    }
    s->blank_total++;
    csv_lines *lines = s->lines;
    if (lines->blank_count && lines->blanks[lines->blank_count - 1].before == s->record) {
        lines->blanks[lines->blank_count - 1].skipped = s->blank_total;
        return;
    }
    csv_blank blank = {s->record, s->blank_total};
    VEC_PUSH(lines->blanks, lines->blank_count, lines->blank_capacity, blank);
}

static void scan_block(scan *s, const char *block, size_t length)
{
    static const unsigned char is_special[256] = {['"'] = 1, ['\n'] = 1, ['\r'] = 1};
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)block[i];
        s->record_bytes++;
        if (!is_special[c]) {
            s->line_has_bytes = true;
            s->after_cr = false;
            continue;
        }
        if (c == '"') {
            s->in_quotes = !s->in_quotes;
            s->line_has_bytes = true;
        } else if (c == '\r' || !s->after_cr) {
            end_line(s);
        }
        s->after_cr = c == '\r';
    }
}

bool csv_lines_scan(csv_lines *out, const char *path)
{
    *out = (csv_lines){.long_record = -1, .open_quote_record = -1};
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    scan s = {.lines = out};
    char *block = mem_alloc(BLOCK_BYTES);
    size_t length;
    while ((length = fread(block, 1, BLOCK_BYTES, file)) > 0) scan_block(&s, block, length);
    bool whole = !ferror(file);
    fclose(file);
    free(block);
    if (s.in_quotes) out->open_quote_record = s.record;
    if (s.record_bytes > CSV_RECORD_BYTES_MAX && out->long_record < 0) out->long_record = s.record;
    if (!whole) csv_lines_dispose(out);
    return whole;
}

int64_t csv_lines_skipped(const csv_lines *lines, int64_t record, size_t *cursor)
{
    while (*cursor < lines->blank_count && lines->blanks[*cursor].before <= record) (*cursor)++;
    return *cursor ? lines->blanks[*cursor - 1].skipped : 0;
}

void csv_lines_dispose(csv_lines *lines)
{
    free(lines->blanks);
    *lines = (csv_lines){.long_record = -1, .open_quote_record = -1};
}
