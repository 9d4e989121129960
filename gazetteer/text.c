#include "gazetteer/text.h"

#include <stdint.h>

// A double holds 15 decimal digits exactly, and powers of ten up to 22.
#define DIGITS_MAX 15
#define POWER_MAX  22
static const double powers[POWER_MAX + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                             1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                             1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

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
    double number = scale < 0 ? (double)mantissa / powers[-scale] : (double)mantissa * powers[scale];
    *out = negative ? -number : number;
    return true;
}
