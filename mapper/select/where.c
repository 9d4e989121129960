#include "select/where.h"

#include "base/strbuf.h"

#include <ctype.h>
#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

// Limits of one expression. A condition that a person writes is far below; what is above would be an attempt
// to keep the program busy.
#define EXPRESSION_MAX   10000
#define VALUE_BYTES_MAX  1000000
#define LIKE_PATTERN_MAX 200
// Virtual machine steps for one row: some seconds' worth.
#define STEPS_PER_ROW_MAX   20000000
#define STEPS_BETWEEN_CALLS 10000
// SQLite's own limit for a table is 2000 columns; the schema's fields need room too.
#define COLUMNS_MAX 1900
// Names listed in an error; more do not help.
#define NAMES_SHOWN 40

/**
 * The row under test is offered to SQLite as a virtual table of one row. Its columns are declared NUMERIC, so
 * that text which looks like a number compares as one, and only those that the expression uses are fetched.
 */
typedef struct {
    sqlite3_vtab base;
    where *w;
} row_table;

typedef struct {
    sqlite3_vtab_cursor base;
    bool at_end;
} row_cursor;

struct where {
    sqlite3 *db;
    sqlite3_stmt *statement;
    char *expression;
    const char **columns; ///< the input's columns whose names the expression holds
    size_t column_count;
    int selects, calls;
    const char *refused;  ///< what the authorizer found, for the message
    const incident *item; ///< of the row under test
    const value *values;
    arena memory;
};

typedef enum { KIND_TEXT, KIND_COUNT, KIND_DAY, KIND_OTHER } field_kind;

/** The schema's fields by name, with where they stand in an incident. */
static const struct {
    const char *name;
    field_kind kind;
    size_t offset;
} fields[] = {
    {"id", KIND_TEXT, offsetof(incident, id)},
    {"title", KIND_TEXT, offsetof(incident, title)},
    {"place", KIND_TEXT, offsetof(incident, place)},
    {"country", KIND_TEXT, offsetof(incident, country)},
    {"admin1", KIND_TEXT, offsetof(incident, admin1)},
    {"type", KIND_TEXT, offsetof(incident, type)},
    {"actor", KIND_TEXT, offsetof(incident, actor)},
    {"target", KIND_TEXT, offsetof(incident, target)},
    {"source", KIND_TEXT, offsetof(incident, source)},
    {"url", KIND_TEXT, offsetof(incident, url)},
    {"notes", KIND_TEXT, offsetof(incident, notes)},
    {"date_start", KIND_DAY, offsetof(incident, date_start)},
    {"date_end", KIND_DAY, offsetof(incident, date_end)},
    {"killed_low", KIND_COUNT, offsetof(incident, killed_low)},
    {"killed", KIND_COUNT, offsetof(incident, killed)},
    {"killed_high", KIND_COUNT, offsetof(incident, killed_high)},
    {"injured_low", KIND_COUNT, offsetof(incident, injured_low)},
    {"injured", KIND_COUNT, offsetof(incident, injured)},
    {"injured_high", KIND_COUNT, offsetof(incident, injured_high)},
    {"status", KIND_OTHER, 0},
    {"date_prec", KIND_OTHER, 0},
    {"place_prec", KIND_OTHER, 0},
    {"lon", KIND_OTHER, 0},
    {"lat", KIND_OTHER, 0},
    {"radius_m", KIND_OTHER, 0},
};
#define FIELD_TOTAL (sizeof fields / sizeof *fields)

static void give_text(sqlite3_context *to, const char *text)
{
    if (text)
        sqlite3_result_text(to, text, -1, SQLITE_TRANSIENT);
    else
        sqlite3_result_null(to);
}

static void give_cell(sqlite3_context *to, const value *v)
{
    // Doubles hold whole numbers exactly up to 2^53.
    if (v->kind == VALUE_NUMBER && v->number == floor(v->number) && fabs(v->number) <= 9007199254740992.0)
        sqlite3_result_int64(to, (sqlite3_int64)v->number);
    else if (v->kind == VALUE_NUMBER)
        sqlite3_result_double(to, v->number);
    else if (v->kind == VALUE_BOOL)
        sqlite3_result_int(to, v->boolean);
    else
        give_text(to, v->kind == VALUE_TEXT ? v->text : NULL);
}

