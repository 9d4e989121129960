/** @file The library's own way of recording trouble in a gaz_error. */
#ifndef GAZETTEER_ERROR_H
#define GAZETTEER_ERROR_H

#include "gazetteer/gazetteer.h"

/**
 * Records a failure and returns its status. The first one sticks. @p err may be NULL. Control characters,
 * which may come from the input, become spaces.
 */
gaz_status gaz_fail(gaz_error *err, gaz_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
