/**
 * @file Inside read/: what GDAL does not tell of a CSV file: where blank lines stand, which it skips and a
 * spreadsheet numbers, and whether a quote is left open, which would swallow all rows behind it.
 */
#ifndef INCMAP_READ_CSV_LINES_H
#define INCMAP_READ_CSV_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** GDAL gives up behind a line of ten million bytes, after a time that grows with its square. */
#define CSV_RECORD_BYTES_MAX 10000000

/** A run of blank lines. */
typedef struct {
    int64_t before;  ///< index of the record that follows, the header being 0; blank lines are no records
    int64_t skipped; ///< blank lines up to there, those of earlier runs included
} csv_blank;

typedef struct {
    csv_blank *blanks;
    size_t blank_count, blank_capacity;
    int64_t long_record;       ///< index of the first record of more than CSV_RECORD_BYTES_MAX; -1: none
    int64_t open_quote_record; ///< index of the record whose quote is not closed; -1: none
    bool has_odd_bytes;        ///< a NUL, or a line end other than LF and CR LF: read by GDAL alone
    int64_t *nul_records;      ///< indices of the records with a NUL, where GDAL cuts a line; ascending
    size_t nul_count, nul_capacity;
} csv_lines;

/** Goes over the file once. false where it cannot be read; then *out is empty. Freed by csv_lines_dispose. */
bool csv_lines_scan(csv_lines *out, const char *path);
/** Blank lines above a record. Asked for ascending records, *cursor (0 at first) makes it constant time. */
int64_t csv_lines_skipped(const csv_lines *lines, int64_t record, size_t *cursor);
void csv_lines_dispose(csv_lines *lines);

#endif
