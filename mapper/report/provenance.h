/** @file Where a page comes from: its input files, told apart by their content, and the options that shaped
 * it. */
#ifndef INCMAP_REPORT_PROVENANCE_H
#define INCMAP_REPORT_PROVENANCE_H

#include "report/wording.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * "Input: strikes.csv (SHA-256 1a2b3c4d5e6f). Options: --last 7d." Names without their folders; the first
 * twelve digits of the hash (FIPS 180-4) of what is a plain file and can be read. Of many inputs the first
 * four are named. @p options "" or NULL: none. Appends.
 */
void provenance_put(strbuf *out, const wording *w, const char *const *inputs, size_t count,
                    const char *options);

/** The data sets that the inputs are, "UCDP GED; notes.csv": by the export's name where it is known
 * (@p datasets, may be NULL, has NULL for those that are not), else by the file's. Appends. */
void provenance_put_datasets(strbuf *out, const wording *w, const char *const *inputs,
                             const char *const *datasets, size_t count);

/** When a page was made: never the clock's time, so that the same input gives the same bytes. */
typedef struct {
    int64_t epoch_s;  ///< seconds since 1970 in UTC
    bool is_known;    ///< else epoch_s is 0
    bool is_of_input; ///< the time the newest input file was last changed
} provenance_time;

/** SOURCE_DATE_EPOCH where it is set, else the time of the newest of the inputs that are plain files. */
provenance_time provenance_find_time(const char *const *inputs, size_t count);
/** "Made 22 November 2023, 14:05 UTC with incmap 0.1.0." or "Input of 22 November …; made with …". Appends.
 */
void provenance_put_time(strbuf *out, const wording *w, provenance_time time);

#endif