static void give_field(sqlite3_context *to, const incident *item, size_t field)
{
    const void *at = (const char *)item + fields[field].offset;
    if (fields[field].kind == KIND_TEXT) {
        give_text(to, *(const char *const *)at);
    } else if (fields[field].kind == KIND_DAY) {
        char text[DATE_ISO_MAX];
        day_t day = *(const day_t *)at;
        give_text(to, day == DAY_NONE ? NULL : date_format_iso(day, text));
    } else if (fields[field].kind == KIND_COUNT) {
        int32_t count = *(const int32_t *)at;
        if (count != COUNT_NONE) sqlite3_result_int(to, count);
    } else if (strcmp(fields[field].name, "status") == 0) {
        give_text(to, incident_status_name(item->status));
    } else if (strcmp(fields[field].name, "date_prec") == 0) {
        if (item->date_prec) sqlite3_result_int(to, item->date_prec);
    } else if (strcmp(fields[field].name, "place_prec") == 0) {
        if (item->prec) sqlite3_result_int(to, item->prec);
    } else if (strcmp(fields[field].name, "radius_m") == 0) {
        if (!isnan(item->radius_m)) sqlite3_result_double(to, item->radius_m);
    } else if (item->has_position) {
        bool is_lon = strcmp(fields[field].name, "lon") == 0;
        sqlite3_result_double(to, is_lon ? item->position.lon_deg : item->position.lat_deg);
    }
}

static bool is_column(const where *w, const char *name)
{
    for (size_t i = 0; i < w->column_count; i++)
        if (strcasecmp(w->columns[i], name) == 0) return true;
    return false;
}

static int table_connect(sqlite3 *db, void *context, int argc, const char *const *argv, sqlite3_vtab **out,
                         char **message)
{
    (void)argc, (void)argv, (void)message;
    where *w = context;
    // The input's columns come first, then all fields; a field that a column hides gets a name nobody writes.
    strbuf sql = {0};
    strbuf_puts(&sql, "CREATE TABLE incident(");
    for (size_t i = 0; i < w->column_count; i++) {
        char *quoted = sqlite3_mprintf("\"%w\" NUMERIC,", w->columns[i]);
        strbuf_puts(&sql, quoted ? quoted : "");
        sqlite3_free(quoted);
    }
    for (size_t i = 0; i < FIELD_TOTAL; i++) {
        const char *affinity = fields[i].kind == KIND_TEXT || fields[i].kind == KIND_DAY ? "TEXT" : "NUMERIC";
        strbuf_printf(&sql, "\"%s%s\" %s%s", is_column(w, fields[i].name) ? "\x01" : "", fields[i].name,
                      affinity, i + 1 < FIELD_TOTAL ? "," : ")");
    }
    int code = sqlite3_declare_vtab(db, strbuf_text(&sql));
    strbuf_dispose(&sql);
    if (code != SQLITE_OK) return code;
    row_table *t = sqlite3_malloc(sizeof *t);
    if (!t) return SQLITE_NOMEM;
    *t = (row_table){.w = w};
    *out = &t->base;
    return SQLITE_OK;
}

static int table_disconnect(sqlite3_vtab *base)
{
    sqlite3_free(base);
    return SQLITE_OK;
}

static int table_best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
    (void)base;
    info->estimatedRows = 1;
    info->estimatedCost = 1;
    return SQLITE_OK;
}

static int table_open(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
    (void)base;
    row_cursor *cursor = sqlite3_malloc(sizeof *cursor);
    if (!cursor) return SQLITE_NOMEM;
    *cursor = (row_cursor){0};
    *out = &cursor->base;
    return SQLITE_OK;
}

static int table_close(sqlite3_vtab_cursor *base)
{
    sqlite3_free(base);
    return SQLITE_OK;
}

static int table_filter(sqlite3_vtab_cursor *base, int number, const char *text, int argc,
                        sqlite3_value **argv)
{
    (void)number, (void)text, (void)argc, (void)argv;
    ((row_cursor *)base)->at_end = false;
    return SQLITE_OK;
}

static int table_next(sqlite3_vtab_cursor *base)
{
    ((row_cursor *)base)->at_end = true;
    return SQLITE_OK;
}

