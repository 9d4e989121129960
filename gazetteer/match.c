#include "gazetteer/match.h"

#include <stdio.h>
#include <string.h>

// Common names ("San José", "Santa Maria") have 200 bearers; those beyond are villages that no phrase without
// a country can mean.
#define CANDIDATES_MAX 60
// Bytes that a part of a name must have to name a place by itself.
#define PART_MIN 4
// Letters in which two spellings of one key may differ before it does not matter any more.
#define EDITS_MAX 6
// Keys that share a skeleton: at most a few hundred; the rest are unlikely to be within two edits.
#define SKELETON_KEYS_MAX 500

static match *find_match(const match_list *list, int64_t place)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].place.id == place) return &list->items[i];
    return NULL;
}

/** Whether a name was found in a better way than that by which the place is a candidate already. */
static bool is_better(const match *found, const match *known)
{
    if (found->way != known->way) return found->way < known->way;
    return found->edits < known->edits || (found->edits == known->edits && found->is_proper);
}

/** Adds a candidate, or improves the one of the same place that was found in a worse way. */
static void add_match(store_session *session, match_list *list, match found)
{
    match *known = find_match(list, found.place.id);
    if (!known)
        SCOPE_PUSH(&session->work, list->items, list->count, list->capacity, found);
    else if (is_better(&found, known))
        *known = found;
}

/**
 * Whether so many edits may be a slip: one letter in five. More, and it is another name, whatever its
 * consonants.
 */
static bool is_misspelling(const char *core, int edits)
{
    return edits <= (int)(strlen(core) / 5);
}

/**
 * Whether two names of one key may be spellings of each other. The key forgets much: three letters that
 * remain ("NSW") are shared by anything, and half of the letters must be the same.
 */
static bool is_spelling(const char *core, int edits)
{
    size_t length = strlen(core);
    return edits == 0 || (length > 3 && (size_t)edits * 2 <= length);
}

static int core_distance(const folded *query, const char *plain)
{
    char core[FOLD_MAX];
    fold_core(plain, core);
    return fold_distance(query->core, core, EDITS_MAX);
}

/** What a key is looked up for. */
typedef struct {
    const folded *query;
    match_way way_if_same, way_else; ///< of names with the query's plain key, and of others
    const kind_info *hint;
} lookup;

/** How the names of one spelling match. */
typedef struct {
    bool fits; ///< false: they are other names
    bool same;
    match_way way;
    int edits;
} spelling;

static spelling compare_spelling(const lookup *l, const char *plain)
{
    spelling s = {.fits = true, .same = strcmp(plain, l->query->plain) == 0};
    s.way = s.same ? l->way_if_same : l->way_else;
    s.edits = s.same ? 0 : core_distance(l->query, plain);
    if (s.way == MATCH_LOOSE) s.fits = is_spelling(l->query->core, s.edits);
    if (s.way == MATCH_FUZZY) s.fits = is_misspelling(l->query->core, s.edits);
    return s;
}

/** Adds the place of a name as a candidate, or improves the candidate that it is already. */
static gaz_status add_place(store_session *session, const lookup *l, const spelling *spelt,
                            const store_names *name, match_list *out, gaz_error *err)
{
    const kind_info *hint = l->hint;
    const match at_best = {.way = spelt->way, .edits = spelt->edits, .is_proper = spelt->same};
    const match *known = find_match(out, name->entry.place);
    if (known && !is_better(&at_best, known)) return GAZ_OK;
    const size_t known_at = known ? (size_t)(known - out->items) : out->count;
    // Filled in where it will stay, since it is large.
    out->items = scope_grow(&session->work, out->items, out->count, &out->capacity, sizeof *out->items);
    match *item = &out->items[out->count];
    bool is_there;
    gaz_status status = store_place_read(session, name->entry.place, &item->place, &is_there, err);
    if (status != GAZ_OK || !is_there) return status;
    const kind_info *kind = item->place.kind_info;
    const int source = item->place.source;
    const bool curated = source >= session->curated_source;
    item->way = spelt->way;
    item->weight = name_weight(name->entry.prominence);
    // Codes are spelt as they are or mean nothing.
    if (!spelt->same && item->weight < MATCH_CODE_WEIGHT_MAX && item->place.weight > item->weight)
        return GAZ_OK;
    item->is_proper = spelt->same && (curated || fold_gives(session->fold, item->place.name, name->plain));
    item->is_curated = source > session->curated_source || (curated && !kind_is_minor(kind));
    item->edits = spelt->edits;
    item->hint = hint;
    item->wanted_kind = hint && (kind == hint || kind->class == hint->class);
    item->is_inside = false;
    item->score = item->share = 0;
    item->why = NULL;
    if (known_at == out->count)
        out->count++;
    else if (is_better(item, &out->items[known_at]))
        out->items[known_at] = *item;
    return GAZ_OK;
}

