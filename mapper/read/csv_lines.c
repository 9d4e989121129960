#include "read/csv_lines.h"

#include "base/arena.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((size_t)1 << 18)

static const csv_lines nothing_found = {.long_record = -1, .open_quote_record = -1};

/** Where the scan stands. GDAL ends a record at the first line end at which its quotes are even. */
typedef struct {
    csv_lines *lines;
    int64_t record, blank_total, record_bytes;
    bool in_quotes, line_has_bytes, after_cr, after_bare_lf;
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

static void note_nul(scan *s)
{
    csv_lines *lines = s->lines;
    lines->has_odd_bytes = true;
    if (lines->nul_count && lines->nul_records[lines->nul_count - 1] == s->record) return;
    VEC_PUSH(lines->nul_records, lines->nul_count, lines->nul_capacity, s->record);
}

/** The highest bit of every byte of @p word that is @p byte; above the first such byte others may be set too.
 */
static uint64_t bytes_equal(uint64_t word, unsigned char byte)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    uint64_t differing = word ^ ones * byte;
    return (differing - ones) & ~differing & tops;
}

/** How many bytes there are before the next quote, line end or NUL. */
static size_t plain_run(const char *at, size_t length)
{
    size_t run = 0;
    for (uint64_t word; length - run >= sizeof word; run += sizeof word) {
        memcpy(&word, at + run, sizeof word);
        uint64_t found = bytes_equal(word, '"') | bytes_equal(word, '\n') | bytes_equal(word, '\r') |
                         bytes_equal(word, '\0');
        if (found) return run + (size_t)__builtin_ctzll(htole64(found)) / 8;
    }
    while (run < length && at[run] && at[run] != '"' && at[run] != '\n' && at[run] != '\r') run++;
    return run;
}

static void scan_block(scan *s, const char *block, size_t length)
{
    for (size_t i = 0; i < length;) {
        size_t run = plain_run(block + i, length - i);
        if (s->after_cr && (run > 0 || block[i] != '\n')) s->lines->has_odd_bytes = true;
        if (run > 0) {
            s->record_bytes += (int64_t)run;
            s->line_has_bytes = true;
            s->after_cr = s->after_bare_lf = false;
            i += run;
            continue;
        }
        char c = block[i++];
        s->record_bytes++;
        if (c == '"' || c == '\0') {
            if (c == '"')
                s->in_quotes = !s->in_quotes;
            else
                note_nul(s);
            s->line_has_bytes = true;
        } else if (c == '\r' || !s->after_cr) {
            // GDAL takes LF CR for one line end.
            if (c == '\r' && s->after_bare_lf) s->lines->has_odd_bytes = true;
            end_line(s);
        }
        s->after_bare_lf = c == '\n' && !s->after_cr;
        s->after_cr = c == '\r';
    }
}

bool csv_lines_scan(csv_lines *out, const char *path)
{
    *out = nothing_found;
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    scan s = {.lines = out};
    char *block = mem_alloc(BLOCK_BYTES);
    size_t length;
    while ((length = fread(block, 1, BLOCK_BYTES, file)) > 0) scan_block(&s, block, length);
    if (s.after_cr) out->has_odd_bytes = true;
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
    free(lines->nul_records);
    *lines = nothing_found;
}
