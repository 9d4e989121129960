/**
 * @file
 * Names to search keys, so that the spellings of one place meet.
 *
 * Three keys, each looser than the one before; a match is worth less the looser the key that gave it:
 * - plain: ASCII lower case, words parted by one space; case, accents, hyphens, apostrophes and script are
 *   gone (ICU: NFKD, Any-Latin, Latin-ASCII), everything else is kept: "al qaim";
 * - key: articles, spaces and what transliterations disagree on (q/k/g, ou/u/w, ee/i/y, dh/d, doubled
 *   letters, -a/-ah/-eh endings …) are gone too: "kaim";
 * - skeleton: the consonants of the key, where fuzzy matching looks for its candidates: "km".
 */
#ifndef GAZETTEER_FOLD_H
#define GAZETTEER_FOLD_H

#include <stdbool.h>
#include <stddef.h>

/** Longest key with its NUL. GeoNames' longest names have 200 letters; what is beyond is not compared. */
#define FOLD_MAX 256

typedef struct {
    char plain[FOLD_MAX];
    char core[FOLD_MAX]; ///< plain without articles and spaces: what is compared letter by letter
    char key[FOLD_MAX], skeleton[FOLD_MAX];
} folded;

/** What folding needs from ICU; made on first use, since opening a transliterator takes 10 ms. One a thread.
 */
typedef struct fold_tools fold_tools;

/** Bytes of a name that are read. */
#define FOLD_NAME_MAX 512

/** NULL where memory is exhausted. */
fold_tools *fold_tools_new(void);
/** NULL does nothing. */
void fold_tools_free(fold_tools *tools);

/**
 * Folds @p length bytes of UTF-8 (broken sequences are skipped). False, and empty keys, where nothing is
 * left to search by: only signs, or nothing.
 */
bool fold_name(fold_tools *tools, const char *name, size_t length, folded *out);
/** The same without the short cut for Latin writing: what tests compare with. */
bool fold_name_by_icu(fold_tools *tools, const char *name, size_t length, folded *out);
/** Whether this is the plain key of a name. */
bool fold_gives(fold_tools *tools, const char *name, const char *plain);

/** Whether a plain word is an Arabic article, as such or assimilated to the word behind it ("ash" + "sh…").
 */
bool fold_is_article(const char *word, size_t length, const char *next, size_t next_length);

/** The skeleton of a key. */
void fold_skeleton(const char *key, char skeleton[FOLD_MAX]);

/** The core of a plain key. */
void fold_core(const char *plain, char core[FOLD_MAX]);

/**
 * Edits (insert, delete, replace, exchange of neighbours) that turn one into the other; @p limit + 1 where
 * it is more than @p limit. Optimal string alignment.
 */
int fold_distance(const char *a, const char *b, int limit);

#endif