/** The names of the query's key, at most CANDIDATES_MAX of them. */
static gaz_status add_names(store_session *session, const lookup *l, const char *country, match_list *out,
                            size_t *count, gaz_error *err)
{
    store_names names;
    gaz_status status = store_names_of(session, l->query->key, &names, err);
    const char *plain = NULL;
    spelling spelt = {0};
    bool found;
    for (*count = 0; status == GAZ_OK && *count < CANDIDATES_MAX; ++*count) {
        status = store_names_next(session, &names, country, &found, err);
        if (status != GAZ_OK || !found) return status;
        // Namesakes are spelt alike, and share their spelling's text.
        if (names.plain != plain) spelt = compare_spelling(l, plain = names.plain);
        if (spelt.fits) status = add_place(session, l, &spelt, &names, out, err);
    }
    return status;
}

static gaz_status add_hits(store_session *session, const folded *query, const char *country,
                           match_way way_if_same, match_way way_else, const kind_info *hint, match_list *out,
                           gaz_error *err)
{
    const lookup l = {query, way_if_same, way_else, hint};
    size_t count;
    gaz_status status = add_names(session, &l, NULL, out, &count, err);
    // Places of several countries are no one's own.
    if (status == GAZ_OK && count >= CANDIDATES_MAX && country && strlen(country) == 2)
        status = add_names(session, &l, country, out, &count, err);
    return status;
}

static gaz_status add_stripped(store_session *session, const char *plain, size_t length, const char *country,
                               const kind_info *hint, match_list *out, gaz_error *err)
{
    folded keys;
    if (!fold_name(session->fold, plain, length, &keys)) return GAZ_OK;
    return add_hits(session, &keys, country, MATCH_STRIPPED, MATCH_LOOSE, hint, out, err);
}

/** Places whose plain key is exactly this part of a name. */
static gaz_status add_part(store_session *session, const char *plain, size_t length, const char *country,
                           match_list *out, gaz_error *err)
{
    folded part;
    // A rest of one or two letters, or of generic words alone, names nothing.
    if (length < PART_MIN || kind_is_generic(plain, length)) return GAZ_OK;
    if (!fold_name(session->fold, plain, length, &part)) return GAZ_OK;
    gaz_status status = add_hits(session, &part, country, MATCH_PARTIAL, MATCH_FUZZY, NULL, out, err);
    size_t kept = 0;
    for (size_t i = 0; i < out->count; i++)
        if (out->items[i].way == MATCH_PARTIAL) out->items[kept++] = out->items[i];
    out->count = kept;
    return status;
}

/** "Alqaim" for "Al Qaim" and the other way round. */
static gaz_status add_affixed(store_session *session, const folded *query, const char *country,
                              match_list *out, gaz_error *err)
{
    folded other = *query;
    // Shorter remainders are other names: "Alan" is not "al-An".
    if (strncmp(query->key, "al", 2) == 0 && strlen(query->key) >= 6)
        memmove(other.key, query->key + 2, strlen(query->key) - 1);
    else if (strlen(query->key) >= 4 && strlen(query->key) + 3 < FOLD_MAX) {
        memcpy(other.key, "al", 2);
        memcpy(other.key + 2, query->key, strlen(query->key) + 1);
    } else {
        return GAZ_OK;
    }
    return add_hits(session, &other, country, MATCH_AFFIXED, MATCH_AFFIXED, NULL, out, err);
}

static bool is_vowel(char letter)
{
    return letter && strchr("aeiou", letter);
}

/**
 * Speech of the Levant and the Maghreb drops the short vowel of the first syllable, and reports write it or
 * not: "Msheirfeh" and "Musheirfeh", "Bqaa" and "Baqaa".
 */
static gaz_status add_dropped_vowel(store_session *session, const folded *query, const char *country,
                                    match_list *out, gaz_error *err)
{
    const char *key = query->key;
    const size_t length = strlen(key);
    // Shorter keys become one another's.
    if (length < 4 || length + 2 > FOLD_MAX || is_vowel(key[0])) return GAZ_OK;
    folded other = *query;
    gaz_status status = GAZ_OK;
    if (is_vowel(key[1])) {
        if (length < 5 || is_vowel(key[2])) return GAZ_OK;
        memmove(other.key + 1, key + 2, length - 1);
        return add_hits(session, &other, country, MATCH_LOOSE, MATCH_LOOSE, NULL, out, err);
    }
    memcpy(other.key + 2, key + 1, length);
    // What keys have for the short vowels; fold.h.
    for (const char *vowel = "aiu"; *vowel && status == GAZ_OK; vowel++) {
        other.key[1] = *vowel;
        status = add_hits(session, &other, country, MATCH_LOOSE, MATCH_LOOSE, NULL, out, err);
    }
    return status;
}

