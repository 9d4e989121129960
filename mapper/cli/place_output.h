/** @file Answers of the gazetteer written out: for people, as JSON, GeoJSON or CSV. */
#ifndef INCMAP_CLI_PLACE_OUTPUT_H
#define INCMAP_CLI_PLACE_OUTPUT_H

#include "gazetteer/gazetteer.h"

#include <stdbool.h>
#include <stdio.h>

typedef enum { PLACE_TABLE, PLACE_JSON, PLACE_GEOJSON, PLACE_CSV } place_format;

/** "table", "json", "geojson" or "csv"; NULL is table. False where it is none of them. */
bool place_format_parse(const char *name, place_format *out);

/** Writes answers to a stream one by one. Zero it, set to and format. */
typedef struct {
    FILE *to;
    place_format format;
    size_t count; ///< answers written so far
} place_output;

/** What stands before the answers, an answer, and what stands behind them: called in this order. */
void place_output_begin(place_output *out);
void place_output_add(place_output *out, const gaz_answer *answer);
void place_output_end(place_output *out);

/** Writes one field as RFC 4180 asks: quoted where it holds a comma, a quote or a line break. */
void place_write_csv_field(FILE *to, const char *text);

#endif
