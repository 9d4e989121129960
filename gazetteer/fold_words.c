#include "gazetteer/fold_words.h"

#include <string.h>

/** What abbreviates or spells another common word of names, ordered by its first letter. */
static const char *const word_forms[][2] = {
    {"aayn", "ain"},       {"ayn", "ain"},       {"ben", "ibn"},       {"bet", "bayt"},
    {"bin", "ibn"},        {"cebel", "jabal"},   {"der", "dayr"},      {"djabal", "jabal"},
    {"djebel", "jabal"},   {"ein", "ain"},       {"ft", "fort"},       {"gebel", "jabal"},
    {"hirbet", "kirba"},   {"jabel", "jabal"},   {"jebal", "jabal"},   {"jebel", "jabal"},
    {"jisir", "jisr"},     {"jiser", "jisr"},    {"kafar", "kafr"},    {"kafer", "kafr"},
    {"kefr", "kafr"},      {"kfar", "kafr"},     {"kfer", "kafr"},     {"kfr", "kafr"},
    {"kg", "kampung"},     {"kharbet", "kirba"}, {"kherbet", "kirba"}, {"khirba", "kirba"},
    {"khirbah", "kirba"},  {"khirbat", "kirba"}, {"khirbeh", "kirba"}, {"khirbet", "kirba"},
    {"khurbat", "kirba"},  {"khurbet", "kirba"}, {"kufr", "kafr"},     {"maaret", "maarat"},
    {"maarret", "maarat"}, {"mt", "mount"},      {"pt", "port"},       {"sainte", "saint"},
    {"sankt", "saint"},    {"seyh", "shaykh"},   {"sheik", "shaykh"},  {"st", "saint"},
    {"sta", "santa"},      {"ste", "saint"},     {"tal", "tall"},      {"tanjong", "tanjung"},
    {"tel", "tall"},       {"tell", "tall"},     {"tg", "tanjung"},    {"til", "tall"},
    {"tloul", "tulul"},    {"tlul", "tulul"},    {"xirbet", "kirba"},
};
// Letters of the shortest and the longest of them, and those that they begin with.
#define FORM_MIN 2
#define FORM_MAX 7
#define FORM_LETTERS                                                                                         \
    (FOLD_LETTER('a') | FOLD_LETTER('b') | FOLD_LETTER('c') | FOLD_LETTER('d') | FOLD_LETTER('e') |          \
     FOLD_LETTER('f') | FOLD_LETTER('g') | FOLD_LETTER('h') | FOLD_LETTER('j') | FOLD_LETTER('k') |          \
     FOLD_LETTER('m') | FOLD_LETTER('p') | FOLD_LETTER('s') | FOLD_LETTER('t') | FOLD_LETTER('x'))

const char *fold_common_form(const char *word, size_t *length)
{
    const size_t count = sizeof word_forms / sizeof *word_forms;
    // Half of all letters begin no form, and few words are as short.
    if (*length < FORM_MIN || *length > FORM_MAX || !fold_is_one_of(*word, FORM_LETTERS)) return word;
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (word_forms[middle][0][0] < *word)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < count && word_forms[low][0][0] == *word; low++) {
        const char *form = word_forms[low][0];
        size_t same = 1;
        while (same < *length && form[same] == word[same]) same++;
        if (same < *length || form[same]) continue;
        *length = strlen(word_forms[low][1]);
        return word_forms[low][1];
    }
    return word;
}
