#include "report/wording.h"

#include "report/wording_tables.h"
#include "report/words.h"

#include <string.h>

static const wording *const languages[] = {&wording_en, &wording_ar, NULL};

const wording *wording_at(size_t index)
{
    return languages[index];
}

const wording *wording_find(const char *code)
{
    if (!code) return languages[0];
    for (size_t i = 0; languages[i]; i++)
        if (strcmp(languages[i]->code, code) == 0) return languages[i];
    return NULL;
}

const char *wording_text(const wording *w, word key)
{
    return w->texts[key];
}

static void put_part(strbuf *out, const wording *w, const char *part)
{
    if (w->is_rtl) strbuf_puts(out, WORDING_ISOLATE);
    strbuf_puts(out, part);
    if (w->is_rtl) strbuf_puts(out, WORDING_ISOLATE_END);
}

/** Appends @p length bytes of a text, filling in. */
static void fill_in(strbuf *out, const wording *w, const char *text, size_t length, int64_t count,
                    const char *const *parts)
{
    for (const char *end = text + length; text < end;) {
        if (end - text >= 3 && text[0] == '{' && text[2] == '}') {
            if (text[1] == 'n')
                words_count(out, count);
            else
                put_part(out, w, parts[text[1] - '1']);
            text += 3;
        } else {
            strbuf_append(out, text++, 1);
        }
    }
}

void wording_put(strbuf *out, const wording *w, word key, const char *const *parts)
{
    fill_in(out, w, w->texts[key], strlen(w->texts[key]), 0, parts);
}

void wording_put_count(strbuf *out, const wording *w, word key, int64_t count, const char *const *parts)
{
    const char *form = w->texts[key];
    for (int skip = w->form_of(count); skip > 0 && strchr(form, '|'); skip--) form = strchr(form, '|') + 1;
    fill_in(out, w, form, strcspn(form, "|"), count, parts);
}
