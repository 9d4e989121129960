/**
 * @file
 * Any OGR source becomes a stream of incidents. GDAL stays behind this header.
 *
 * Columns are recognised by the headers of known exports (ACLED, UCDP GED, GTD …), then by their names, then
 * by their values; what was recognised can be shown, and what is ambiguous is refused until the user says
 * which.
 */
#ifndef INCMAP_READ_H
#define INCMAP_READ_H

#include "base/error.h"
#include "base/incident.h"
#include "base/strbuf.h"

typedef struct {
    const char *path;
    const char *layer;      ///< of a source with several; NULL: the first that has usable columns
    const char *const *map; ///< "field=column" from the user, overriding what is recognised
    size_t map_count;
    const char *date_order;    ///< "dmy", "mdy" or "ymd" for dates like 01/03/2024; NULL: from the values
    const char *const *extras; ///< columns to keep beside the schema's fields; one that is absent gives nulls
    size_t extra_count;
} read_request;

/** One row as it was read: either an incident or, with a reason, a row that cannot be one. Valid during the
 * call. */
typedef struct {
    incident item;        ///< input, row and what could be read, even where rejected
    const char *rejected; ///< NULL, or why, with column and remedy
    const value
        *columns; ///< of the columns asked for with reader_want_columns: null; a number where the cell is
                  ///< written as a program would write that number; else a text, codes like 007 too
} read_row;

/** A table that has been opened and understood. */
typedef struct reader reader;

/**
 * Opens the source and understands its columns. Fails with one line where the file is missing or of no known
 * format, has no usable columns (neither a position nor a place), or where a date order is ambiguous. @p
 * input is the file's index for incident.input. *out is the caller's.
 */
incmap_status reader_open(reader **out, const read_request *request, int32_t input, incmap_error *err);
void reader_close(reader *r);

/** Lines for people: which column became which field, and of which known format the table is. Appended to @p
 * out. */
void reader_describe(const reader *r, strbuf *out);
/** Name of the known export the table is, "UCDP GED"; NULL where it is of none. Static. */
const char *reader_format_name(const reader *r);
/** Whether the table has a date column at all. */
bool reader_has_dates(const reader *r);
/** Whether the source has a column of that name; letter case does not count. */
bool reader_has_column(const reader *r, const char *name);
/** Names of all columns of the source, in order; the reader's own. */
const char *const *reader_columns(const reader *r, size_t *count);

/** Asks for further columns (those that --where names) in every row. Once, before the first row. */
void reader_want_columns(reader *r, const char *const *names, size_t count);
/** Back to the first row. */
void reader_rewind(reader *r);

/** The next row; *more is false behind the last. @p row's texts live until the next call. */
incmap_status reader_next(reader *r, read_row *row, bool *more, incmap_error *err);

#endif
