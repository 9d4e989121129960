/** @file Places named from the widest down, or with signs between that tables put between levels. */
#include "gazetteer/resolve.h"

#include <string.h>

// A place lies surely in what it is tested against from here on.
#define INSIDE_LEAST 0.3

/** Whether a name is also that of a unit or region that has one of the others' places in it. */
static gaz_status holds_any(store_session *session, const phrase_node *head, const outcome *others,
                            size_t count, bool *holds, gaz_error *err)
{
    match_list list = {0};
    gaz_status status = match_exact(session, head->text, NULL, &list, err);
    *holds = false;
    for (size_t i = 0; status == GAZ_OK && i < list.count && !*holds; i++) {
        const store_place *unit = &list.items[i].place;
        if (!resolve_is_unit(unit) && kind_by_name(unit->kind)->class != KIND_REGION) continue;
        GEOSGeometry *area = NULL;
        if (!resolve_is_unit(unit) && unit->shape) status = store_shape_get(session, unit->shape, &area, err);
        const rank_container container = {unit, 1, area, unit->position, unit->extent_m};
        for (size_t k = 0; status == GAZ_OK && k < count && !*holds; k++) {
            const outcome *o = &others[k];
            const bool whole =
                o->place && kind_by_name(o->place->kind)->class == KIND_COUNTRY && resolve_is_unit(unit);
            *holds = o->status != GAZ_UNRESOLVED && o->place && !whole && o->place->id != unit->id &&
                     o->place->extent_m < unit->extent_m &&
                     rank_inside(session, o->place, &container) >= INSIDE_LEAST;
        }
    }
    return status;
}

gaz_status resolve_reversed(store_session *session, const phrase_node *node, const outcome *qualifiers,
                            const rank_hints *hints, outcome *out, bool *found, gaz_error *err)
{
    *found = false;
    if (node->is_reversed || node->is_described || node->is_possessive ||
        node->children[0]->kind != PHRASE_NAME)
        return GAZ_OK;
    bool holds;
    gaz_status status =
        holds_any(session, node->children[0], qualifiers + 1, node->child_count - 1, &holds, err);
    if (status != GAZ_OK || !holds) return status;
    phrase_node *reversed = scope_alloc(&session->work, sizeof *reversed);
    *reversed = *node;
    reversed->is_reversed = true;
    for (size_t i = 0; i < node->child_count; i++)
        reversed->children[i] = node->children[node->child_count - 1 - i];
    outcome other;
    status = resolve_qualified(session, reversed, hints, &other, err);
    *found = status == GAZ_OK && other.status != GAZ_UNRESOLVED;
    if (*found) *out = other;
    return status;
}

static bool is_country(const outcome *o)
{
    return o->place && !strcmp(o->rule, phrase_rule(PHRASE_NAME)) &&
           kind_by_name(o->place->kind)->class == KIND_COUNTRY;
}

gaz_status resolve_path(store_session *session, const phrase_node *node, const outcome *items,
                        const rank_hints *hints, outcome *out, bool *found, gaz_error *err)
{
    const size_t count = node->child_count;
    const bool first = is_country(&items[0]), last = is_country(&items[count - 1]);
    *found = false;
    if (!node->is_loose || first == last) return GAZ_OK;
    phrase_node path = {.kind = PHRASE_QUALIFIED, .text = node->text, .child_count = count};
    for (size_t i = 0; i < count; i++) path.children[i] = node->children[last ? i : count - 1 - i];
    gaz_status status = resolve_qualified(session, &path, hints, out, err);
    *found = status == GAZ_OK && out->status != GAZ_UNRESOLVED && !is_country(out);
    return status;
}
