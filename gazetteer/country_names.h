/** @file Names of countries beside those that ICU knows: short forms, former names, adjectives. */
#ifndef GAZETTEER_COUNTRY_NAMES_H
#define GAZETTEER_COUNTRY_NAMES_H

#include <stddef.h>

typedef struct {
    const char *country; ///< ISO 3166-1 alpha-2
    const char *names;   ///< "|" between
} country_alias;

extern const country_alias country_aliases[];
extern const size_t country_alias_count;

#endif
