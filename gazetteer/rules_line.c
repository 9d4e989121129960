/** @file Rules for what runs: borders, rivers, roads, and where they meet. */
#include "gazetteer/area.h"
#include "gazetteer/geodesy.h"
#include "gazetteer/rules.h"
#include "gazetteer/shape.h"

#include <math.h>

// How far to either side reports call "on" a border, and "along" a river or road.
#define BORDER_M 20e3
#define ALONG_M  12e3
// How far off a road or river the outlines of the curated data run.
#define JUNCTION_M 6e3
// Where three countries meet: as far from each as reports on the Sahel's tri-border area go.
#define MEETING_M 75e3

static GEOSGeometry *boundary(scope *s, const GEOSGeometry *polygon)
{
    return polygon ? scope_own(s, GEOSBoundary_r(s->geos, polygon)) : NULL;
}

/**
 * The part of a strip along an outline's edge that is its northern, eastern … border: where one who goes that
 * way leaves it, at no acute angle. NULL: there is none.
 */
static GEOSGeometry *side_of(scope *s, const GEOSGeometry *outline, const GEOSGeometry *strip,
                             double bearing_deg)
{
    GEOSGeometry *swept = area_swept(s, outline, bearing_deg, BORDER_M);
    GEOSGeometry *beyond = swept ? scope_own(s, GEOSDifference_r(s->geos, swept, outline)) : NULL;
    // Edges that run along the bearing leave slivers, which a quarter of the width takes away.
    GEOSGeometry *core = beyond ? area_buffer(s, beyond, -BORDER_M / 4) : NULL;
    GEOSGeometry *wide = core ? area_buffer(s, core, BORDER_M) : NULL;
    GEOSGeometry *side = wide ? scope_own(s, GEOSIntersection_r(s->geos, wide, strip)) : NULL;
    return side ? shape_make_valid(s, side) : NULL;
}

gaz_status rule_border(store_session *session, const phrase_node *node, const outcome *a, const outcome *b,
                       outcome *out, gaz_error *err)
{
    scope *s = &session->work;
    GEOSGeometry *first = NULL, *second = NULL;
    gaz_status status = rule_outline_of(session, a, &first, err);
    if (status == GAZ_OK && b) status = rule_outline_of(session, b, &second, err);
    if (status != GAZ_OK) return status;
    out->rule = phrase_rule(PHRASE_BORDER);
    out->precision = PREC_REGION;
    GEOSGeometry *line = boundary(s, first);
    GEOSGeometry *strip = line ? area_buffer(s, line, BORDER_M) : NULL;
    if (strip && b) {
        GEOSGeometry *other = boundary(s, second);
        GEOSGeometry *other_strip = other ? area_buffer(s, other, BORDER_M) : NULL;
        // Two outlines of one border need not share a vertex, but their strips overlap along it.
        strip = other_strip ? scope_own(s, GEOSIntersection_r(s->geos, strip, other_strip)) : NULL;
    }
    out->area = strip ? shape_make_valid(s, strip) : NULL;
    if (out->area && node->has_bearing) {
        GEOSGeometry *side = side_of(s, first, out->area, node->bearing_deg);
        if (side) out->area = side;
    }
    if (!out->area) {
        // Units that do not touch: what lies between them is the nearest to a border that there is.
        if (b)
            rule_between(session, a, b, out);
        else
            rule_near(session, a, false, out);
        return GAZ_OK;
    }
    out->position = shape_best_point(s, out->area);
    out->explanation =
        b ? scope_printf(s, "the border of %s and %s, %.0f km to either side", rule_name_of(a),
                         rule_name_of(b), BORDER_M / 1000)
          : scope_printf(s, "the border of %s, %.0f km to either side", rule_name_of(a), BORDER_M / 1000);
    out->confidence = a->confidence * (b ? b->confidence : 1) * 0.85;
    rule_measure(session, out);
    return GAZ_OK;
}

