/**
 * @file
 * How fast the gazetteer is, on one thread.
 *
 *     bench_speed STORE [--names N] [--phrases N] [--misspelt N]
 *     bench_speed STORE --import ROWS --work FOLDER [--keep FILE]
 *
 * The first resolves names drawn from the store by a fixed stride, phrases that a grammar makes of such
 * names, and names with one or two letters wrong, as a user's program would: phrase in, answer out and freed.
 * The second imports a made-up GeoNames dump of ROWS places into a copy of the store (which --keep leaves
 * behind, e.g. for measuring look-ups in millions of names). Processor time stands beside wall time, since
 * machines are shared.
 */
#include "gazetteer/gazetteer.h"
#include "gazetteer/scope.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void die(const char *what)
{
    fprintf(stderr, "bench_speed: %s\n", what);
    exit(2);
}

/** Knuth's MMIX generator: the same numbers on every machine. */
static uint32_t next_random(uint64_t *state, uint32_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*state >> 32) % below);
}

static double seconds_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

typedef struct {
    double wall_s, cpu_s;
} stopwatch;

static stopwatch stopwatch_start(void)
{
    return (stopwatch){seconds_of(CLOCK_MONOTONIC), seconds_of(CLOCK_PROCESS_CPUTIME_ID)};
}

static stopwatch stopwatch_stop(stopwatch from)
{
    stopwatch now = stopwatch_start();
    return (stopwatch){now.wall_s - from.wall_s, now.cpu_s - from.cpu_s};
}

static void print_rate(const char *what, size_t count, stopwatch took)
{
    printf("%-22s %9zu %11.0f a second of processor time, %11.0f of wall time\n", what, count,
           (double)count / took.cpu_s, (double)count / took.wall_s);
}

/** A line of a file in /proc about this process, in kB; 0 where it is not there. */
static long proc_kb(const char *file, const char *line_name)
{
    char line[256];
    long value_kb = 0;
    FILE *status = fopen(file, "r");
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, line_name, strlen(line_name)) == 0) value_kb = atol(line + strlen(line_name));
    if (status) fclose(status);
    return value_kb;
}

static void print_memory(const char *when)
{
    printf("%-22s anonymous %ld kB, proportional %ld kB\n", when, proc_kb("/proc/self/status", "RssAnon:"),
           proc_kb("/proc/self/smaps_rollup", "Pss:"));
}

/** @p wanted main names, evenly over the places. */
static char **draw_names(scope *memory, const char *path, size_t wanted, size_t *count)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *query = NULL;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(
            db,
            "SELECT name FROM place WHERE fid%(SELECT max(1,max(fid)/?1) FROM place)=0 ORDER BY fid"
            " LIMIT ?1",
            -1, &query, NULL) != SQLITE_OK)
        die(sqlite3_errmsg(db));
    sqlite3_bind_int64(query, 1, (sqlite3_int64)wanted);
    char **names = scope_alloc(memory, wanted * sizeof *names);
    *count = 0;
    while (wanted && sqlite3_step(query) == SQLITE_ROW)
        names[(*count)++] = scope_strdup(memory, (const char *)sqlite3_column_text(query, 0));
    sqlite3_finalize(query);
    sqlite3_close(db);
    if (wanted && !*count) die("the store has no places");
    return names;
}

static bool resolve(gaz *g, const char *phrase)
{
    gaz_error err = {0};
    gaz_answer *answer;
    if (gaz_resolve(g, phrase, NULL, &answer, &err) != GAZ_OK) die(err.message);
    bool resolved = answer->status != GAZ_UNRESOLVED;
    gaz_answer_free(answer);
    return resolved;
}

static void run_rate(gaz *g, const char *what, char *const *phrases, size_t count)
{
    size_t resolved = 0;
    stopwatch from = stopwatch_start();
    for (size_t i = 0; i < count; i++) resolved += resolve(g, phrases[i]);
    print_rate(what, count, stopwatch_stop(from));
    printf("%-22s %9.1f%%\n", "  resolved", 100.0 * (double)resolved / (double)count);
}

static char **make_phrases(scope *memory, char *const *names, size_t count)
{
    static const char *const forms[] = {
        "%d km west of %s",   "about %d miles north-east of %s",
        "south of %s",        "near %s",
        "outskirts of %s",    "%d km from %s",
        "%s village",         "just outside %s",
        "the area around %s", "between %s and %s",
        "%d nm SE of %s",     "northern countryside of %s",
        "the town of %s",     "%s, %s",
        "a few km from %s",   "east of %s",
    };
    char **phrases = scope_alloc(memory, count * sizeof *phrases);
    uint64_t state = 1;
    for (size_t i = 0; i < count; i++) {
        const char *form = forms[i % (sizeof forms / sizeof *forms)], *number = strstr(form, "%d");
        const char *name = names[i], *other = names[(i + 1) % count];
        int distance = 1 + (int)next_random(&state, 60);
        // NOLINTNEXTLINE(clang-diagnostic-format-nonliteral): the forms above take these arguments.
        phrases[i] =
            number ? scope_printf(memory, form, distance, name) : scope_printf(memory, form, name, other);
    }
    return phrases;
}

