/** @file Words of names that are common, in the form by which names are compared. For fold*.c alone. */
#ifndef GAZETTEER_FOLD_WORDS_H
#define GAZETTEER_FOLD_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A set of small letters, for fold_is_one_of. */
#define FOLD_LETTER(c) (1u << ((c) - 'a'))

static inline bool fold_is_one_of(char c, uint32_t letters)
{
    return c >= 'a' && c <= 'z' && (letters >> (c - 'a') & 1);
}

/** The form of a word of a plain key where it has another ("jebel": "jabal"); *length becomes that form's. */
const char *fold_common_form(const char *word, size_t *length);

#endif
