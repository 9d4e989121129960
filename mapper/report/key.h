/**
 * @file
 * The key: incidents numbered on the map in reading order, and the table that says what each is.
 */
#ifndef INCMAP_REPORT_KEY_H
#define INCMAP_REPORT_KEY_H

#include "base/incident.h"
#include "project/project.h"
#include "report/furniture.h"
#include "report/sheet.h"
#include "report/typeset.h"

/** An incident that the map shows; its number is its place in the list, from 1. */
typedef struct {
    size_t incident;
    double x_mm, y_mm; ///< on the map, from its top left corner
} key_entry;

/** Numbers beside a place: of one incident, or of those that stand on one spot ("3–7"). */
typedef struct {
    int first, last;   ///< numbers
    double x_mm, y_mm; ///< the spot
    page_box box;      ///< of the text, from the map's top left corner; without height where there is no room
    bool has_leader;   ///< stands so far off that a line leads to it
} key_label;

/** Zero it before use; key_dispose frees it. */
typedef struct {
    key_entry *entries;
    size_t count;
    key_label *labels;
    size_t label_count;
    type_look look; ///< of the numbers
} key;

/**
 * Numbers the incidents that lie within the picture: in rows from the top, each from the left; those on one
 * spot by date and id. @p px_per_mm is the picture's resolution on the page.
 */
void key_number(key *out, const incident_set *set, const projection *p, const grid *g, double px_per_mm);

/**
 * Finds a place for every number: beside its mark, else farther off with a leader line. No two numbers
 * overlap, none covers another's spot or leaves the map; what finds no room is left to the table.
 * @p mark_mm is the radius kept free around every spot.
 */
void key_place(key *k, typesetter *setter, double unit, double map_width_mm, double map_height_mm,
               double mark_mm);
void key_dispose(key *k);

/** "7" or "3–7". Returns @p out. */
#define KEY_NUMBER_MAX 32
char *key_label_text(const key_label *label, char out[KEY_NUMBER_MAX]);

/** Draws numbers and leader lines over the map; in the map's own ink, which stands on any basemap. */
void key_draw_labels(const furniture *f, const key *k);

/** Draws the table on as many further pages as it takes, their number in *page_count. */
void key_draw_table(const furniture *f, const key *k, const incident_set *set, const char *title,
                    int *page_count);

#endif
