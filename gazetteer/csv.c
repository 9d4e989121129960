#include "gazetteer/csv.h"

#include <string.h>

csv_reader csv_begin(scope *memory, const char *text)
{
    static const char mark[] = "\xEF\xBB\xBF";
    if (strncmp(text, mark, 3) == 0) text += 3;
    return (csv_reader){.memory = memory, .at = text, .next_line = 1};
}

/** Reads one field; leaves reader->at on the sign behind it: a comma, a line end or the end. */
static char *read_field(csv_reader *reader)
{
    const char *at = reader->at;
    if (*at != '"') {
        size_t length = strcspn(at, ",\r\n");
        reader->at = at + length;
        return scope_strndup(reader->memory, at, length);
    }
    // The field is no longer than up to the first comma or line end behind its closing quote.
    const char *end = at + 1;
    while (*end && (*end != '"' || *++end == '"')) end++;
    end += strcspn(end, ",\r\n");
    char *field = scope_alloc(reader->memory, (size_t)(end - at) + 1);
    size_t n = 0;
    for (at++; *at; at++) {
        if (*at == '"' && *++at != '"') break;
        if (*at == '\n') reader->next_line++;
        field[n++] = *at;
    }
    // What stands between a closing quote and the comma is kept: the caller's check of the value sees it.
    while (*at && !strchr(",\r\n", *at)) field[n++] = *at++;
    reader->at = at;
    return field;
}

bool csv_next(csv_reader *reader)
{
    while (*reader->at == '\r' || *reader->at == '\n') {
        if (*reader->at == '\n') reader->next_line++;
        reader->at++;
    }
    if (!*reader->at) return false;
    reader->line = reader->next_line;
    reader->count = 0;
    for (;;) {
        char *field = read_field(reader);
        SCOPE_PUSH(reader->memory, reader->fields, reader->count, reader->capacity, field);
        if (*reader->at != ',') return true;
        reader->at++;
    }
}
