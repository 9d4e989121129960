#include "cli/place_output.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

// 1e-7 degrees is a centimetre: finer than any place.
#define DEGREE_STEP 1e-7

// The keys of the JSON, in their order, without area and candidates.
static const char csv_header[] =
    "query,status,name,kind,country,admin1,lon,lat,radius_m,precision,confidence,rule,source\n";

bool place_format_parse(const char *name, place_format *out)
{
    static const char *const names[] = {"table", "json", "geojson", "csv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name ? name : "table", names[i]) != 0) continue;
        *out = (place_format)i;
        return true;
    }
    return false;
}

static double rounded(double number, double step)
{
    return round(number / step) * step;
}

static json_t *number_or_null(double number, double step)
{
    return isfinite(number) ? json_real(rounded(number, step)) : json_null();
}

static json_t *json_ring(const gaz_area *area, size_t ring)
{
    json_t *points = json_array();
    for (size_t i = ring ? area->ring_ends[ring - 1] : 0; i < area->ring_ends[ring]; i++)
        json_array_append_new(points, json_pack("[f,f]", rounded(area->points[i].lon_deg, DEGREE_STEP),
                                                rounded(area->points[i].lat_deg, DEGREE_STEP)));
    return points;
}

/** A GeoJSON Polygon, or MultiPolygon where there are several. */
static json_t *json_area(const gaz_area *area)
{
    if (!area || !area->ring_count) return json_null();
    json_t *polygons = json_array();
    for (size_t ring = 0; ring < area->ring_count; ring++) {
        if (!area->ring_is_hole[ring]) json_array_append_new(polygons, json_array());
        json_t *polygon = json_array_get(polygons, json_array_size(polygons) - 1);
        if (polygon) json_array_append_new(polygon, json_ring(area, ring));
    }
    if (json_array_size(polygons) == 1) {
        json_t *polygon = json_incref(json_array_get(polygons, 0));
        json_decref(polygons);
        return json_pack("{s:s,s:o}", "type", "Polygon", "coordinates", polygon);
    }
    return json_pack("{s:s,s:o}", "type", "MultiPolygon", "coordinates", polygons);
}

static json_t *json_candidates(const gaz_answer *answer)
{
    json_t *list = json_array();
    for (size_t i = 0; i < answer->candidate_count; i++) {
        const gaz_candidate *c = &answer->candidates[i];
        json_array_append_new(list, json_pack("{s:s,s:s,s:s,s:s,s:o,s:o,s:o}", "name", c->name, "kind",
                                              c->kind, "country", c->country, "admin1", c->admin1, "lon",
                                              number_or_null(c->position.lon_deg, DEGREE_STEP), "lat",
                                              number_or_null(c->position.lat_deg, DEGREE_STEP), "score",
                                              number_or_null(c->score, 1e-4)));
    }
    return list;
}

/** The answer's fields up to source: a text that is no UTF-8 becomes null, as JSON has no other. */
static json_t *json_fields(const gaz_answer *a)
{
    json_t *query = json_string(a->query);
    return json_pack("{s:o,s:s,s:s,s:s,s:s,s:s,s:o,s:o,s:o,s:i,s:o,s:s,s:s}", "query",
                     query ? query : json_null(), "status", gaz_answer_status_name(a->status), "name",
                     a->name, "kind", a->kind, "country", a->country, "admin1", a->admin1, "lon",
                     number_or_null(a->position.lon_deg, DEGREE_STEP), "lat",
                     number_or_null(a->position.lat_deg, DEGREE_STEP), "radius_m",
                     number_or_null(a->radius_m, 1), "precision", a->precision, "confidence",
                     number_or_null(a->confidence, 1e-3), "rule", a->rule, "source", a->source);
}

// Ten digits write every step of 1e-7 degrees, and hide what is left of binary fractions.
#define JSON_FLAGS (JSON_COMPACT | JSON_REAL_PRECISION(10))

