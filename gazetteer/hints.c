#include "gazetteer/hints.h"

#include <math.h>
#include <string.h>
#include <unicode/uloc.h>

/** Whether ISO 3166-1 has this code; ICU's list also has those it has withdrawn, which nobody writes. */
static bool is_iso_code(const char *code)
{
    for (const char *const *known = uloc_getISOCountries(); *known; known++)
        if (strcmp(*known, code) == 0) return true;
    return strcmp(code, "XK") == 0; // Kosovo's, which ISO leaves to its users
}

gaz_status hints_country(store_session *session, const char *text, char code[3], const store_place **place,
                         gaz_error *err)
{
    const store_place *found = NULL;
    gaz_status status = GAZ_OK;
    *code = '\0';
    if (strlen(text) == 2) {
        for (int i = 0; i < 2; i++) code[i] = (char)(text[i] & ~0x20);
        code[2] = '\0';
        store_place *unit = NULL;
        status = store_unit_by_code(session, code, &unit, err);
        found = unit;
        if (!unit && !is_iso_code(code)) *code = '\0';
    }
    if (status == GAZ_OK && !*code) {
        match_list list = {0};
        status = match_name(session, text, NULL, false, &list, err);
        for (size_t i = 0; status == GAZ_OK && !found && i < list.count; i++)
            if (kind_by_name(list.items[i].place.kind)->class == KIND_COUNTRY) found = &list.items[i].place;
        if (found) memcpy(code, found->country, 3);
    }
    if (place) *place = found;
    return status;
}

static gaz_status read_admin1(store_session *session, const char *text, rank_hints *out, gaz_error *err)
{
    rank_hints around = *out;
    around.need = RANK_AREA;
    around.context = NULL;
    match_list list = {0};
    gaz_status status = match_name(session, text, out->country, false, &list, err);
    if (status != GAZ_OK) return status;
    rank_result result = rank_matches(session, &list, &around);
    if (!result.found || kind_by_name(list.items[0].place.kind)->class != KIND_PROVINCE) return GAZ_OK;
    const store_place *unit = &list.items[0].place;
    GEOSGeometry *area = NULL;
    status = store_shape_get(session, unit->shape, &area, err);
    rank_container *container = scope_alloc(&session->work, sizeof *container);
    *container = (rank_container){unit, 1, area, unit->position, unit->extent_m};
    out->admin1 = container;
    return status;
}

gaz_status hints_read(store_session *session, const gaz_context *context, rank_hints *out, gaz_error *err)
{
    *out = (rank_hints){.context = context, .country_position = {NAN, NAN}};
    if (!context) return GAZ_OK;
    gaz_status status = GAZ_OK;
    if (context->country && *context->country) {
        const store_place *country;
        char code[3];
        status = hints_country(session, context->country, code, &country, err);
        if (*code) out->country = scope_strdup(&session->work, code);
        if (country) out->country_position = country->position;
    }
    if (status == GAZ_OK && context->admin1 && *context->admin1)
        status = read_admin1(session, context->admin1, out, err);
    return status;
}
