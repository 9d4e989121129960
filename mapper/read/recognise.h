/** @file Which column of a table is the source of which field. */
#ifndef INCMAP_READ_RECOGNISE_H
#define INCMAP_READ_RECOGNISE_H

#include "read/fields.h"
#include "read/profile.h"
#include "read/read.h"

/** Why a column was chosen. */
typedef enum { BY_NAME, BY_FORMAT, BY_TAG, BY_VALUES, BY_USER } choice_reason;

typedef struct {
    int column[FIELD_COUNT]; ///< index, or -1
    choice_reason reason[FIELD_COUNT];
    const format *known; ///< NULL where the table is of none
    bool hxl;
    date_order order; ///< ORDER_UNKNOWN: no date of the table needs one
    place_codes place;
    date_codes date;
    double radius_unit_m;
    int64_t skip; ///< rows before the first incident (HXL's tags and what is above them)
} mapping;

/**
 * Chooses. Fails where the table has no usable columns, where two columns have the same claim to a field that
 * decides where or when, or where --map names what is not there. The order of dates is settled too.
 */
incmap_status mapping_recognise(mapping *out, source *s, const profile *p, const read_request *request,
                                incmap_error *err);

/** Index of a column by its name, exact or, where none is, without regard to case; -1 for none. */
int column_find(const char *const *columns, size_t count, const char *name);

#endif