static void add_json(place_output *out, const gaz_answer *answer)
{
    json_t *object = json_fields(answer);
    json_object_set_new(object, "explanation", json_string(answer->explanation));
    json_object_set_new(object, "area", json_area(answer->area));
    json_object_set_new(object, "candidates", json_candidates(answer));
    fputs(out->count ? ",\n" : "", out->to);
    json_dumpf(object, out->to, JSON_FLAGS);
    json_decref(object);
}

static void add_geojson(place_output *out, const gaz_answer *answer)
{
    json_t *feature = json_pack("{s:s,s:o,s:o}", "type", "Feature", "properties", json_fields(answer),
                                "geometry", json_area(answer->area));
    fputs(out->count ? ",\n" : "", out->to);
    json_dumpf(feature, out->to, JSON_FLAGS);
    json_decref(feature);
}

void place_write_csv_field(FILE *to, const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        fputs(text, to);
        return;
    }
    putc('"', to);
    for (; *text; text++) {
        if (*text == '"') putc('"', to);
        putc(*text, to);
    }
    putc('"', to);
}

static void add_csv(place_output *out, const gaz_answer *a)
{
    const char *const texts[] = {a->query, gaz_answer_status_name(a->status), a->name, a->kind, a->country,
                                 a->admin1};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        place_write_csv_field(out->to, texts[i]);
        putc(',', out->to);
    }
    if (a->status == GAZ_UNRESOLVED)
        fputs(",,,0,", out->to);
    else
        fprintf(out->to, "%.7g,%.7g,%.0f,%d,", a->position.lon_deg, a->position.lat_deg, a->radius_m,
                a->precision);
    fprintf(out->to, "%.3f,%s,%s\n", a->confidence, a->rule, a->source);
}

static void add_table(place_output *out, const gaz_answer *a)
{
    FILE *to = out->to;
    fprintf(to, "%s\n", a->query);
    if (a->status == GAZ_UNRESOLVED) {
        fprintf(to, "  unresolved: %s\n", a->explanation);
    } else {
        fprintf(to, "  %s: %s%s%s%s%s%s%s\n", gaz_answer_status_name(a->status), a->name,
                *a->kind ? ", " : "", a->kind, *a->admin1 ? ", " : "", a->admin1, *a->country ? ", " : "",
                a->country);
        fprintf(to, "  %.5f %.5f, 90%% within %.1f km, precision %d, confidence %.2f\n", a->position.lon_deg,
                a->position.lat_deg, a->radius_m / 1000, a->precision, a->confidence);
        fprintf(to, "  rule %s: %s\n", a->rule, a->explanation);
    }
    // One candidate is the answer itself.
    size_t first = a->status == GAZ_UNRESOLVED ? 0 : 1;
    for (size_t i = first; i < a->candidate_count && i < first + 3; i++) {
        const gaz_candidate *c = &a->candidates[i];
        fprintf(to, "  or %s, %s%s%s, %s (%.3f)\n", c->name, c->kind, *c->admin1 ? ", " : "", c->admin1,
                c->country, c->score);
    }
}

void place_output_begin(place_output *out)
{
    if (out->format == PLACE_JSON) fputs("[", out->to);
    if (out->format == PLACE_GEOJSON) fputs("{\"type\":\"FeatureCollection\",\"features\":[\n", out->to);
    if (out->format == PLACE_CSV) fputs(csv_header, out->to);
}

void place_output_add(place_output *out, const gaz_answer *answer)
{
    switch (out->format) {
    case PLACE_TABLE: add_table(out, answer); break;
    case PLACE_JSON: add_json(out, answer); break;
    case PLACE_GEOJSON: add_geojson(out, answer); break;
    case PLACE_CSV: add_csv(out, answer); break;
    }
    out->count++;
}

void place_output_end(place_output *out)
{
    if (out->format == PLACE_JSON) fputs("]\n", out->to);
    if (out->format == PLACE_GEOJSON) fputs("\n]}\n", out->to);
}
