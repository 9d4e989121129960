/** @file What the first rows of a table show about its columns, and in which order its dates are written. */
#ifndef INCMAP_READ_PROFILE_H
#define INCMAP_READ_PROFILE_H

#include "read/date_text.h"
#include "read/source.h"

#include <stdbool.h>

/** Rows looked at to see what a column holds; tables of incidents do not change their columns' meaning below.
 */
#define PROFILE_ROWS 500
/** HXL 1.1: the row of tags is one of the first 25. */
#define HXL_ROWS 25

/** Counts over the rows looked at. */
typedef struct {
    int filled;      ///< cells that say something
    int numbers;     ///< … as numbers
    int fractions;   ///< … with a decimal part
    int padded;      ///< … with a leading zero, as codes have
    int dates;       ///< … as dates, a bare year among them
    int loose_dates; ///< … as dates whose order has to be known, or is shown by a part above 12
    int clear_dates; ///< … as dates that can hardly be anything else
    int latlons;     ///< … as two coordinates
    double min, max; ///< of the numbers
} column_profile;

typedef struct {
    size_t count;
    column_profile *columns;
    const char **hxl_tags; ///< NULL where there is no row of tags; else one for each column, "" where empty
    int64_t hxl_row;       ///< rows up to and with that of the tags
    arena memory;
} profile;

/** Looks at the first rows and rewinds the source. Zeroed *out; profile_dispose it also after a failure. */
incmap_status profile_take(profile *out, source *s, incmap_error *err);
void profile_dispose(profile *p);

/** Whether cells of the column are nearly all of the counted kind; false for an empty column. */
bool profile_mostly(const column_profile *column, int count);

/** Dates that prove an order, and those that could be read in two. */
typedef struct {
    int64_t dmy, mdy, open;
    char open_example[32]; ///< the first that could be read in two ways
} order_votes;
/**
 * Reads the columns (-1: none) from row @p skip on until the order is beyond doubt or the table ends, and
 * rewinds the source.
 */
incmap_status profile_date_order(order_votes *out, source *s, const int *columns, size_t column_count,
                                 int64_t skip, incmap_error *err);

#endif
