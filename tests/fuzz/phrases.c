/** @file The gazetteer's own targets, in a program of their own. */
#include "fuzz/targets.h"
#include "gazetteer/phrase.h"

#include <stdlib.h>
#include <string.h>

void fuzz_open(void)
{
}

void fuzz_close(void)
{
}

static size_t phrase_seeds(strbuf out[FUZZ_SEEDS_MAX])
{
    static const char *const phrases[] = {
        "30 km (20 miles) west of Baghdad",
        "Abu Ghraib, 30 kilometers west of Baghdad",
        "between Al-Qa`im and Bukamal, near the Syrian border",
        "off the coast of Hodeidah, 5-7 nm south-southwest of Mocha",
        "eastern Syria",
        "the outskirts of Deir ez-Zor and al-Mayadin",
        "33.786, 42.441",
        "33°47'10\"N 42°26'28\"E",
        "38S MB 43000 86000",
        "8H568CPR+2Q Baghdad",
        "على بعد 30 كم غرب بغداد",
        "about half a mile from the airport on the road to Erbil",
    };
    size_t count = sizeof phrases / sizeof *phrases;
    for (size_t i = 0; i < count; i++) strbuf_puts(&out[i], phrases[i]);
    return count;
}

static bool run_phrase(const char *bytes, size_t length)
{
    (void)length;
    scope memory = {0};
    const phrase_node *node = phrase_parse(&memory, bytes);
    bool named = node && node->text && node->child_count <= PHRASE_CHILDREN_MAX;
    phrase_is_maritime(&memory, bytes);
    scope_dispose(&memory);
    if (!named) abort();
    return true;
}

static const fuzz_target phrase_target = {"phrase", phrase_seeds, run_phrase};

const fuzz_target *fuzz_target_of(const char *name)
{
    return strcmp(name, phrase_target.name) == 0 ? &phrase_target : NULL;
}
