#include "gazetteer/error.h"

#include <stdarg.h>
#include <stdio.h>

gaz_status gaz_fail(gaz_error *err, gaz_status status, const char *format, ...)
{
    if (!err) return status;
    if (err->status != GAZ_OK) return err->status;
    err->status = status;
    va_list args;
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    for (char *c = err->message; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f) *c = ' ';
    return status;
}
