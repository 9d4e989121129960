/**
 * @file
 * CSV as GDAL's driver splits it (port/cpl_csv.cpp, CSVSplitLine): a quote anywhere in a cell begins or ends
 * a quoted part, in which separators and line ends are text and "" is a quote. A tenth of the driver's time,
 * and no need to load it.
 */
#include "read/csv_table.h"

#include "base/arena.h"
#include "read/csv_lines.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define BUFFER_BYTES ((size_t)1 << 18)
// A longer row is refused when the file is opened; this one has grown since.
#define BUFFER_BYTES_MAX (2 * (size_t)CSV_RECORD_BYTES_MAX)
// Names of columns are short; the longest of the known exports has 28.
#define HEADER_BYTES_MAX ((size_t)1 << 16)

typedef struct {
    FILE *file;
    char *layer_name;
    char *buffer;
    size_t capacity, begin, end; ///< what is read and not taken yet; one byte behind it is ours
    bool at_end, failed;
    char separator;
    char *header; ///< its names, NUL behind each
    size_t column_count;
    const char **cells; ///< of the current row
    size_t cell_count;
    bool *wanted;
} table;

/** Reads on behind what there is; false at the end of the file. */
static bool read_more(table *t)
{
    if (t->at_end) return false;
    memmove(t->buffer, t->buffer + t->begin, t->end - t->begin);
    t->end -= t->begin;
    t->begin = 0;
    if (t->end == t->capacity) {
        if (t->capacity >= BUFFER_BYTES_MAX) {
            t->failed = t->at_end = true;
            return false;
        }
        t->capacity *= 2;
        t->buffer = mem_realloc(t->buffer, t->capacity + 1, 1);
    }
    size_t length = fread(t->buffer + t->end, 1, t->capacity - t->end, t->file);
    t->end += length;
    if (length == 0) {
        t->at_end = true;
        t->failed = ferror(t->file) != 0;
    }
    return length > 0;
}

static bool has_even_quotes(const char *at, const char *end)
{
    bool even = true;
    while ((at = memchr(at, '"', (size_t)(end - at)))) {
        even = !even;
        at++;
    }
    return even;
}

/** The next record, without its line end; false behind the last. Its bytes and the one behind are ours. */
static bool take_record(table *t, char **out, char **out_end)
{
    size_t length = 0; // up to where its line ends have been looked for
    bool even = true;
    for (;;) {
        char *start = t->buffer + t->begin, *from = start + length;
        char *newline = memchr(from, '\n', t->end - t->begin - length);
        char *stop = newline ? newline : t->buffer + t->end;
        if (!has_even_quotes(from, stop)) even = !even;
        length = (size_t)(stop - start);
        if (newline && !even) {
            length++;
            continue;
        }
        if (!newline && read_more(t)) continue;
        if (!newline && length == 0) return false;
        *out = t->buffer + t->begin;
        *out_end = *out + length;
        t->begin += length + (newline != NULL);
        if (newline && length > 0 && (*out_end)[-1] == '\r') (*out_end)--;
        return true;
    }
}

/** Takes the quoted cell that @p in is within on to its end, writing what it says at @p out; returns its end.
 */
static char *take_quoted(const table *t, char *in, char *out, const char *end)
{
    bool in_quotes = false;
    for (; in < end && (in_quotes || *in != t->separator); in++) {
        if (*in == '"') {
            if (!in_quotes || in + 1 == end || in[1] != '"') {
                in_quotes = !in_quotes;
                continue;
            }
            in++;
        }
        // GDAL puts the lines of a cell together with LF.
        if (*in == '\r' && in + 1 < end && in[1] == '\n') continue;
        *out++ = *in;
    }
    *out = '\0';
    return in;
}

static void split(table *t, char *at, char *end)
{
    const char separator = t->separator;
    t->cell_count = 0;
    if (end - at >= 3 && memcmp(at, "\xef\xbb\xbf", 3) == 0) at += 3;
    if (at == end) return;
    while (t->cell_count < t->column_count) {
        t->cells[t->cell_count++] = at;
        while (at < end && *at != separator && *at != '"') at++;
        if (at < end && *at == '"') at = take_quoted(t, at, at, end);
        if (at == end) break;
        *at++ = '\0';
    }
    *end = '\0';
}

static bool csv_next(void *context, char trouble[TABLE_TROUBLE_MAX])
{
    table *t = context;
    for (char *at, *end; take_record(t, &at, &end);) {
        split(t, at, end);
        if (t->cell_count > 0) return true;
    }
    if (t->failed) snprintf(trouble, TABLE_TROUBLE_MAX, "the file changed or its disk fails");
    return false;
}

static const char *csv_text(void *context, size_t column)
{
    const table *t = context;
    return column < t->cell_count && t->wanted[column] ? t->cells[column] : NULL;
}

static void csv_rewind(void *context)
{
    table *t = context;
    rewind(t->file);
    t->begin = t->end = 0;
    t->at_end = t->failed = false;
    char trouble[TABLE_TROUBLE_MAX];
    csv_next(t, trouble); // the header
}

static void csv_close(void *context)
{
    table *t = context;
    if (t->file) fclose(t->file);
    free(t->layer_name);
    free(t->buffer);
    free(t->header);
    free(t->cells);
    free(t->wanted);
    free(t);
}

