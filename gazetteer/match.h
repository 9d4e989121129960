/** @file Candidates: every place that a name could mean, with how well the name fits. */
#ifndef GAZETTEER_MATCH_H
#define GAZETTEER_MATCH_H

#include "gazetteer/kinds.h"
#include "gazetteer/store.h"

// Codes of airports and ports weigh less than any place, and so does the name that a code is.
#define MATCH_CODE_WEIGHT_MAX 60

/** How the name was found; each way is worth less than the one before. */
typedef enum {
    MATCH_EXACT,    ///< same plain key
    MATCH_STRIPPED, ///< same plain key without the generic word ("X village"), which then hints at the kind
    MATCH_LOOSE,    ///< same key: articles, spaces, spellings of one sound
    MATCH_PARTIAL,  ///< same plain key but for words behind or before it ("Bontang Pilot Boarding Ground")
    MATCH_AFFIXED,  ///< same key but for an article written together with the name ("Alqaim")
    MATCH_FUZZY,    ///< one or two edits
} match_way;

typedef struct {
    store_place place;
    match_way way;
    double weight;   ///< prominence of this name: the place's own, less for codes and adjectives
    bool is_proper;  ///< the name as matched is the place's main one, or one that a curated source gives it
    bool is_curated; ///< the place is a curated source's, or the user's own
    int edits;       ///< letters that differ, articles and spaces apart; 0 where the plain keys are the same
    const kind_info *hint; ///< kind that the name's generic word asks for; NULL: none
    bool wanted_kind;      ///< the place is of the hinted kind
    bool is_inside;        ///< filled in by ranking: where the qualifiers and hints say
    double score, share;   ///< likewise
    const char *why;       ///< what spoke for it, in words; NULL: rank_why says it
} match;

typedef struct {
    match *items;
    size_t count, capacity;
} match_list;

/**
 * Finds the candidates for @p name. @p country (alpha-2, NULL: none) makes sure that this country's are among
 * them. @p fuzzy allows edits where nothing else is found.
 */
gaz_status match_name(store_session *session, const char *name, const char *country, bool fuzzy,
                      match_list *out, gaz_error *err);
/**
 * Places that a part of the name names exactly, the longest part that does, where the rest are generic words
 * and numbers. Only to be trusted where the country or a qualifier confirms it.
 */
gaz_status match_partial(store_session *session, const char *name, const char *country, match_list *out,
                         gaz_error *err);
/** Only places whose plain key is exactly the name's: for phrases that may be a name as a whole. */
gaz_status match_exact(store_session *session, const char *name, const char *country, match_list *out,
                       gaz_error *err);
/** The same for units of exactly this name but for its kind word: "North Kivu province". */
gaz_status match_unit(store_session *session, const char *name, const char *country, match_list *out,
                      gaz_error *err);

#endif
