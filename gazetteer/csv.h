/** @file Comma-separated values after RFC 4180: quoted fields may hold commas, doubled quotes and line
 * breaks. */
#ifndef GAZETTEER_CSV_H
#define GAZETTEER_CSV_H

#include "gazetteer/scope.h"

#include <stdbool.h>

typedef struct {
    scope *memory;
    const char *at; ///< where reading goes on
    long line;      ///< of the row read last, from 1
    long next_line;
    char **fields; ///< of the row read last, in the scope
    size_t count, capacity;
} csv_reader;

/** @p text must outlive the reader. A byte order mark is skipped. */
csv_reader csv_begin(scope *memory, const char *text);
/** Reads the next row that is not blank; false at the end. An unclosed quote ends with the text. */
bool csv_next(csv_reader *reader);

#endif
