#include "gazetteer/text.h"

#include <math.h>
#include <stdint.h>

// A double holds 15 decimal digits exactly, and powers of ten up to 22.
#define DIGITS_MAX 15
#define POWER_MAX  22

bool text_parse_number(const char *text, size_t length, double *out)
{
    size_t i = 0;
    bool negative = length && text[0] == '-';
    if (length && (text[0] == '-' || text[0] == '+')) i++;
    int64_t mantissa = 0;
    int digits = 0, significant = 0, scale = 0;
    bool fraction = false;
    for (; i < length; i++) {
        if (text[i] == '.' && !fraction) {
            fraction = true;
            continue;
        }
        if (text[i] < '0' || text[i] > '9') return false;
        digits++;
        if (significant < DIGITS_MAX) {
            mantissa = mantissa * 10 + (text[i] - '0');
            if (mantissa) significant++;
            if (fraction) scale--;
        } else if (!fraction) {
            scale++;
        }
    }
    if (!digits || scale > POWER_MAX || scale < -POWER_MAX) return false;
    double number = scale < 0 ? (double)mantissa / pow(10, -scale) : (double)mantissa * pow(10, scale);
    *out = negative ? -number : number;
    return true;
}
