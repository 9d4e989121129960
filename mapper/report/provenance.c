#include "report/provenance.h"

#include "base/date.h"
#include "report/words.h"

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

// More names than this are no line of a page.
#define NAMES_MAX 4
// A longer name is cut.
#define NAME_MAX_BYTES 200
// 48 bits: no two versions of a file that anyone keeps have the same.
#define DIGITS_SHOWN 12
// A file is read in pieces that stay in the processor's cache.
#define PIECE_BYTES 65536

#define SECONDS_A_DAY 86400
// The last second of the year 9999.
#define EPOCH_MAX_S 253402300799

/** What an input is called on a page that others read. Returns @p out. */
static char *shown_name(const wording *w, const char *path, char out[NAME_MAX_BYTES])
{
    const char *slash = strrchr(path, '/');
    const char *name = slash && slash[1] ? slash + 1 : path;
    struct stat info;
    bool is_file = stat(path, &info) == 0;
    size_t driver = strcspn(path, ":/");
    // What follows a question mark in an address may be a key.
    size_t length = is_file ? strlen(name) : strcspn(name, "?");
    if (strcmp(path, "-") == 0) {
        name = wording_text(w, WORD_STANDARD_INPUT);
        length = strlen(name);
    } else if (!is_file && path[driver] == ':') {
        // "PG:host=… password=…": of a connection only its kind may be seen.
        name = path;
        length = driver;
    }
    if (length >= NAME_MAX_BYTES) length = NAME_MAX_BYTES - 1;
    memcpy(out, name, length);
    out[length] = '\0';
    return out;
}

/** Appends the beginning of the file's hash; nothing where it is no plain file or cannot be read. */
static void put_hash(strbuf *out, const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0 || !S_ISREG(info.st_mode)) return;
    FILE *file = fopen(path, "rb");
    if (!file) return;
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
    unsigned char piece[PIECE_BYTES];
    size_t length;
    while ((length = fread(piece, 1, sizeof piece, file)) > 0) g_checksum_update(sum, piece, (gssize)length);
    if (!ferror(file)) strbuf_printf(out, " (SHA-256 %.*s)", DIGITS_SHOWN, g_checksum_get_string(sum));
    g_checksum_free(sum);
    fclose(file);
}

void provenance_put(strbuf *out, const wording *w, const char *const *inputs, size_t count,
                    const char *options)
{
    char name[NAME_MAX_BYTES];
    strbuf names = {0};
    for (size_t i = 0; i < count && i < NAMES_MAX; i++) {
        strbuf_printf(&names, "%s%s", i ? "; " : "", shown_name(w, inputs[i], name));
        put_hash(&names, inputs[i]);
    }
    if (count > NAMES_MAX) wording_put_count(&names, w, WORD_AND_MORE, (int64_t)(count - NAMES_MAX), NULL);
    if (count > 0) wording_put(out, w, WORD_INPUT, (const char *const[]){strbuf_text(&names)});
    strbuf_dispose(&names);
    if (!options || !*options) return;
    if (count > 0) strbuf_puts(out, "  ");
    wording_put(out, w, WORD_OPTIONS, &options);
}

void provenance_put_datasets(strbuf *out, const wording *w, const char *const *inputs,
                             const char *const *datasets, size_t count)
{
    char names[NAMES_MAX + 1][NAME_MAX_BYTES];
    size_t shown = 0, more = 0;
    for (size_t i = 0; i < count; i++) {
        // The newest stands behind those shown until it is known to be another.
        char *name = names[shown];
        if (datasets && datasets[i])
            snprintf(name, NAME_MAX_BYTES, "%s", datasets[i]);
        else
            shown_name(w, inputs[i], name);
        bool is_new = true;
        for (size_t k = 0; k < shown; k++) is_new &= strcmp(names[k], name) != 0;
        if (is_new && shown < NAMES_MAX)
            shown++;
        else
            more += is_new;
    }
    for (size_t i = 0; i < shown; i++) strbuf_printf(out, "%s%s", i ? "; " : "", names[i]);
    if (more > 0) wording_put_count(out, w, WORD_AND_MORE, (int64_t)more, NULL);
}

provenance_time provenance_find_time(const char *const *inputs, size_t count)
{
    provenance_time time = {.epoch_s = date_output_epoch_s()};
    time.is_known = time.epoch_s != 0;
    for (size_t i = 0; i < count && !(time.is_known && !time.is_of_input); i++) {
        struct stat info;
        // Before 1970 no file was changed, and no page's date begins so.
        if (stat(inputs[i], &info) != 0 || !S_ISREG(info.st_mode) || info.st_mtim.tv_sec <= time.epoch_s ||
            info.st_mtim.tv_sec > EPOCH_MAX_S)
            continue;
        time = (provenance_time){info.st_mtim.tv_sec, true, true};
    }
    return time;
}

void provenance_put_time(strbuf *out, const wording *w, provenance_time time)
{
    const char *program = "incmap " INCMAP_VERSION;
    if (!time.is_known) {
        wording_put(out, w, WORD_MADE_WITH, &program);
        return;
    }
    day_t day = (day_t)(time.epoch_s / SECONDS_A_DAY);
    int second = (int)(time.epoch_s % SECONDS_A_DAY);
    strbuf date = {0}, moment = {0};
    words_dates(&date, w, (date_range){day, day});
    char clock[16];
    snprintf(clock, sizeof clock, "%02d:%02d", second / 3600, second / 60 % 60);
    wording_put(&moment, w, WORD_TIME_OF_DAY, (const char *const[]){strbuf_text(&date), clock});
    wording_put(out, w, time.is_of_input ? WORD_INPUT_OF : WORD_MADE_ON,
                (const char *const[]){strbuf_text(&moment), program});
    strbuf_dispose(&date);
    strbuf_dispose(&moment);
}
