#include "read/source.h"

#include "read/csv_lines.h"
#include "read/csv_table.h"
#include "read/spool.h"
#include "read/table.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct source {
    char *path;    ///< as given
    char *spooled; ///< where standard input was kept; NULL for files
    const table_kind *kind;
    void *table;
    table_layer layer;
    bool has_header, is_sheet;
    csv_lines lines; ///< of a CSV file
    size_t lines_cursor, nul_cursor;
    int64_t row_index; ///< of the current row, from 0; -1 before the first
};

// GDAL reads no more columns of a CSV file than these; the others would be lost without a word.
#define COLUMNS_MAX 2000
// Enough for the header of 2,000 columns of 500 bytes.
#define FIRST_LINE_MAX ((size_t)1 << 20)

/** A name that is no file but a connection ("PG:…", "/vsizip/…"), which GDAL alone can judge. */
static bool is_connection(const char *path)
{
    const char *colon = strchr(path, ':');
    return strncmp(path, "/vsi", 4) == 0 ||
           (colon && colon - path > 1 && !memchr(path, '/', (size_t)(colon - path)));
}

typedef enum { LOOKS_BINARY, LOOKS_TEXT, LOOKS_JSON } file_kind;

/** Refuses what is no table before GDAL spends time on it, and says what the file's beginning looks like. */
static incmap_status look_at_file(const char *path, file_kind *kind, const char *shown, incmap_error *err)
{
    *kind = LOOKS_BINARY;
    struct stat info;
    if (stat(path, &info) != 0) {
        if (errno == ENOENT) return error_set(err, INCMAP_FAILED, "%s: no such file; check the path", shown);
        return error_set(err, INCMAP_FAILED, "%s: cannot be opened: %s", shown, strerror(errno));
    }
    if (!S_ISREG(info.st_mode)) return INCMAP_OK;
    if (info.st_size == 0)
        return error_set(err, INCMAP_FAILED, "%s: the file is empty; export it again", shown);

    FILE *file = fopen(path, "rb");
    if (!file) return error_set(err, INCMAP_FAILED, "%s: cannot be read: %s", shown, strerror(errno));
    char *head = mem_alloc(FIRST_LINE_MAX);
    size_t length = fread(head, 1, FIRST_LINE_MAX, file);
    fclose(file);
    // A binary file has bytes that no text has within its first block.
    size_t probe = length < 512 ? length : 512, separators = 0, start = 0;
    while (start < length && strchr(" \t\r\n\xef\xbb\xbf", head[start])) start++;
    bool is_json = start < length && (head[start] == '[' || head[start] == '{');
    bool is_text = true;
    for (size_t i = 0; i < probe; i++) is_text &= (unsigned char)head[i] >= '\t';
    if (is_text) *kind = is_json ? LOOKS_JSON : LOOKS_TEXT;
    for (size_t i = 0; i < length && head[i] != '\n'; i++)
        separators += head[i] == ',' || head[i] == ';' || head[i] == '\t' || head[i] == '|';
    // XML says its encoding, and is read in any; tables are bytes.
    bool is_utf16 = length > 3 && (memcmp(head, "\xff\xfe", 2) == 0 || memcmp(head, "\xfe\xff", 2) == 0) &&
                    head[2] != '<' && head[3] != '<';
    free(head);
    if (is_utf16) return error_set(err, INCMAP_FAILED, "%s: is UTF-16; save it as UTF-8", shown);
    if (*kind == LOOKS_TEXT && separators >= COLUMNS_MAX)
        return error_set(err, INCMAP_FAILED,
                         "%s:1: more than %d columns; is this a table with a line for each row?", shown,
                         COLUMNS_MAX);
    return INCMAP_OK;
}

/** A record's row as a spreadsheet numbers it. */
static long long row_of(const csv_lines *lines, int64_t record)
{
    size_t cursor = 0;
    return (long long)(record + 1 + csv_lines_skipped(lines, record, &cursor));
}

