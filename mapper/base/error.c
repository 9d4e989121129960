#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

incmap_status error_set(incmap_error *err, incmap_status status, const char *format, ...)
{
    if (!err) return status;
    if (err->status != INCMAP_OK) return err->status;
    err->status = status;

    va_list args;
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);

    // A newline or an escape sequence from a hostile file must not break the one line, nor drive the
    // terminal.
    for (char *c = err->message; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f) *c = ' ';
    return status;
}
