#include "gazetteer/rules.h"

#include "gazetteer/area.h"
#include "gazetteer/compass.h"
#include "gazetteer/reach.h"
#include "gazetteer/shape.h"
#include "gazetteer/store_land.h"

#include <math.h>
#include <string.h>

// The cape at the tip is there, what is "at" it this far about.
#define TIP_RADIUS_M 25e3
// Smaller islands are as near to any of their parts.
#define ISLAND_MIN_M 5e3

static bool is_island(const outcome *anchor)
{
    return anchor->place && anchor->place->extent_m > ISLAND_MIN_M &&
           strncmp(anchor->place->kind, "island", strlen("island")) == 0;
}

/** The farthest point of the large parts of what is named, on that side. */
static void take_tip(store_session *session, const phrase_node *node, const outcome *anchor,
                     const GEOSGeometry *whole, outcome *out)
{
    scope *s = &session->work;
    const bool own = rule_is_whole(anchor);
    const gaz_area *land = shape_to_area(s, own ? reach_main_parts(session, anchor->place, whole) : whole);
    const double east = sin(node->bearing_deg * M_PI / 180), north = cos(node->bearing_deg * M_PI / 180);
    const double lon_scale = cos(anchor->position.lat_deg * M_PI / 180);
    double farthest = -INFINITY;
    const size_t count = land && land->ring_count ? land->ring_ends[land->ring_count - 1] : 0;
    for (size_t i = 0; i < count; i++) {
        const gaz_lonlat at = land->points[i];
        double along = at.lon_deg * lon_scale * east + at.lat_deg * north;
        if (along <= farthest) continue;
        farthest = along;
        out->position = at;
    }
    out->precision = PREC_NEAR;
    out->area = area_disc(s, out->position, TIP_RADIUS_M);
    out->radius_m = TIP_RADIUS_M;
    out->confidence *= 0.85;
    out->explanation =
        scope_printf(s, "the %s tip of %s", compass_name(node->bearing_deg), rule_name_of(anchor));
}

gaz_status rule_part(store_session *session, const phrase_node *node, const outcome *anchor, outcome *out,
                     gaz_error *err)
{
    scope *s = &session->work;
    // The area, not the outline: a part of a part is clipped twice, a river's is its buffer.
    GEOSGeometry *whole = anchor->area;
    bool outlined = anchor->place && anchor->place->shape;
    out->rule = phrase_rule(PHRASE_PART);
    if (!outlined && is_island(anchor)) {
        GEOSGeometry *island;
        gaz_status status = store_land_island(session, anchor->position, anchor->place->extent_m,
                                              strcmp(anchor->place->kind, "islands") == 0, &island, err);
        if (status != GAZ_OK) return status;
        if (island) whole = island;
        outlined = island != NULL;
    }
    if (node->is_tip && outlined && whole) {
        take_tip(session, node, anchor, whole, out);
        return GAZ_OK;
    }
    out->area =
        whole ? node->is_central ? area_centre(s, whole) : area_part(s, whole, node->bearing_deg) : NULL;
    if (out->area) out->position = shape_best_point(s, out->area);
    // UCDP's codebook has the parts of provinces and countries among its fuzzy regions (where_prec 5).
    out->precision = anchor->precision >= PREC_PROVINCE && anchor->precision <= PREC_COUNTRY
                         ? PREC_REGION
                         : anchor->precision;
    out->explanation =
        scope_printf(s, "the %s part of %s", node->is_central ? "central" : compass_name(node->bearing_deg),
                     rule_name_of(anchor));
    // "Eastern Ghouta": an adjective before what has no outline is part of a name that is not known.
    if (!outlined) out->confidence *= 0.25;
    out->confidence *= 0.85;
    rule_measure(session, out);
    return GAZ_OK;
}
