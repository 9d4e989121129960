#include "report/report_parts.h"
#include "report/words.h"

#include <stdio.h>
#include <string.h>

// Stands for the basemap's attribution until the basemap has been read.
static const char *const attribution_reserve = "Natural Earth; GSHHG; GeoNames (CC BY 4.0)";

/** Appends a name that is not among the first @p count of @p names. */
static void put_source(strbuf *out, const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0) return;
    strbuf_printf(out, "%s%s", out->length ? "; " : "", name);
}

/** Appends a sentence to a note. */
static void put_note(strbuf *out, const wording *w, word sentence, const char *part)
{
    if (out->length) strbuf_puts(out, "  ");
    wording_put(out, w, sentence, &part);
}

/** Where the incidents come from, then where places and basemap do. */
static void put_sources(strbuf *out, const report *r, bool is_reserve)
{
    const report_request *request = r->request;
    strbuf incidents = {0}, data = {0}, dataset = {0};
    provenance_put_datasets(&dataset, r->words, request->inputs, request->datasets, request->input_count);
    words_sources(&incidents, r->words, request->show.incidents, strbuf_text(&dataset));
    strbuf_dispose(&dataset);
    const char *const *places = request->attributions;
    size_t place_count = request->attribution_count;
    for (size_t i = 0; i < place_count; i++) put_source(&data, places[i], places, i);
    if (r->backdrop) {
        size_t count = request->backdrop_attribution_count;
        const char *const *names = request->backdrop_attributions;
        if (count == 0) names = backdrop_attributions(r->backdrop, &count);
        for (size_t i = 0; i < count; i++) put_source(&data, names[i], names, i);
    }
    if (request->show.basemap && is_reserve) {
        put_source(&data, attribution_reserve, NULL, 0);
    } else if (request->show.basemap) {
        size_t count;
        const char *const *names = basemap_attributions(request->show.basemap, &count);
        for (size_t i = 0; i < count; i++) put_source(&data, names[i], places, place_count);
    }
    strbuf_clear(out);
    if (incidents.length) put_note(out, r->words, WORD_SOURCES, strbuf_text(&incidents));
    if (data.length) put_note(out, r->words, WORD_SOURCES_OF_MAP, strbuf_text(&data));
    strbuf_dispose(&incidents);
    strbuf_dispose(&data);
}

/** Whether the style tells disputed boundaries from others. */
static bool draws_disputed(const style *s)
{
    size_t count;
    const char *const *asked = style_feature_properties(s, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(asked[i], "disputed") == 0) return true;
    return false;
}

/** The account of rows in the page's words. */
static void put_account(report *r)
{
    const account *acc = r->request->account;
    const int64_t counts[] = {
        account_read(acc),         acc->counts[ROW_MAPPED],     acc->counts[ROW_OUTSIDE_DATES],
        acc->counts[ROW_FILTERED], acc->counts[ROW_UNRESOLVED], acc->counts[ROW_REJECTED]};
    char digits[sizeof counts / sizeof *counts][24];
    const char *parts[sizeof counts / sizeof *counts];
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        snprintf(digits[i], sizeof digits[i], "%lld", (long long)counts[i]);
        parts[i] = digits[i];
    }
    strbuf *out = &r->notes[NOTE_ACCOUNT];
    if (out->length) strbuf_puts(out, "  ");
    wording_put(out, r->words, WORD_ROWS, parts);
}

/** What is said of the boundaries, and in which projection they are. */
static void put_boundaries(report *r, bool has_disputed)
{
    strbuf *out = &r->notes[NOTE_BOUNDARIES];
    strbuf_clear(out);
    if (r->request->show.basemap || r->backdrop)
        words_boundaries(out, r->words, r->request->boundaries, !r->backdrop && has_disputed);
    put_note(out, r->words, WORD_PROJECTION, r->frame.srs_title);
}

void report_write_words(report *r)
{
    const report_request *request = r->request;
    if (request->title)
        strbuf_puts(&r->title, request->title);
    else
        words_title(&r->title, request);
    if (request->subtitle)
        strbuf_puts(&r->subtitle, request->subtitle);
    else
        words_subtitle(&r->subtitle, request, 0);
    put_sources(&r->notes[NOTE_SOURCES], r, true);
    const wording *w = r->words;
    put_boundaries(r, draws_disputed(request->show.style));
    provenance_put(&r->notes[NOTE_PROVENANCE], w, request->inputs, request->input_count, request->options);
    if (request->key) put_note(&r->notes[NOTE_ACCOUNT], w, WORD_SEE_KEY, NULL);
    put_account(r);
    r->time = provenance_find_time(request->inputs, request->input_count);
    strbuf_puts(&r->notes[NOTE_ACCOUNT], "  ");
    provenance_put_time(&r->notes[NOTE_ACCOUNT], w, r->time);
}

void report_settle_notes(report *r)
{
    put_sources(&r->notes[NOTE_SOURCES], r, false);
    put_boundaries(r, r->scene->has_disputed);
}