static int table_eof(sqlite3_vtab_cursor *base)
{
    return ((row_cursor *)base)->at_end;
}

static int table_column(sqlite3_vtab_cursor *base, sqlite3_context *to, int column)
{
    const where *w = ((row_table *)base->pVtab)->w;
    size_t index = (size_t)column;
    if (index < w->column_count)
        give_cell(to, &w->values[index]);
    else
        give_field(to, w->item, index - w->column_count);
    return SQLITE_OK;
}

static int table_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
    (void)base;
    *out = 1;
    return SQLITE_OK;
}

static const sqlite3_module row_module = {
    .iVersion = 1,
    .xConnect = table_connect,
    .xBestIndex = table_best_index,
    .xDisconnect = table_disconnect,
    .xOpen = table_open,
    .xClose = table_close,
    .xFilter = table_filter,
    .xNext = table_next,
    .xEof = table_eof,
    .xColumn = table_column,
    .xRowid = table_rowid,
};

/** Allows the one outer SELECT, reading the row, and functions whose result depends on the row alone. */
static int authorize(void *context, int action, const char *a, const char *b, const char *c, const char *d)
{
    // Results must not differ from run to run; and the last two write as many characters as they are told to,
    // one by one, before they look at any limit.
    static const char *const refused[] = {
        "random",  "randomblob",    "current_date",      "current_time",   "current_timestamp",
        "changes", "total_changes", "last_insert_rowid", "load_extension", "printf",
        "format"};
    (void)a, (void)c, (void)d;
    where *w = context;
    if (action == SQLITE_READ) return SQLITE_OK;
    if (action == SQLITE_SELECT) {
        if (w->selects++ == 0) return SQLITE_OK;
        w->refused = "a subquery";
        return SQLITE_DENY;
    }
    if (action == SQLITE_FUNCTION) {
        for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
            if (b && strcasecmp(b, refused[i]) == 0) return w->refused = refused[i], SQLITE_DENY;
        return SQLITE_OK;
    }
    w->refused = "more than an expression";
    return SQLITE_DENY;
}

static int count_steps(void *context)
{
    where *w = context;
    return ++w->calls > STEPS_PER_ROW_MAX / STEPS_BETWEEN_CALLS;
}

/** Whether parentheses, quotes and comments close within the text, so that it cannot end what stands around.
 */
static bool is_closed(const char *text)
{
    int depth = 0;
    for (const char *c = text; *c; c++) {
        if (*c == '\'' || *c == '"' || *c == '`' || *c == '[') {
            c = strchr(c + 1, *c == '[' ? ']' : *c);
            if (!c) return false;
        } else if (c[0] == '-' && c[1] == '-') {
            c += strcspn(c, "\n");
            if (!*c) break;
        } else if (c[0] == '/' && c[1] == '*') {
            c = strstr(c + 2, "*/");
            if (!c) return false;
            c++;
        } else if (*c == '(') {
            depth++;
        } else if (*c == ')' && --depth < 0) {
            return false;
        } else if (*c == ';') {
            return false;
        }
    }
    return depth == 0;
}

/** Keeps those columns whose names occur in the expression: no other can be meant. */
static void keep_columns(where *w, const char *const *columns, size_t count)
{
    size_t capacity = 0;
    for (size_t i = 0; i < count && w->column_count < COLUMNS_MAX; i++) {
        // A quote in a quoted name is written twice.
        char *doubled = sqlite3_mprintf("%w", columns[i]);
        bool named = columns[i][0] && (strcasestr(w->expression, columns[i]) ||
                                       (doubled && strcasestr(w->expression, doubled)));
        sqlite3_free(doubled);
        if (named && !is_column(w, columns[i]))
            VEC_PUSH(w->columns, w->column_count, capacity, arena_strdup(&w->memory, columns[i]));
    }
}

