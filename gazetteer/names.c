#include "gazetteer/names.h"

#include <math.h>
#include <string.h>

// A key that more names than this have: no phrase can mean those beyond, and a dump that names everything
// alike does not make a group of it that takes a second to read.
#define GROUP_NAMES_MAX 65536
// In a record, what stands before the plain key: prominence (2 bytes), place (6), country (2).
#define RECORD_HEAD    10
#define PROMINENCE_MAX 0xFFFFu

unsigned name_prominence(double weight)
{
    double prominence = weight > 1 ? 100 * log(weight) : 0;
    return prominence < PROMINENCE_MAX ? (unsigned)lround(prominence) : PROMINENCE_MAX;
}

double name_weight(unsigned prominence)
{
    return exp((double)prominence / 100.0);
}

bool names_next(unpacker *body, name_entry *entry)
{
    if (body->at >= body->end) return false;
    unsigned prominence = (unsigned)unpack_number(body);
    int64_t place = (int64_t)unpack_number(body);
    const unsigned char *country = unpack_bytes(body, 2);
    size_t length;
    const char *plain = unpack_text(body, &length);
    if (length >= FOLD_MAX) body->broken = true;
    if (!country || body->broken) return false;
    entry->prominence = prominence;
    entry->place = place;
    memcpy(entry->country, country, 2);
    // Nothing: spelt as the one before, as most are.
    if (length) {
        entry->plain = plain;
        entry->plain_length = length;
    }
    return entry->plain != NULL;
}

static void pack_entry(packer *to, const name_entry *entry, const name_entry *before)
{
    pack_number(to, entry->prominence);
    pack_number(to, (uint64_t)entry->place);
    pack_bytes(to, entry->country, 2);
    bool same = before->plain && before->plain_length == entry->plain_length &&
                memcmp(before->plain, entry->plain, entry->plain_length) == 0;
    pack_text(to, entry->plain, same ? 0 : entry->plain_length);
}

bool names_next_key(unpacker *body, const char **key, size_t *length)
{
    if (body->at >= body->end) return false;
    *key = unpack_text(body, length);
    if (*length >= FOLD_MAX) body->broken = true;
    return !body->broken;
}

gaz_status names_add(runs *to, const folded *keys, const name_entry *entry, gaz_error *err)
{
    // The order of the bytes is the order of the entries: prominent first, then by place and spelling.
    unsigned char bytes[RECORD_HEAD + FOLD_MAX];
    unsigned last = PROMINENCE_MAX - entry->prominence;
    bytes[0] = (unsigned char)(last >> 8);
    bytes[1] = (unsigned char)last;
    for (int i = 0; i < 6; i++) bytes[2 + i] = (unsigned char)(entry->place >> (40 - 8 * i));
    memcpy(bytes + 8, entry->country, 2);
    memcpy(bytes + RECORD_HEAD, entry->plain, entry->plain_length);
    return groups_add(to, keys->key, strlen(keys->key), bytes, RECORD_HEAD + entry->plain_length, err);
}

static name_entry read_record(const unsigned char *bytes, size_t length)
{
    name_entry entry = {.prominence = PROMINENCE_MAX - ((unsigned)bytes[0] << 8 | bytes[1]),
                        .plain = (const char *)bytes + RECORD_HEAD,
                        .plain_length = length - RECORD_HEAD};
    for (int i = 0; i < 6; i++) entry.place = entry.place << 8 | bytes[2 + i];
    memcpy(entry.country, bytes + 8, 2);
    return entry;
}

static int compare_entries(const name_entry *a, const name_entry *b)
{
    if (a->prominence != b->prominence) return a->prominence > b->prominence ? -1 : 1;
    if (a->place != b->place) return a->place < b->place ? -1 : 1;
    size_t shorter = a->plain_length < b->plain_length ? a->plain_length : b->plain_length;
    int order = memcmp(a->plain, b->plain, shorter);
    return order ? order : (a->plain_length > b->plain_length) - (a->plain_length < b->plain_length);
}

/** A group of names in the making. */
typedef struct {
    const names_request *request;
    runs *skeletons; ///< what becomes of the other table
    int64_t added;
    const char *key;
    size_t key_length;
    unpacker old;
    name_entry next_old; ///< the old entry that comes next
    bool has_old, was_there;
    packer body;
    char plain[2][FOLD_MAX]; ///< spelling of the entry written last, and where the next goes
    name_entry last;
    size_t count;
} names_merge_state;

static void next_old(names_merge_state *s)
{
    const names_range gone = s->request->gone;
    do s->has_old = names_next(&s->old, &s->next_old);
    while (s->has_old && s->next_old.place >= gone.begin && s->next_old.place < gone.end);
}

static void begin_names(void *context, const char *key, size_t key_length, unpacker old_body)
{
    names_merge_state *s = context;
    s->key = key;
    s->key_length = key_length;
    s->old = old_body;
    s->was_there = old_body.at < old_body.end;
    s->next_old = s->last = (name_entry){0};
    s->count = 0;
    s->body.length = 0;
    next_old(s);
}

