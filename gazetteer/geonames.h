/** @file Rows of GeoNames' tables: tab-separated, no header, 19 columns (its readme.txt), and what they mean.
 */
#ifndef GAZETTEER_GEONAMES_H
#define GAZETTEER_GEONAMES_H

#include "gazetteer/gazetteer.h"

#define GEONAMES_COLUMNS 19

/** A row; texts point into the line it was read from and end at a tab. */
typedef struct {
    const char *name, *alternates;
    size_t name_length, alternates_length;
    char admin1_code[16], admin2_code[48], country_code[4], feature_code[8], feature_class;
    gaz_lonlat position;
    double population; ///< 0: unknown
    int64_t id;        ///< GeoNames' own; 0 where it is no number
} geonames_row;

/** Reads a line without its line end; false where it is no row of a place on the globe. */
bool geonames_parse(const char *line, size_t length, geonames_row *row);

/** A place's kind, and how prominent and large it usually is. */
typedef struct {
    const char *kind;
    double weight, extent_m;
} geonames_meaning;
/** Of a settlement (feature class P); @p unknown_population: what one is worth that has no number. */
geonames_meaning geonames_settlement(const geonames_row *row, double unknown_population);
/** Of a row of any class, in a dump that lists everything down to wells and hotels. */
geonames_meaning geonames_feature(const geonames_row *row);

/** Whether a name is a code ("ICAO", "LOCODE"): three to five capitals. */
bool geonames_is_code(const char *name, size_t length);
/** What a code weighs as a name: less than any place has. */
#define GEONAMES_CODE_WEIGHT 50

#endif
