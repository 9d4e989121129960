#include "gazetteer/cards.h"

#include <math.h>
#include <string.h>

#define TEXT_COUNT 6
// Whole numbers of people up to this are packed as such.
#define PEOPLE_MAX 1e15

/** A text and its NUL. */
static void pack_string(packer *to, const char *text)
{
    pack_bytes(to, text, strlen(text) + 1);
}

static void pack_card(packer *to, const card *from)
{
    const double numbers[4] = {from->position.lon_deg, from->position.lat_deg, from->extent_m, from->weight};
    pack_bytes(to, numbers, sizeof numbers);
    // Odd: half of it is the number; 0: a double follows.
    bool whole = from->population >= 0 && from->population <= PEOPLE_MAX &&
                 from->population == floor(from->population);
    pack_number(to, whole ? (uint64_t)from->population << 1 | 1 : 0);
    if (!whole) pack_bytes(to, &from->population, sizeof from->population);
    pack_number(to, (uint64_t)from->shape);
    pack_number(to, (uint64_t)from->source);
    pack_string(to, from->name);
    pack_string(to, from->kind);
    pack_string(to, from->country);
    pack_string(to, from->admin1);
    pack_string(to, from->admin1_code);
    pack_string(to, from->detail);
}

static bool unpack_card(unpacker from, card *out)
{
    double numbers[4];
    const unsigned char *bytes = unpack_bytes(&from, sizeof numbers);
    if (!bytes) return false;
    memcpy(numbers, bytes, sizeof numbers);
    uint64_t people = unpack_number(&from);
    out->population = (double)(people >> 1);
    if (!(people & 1)) {
        bytes = unpack_bytes(&from, sizeof out->population);
        if (!bytes) return false;
        memcpy(&out->population, bytes, sizeof out->population);
    }
    out->position = (gaz_lonlat){numbers[0], numbers[1]};
    out->extent_m = numbers[2];
    out->weight = numbers[3];
    out->shape = (int64_t)unpack_number(&from);
    out->source = (int)unpack_number(&from);
    if (from.broken || from.at == from.end || from.end[-1] != '\0') return false;
    const char *at = (const char *)from.at, *end = (const char *)from.end;
    const char **texts[TEXT_COUNT] = {&out->name,   &out->kind,        &out->country,
                                      &out->admin1, &out->admin1_code, &out->detail};
    for (int i = 0; i < TEXT_COUNT; i++) {
        if (at == end) return false;
        *texts[i] = at;
        at += strlen(at) + 1;
    }
    out->texts_length = (size_t)(out->admin1_code - out->name);
    return true;
}

/** A place's card in its row, in place; false where the row has none of it. */
static bool find_card(const void *row, size_t row_length, int64_t place, unpacker *out)
{
    unpacker from = {.at = row, .end = (const unsigned char *)row + row_length};
    const uint64_t wanted = (uint64_t)(place % CARDS_SPAN);
    while (from.at < from.end) {
        uint64_t slot = unpack_number(&from);
        size_t length = unpack_number(&from);
        const unsigned char *bytes = unpack_bytes(&from, length);
        if (!bytes) return false;
        if (slot != wanted) continue;
        *out = (unpacker){.at = bytes, .end = bytes + length};
        return true;
    }
    return false;
}

bool card_read(const void *row, size_t row_length, int64_t place, card *out)
{
    unpacker found;
    return find_card(row, row_length, place, &found) && unpack_card(found, out);
}

int cards_flush(cards_writer *w)
{
    if (!w->cards.length) return SQLITE_OK;
    if (w->cards.failed) return SQLITE_NOMEM;
    sqlite3_bind_int64(w->put, 1, w->row);
    sqlite3_bind_blob64(w->put, 2, w->cards.bytes, w->cards.length, SQLITE_STATIC);
    int code = sqlite3_step(w->put);
    sqlite3_reset(w->put);
    w->cards.length = 0;
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

/** Begins a row with what the store has of it. */
static int begin_row(cards_writer *w, sqlite3 *db, int64_t row)
{
    int code = SQLITE_OK;
    if (!w->find) code = sqlite3_prepare_v3(db, CARDS_FIND, -1, SQLITE_PREPARE_PERSISTENT, &w->find, NULL);
    if (code == SQLITE_OK && !w->put)
        code = sqlite3_prepare_v3(db, "INSERT OR REPLACE INTO " CARDS_TABLE " VALUES(?1,?2)", -1,
                                  SQLITE_PREPARE_PERSISTENT, &w->put, NULL);
    if (code != SQLITE_OK) return code;
    w->row = row;
    sqlite3_bind_int64(w->find, 1, row);
    code = sqlite3_step(w->find);
    if (code == SQLITE_ROW)
        pack_bytes(&w->cards, sqlite3_column_blob(w->find, 0), (size_t)sqlite3_column_bytes(w->find, 0));
    sqlite3_reset(w->find);
    return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

/** Makes a place's row the one that is held. */
static int hold_row(cards_writer *w, sqlite3 *db, int64_t row)
{
    if (w->cards.length && w->row == row) return SQLITE_OK;
    int code = cards_flush(w);
    return code == SQLITE_OK ? begin_row(w, db, row) : code;
}

int cards_move(cards_writer *w, sqlite3 *db, int64_t place, gaz_lonlat position, double extent_m)
{
    int code = hold_row(w, db, place / CARDS_SPAN);
    unpacker found;
    if (code != SQLITE_OK || !find_card(w->cards.bytes, w->cards.length, place, &found)) return code;
    // They stand at the front of the card: see pack_card.
    const double numbers[3] = {position.lon_deg, position.lat_deg, extent_m};
    memcpy(w->cards.bytes + (found.at - w->cards.bytes), numbers, sizeof numbers);
    return code;
}

int cards_write(cards_writer *w, sqlite3 *db, int64_t place, const card *from)
{
    int code = hold_row(w, db, place / CARDS_SPAN);
    if (code != SQLITE_OK) return code;
    w->one.length = 0;
    pack_card(&w->one, from);
    pack_number(&w->cards, (uint64_t)(place % CARDS_SPAN));
    pack_number(&w->cards, w->one.length);
    pack_bytes(&w->cards, w->one.bytes, w->one.length);
    return w->cards.failed || w->one.failed ? SQLITE_NOMEM : SQLITE_OK;
}

void cards_dispose(cards_writer *w)
{
    sqlite3_finalize(w->find);
    sqlite3_finalize(w->put);
    packer_dispose(&w->cards);
    packer_dispose(&w->one);
    *w = (cards_writer){0};
}