static incmap_status look_at_lines(source *s, const char *path, incmap_error *err)
{
    csv_lines_scan(&s->lines, path);
    int64_t open_quote = s->lines.open_quote_record, too_long = s->lines.long_record;
    if (s->lines.nul_count && s->lines.nul_records[0] == 0)
        return error_set(err, INCMAP_FAILED, "%s:%lld: a byte of zero; export it again as UTF-8 text",
                         s->path, row_of(&s->lines, 0));
    if (open_quote >= 0)
        return error_set(err, INCMAP_FAILED,
                         "%s:%lld: a quote is opened here and never closed; close or remove it", s->path,
                         row_of(&s->lines, open_quote));
    if (too_long >= 0)
        return error_set(err, INCMAP_FAILED,
                         "%s:%lld: a row of more than %d MB; is a line end or a quote missing?", s->path,
                         row_of(&s->lines, too_long), CSV_RECORD_BYTES_MAX / 1000000);
    return INCMAP_OK;
}

/** Opens a CSV file that needs no GDAL; leaves s->table NULL where it is none. */
static incmap_status open_plain(source *s, const char *path, incmap_error *err)
{
    void *plain = csv_table_open(path);
    if (!plain) return INCMAP_OK;
    s->kind = &csv_table;
    s->table = plain;
    incmap_status status = look_at_lines(s, path, err);
    if (status != INCMAP_OK || !s->lines.has_odd_bytes) return status;
    csv_table.close(plain);
    csv_lines_dispose(&s->lines);
    s->table = NULL;
    return INCMAP_OK;
}

incmap_status source_open(source **out, const char *path, incmap_error *err)
{
    *out = NULL;
    source *s = mem_calloc(1, sizeof *s);
    s->path = mem_strdup(path);
    file_kind kind = LOOKS_BINARY;
    char trouble[TABLE_TROUBLE_MAX] = "";
    incmap_status status = INCMAP_OK;
    if (strcmp(path, "-") == 0) {
        status = spool_stdin(&s->spooled, err);
        path = s->spooled;
    }
    if (status == INCMAP_OK && !is_connection(path)) status = look_at_file(path, &kind, s->path, err);
    if (status != INCMAP_OK) goto done;

    if (kind == LOOKS_TEXT) status = open_plain(s, path, err);
    if (status == INCMAP_OK && !s->table)
        status =
            gdal_table_open(&s->table, &s->kind, path, kind == LOOKS_JSON, kind == LOOKS_TEXT, trouble, err);
    if (status != INCMAP_OK) goto done;
    if (!s->table)
        status =
            error_set(err, INCMAP_FAILED,
                      "%s: not a table that can be read (%s); give CSV, GeoJSON, GeoPackage, XLSX or KML",
                      s->path, kind == LOOKS_JSON ? trouble : "of no known format");
    else if (source_layer_count(s) < 1)
        status = error_set(err, INCMAP_FAILED, "%s: holds no table; export a layer with incidents into it",
                           s->path);
    else
        status = source_use_layer(s, 0, err);
    if (status == INCMAP_OK && s->kind != &csv_table && strcmp(source_driver(s), "CSV") == 0)
        status = look_at_lines(s, path, err);
done:
    if (status != INCMAP_OK) {
        source_close(s);
        return status;
    }
    *out = s;
    return INCMAP_OK;
}

static void drop_layer(source *s)
{
    size_t count = s->layer.count < COLUMNS_MAX ? s->layer.count : COLUMNS_MAX;
    for (size_t i = 0; i < count; i++) free((char *)s->layer.names[i]);
    free(s->layer.names);
    s->layer = (table_layer){0};
}

void source_close(source *s)
{
    if (!s) return;
    drop_layer(s);
    if (s->table) s->kind->close(s->table);
    csv_lines_dispose(&s->lines);
    if (s->spooled) unlink(s->spooled);
    free(s->spooled);
    free(s->path);
    free(s);
}

