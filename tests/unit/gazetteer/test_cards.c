#include "gazetteer/cards.h"
#include "unit/unit.h"

#include <math.h>
#include <string.h>

static const card samples[] = {
    {"Mosul", "city", "IQ", "Nineveh", "IQ.15", "Al-Mosul", {43.13, 36.335}, 1739800, 9000.5, 3e6, 0, 2},
    {"", "", "", "", "", "", {NAN, NAN}, 0, 0, 0, 0, 0},
    {"Sea", "sea", "IQ;IR", "", "", "a note", {-180, 90}, 0.5, 1e-300, INFINITY, 1234567890123, 4000},
    {"Half", "village", "SY", "", "SY.1", "", {0, -0.0}, 1e17, 1500, 1, 1, 1},
};
#define SAMPLES (sizeof samples / sizeof *samples)

/** What read_card found stays here. */
static unsigned char row_bytes[8192];

static void check_same(const card *a, const card *b)
{
    ck_assert_str_eq(a->name, b->name);
    ck_assert_str_eq(a->kind, b->kind);
    ck_assert_str_eq(a->country, b->country);
    ck_assert_str_eq(a->admin1, b->admin1);
    ck_assert_str_eq(a->admin1_code, b->admin1_code);
    ck_assert_str_eq(a->detail, b->detail);
    ck_assert_mem_eq(&a->position, &b->position, sizeof a->position);
    ck_assert_mem_eq(&a->population, &b->population, sizeof a->population);
    ck_assert_mem_eq(&a->extent_m, &b->extent_m, sizeof a->extent_m);
    ck_assert_mem_eq(&a->weight, &b->weight, sizeof a->weight);
    ck_assert_int_eq(a->shape, b->shape);
    ck_assert_int_eq(a->source, b->source);
}

static sqlite3 *new_table(void)
{
    sqlite3 *db = NULL;
    ck_assert_int_eq(sqlite3_open(":memory:", &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, CARDS_CREATE, NULL, NULL, NULL), SQLITE_OK);
    return db;
}

static bool read_card(sqlite3 *db, int64_t place, card *out)
{
    sqlite3_stmt *find = NULL;
    ck_assert_int_eq(sqlite3_prepare_v2(db, CARDS_FIND, -1, &find, NULL), SQLITE_OK);
    sqlite3_bind_int64(find, 1, place / CARDS_SPAN);
    bool has_row = sqlite3_step(find) == SQLITE_ROW;
    size_t length = has_row ? (size_t)sqlite3_column_bytes(find, 0) : 0;
    ck_assert_uint_le(length, sizeof row_bytes);
    if (has_row) memcpy(row_bytes, sqlite3_column_blob(find, 0), length);
    sqlite3_finalize(find);
    return has_row && card_read(row_bytes, length, place, out);
}

START_TEST(cards_come_back_bit_for_bit)
{
    sqlite3 *db = new_table();
    card read;
    // In two sittings, the second of which begins within a row of the first.
    const int64_t split = 3 * CARDS_SPAN + 5, last = 7 * CARDS_SPAN;
    for (int64_t from = 1; from < last; from = from == 1 ? split : last) {
        cards_writer w = {0};
        for (int64_t place = from; place < (from == 1 ? split : last); place++)
            if (place % 7)
                ck_assert_int_eq(cards_write(&w, db, place, &samples[(size_t)place % SAMPLES]), SQLITE_OK);
        ck_assert_int_eq(cards_flush(&w), SQLITE_OK);
        cards_dispose(&w);
    }
    for (int64_t place = 0; place < last + 40; place++) {
        bool there = place > 0 && place < last && place % 7;
        ck_assert_int_eq(read_card(db, place, &read), there);
        if (!there) continue;
        check_same(&read, &samples[(size_t)place % SAMPLES]);
        const char *const texts[] = {read.name, read.kind, read.country, read.admin1};
        size_t length = 0;
        for (int i = 0; i < 4; i++) {
            ck_assert_ptr_eq(texts[i], read.name + length);
            length += strlen(texts[i]) + 1;
        }
        ck_assert_uint_eq(read.texts_length, length);
    }
    ck_assert(!read_card(db, INT64_MAX, &read));
    sqlite3_close(db);
}
END_TEST

START_TEST(damaged_cards_are_none)
{
    sqlite3 *db = new_table();
    cards_writer w = {0};
    ck_assert_int_eq(cards_write(&w, db, 3, &samples[0]), SQLITE_OK);
    size_t length = w.cards.length;
    card read;
    for (size_t cut = 0; cut < length; cut++) {
        unsigned char *bytes = malloc(cut + 1);
        memcpy(bytes, w.cards.bytes, cut);
        ck_assert(!card_read(bytes, cut, 3, &read));
        free(bytes);
    }
    // Any byte changed: whatever comes out has its six texts within the row.
    for (size_t at = 0; at < length; at++)
        for (int bit = 0; bit < 8; bit++) {
            unsigned char *bytes = malloc(length);
            memcpy(bytes, w.cards.bytes, length);
            bytes[at] ^= (unsigned char)(1 << bit);
            if (card_read(bytes, length, 3, &read))
                ck_assert_uint_lt(strlen(read.name) + strlen(read.kind) + strlen(read.country) +
                                      strlen(read.admin1) + strlen(read.admin1_code) + strlen(read.detail),
                                  length);
            free(bytes);
        }
    cards_dispose(&w);
    sqlite3_close(db);
}
END_TEST

START_TEST(a_card_that_is_moved_keeps_the_rest)
{
    sqlite3 *db = new_table();
    cards_writer w = {0};
    for (int64_t place = 1; place < 3 * CARDS_SPAN; place++)
        ck_assert_int_eq(cards_write(&w, db, place, &samples[(size_t)place % SAMPLES]), SQLITE_OK);
    // One in a row that was written, one in the row that is held, one that is none; then another is added.
    const int64_t places[] = {2, 3 * CARDS_SPAN - 1, 7 * CARDS_SPAN};
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(cards_move(&w, db, places[i], (gaz_lonlat){1.5 + i, -2.5}, 77), SQLITE_OK);
    ck_assert_int_eq(cards_write(&w, db, 3 * CARDS_SPAN, &samples[0]), SQLITE_OK);
    ck_assert_int_eq(cards_flush(&w), SQLITE_OK);
    cards_dispose(&w);
    card read;
    for (int64_t place = 1; place < 3 * CARDS_SPAN; place++) {
        card wanted = samples[(size_t)place % SAMPLES];
        if (place == places[0] || place == places[1]) {
            wanted.position = (gaz_lonlat){place == places[0] ? 1.5 : 2.5, -2.5};
            wanted.extent_m = 77;
        }
        ck_assert(read_card(db, place, &read));
        check_same(&read, &wanted);
    }
    ck_assert(read_card(db, 3 * CARDS_SPAN, &read));
    check_same(&read, &samples[0]);
    ck_assert(!read_card(db, 7 * CARDS_SPAN, &read));
    sqlite3_close(db);
}
END_TEST

UNIT_MAIN("gazetteer/cards", a_card_that_is_moved_keeps_the_rest, cards_come_back_bit_for_bit,
          damaged_cards_are_none)