static gaz_status add_fuzzy(store_session *session, const folded *query, const char *country, match_list *out,
                            gaz_error *err)
{
    size_t length = strlen(query->key);
    // Names of four letters are one edit from dozens of others.
    if (length < 5) return GAZ_OK;
    int limit = length < 8 ? 1 : 2;
    const char **keys;
    size_t count;
    gaz_status status = store_keys_like(session, query->skeleton, SKELETON_KEYS_MAX, &keys, &count, err);
    for (size_t i = 0; status == GAZ_OK && i < count; i++) {
        if (fold_distance(query->key, keys[i], limit) > limit) continue;
        folded other = *query;
        strcpy(other.key, keys[i]);
        status = add_hits(session, &other, country, MATCH_FUZZY, MATCH_FUZZY, NULL, out, err);
    }
    return status;
}

gaz_status match_partial(store_session *session, const char *name, const char *country, match_list *out,
                         gaz_error *err)
{
    folded query;
    if (!fold_name(session->fold, name, strlen(name), &query)) return GAZ_OK;
    const size_t length = strlen(query.plain);
    // From the front first: what names the place mostly stands before what it is ("Bontang pilot station").
    for (size_t end = length; end > 0; end--) {
        if (query.plain[end] != ' ' || !kind_is_beside_name(query.plain + end + 1, length - end - 1))
            continue;
        gaz_status status = add_part(session, query.plain, end, country, out, err);
        if (status != GAZ_OK || out->count) return status;
    }
    for (size_t begin = 1; begin < length; begin++) {
        if (query.plain[begin - 1] != ' ' || !kind_is_beside_name(query.plain, begin - 1)) continue;
        gaz_status status = add_part(session, query.plain + begin, length - begin, country, out, err);
        if (status != GAZ_OK || out->count) return status;
    }
    return GAZ_OK;
}

gaz_status match_exact(store_session *session, const char *name, const char *country, match_list *out,
                       gaz_error *err)
{
    folded query;
    if (!fold_name(session->fold, name, strlen(name), &query)) return GAZ_OK;
    gaz_status status = add_hits(session, &query, country, MATCH_EXACT, MATCH_LOOSE, NULL, out, err);
    size_t kept = 0;
    for (size_t i = 0; i < out->count; i++)
        if (out->items[i].way == MATCH_EXACT) out->items[kept++] = out->items[i];
    out->count = kept;
    return status;
}

gaz_status match_unit(store_session *session, const char *name, const char *country, match_list *out,
                      gaz_error *err)
{
    folded query;
    if (!fold_name(session->fold, name, strlen(name), &query)) return GAZ_OK;
    size_t length = strlen(query.plain);
    const kind_info *kind = kind_strip_back(query.plain, &length);
    if (!kind || (kind->class != KIND_PROVINCE && kind->class != KIND_DISTRICT)) return GAZ_OK;
    gaz_status status = add_stripped(session, query.plain, length, country, kind, out, err);
    size_t kept = 0;
    for (size_t i = 0; i < out->count; i++)
        if (out->items[i].way == MATCH_STRIPPED && out->items[i].wanted_kind)
            out->items[kept++] = out->items[i];
    out->count = kept;
    return status;
}

/** Whether a candidate is of the kind that the name's generic word asks for, or has the whole name. */
static bool any_wanted(const match_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].wanted_kind || list->items[i].way == MATCH_EXACT) return true;
    return false;
}

/**
 * Places that are named so with another word for the same kind, before or behind: "Straits of Malacca" for
 * "Malacca Strait", "Lake X" for "X Lake".
 */
static gaz_status add_respelt(store_session *session, const char *bare, size_t length, const char *country,
                              const kind_info *hint, match_list *out, gaz_error *err)
{
    gaz_status status = GAZ_OK;
    const char *word = hint->words;
    while (*word && status == GAZ_OK) {
        size_t word_length = strcspn(word, "|");
        for (size_t i = 0; i < 3 && status == GAZ_OK; i++) {
            char name[FOLD_MAX];
            int written =
                i == 0 ? snprintf(name, sizeof name, "%.*s %.*s", (int)length, bare, (int)word_length, word)
                : i == 1
                    ? snprintf(name, sizeof name, "%.*s %.*s", (int)word_length, word, (int)length, bare)
                    : snprintf(name, sizeof name, "%.*s of %.*s", (int)word_length, word, (int)length, bare);
            folded keys;
            if (written >= FOLD_MAX || !fold_name(session->fold, name, (size_t)written, &keys)) continue;
            match_list found = {0};
            status = add_hits(session, &keys, country, MATCH_STRIPPED, MATCH_FUZZY, hint, &found, err);
            for (size_t k = 0; k < found.count; k++)
                if (found.items[k].way == MATCH_STRIPPED && found.items[k].wanted_kind)
                    add_match(session, out, found.items[k]);
        }
        word += word_length + (word[word_length] == '|');
    }
    return status;
}

