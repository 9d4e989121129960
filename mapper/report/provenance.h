/** @file Where a page comes from: its input files, told apart by their content, and the options that shaped
 * it. */
#ifndef INCMAP_REPORT_PROVENANCE_H
#define INCMAP_REPORT_PROVENANCE_H

#include "report/wording.h"

#include <stddef.h>

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

#endif