static bool write_entry(names_merge_state *s, const name_entry *entry)
{
    if (s->count >= GROUP_NAMES_MAX) return false;
    s->count++;
    pack_entry(&s->body, entry, &s->last);
    // A record's bytes do not stay: the spelling is kept for comparison with the next one's.
    char *plain = s->plain[s->count % 2];
    memcpy(plain, entry->plain, entry->plain_length);
    s->last = *entry;
    s->last.plain = plain;
    return true;
}

static void add_name(void *context, const unsigned char *bytes, size_t length)
{
    names_merge_state *s = context;
    name_entry entry = read_record(bytes, length);
    while (s->has_old && compare_entries(&s->next_old, &entry) < 0) {
        write_entry(s, &s->next_old);
        next_old(s);
    }
    if (s->has_old && compare_entries(&s->next_old, &entry) == 0) return;
    if (s->last.plain && compare_entries(&s->last, &entry) == 0) return;
    if (!write_entry(s, &entry)) return;
    s->added++;
    if (s->request->count) s->request->count(s->request->count_context, entry.place);
}

static gaz_status end_names(void *context, packer *body, gaz_error *err)
{
    names_merge_state *s = context;
    for (; s->has_old; next_old(s)) write_entry(s, &s->next_old);
    if (s->old.broken) return gaz_fail(err, GAZ_ERROR_STORE, "the gazetteer is damaged; build it again");
    pack_bytes(body, s->body.bytes, s->body.length);
    body->failed = body->failed || s->body.failed;
    bool is_there = s->count > 0;
    if (is_there == s->was_there) return GAZ_OK;
    char key[FOLD_MAX], skeleton[FOLD_MAX];
    memcpy(key, s->key, s->key_length);
    key[s->key_length] = '\0';
    fold_skeleton(key, skeleton);
    if (!*skeleton) return GAZ_OK;
    // Its key, and whether it comes or goes.
    key[s->key_length] = is_there ? '+' : '-';
    return groups_add(s->skeletons, skeleton, strlen(skeleton), key, s->key_length + 1, err);
}

/** A group of keys in the making. */
typedef struct {
    unpacker old;
    const char *old_key;
    size_t old_length;
    bool has_old;
    packer body;
} keys_merge_state;

static void next_old_key(keys_merge_state *s)
{
    s->has_old = names_next_key(&s->old, &s->old_key, &s->old_length);
}

static void begin_keys(void *context, const char *skeleton, size_t length, unpacker old_body)
{
    (void)skeleton;
    (void)length;
    keys_merge_state *s = context;
    s->old = old_body;
    s->body.length = 0;
    next_old_key(s);
}

static int compare_keys(const char *a, size_t a_length, const char *b, size_t b_length)
{
    int order = memcmp(a, b, a_length < b_length ? a_length : b_length);
    return order ? order : (a_length > b_length) - (a_length < b_length);
}

static void add_key(void *context, const unsigned char *bytes, size_t length)
{
    keys_merge_state *s = context;
    const char *key = (const char *)bytes;
    size_t key_length = length - 1;
    int order = 1;
    while (s->has_old && (order = compare_keys(s->old_key, s->old_length, key, key_length)) < 0) {
        pack_text(&s->body, s->old_key, s->old_length);
        next_old_key(s);
    }
    if (s->has_old && order == 0) next_old_key(s);
    if (key[key_length] == '+') pack_text(&s->body, key, key_length);
}

static gaz_status end_keys(void *context, packer *body, gaz_error *err)
{
    keys_merge_state *s = context;
    for (; s->has_old; next_old_key(s)) pack_text(&s->body, s->old_key, s->old_length);
    if (s->old.broken) return gaz_fail(err, GAZ_ERROR_STORE, "the gazetteer is damaged; build it again");
    pack_bytes(body, s->body.bytes, s->body.length);
    body->failed = body->failed || s->body.failed;
    return GAZ_OK;
}

gaz_status names_merge(const names_request *request, runs *names, int64_t *added, gaz_error *err)
{
    names_merge_state state = {.request = request};
    keys_merge_state keys = {.has_old = false};
    const groups_merger by_key = {.context = &state,
                                  .begin = begin_names,
                                  .add = add_name,
                                  .end = end_names,
                                  .touches_all = request->gone.begin < request->gone.end};
    const groups_merger by_skeleton = {
        .context = &keys, .begin = begin_keys, .add = add_key, .end = end_keys};
    gaz_status status = GAZ_OK;
    state.skeletons = runs_new(request->temp_path, RUNS_BUFFER_BYTES);
    if (!state.skeletons) status = gaz_fail(err, GAZ_ERROR_MEMORY, "out of memory while writing names");
    if (status == GAZ_OK) status = runs_sort(names, err);
    if (status == GAZ_OK) status = groups_merge(request->db, NAMES_TABLE, names, &by_key, err);
    if (status == GAZ_OK) status = runs_sort(state.skeletons, err);
    if (status == GAZ_OK)
        status = groups_merge(request->db, SKELETONS_TABLE, state.skeletons, &by_skeleton, err);
    *added = state.added;
    runs_free(state.skeletons);
    packer_dispose(&state.body);
    packer_dispose(&keys.body);
    return status;
}