/**
 * Places that other languages name with the kind in front: "Jabal Marrah" for "Marra mountain". They are of
 * the kind, whatever else has grown there.
 */
static gaz_status add_fronted(store_session *session, const char *bare, size_t length, const char *country,
                              const kind_info *hint, match_list *out, gaz_error *err)
{
    gaz_status status = GAZ_OK;
    for (const char *word = hint->fronts; word && *word && status == GAZ_OK;) {
        size_t word_length = strcspn(word, "|");
        char name[FOLD_MAX];
        folded keys;
        match_list found = {0};
        int written = snprintf(name, sizeof name, "%.*s %.*s", (int)word_length, word, (int)length, bare);
        if (written < FOLD_MAX && fold_name(session->fold, name, (size_t)written, &keys))
            status = add_hits(session, &keys, country, MATCH_STRIPPED, MATCH_LOOSE, hint, &found, err);
        for (size_t i = 0; i < found.count; i++) {
            // An article more or less is the same name.
            if (found.items[i].edits == 0) found.items[i].way = MATCH_STRIPPED;
            found.items[i].wanted_kind = true;
            add_match(session, out, found.items[i]);
        }
        word += word_length + (word[word_length] == '|');
    }
    return status;
}

/** "Mt. X" for a place that is written out everywhere. */
static gaz_status add_expanded(store_session *session, const char *plain, const char *country,
                               match_list *out, gaz_error *err)
{
    static const char *const words[][2] = {{"mt", "mount"},   {"mts", "mountains"}, {"ft", "fort"},
                                           {"st", "saint"},   {"pt", "point"},      {"gov", "governor"},
                                           {"gen", "general"}};
    const size_t length = strcspn(plain, " ");
    for (size_t i = 0; i < sizeof words / sizeof *words && plain[length]; i++) {
        char name[FOLD_MAX];
        if (strlen(words[i][0]) != length || memcmp(plain, words[i][0], length) != 0) continue;
        int written = snprintf(name, sizeof name, "%s%s", words[i][1], plain + length);
        return written < FOLD_MAX ? add_stripped(session, name, (size_t)written, country, NULL, out, err)
                                  : GAZ_OK;
    }
    return GAZ_OK;
}

static bool any_in_country(const match_list *list, const char *country)
{
    if (!country) return list->count > 0;
    for (size_t i = 0; i < list->count; i++)
        if (strstr(list->items[i].place.country, country)) return true;
    return false;
}

gaz_status match_name(store_session *session, const char *name, const char *country, bool fuzzy,
                      match_list *out, gaz_error *err)
{
    folded query;
    if (!fold_name(session->fold, name, strlen(name), &query)) return GAZ_OK;
    gaz_status status = add_hits(session, &query, country, MATCH_EXACT, MATCH_LOOSE, NULL, out, err);

    if (status == GAZ_OK && !any_wanted(out)) status = add_expanded(session, query.plain, country, out, err);

    size_t start = 0, length = strlen(query.plain);
    const kind_info *front = kind_strip_front(query.plain, &start);
    if (status == GAZ_OK && front)
        status =
            add_stripped(session, query.plain + start, strlen(query.plain + start), country, front, out, err);
    const kind_info *back = kind_strip_back(query.plain, &length);
    if (status == GAZ_OK && back)
        status = add_stripped(session, query.plain, length, country, back, out, err);
    if (status == GAZ_OK && (front || back) && !any_wanted(out)) {
        const kind_info *hint = back ? back : front;
        const char *bare = back ? query.plain : query.plain + start;
        const size_t bare_length = back ? length : strlen(bare);
        status = add_respelt(session, bare, bare_length, country, hint, out, err);
        if (status == GAZ_OK && !any_wanted(out))
            status = add_fronted(session, bare, bare_length, country, hint, out, err);
    }
    if (status == GAZ_OK && out->count == 0) status = add_affixed(session, &query, country, out, err);
    if (status == GAZ_OK && fuzzy && !any_in_country(out, country)) {
        // Misspelt names keep their generic word right: "Abu Ghreeb village".
        folded bare;
        if (back && fold_name(session->fold, query.plain, length, &bare)) query = bare;
        status = add_dropped_vowel(session, &query, country, out, err);
        if (status == GAZ_OK && !any_in_country(out, country))
            status = add_fuzzy(session, &query, country, out, err);
    }
    return status;
}