gaz_status rule_junction(store_session *session, const outcome *a, const outcome *b, outcome *out,
                         gaz_error *err)
{
    scope *s = &session->work;
    GEOSGeometry *first, *second;
    gaz_status status = rule_outline_of(session, a, &first, err);
    if (status == GAZ_OK) status = rule_outline_of(session, b, &second, err);
    if (status != GAZ_OK) return status;
    GEOSGeometry *around = first ? area_buffer(s, first, JUNCTION_M) : NULL;
    GEOSGeometry *other = second ? area_buffer(s, second, JUNCTION_M) : NULL;
    GEOSGeometry *both = around && other ? scope_own(s, GEOSIntersection_r(s->geos, around, other)) : NULL;
    GEOSGeometry *area = both ? shape_of_overlay(s, both) : NULL;
    if (!area) {
        // They do not meet, or nobody knows where they run.
        rule_between(session, a, b, out);
        return GAZ_OK;
    }
    out->rule = phrase_rule(PHRASE_JUNCTION);
    out->area = area;
    out->position = shape_best_point(s, area);
    out->explanation = scope_printf(s, "where %s and %s are within %.0f km of each other", rule_name_of(a),
                                    rule_name_of(b), 2 * JUNCTION_M / 1000);
    out->confidence = a->confidence * b->confidence * 0.9;
    rule_measure(session, out);
    out->precision = out->radius_m <= RULE_NEAR_MAX_M ? PREC_NEAR : PREC_REGION;
    return GAZ_OK;
}

gaz_status rule_meeting(store_session *session, const outcome *items, size_t count, outcome *out,
                        gaz_error *err)
{
    scope *s = &session->work;
    GEOSGeometry *common = NULL, *point = NULL;
    double confidence = 1;
    for (size_t i = 0; i < count; i++) {
        GEOSGeometry *outline;
        gaz_status status = rule_outline_of(session, &items[i], &outline, err);
        if (status != GAZ_OK) return status;
        GEOSGeometry *around = outline ? area_buffer(s, outline, MEETING_M) : NULL;
        common = i && common && around ? scope_own(s, GEOSIntersection_r(s->geos, common, around))
                 : i                   ? NULL
                                       : around;
        GEOSGeometry *close = outline ? area_buffer(s, outline, BORDER_M) : NULL;
        point = i && point && close ? scope_own(s, GEOSIntersection_r(s->geos, point, close))
                : i                 ? NULL
                                    : close;
        confidence *= items[i].confidence;
    }
    GEOSGeometry *area = common ? shape_make_valid(s, common) : NULL;
    if (!area) {
        rule_list(session, items, count, out);
        return GAZ_OK;
    }
    *out = items[0];
    out->rule = phrase_rule(PHRASE_BORDER);
    out->precision = PREC_REGION;
    out->area = area;
    point = point ? shape_make_valid(s, point) : NULL;
    out->position = shape_best_point(s, point ? point : area);
    const char *names = rule_name_of(&items[0]);
    for (size_t i = 1; i < count; i++)
        names = SCOPE_JOIN(s, names, i + 1 < count ? ", " : " and ", rule_name_of(&items[i]));
    out->explanation = scope_printf(s, "within %.0f km of %s", MEETING_M / 1000, names);
    out->confidence = confidence * 0.85;
    rule_measure(session, out);
    return GAZ_OK;
}

gaz_status rule_along(store_session *session, const phrase_node *node, const outcome *anchor, outcome *out,
                      gaz_error *err)
{
    GEOSGeometry *outline = NULL;
    gaz_status status = rule_outline_of(session, anchor, &outline, err);
    if (status != GAZ_OK) return status;
    out->rule = phrase_rule(PHRASE_ALONG);
    out->precision = PREC_REGION;
    if (outline) out->area = area_buffer(&session->work, outline, ALONG_M);
    if (out->area && node->has_bearing) {
        // A river's line is drawn as crudely as it is wide: some of the other bank is kept.
        scope *s = &session->work;
        GEOSGeometry *swept = area_swept(s, outline, node->bearing_deg, ALONG_M);
        GEOSGeometry *bank = swept ? area_buffer(s, swept, ALONG_M / 6) : NULL;
        if (bank) out->area = bank;
        if (bank) out->position = shape_best_point(s, bank);
    }
    out->explanation = scope_printf(&session->work, "along %s, %.0f km to either side", rule_name_of(anchor),
                                    ALONG_M / 1000);
    out->confidence *= 0.85;
    rule_measure(session, out);
    return GAZ_OK;
}