const char *source_path(const source *s)
{
    return s->path;
}

const char *source_driver(const source *s)
{
    return s->kind->format(s->table);
}

size_t source_layer_count(const source *s)
{
    return s->kind->layer_count(s->table);
}

const char *source_layer_name(const source *s, size_t layer)
{
    return s->kind->layer_name(s->table, layer);
}

/** Whether every column is named as GDAL names those of a table without a header. */
static bool columns_are_numbered(const source *s)
{
    for (size_t i = 0; i < s->layer.count; i++) {
        unsigned long number;
        int used = 0;
        const char *name = s->layer.names[i];
        if (sscanf(name, "field_%lu%n", &number, &used) != 1 &&
            sscanf(name, "Field%lu%n", &number, &used) != 1)
            return false;
        if (name[used] || number != i + 1) return false;
    }
    return true;
}

incmap_status source_use_layer(source *s, size_t layer, incmap_error *err)
{
    drop_layer(s);
    s->kind->use_layer(s->table, layer, COLUMNS_MAX, &s->layer);
    if (s->layer.count > COLUMNS_MAX)
        return error_set(err, INCMAP_FAILED,
                         "%s: more than %d columns; is this a table with a line for each row?", s->path,
                         COLUMNS_MAX);
    const char *driver = source_driver(s);
    s->is_sheet = strcmp(driver, "CSV") == 0 || strcmp(driver, "XLSX") == 0 || strcmp(driver, "ODS") == 0 ||
                  strcmp(driver, "XLS") == 0;
    s->has_header = !(s->is_sheet && columns_are_numbered(s));
    source_rewind(s);
    return INCMAP_OK;
}

const char *const *source_columns(const source *s, size_t *count)
{
    *count = s->layer.count;
    return s->layer.names;
}

bool source_has_header(const source *s)
{
    return s->has_header;
}

bool source_has_geometry(const source *s)
{
    return s->layer.has_geometry;
}

bool source_has_threads(const source *s)
{
    return s->kind->has_threads;
}

/** The current row's index among the records of its file. */
static int64_t record_of(const source *s)
{
    return s->row_index + (s->is_sheet && s->has_header);
}

int64_t source_row(const source *s)
{
    size_t cursor = s->lines_cursor;
    return record_of(s) + 1 + csv_lines_skipped(&s->lines, record_of(s), &cursor);
}

bool source_is_cut(const source *s)
{
    return s->nul_cursor < s->lines.nul_count && s->lines.nul_records[s->nul_cursor] == record_of(s);
}

void source_want(source *s, const bool *wanted)
{
    s->kind->want(s->table, wanted);
}

void source_rewind(source *s)
{
    s->row_index = -1;
    s->lines_cursor = s->nul_cursor = 0;
    s->kind->rewind(s->table);
}

incmap_status source_next(source *s, bool *more, incmap_error *err)
{
    char trouble[TABLE_TROUBLE_MAX];
    trouble[0] = '\0';
    *more = s->kind->next(s->table, trouble);
    if (!*more && trouble[0])
        return error_set(err, INCMAP_FAILED, "%s: cannot be read behind row %lld (%s); export it again",
                         s->path, (long long)source_row(s), trouble);
    if (*more) {
        s->row_index++;
        csv_lines_skipped(&s->lines, record_of(s), &s->lines_cursor);
        const csv_lines *lines = &s->lines;
        while (s->nul_cursor < lines->nul_count && lines->nul_records[s->nul_cursor] < record_of(s))
            s->nul_cursor++;
    }
    return INCMAP_OK;
}

const char *source_text(source *s, size_t column)
{
    return s->kind->text(s->table, column);
}

source_shape source_geometry(source *s, arena *memory)
{
    return s->kind->geometry(s->table, memory);
}