/** One or two letters dropped, doubled, replaced or exchanged with the next; behind the first. */
static char *misspell(scope *memory, const char *name, uint64_t *state)
{
    char *text = scope_alloc(memory, strlen(name) + 8);
    strcpy(text, name);
    for (uint32_t edits = 1 + next_random(state, 2); edits && strlen(text) > 3; edits--) {
        size_t length = strlen(text), at = 1 + next_random(state, (uint32_t)length - 2);
        // Letters of other scripts have several bytes, which are not to be parted.
        if ((unsigned char)text[at] >= 0x80 || (unsigned char)text[at + 1] >= 0x80) continue;
        switch (next_random(state, 4)) {
        case 0: memmove(text + at, text + at + 1, length - at); break;
        case 1: memmove(text + at + 1, text + at, length - at + 1); break;
        case 2: text[at] = (char)('a' + next_random(state, 26)); break;
        default: {
            char swap = text[at];
            text[at] = text[at + 1];
            text[at + 1] = swap;
        }
        }
    }
    return text;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/** How long single look-ups take, in thread time: the average says nothing of the slowest. */
static void run_latency(gaz *g, const char *what, char *const *phrases, size_t count)
{
    double *took_ms = calloc(count, sizeof *took_ms);
    if (!took_ms) die("out of memory");
    size_t slowest = 0, resolved = 0;
    for (size_t i = 0; i < count; i++) {
        double from = seconds_of(CLOCK_THREAD_CPUTIME_ID);
        resolved += resolve(g, phrases[i]);
        took_ms[i] = 1000 * (seconds_of(CLOCK_THREAD_CPUTIME_ID) - from);
        if (took_ms[i] > took_ms[slowest]) slowest = i;
    }
    const char *name = phrases[slowest];
    qsort(took_ms, count, sizeof *took_ms, compare_doubles);
    printf("%-22s %9zu p50 %.3f ms, p99 %.3f ms, slowest %.3f ms (%s)\n", what, count, took_ms[count / 2],
           took_ms[count * 99 / 100], took_ms[count - 1], name);
    printf("%-22s %9.1f%%\n", "  resolved", 100.0 * (double)resolved / (double)count);
    free(took_ms);
}

static void bench_lookups(const char *store, size_t names, size_t phrases, size_t misspelt)
{
    scope memory = {0};
    if (setjmp(memory.trap)) die("out of memory");
    gaz *g;
    gaz_error err = {0};
    if (gaz_open(&g, store, &err) != GAZ_OK) die(err.message);
    resolve(g, "Abu Ghraib");
    print_memory("after one name");
    size_t count;
    char **drawn = draw_names(&memory, store, names, &count);
    if (names) run_rate(g, "exact names", drawn, count);
    drawn = draw_names(&memory, store, phrases, &count);
    if (phrases) run_rate(g, "phrases", make_phrases(&memory, drawn, count), count);
    drawn = draw_names(&memory, store, misspelt, &count);
    uint64_t state = 1;
    for (size_t i = 0; i < count; i++) drawn[i] = misspell(&memory, drawn[i], &state);
    if (misspelt) run_latency(g, "misspelt names", drawn, count);
    gaz_close(g);
    print_memory("after all");
    scope_dispose(&memory);
}

/** A name of two to four syllables: some are many places', most one's. */
static size_t put_name(char *out, uint64_t *state)
{
    static const char *const onsets[] = {"b", "br", "d", "dh", "f", "g",  "gh", "h",  "j", "k", "kh", "l",
                                         "m", "n",  "q", "r",  "s", "sh", "t",  "th", "v", "y", "z",  ""};
    static const char *const vowels[] = {"a", "e", "i", "o", "u", "ou", "ai", "é"};
    static const char *const codas[] = {"", "", "", "b", "d", "k", "l", "m", "n", "r", "s", "t", "h"};
    size_t n = 0;
    uint32_t count = 2 + next_random(state, 3);
    for (uint32_t i = 0; i < count; i++) {
        if (i && next_random(state, 8) == 0) out[n++] = ' ';
        n += (size_t)sprintf(out + n, "%s%s%s", onsets[next_random(state, sizeof onsets / sizeof *onsets)],
                             vowels[next_random(state, sizeof vowels / sizeof *vowels)],
                             codas[next_random(state, sizeof codas / sizeof *codas)]);
    }
    if (out[0] >= 'a' && out[0] <= 'z') out[0] = (char)(out[0] - 'a' + 'A');
    return n;
}

/** A name in Arabic or Cyrillic letters. */
static size_t put_foreign(char *out, uint64_t *state)
{
    bool arabic = next_random(state, 2) == 0;
    size_t n = 0;
    uint32_t letters = 3 + next_random(state, 8);
    for (uint32_t i = 0; i < letters; i++) {
        // U+0628 to U+063A, U+0430 to U+044F; both have two bytes.
        uint32_t code = arabic ? 0x628 + next_random(state, 19) : 0x430 + next_random(state, 32);
        out[n++] = (char)(0xC0 | code >> 6);
        out[n++] = (char)(0x80 | (code & 0x3F));
    }
    return n;
}

/** A dump like the real one: a name, on the average one more, every fifteenth of these in another script;
 * villages and hills. */
static void write_dump(const char *path, long rows)
{
    static const char *const features[] = {"P\tPPL", "P\tPPL", "P\tPPL", "H\tSTM",
                                           "T\tHLL", "S\tFRM", "S\tSCH", "L\tLCTY"};
    static const char *const countries[] = {"SY", "IQ", "CN", "US", "IN", "MX", "NO", "IR"};
    FILE *file = fopen(path, "w");
    if (!file) die(path);
    uint64_t state = 42;
    for (long i = 1; i <= rows; i++) {
        char name[128], alternates[512];
        size_t length = 0;
        name[put_name(name, &state)] = '\0';
        for (uint32_t k = next_random(&state, 3); k; k--) {
            if (length) alternates[length++] = ',';
            length += next_random(&state, 15) ? put_name(alternates + length, &state)
                                              : put_foreign(alternates + length, &state);
        }
        alternates[length] = '\0';
        const char *country = countries[next_random(&state, 8)];
        double lat_deg = next_random(&state, 12000000) / 1e5 - 60,
               lon_deg = next_random(&state, 36000000) / 1e5 - 180;
        uint32_t population = next_random(&state, 10) ? 0 : next_random(&state, 5000);
        fprintf(file,
                "%ld\t%s\t\t%s\t%.5f\t%.5f\t%s\t%s\t\t%02u\t\t\t\t%u\t\t100\tAsia/Damascus\t2020-01-01\n", i,
                name, alternates, lat_deg, lon_deg, features[next_random(&state, 8)], country,
                1 + next_random(&state, 20), population);
    }
    if (fclose(file) != 0) die(path);
}

static void copy_file(const char *from, const char *to)
{
    static char block[1 << 20];
    int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    ssize_t got;
    while (in >= 0 && out >= 0 && (got = read(in, block, sizeof block)) > 0)
        if (write(out, block, (size_t)got) != got) die(to);
    if (in < 0 || out < 0 || close(out) != 0) die(to);
    close(in);
}

static void bench_import(const char *store, long rows, const char *work, const char *keep)
{
    char dump[4096], copy[4096], label[64];
    snprintf(dump, sizeof dump, "%s/bench-%ld.txt", work, rows);
    snprintf(copy, sizeof copy, "%s/bench-%ld.gpkg", work, rows);
    if (keep) snprintf(copy, sizeof copy, "%s", keep);
    write_dump(dump, rows);
    copy_file(store, copy);
    gaz_geonames_request request = {.store_path = copy, .path = dump};
    gaz_import_totals totals;
    bool is_known;
    gaz_error err = {0};
    stopwatch from = stopwatch_start();
    if (gaz_import_geonames(&request, &totals, &is_known, &err) != GAZ_OK) die(err.message);
    stopwatch took = stopwatch_stop(from);
    snprintf(label, sizeof label, "import of %ld", rows);
    print_rate(label, (size_t)totals.places, took);
    struct stat info;
    if (stat(copy, &info) != 0) die(copy);
    printf("%-22s %lld names, %.2f s, peak %ld kB, store %lld MB\n", "", (long long)totals.names, took.wall_s,
           proc_kb("/proc/self/status", "VmHWM:"), (long long)info.st_size / 1000000);
    unlink(dump);
    if (!keep) unlink(copy);
}

int main(int argc, char **argv)
{
    if (argc < 2) die("give a store; see the top of bench_speed.c");
    long names = 200000, phrases = 50000, misspelt = 20000, rows = 0;
    const char *work = NULL, *keep = NULL;
    for (int i = 2; i + 1 < argc; i += 2) {
        const char *value = argv[i + 1];
        if (strcmp(argv[i], "--names") == 0)
            names = atol(value);
        else if (strcmp(argv[i], "--phrases") == 0)
            phrases = atol(value);
        else if (strcmp(argv[i], "--misspelt") == 0)
            misspelt = atol(value);
        else if (strcmp(argv[i], "--import") == 0)
            rows = atol(value);
        else if (strcmp(argv[i], "--work") == 0)
            work = value;
        else if (strcmp(argv[i], "--keep") == 0)
            keep = value;
        else
            die(argv[i]);
    }
    if (names < 0 || phrases < 0 || misspelt < 0 || rows < 0) die("a number is below zero");
    if (rows && !work) die("--import needs --work FOLDER");
    if (rows)
        bench_import(argv[1], rows, work, keep);
    else
        bench_lookups(argv[1], (size_t)names, (size_t)phrases, (size_t)misspelt);
    return 0;
}
