/**
 * @file
 * What the rules of the phrase grammar are written with: runs of tokens, the words that stand in them, and
 * lengths. For phrase*.c alone.
 */
#ifndef GAZETTEER_PARSER_H
#define GAZETTEER_PARSER_H

#include "gazetteer/compass.h"
#include "gazetteer/lexer.h"
#include "gazetteer/phrase.h"

typedef struct {
    scope *s;
    const char *text;
    const token *tokens;
    size_t count;                ///< of the tokens
    const coordinates *position; ///< of the token of that kind; NULL: there is none
    int depth, attempts;
} parser;

/** A run of tokens: [begin, end). */
typedef struct {
    size_t begin, end;
} span;

typedef struct {
    double min_m, max_m;
    bool vague; ///< "several km": the numbers are a guess
} length_range;

/** Lists of phrases are arrays of words with one space between, NULL behind the last. */
extern const char *const parser_approximations[]; ///< "about", "some", "at least" …

/** The word at an offset into the span; "" where there is none. */
const char *parser_word(const parser *p, span at, size_t offset);
/** Whether a token is a word with a capital letter in front, or one of a script that may have none. */
bool parser_has_capital(const parser *p, size_t at);
/** A new node that keeps the text of the span. */
phrase_node *parser_node(parser *p, phrase_kind kind, span at);
/** Beyond PHRASE_CHILDREN_MAX children are dropped. */
void parser_add_child(phrase_node *node, phrase_node *child);

/** For parser_match. */
size_t parser_match_words(const parser *p, span at, const char *words);
/** How many words of the span's front the phrase takes; 0: it does not stand there. */
static inline size_t parser_match(const parser *p, span at, const char *words)
{
    // The rules ask hundreds of times for each word; nearly all questions end at its first letter.
    bool may = at.begin < at.end && p->tokens[at.begin].word[0] == words[0];
    return may ? parser_match_words(p, at, words) : 0;
}
/** The same for the longest of a list. */
size_t parser_match_any(const parser *p, span at, const char *const *phrases);
/** The span without the phrases at its front; its last token is never skipped. */
span parser_skip_any(const parser *p, span at, const char *const *phrases);
/** The first token at which the phrase stands; the span's end where it does not. */
size_t parser_find(const parser *p, span at, const char *words);
/** The same for a list; *count is the number of words found, 0 where none. */
size_t parser_find_any(const parser *p, span at, const char *const *phrases, size_t *count);

/** Words that a compass point takes at the front; 0: there is none. */
size_t parser_compass(const parser *p, span at, compass_point *point);
/** A direction as the node's bearing. */
void parser_set_bearing(phrase_node *node, const compass_point *point);
/** Metres of a unit of length; 0 where the word is none. */
double parser_unit_m(const char *word);
/** Tokens that "30 km", "20-30 km", "half a mile", "several km" take; 0: there is no length. */
size_t parser_length(const parser *p, span at, length_range *out);
/** Tokens of the same length in another unit: "(20 miles)", "/ 20 mi", "or 20 miles"; 0: there is none. */
size_t parser_conversion(const parser *p, span at);

/** Whether the words name nothing: "the village", "several houses". In phrase_nameless.c. */
bool parser_is_nameless(const parser *p, span at);
/** The same but for capital letters: "Airport", as some begin any cell with. */
bool parser_is_generic(const parser *p, span at);

/** Any item of the grammar; what is no other is a name. In phrase.c. */
phrase_node *parser_item(parser *p, span at);

/** The rules; each gives NULL where the span is nothing of its sort. In phrase_measure.c, phrase_relation.c
 * and phrase_ends.c. */
phrase_node *parse_offset(parser *p, span at);
phrase_node *parse_direction(parser *p, span at);
phrase_node *parse_part(parser *p, span at);
phrase_node *parse_between(parser *p, span at);
phrase_node *parse_border(parser *p, span at);
phrase_node *parse_relation(parser *p, span at);
phrase_node *parse_waters(parser *p, span at);
phrase_node *parse_coast(parser *p, span at);
phrase_node *parse_junction(parser *p, span at);
/** "The east bank of X": in phrase_relation.c, like the next. */
phrase_node *parse_bank(parser *p, span at);
/** "In the X direction", "the X axis": of a front, as general staffs write. */
phrase_node *parse_direction_behind(parser *p, span at);
/** "The tri-border area of X, Y and Z", "the X-Y-Z border triangle": in phrase_ends.c. */
phrase_node *parse_meeting(parser *p, span at);
/** Whether a comma before this token parts those that meet, and no clauses. */
bool parser_is_in_meeting(const parser *p, span before, span behind);
/** "The X capital", "the capital of X", "X's capital": in phrase_described.c, like the next. */
phrase_node *parse_capital(parser *p, span at);
/** What has no name, at what has one: "farmland of northern X"; asked where no other rule reads the span. */
phrase_node *parse_common(parser *p, span at);
/** "An X hotel". */
phrase_node *parse_indefinite(parser *p, span at);
/** "The Syrian city of X", "rebel-held X": in phrase_described.c. */
phrase_node *parse_described(parser *p, span at);
/** "Iraq's X province", "X's north". */
phrase_node *parse_possessive(parser *p, span at);
/** Bytes of a word without 's or the apostrophe of a plural; all where it has neither. */
size_t parser_without_possessive(const char *word, size_t length);

#endif