static incmap_status explain(const where *w, const char *const *columns, size_t count, incmap_error *err)
{
    const char *message = sqlite3_errmsg(w->db);
    if (w->refused)
        return error_set(err, INCMAP_USAGE,
                         "--where %s: %s is not allowed; write one condition on the columns", w->expression,
                         w->refused);
    if (strncmp(message, "no such column", strlen("no such column")) != 0)
        return error_set(err, INCMAP_USAGE,
                         "--where %s: %s; write an SQL condition, e.g. killed >= 3 AND type = 'airstrike'",
                         w->expression, message);
    strbuf names = {0};
    for (size_t i = 0; i < count && i < NAMES_SHOWN; i++)
        strbuf_printf(&names, "%s%s", i ? ", " : "", columns[i]);
    strbuf_puts(&names, "; and of every table ");
    for (size_t i = 0; i < FIELD_TOTAL; i++) strbuf_printf(&names, "%s%s", i ? ", " : "", fields[i].name);
    error_set(err, INCMAP_USAGE, "--where %s: %s; the columns are %s", w->expression, message,
              strbuf_text(&names));
    strbuf_dispose(&names);
    return INCMAP_USAGE;
}

incmap_status where_compile(where **out, const char *expression, const char *const *columns,
                            size_t column_count, incmap_error *err)
{
    *out = NULL;
    if (strlen(expression) > EXPRESSION_MAX)
        return error_set(err, INCMAP_USAGE, "--where: longer than %d characters; write a shorter condition",
                         EXPRESSION_MAX);
    if (expression[strspn(expression, " \t\n")] == '\0' || !is_closed(expression))
        return error_set(err, INCMAP_USAGE,
                         "--where %s: not one whole condition; close its brackets and quotes, without \";\"",
                         expression);

    where *w = mem_calloc(1, sizeof *w);
    w->expression = mem_strdup(expression);
    keep_columns(w, columns, column_count);
    incmap_status status = INCMAP_OK;
    strbuf sql = {0};
    if (sqlite3_open_v2(":memory:", &w->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
        sqlite3_create_module(w->db, "incident", &row_module, w) != SQLITE_OK) {
        status =
            error_set(err, INCMAP_FAILED, "--where: SQLite cannot be started: %s", sqlite3_errmsg(w->db));
        goto done;
    }
    // Naming the table connects it, which is more than the authorizer will allow an expression.
    sqlite3_exec(w->db, "SELECT 1 FROM incident LIMIT 0", NULL, NULL, NULL);
    sqlite3_limit(w->db, SQLITE_LIMIT_LENGTH, VALUE_BYTES_MAX);
    sqlite3_limit(w->db, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LIKE_PATTERN_MAX);
    sqlite3_set_authorizer(w->db, authorize, w);
    sqlite3_progress_handler(w->db, STEPS_BETWEEN_CALLS, count_steps, w);
    // In WHERE, because aggregates and lists are refused there.
    strbuf_printf(&sql, "SELECT 1 FROM incident WHERE (\n%s\n)", expression);
    const char *tail = NULL;
    if (sqlite3_prepare_v2(w->db, strbuf_text(&sql), -1, &w->statement, &tail) != SQLITE_OK)
        status = explain(w, columns, column_count, err);
    else if (sqlite3_bind_parameter_count(w->statement) > 0)
        status = error_set(err, INCMAP_USAGE,
                           "--where %s: \"?\" and \":name\" have no value here; write it out", expression);
done:
    strbuf_dispose(&sql);
    if (status != INCMAP_OK) {
        where_free(w);
        return status;
    }
    *out = w;
    return INCMAP_OK;
}

void where_free(where *w)
{
    if (!w) return;
    sqlite3_finalize(w->statement);
    sqlite3_close(w->db);
    arena_dispose(&w->memory);
    free(w->columns);
    free(w->expression);
    free(w);
}

const char *const *where_columns(const where *w, size_t *count)
{
    *count = w->column_count;
    return w->columns;
}

incmap_status where_test(where *w, const incident *item, const value *values, bool *passes, incmap_error *err)
{
    w->item = item;
    w->values = values;
    w->calls = 0;
    int code = sqlite3_step(w->statement);
    *passes = code == SQLITE_ROW;
    incmap_status status = INCMAP_OK;
    if (code == SQLITE_INTERRUPT)
        status =
            error_set(err, INCMAP_FAILED, "--where %s: takes too long for one row; write a simpler condition",
                      w->expression);
    else if (code != SQLITE_ROW && code != SQLITE_DONE)
        status = error_set(err, INCMAP_FAILED, "--where %s: row %lld: %s", w->expression,
                           (long long)item->row, sqlite3_errmsg(w->db));
    sqlite3_reset(w->statement);
    return status;
}
