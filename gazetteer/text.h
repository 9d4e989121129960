/** @file Small readers of text that do not depend on the locale. */
#ifndef GAZETTEER_TEXT_H
#define GAZETTEER_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/**
 * A decimal number, [+-]digits[.digits], that takes all @p length bytes; false otherwise. Digits beyond the
 * fifteenth are not significant to any coordinate and are read as zeros.
 */
bool text_parse_number(const char *text, size_t length, double *out);

#endif
