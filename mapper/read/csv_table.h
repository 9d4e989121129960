/** @file Inside read/: a plain CSV file, read without GDAL, row for row and cell for cell as GDAL would. */
#ifndef INCMAP_READ_CSV_TABLE_H
#define INCMAP_READ_CSV_TABLE_H

#include "read/table.h"

/**
 * Opens a file NAME.csv whose first line is without doubt a header: two names or more, each once, of ASCII
 * letters, digits, spaces, "_", "-", ".", "/" and brackets, between commas, semicolons or tabs. NULL for any
 * other, for GDAL to open. The file's lines are to be ended by LF or CR LF, and it is to have no NUL
 * (csv_lines.has_odd_bytes).
 */
void *csv_table_open(const char *path);
extern const table_kind csv_table;

#endif
