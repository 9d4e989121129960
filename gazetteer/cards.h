/**
 * @file
 * What look-ups need of a place, packed: one row of the store holds the cards of CARDS_SPAN places, so that a
 * candidate costs a third of what reading its row of the place table does, which is there for people and
 * their GIS.
 */
#ifndef GAZETTEER_CARDS_H
#define GAZETTEER_CARDS_H

#include "gazetteer/gazetteer.h"
#include "gazetteer/pack.h"

#include <sqlite3.h>

#define CARDS_TABLE "place_card"
// A card has 90 bytes: three rows of 14 fill a page.
#define CARDS_SPAN 14

/** As in store_place, which see. */
typedef struct {
    const char *name, *kind, *country, *admin1, *admin1_code, *detail;
    gaz_lonlat position;
    double population, extent_m, weight;
    int64_t shape;
    int source;
    size_t texts_length; ///< as read: of the first four, which stand in a row; not written
} card;

/** SQL that makes an empty table, and that finds the row of place ?1 / CARDS_SPAN. */
#define CARDS_CREATE "CREATE TABLE " CARDS_TABLE "(fid INTEGER PRIMARY KEY, cards BLOB NOT NULL);"
#define CARDS_FIND   "SELECT cards FROM " CARDS_TABLE " WHERE fid=?1"

/** Reads a place's card from its row; texts stay in the row. False where the row has none of the place. */
bool card_read(const void *row, size_t row_length, int64_t place, card *out);

/** Writes cards in the order of their places; zero it before use. */
typedef struct {
    sqlite3_stmt *find, *put; ///< prepared by the first card
    int64_t row;
    packer cards, one;
} cards_writer;

/** SQLite's code, SQLITE_NOMEM where memory is exhausted. */
int cards_write(cards_writer *w, sqlite3 *db, int64_t place, const card *from);
/** Gives a place that was written another point and extent. */
int cards_move(cards_writer *w, sqlite3 *db, int64_t place, gaz_lonlat position, double extent_m);
/** Writes what is held back. */
int cards_flush(cards_writer *w);
/** Finalizes the statements. */
void cards_dispose(cards_writer *w);

#endif