/** Whether GDAL takes the name as it stands, and the line for a header: not empty, no number (it takes "nan"
 * and "inf" for one), no geometry. */
static bool name_is_plain(const char *name)
{
    static const char *const others[] = {"nan", "inf", "wkt", "_wkt", "field"};
    if (!isalpha((unsigned char)name[0]) && name[0] != '_') return false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strncasecmp(name, others[i], strlen(others[i])) == 0) return false;
    for (const char *c = name; *c; c++)
        if (!isalnum((unsigned char)*c) && !strchr("_-. /()", *c)) return false;
    return name[strlen(name) - 1] != ' ';
}

/** Splits the header, @p length bytes at t->header; false where GDAL may understand it otherwise. */
static bool take_header(table *t, size_t length)
{
    static const char separators[] = ",;\t|";
    t->header[length] = '\0';
    t->separator = t->header[strcspn(t->header, separators)];
    if (!t->separator || t->separator == '|') return false;
    t->column_count = 1;
    for (char *c = t->header; *c; c++) {
        if (!strchr(separators, *c)) continue;
        if (*c != t->separator) return false;
        *c = '\0';
        t->column_count++;
    }
    t->cells = mem_calloc(t->column_count, sizeof *t->cells);
    t->wanted = mem_calloc(t->column_count, sizeof *t->wanted);
    const char *name = t->header;
    for (size_t i = 0; i < t->column_count; i++, name += strlen(name) + 1) {
        if (!name_is_plain(name)) return false;
        for (size_t k = 0; k < i; k++)
            if (strcasecmp(t->cells[k], name) == 0) return false;
        t->cells[i] = name;
    }
    return true;
}

static bool read_header(table *t)
{
    t->header = mem_alloc(HEADER_BYTES_MAX + 1);
    size_t length = fread(t->header, 1, HEADER_BYTES_MAX, t->file);
    char *start = t->header, *end = memchr(start, '\n', length);
    if (!end) return false;
    if (end > start && end[-1] == '\r') end--;
    if (length >= 3 && memcmp(start, "\xef\xbb\xbf", 3) == 0) start += 3;
    memmove(t->header, start, (size_t)(end - start));
    return take_header(t, (size_t)(end - start));
}

/** The path with another ending than ".csv" names a file. */
static bool has_companion(const char *path, size_t stem_length, const char *ending)
{
    size_t size = stem_length + strlen(ending) + 1;
    char *name = mem_alloc(size);
    snprintf(name, size, "%.*s%s", (int)stem_length, path, ending);
    bool found = access(name, F_OK) == 0;
    free(name);
    return found;
}

void *csv_table_open(const char *path)
{
    const char *base = strrchr(path, '/');
    base = base ? base + 1 : path;
    const char *ending = strrchr(base, '.');
    if (!ending || strcasecmp(ending, ".csv") != 0) return NULL;
    size_t stem_length = (size_t)(ending - path);
    // GDAL takes the columns' types and the reference system from them.
    if (has_companion(path, stem_length, ".csvt") || has_companion(path, stem_length, ".prj")) return NULL;

    table *t = mem_calloc(1, sizeof *t);
    t->layer_name = mem_strdup(base);
    t->layer_name[ending - base] = '\0';
    t->capacity = BUFFER_BYTES;
    t->buffer = mem_alloc(t->capacity + 1);
    t->file = fopen(path, "rb");
    if (!t->file || !read_header(t)) {
        csv_close(t);
        return NULL;
    }
    setvbuf(t->file, NULL, _IONBF, 0);
    return t;
}

static const char *csv_format(const void *context)
{
    (void)context;
    return "CSV";
}

static size_t csv_layer_count(const void *context)
{
    (void)context;
    return 1;
}

static const char *csv_layer_name(const void *context, size_t layer)
{
    (void)layer;
    return ((const table *)context)->layer_name;
}

static void csv_use_layer(void *context, size_t layer, size_t columns_max, table_layer *out)
{
    table *t = context;
    (void)layer;
    *out = (table_layer){.count = t->column_count};
    size_t kept = t->column_count < columns_max ? t->column_count : columns_max;
    out->names = mem_calloc(kept, sizeof *out->names);
    const char *name = t->header;
    for (size_t i = 0; i < kept; i++, name += strlen(name) + 1) out->names[i] = mem_strdup(name);
    memset(t->wanted, true, t->column_count * sizeof *t->wanted);
}

static void csv_want(void *context, const bool *wanted)
{
    table *t = context;
    memcpy(t->wanted, wanted, t->column_count * sizeof *wanted);
}

static source_shape csv_geometry(void *context, arena *memory)
{
    (void)context;
    (void)memory;
    return (source_shape){.result = SHAPE_NONE};
}

const table_kind csv_table = {
    .has_threads = true,
    .close = csv_close,
    .format = csv_format,
    .layer_count = csv_layer_count,
    .layer_name = csv_layer_name,
    .use_layer = csv_use_layer,
    .want = csv_want,
    .rewind = csv_rewind,
    .next = csv_next,
    .text = csv_text,
    .geometry = csv_geometry,
};
