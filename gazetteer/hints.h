/** @file What is known beside a phrase, from the caller's words to what ranking works with. */
#ifndef GAZETTEER_HINTS_H
#define GAZETTEER_HINTS_H

#include "gazetteer/rank.h"

/**
 * The country that a text names: an ISO 3166-1 alpha-2 code, or a name in any language or short form that the
 * store knows. @p code gets the alpha-2 code, "" where there is none of this name; *place, where not NULL,
 * its place in the session's scope, NULL where the store has none of this code.
 */
gaz_status hints_country(store_session *session, const char *text, char code[3], const store_place **place,
                         gaz_error *err);
/** @p context may be NULL. A country or unit that is not known is no hint. */
gaz_status hints_read(store_session *session, const gaz_context *context, rank_hints *out, gaz_error *err);

#endif
