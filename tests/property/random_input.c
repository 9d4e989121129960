#include "property/random_input.h"

#include "base/strbuf.h"

#include "unit/unit.h"

#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t random_state;

void random_seed(uint32_t seed)
{
    random_state = seed * 2654435761u;
}

double random_unit(void)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) / 16777216.0;
}

double random_between(double low, double high)
{
    return low + (high - low) * random_unit();
}

void random_incidents(incident_set *set, size_t count, double reach_deg)
{
    static const char *const types[] = {"airstrike", "drone attack", "rocket attack", "clash", NULL};
    static const lonlat centres[] = {{44, 33}, {40, 35},   {179.6, -17}, {-179.7, 66},
                                     {0, 0},   {20, 84.6}, {-60, -85}};
    incident_set_init(set, NULL, 0);
    for (size_t i = 0; i < count; i++) {
        incident item = incident_none();
        lonlat centre = centres[(size_t)(random_unit() * 7)];
        item.has_position = true;
        item.position = (lonlat){centre.lon_deg + random_between(-reach_deg, reach_deg),
                                 fmax(fmin(centre.lat_deg + random_between(-reach_deg, reach_deg), 90), -90)};
        if (item.position.lon_deg > 180) item.position.lon_deg -= 360;
        if (item.position.lon_deg < -180) item.position.lon_deg += 360;
        char title[32];
        snprintf(title, sizeof title, "Incident %zu", i);
        item.title = title;
        item.type = types[(size_t)(random_unit() * 5)];
        item.killed = (int32_t)random_between(0, 40);
        item.date_start = item.date_end = (day_t)random_between(19000, 20000);
        item.radius_m = random_between(160, 27e3) * reach_deg;
        lonlat ring[14];
        size_t ends[] = {14};
        geom_shape area = {GEOM_POLYGON, 1, ends, ring};
        if (i % 3 == 0) {
            for (size_t k = 0; k < 13; k++) {
                double angle = 2 * M_PI * (double)k / 13, reach = random_between(0.03, 0.4) * reach_deg;
                ring[k] = (lonlat){item.position.lon_deg + reach * cos(angle),
                                   fmax(fmin(item.position.lat_deg + reach * sin(angle), 90), -90)};
            }
            ring[13] = ring[0];
            item.area = &area;
            item.prec = PREC_ADM1;
        }
        incident_set_add(set, &item);
    }
}

static bool random_chance(double share)
{
    return random_unit() < share;
}

/** Land, its coast, lines with dashes; beneath everything else. */
static void put_basemap_layers(strbuf *out)
{
    strbuf_printf(
        out,
        "{\"id\":\"land\",\"type\":\"fill\",\"source\":\"basemap\",\"source-layer\":\"land\",\"paint\":"
        "{\"fill-color\":\"#eee8d8\"%s}},"
        "{\"id\":\"coast\",\"type\":\"line\",\"source\":\"basemap\",\"source-layer\":\"land\",\"paint\":"
        "{\"line-width\":%.2f,\"line-dasharray\":[%.2f,%.2f]}},"
        "{\"id\":\"border\",\"type\":\"line\",\"source\":\"basemap\",\"source-layer\":\"boundary\","
        "\"layout\":{\"line-cap\":\"%s\",\"line-join\":\"%s\"},\"paint\":{\"line-color\":\"#844\","
        "\"line-width\":%.2f,\"line-offset\":%.2f,\"line-dasharray\":[%.2f,%.2f,%.2f]}},",
        random_chance(0.3) ? ",\"fill-pattern\":\"hatch\"" : "", random_between(0.3, 3),
        random_between(0.5, 9), random_between(0.5, 4), random_chance(0.5) ? "round" : "butt",
        random_chance(0.5) ? "bevel" : "round", random_between(0.5, 4), random_between(-3, 3),
        random_between(1, 9), random_between(0, 3), random_between(1, 5));
}

/** Names of the basemap: places with a dot, lines along which they run, land. */
static void put_name_layers(strbuf *out)
{
    strbuf_printf(
        out,
        ",{\"id\":\"place\",\"type\":\"symbol\",\"source\":\"basemap\",\"source-layer\":\"place\","
        "\"layout\":{\"text-field\":[\"get\",\"name\"],\"text-size\":%.2f,\"symbol-sort-key\":[\"get\","
        "\"rank\"],\"text-variable-anchor\":[\"left\",\"right\",\"top\",\"bottom\"],"
        "\"text-radial-offset\":0.4,\"text-max-width\":5},\"paint\":{\"text-halo-width\":1,"
        "\"text-halo-color\":\"#fff\"}},"
        "{\"id\":\"along\",\"type\":\"symbol\",\"source\":\"basemap\",\"source-layer\":\"boundary\","
        "\"layout\":{\"text-field\":[\"get\",\"name\"],\"text-size\":10,\"symbol-placement\":\"line\","
        "\"symbol-spacing\":%.1f}},"
        "{\"id\":\"country\",\"type\":\"symbol\",\"source\":\"basemap\",\"source-layer\":\"land\","
        "\"layout\":{\"text-field\":[\"get\",\"name\"],\"text-letter-spacing\":0.2}}",
        random_between(8, 15), random_between(100, 400));
}

style *random_style(void)
{
    const bool clusters = random_chance(0.5), spreads = random_chance(0.5);
    strbuf json = {0};
    strbuf_puts(&json, "{\"version\":8,");
    if (random_chance(0.5))
        strbuf_printf(&json,
                      "\"metadata\":{\"incmap:soft-areas\":{\"a\":%.2f},\"incmap:label-obstacles\":[\"c\"],"
                      "\"incmap:labels-over-crowds\":[\"t\",\"place\"]},",
                      random_between(0.3, 1));
    strbuf_puts(&json, "\"sources\":{\"incidents\":{\"type\":\"geojson\"");
    if (clusters)
        strbuf_printf(&json, ",\"cluster\":true,\"clusterRadius\":%.0f,\"clusterMaxZoom\":%.0f",
                      random_between(10, 80), random_between(3, 22));
    strbuf_puts(&json, "}},\"layers\":[");
    put_basemap_layers(&json);
    if (random_chance(0.5))
        strbuf_puts(&json,
                    "{\"id\":\"b\",\"type\":\"fill\",\"source\":\"bins\",\"paint\":{\"fill-opacity\":0.5,"
                    "\"fill-color\":[\"interpolate\",[\"linear\"],[\"get\",\"value\"],0,\"#fff\",20,"
                    "\"#08306b\"],\"fill-outline-color\":\"#888\"}},");
    strbuf_printf(
        &json,
        "{\"id\":\"a\",\"type\":\"fill\",\"source\":\"areas\",\"paint\":{\"fill-color\":\"rgba(200,30,30,%."
        "2f)\"}},"
        "{\"id\":\"o\",\"type\":\"line\",\"source\":\"areas\",\"paint\":{\"line-color\":\"#202080\","
        "\"line-width\":%.2f%s}},",
        random_between(0.1, 1), random_between(0.3, 6),
        random_chance(0.5) ? ",\"line-dasharray\":[3,2]" : "");
    if (random_chance(0.6))
        strbuf_printf(
            &json,
            "{\"id\":\"h\",\"type\":\"heatmap\",\"source\":\"incidents\",\"paint\":{\"heatmap-radius\":%."
            "2f,\"heatmap-opacity\":0.5}},",
            random_between(5, 60));
    if (spreads)
        strbuf_puts(
            &json,
            "{\"id\":\"s\",\"type\":\"line\",\"source\":\"spread\",\"paint\":{\"line-width\":0.75}},"
            "{\"id\":\"p\",\"type\":\"circle\",\"source\":\"spread\",\"paint\":{\"circle-radius\":2}},");
    strbuf_printf(
        &json,
        "{\"id\":\"c\",\"type\":\"circle\",\"source\":\"incidents\",\"filter\":[\"!\",[\"has\","
        "\"point_count\"]],\"paint\":{\"circle-radius\":[\"+\",%.2f,[\"/\",[\"coalesce\",[\"get\","
        "\"killed\"],0],8]],\"circle-stroke-width\":%.2f,\"circle-opacity\":%.2f,\"circle-blur\":%.2f,"
        "\"circle-color\":[\"match\",[\"get\",\"type\"],\"airstrike\",\"#d55e00\",\"clash\",\"#0072b2\","
        "\"#009e73\"],\"circle-stroke-color\":\"#fff\"}},",
        random_between(1, 9), random_between(0, 4), random_between(0.2, 1), random_chance(0.3) ? 0.6 : 0.0);
    if (clusters)
        strbuf_puts(&json,
                    "{\"id\":\"k\",\"type\":\"circle\",\"source\":\"incidents\",\"filter\":[\"has\","
                    "\"point_count\"],\"paint\":{\"circle-radius\":[\"+\",9,[\"sqrt\",[\"get\","
                    "\"point_count\"]]],\"circle-color\":\"#333\"}},"
                    "{\"id\":\"n\",\"type\":\"symbol\",\"source\":\"incidents\",\"filter\":[\"has\","
                    "\"point_count\"],\"layout\":{\"text-field\":[\"get\",\"point_count_abbreviated\"],"
                    "\"text-size\":10},\"paint\":{\"text-color\":\"#fff\"}},");
    strbuf_printf(
        &json,
        "{\"id\":\"t\",\"type\":\"symbol\",\"source\":\"incidents\",\"layout\":{\"text-field\":[\"get\","
        "\"title\"],\"text-size\":%.2f,\"text-anchor\":\"left\",\"text-rotate\":%.0f,\"text-offset\":[1,0]},"
        "\"paint\":{\"text-halo-width\":1.5,\"text-halo-color\":\"#fff\"}}",
        random_between(9, 16), random_chance(0.3) ? random_between(0, 360) : 0.0);
    put_name_layers(&json);
    strbuf_puts(&json, "]}");
    incmap_error err = {0};
    style *s = NULL;
    ck_assert_msg(style_parse(&s, json.data, json.length, "random", &err) == INCMAP_OK, "%s", err.message);
    strbuf_dispose(&json);
    return s;
}

static OGRLayerH add_layer(GDALDatasetH dataset, const char *name)
{
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(srs, 4326);
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, name, srs, wkbUnknown, NULL);
    OSRRelease(srs);
    ck_assert_ptr_nonnull(layer);
    OGRFieldDefnH fields[] = {OGR_Fld_Create("name", OFTString), OGR_Fld_Create("rank", OFTInteger)};
    for (int i = 0; i < 2; i++) {
        OGR_L_CreateField(layer, fields[i], TRUE);
        OGR_Fld_Destroy(fields[i]);
    }
    return layer;
}

static void add_feature(OGRLayerH layer, OGRGeometryH geometry, const char *name, int rank)
{
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    OGR_F_SetGeometryDirectly(feature, geometry);
    OGR_F_SetFieldString(feature, 0, name);
    OGR_F_SetFieldInteger(feature, 1, rank);
    ck_assert_int_eq(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
    OGR_F_Destroy(feature);
}

/** A star of random reach, its longitudes and latitudes on the globe. */
static OGRGeometryH random_star(lonlat centre, double reach_deg)
{
    OGRGeometryH ring = OGR_G_CreateGeometry(wkbLinearRing), polygon = OGR_G_CreateGeometry(wkbPolygon);
    for (int i = 0; i < 40; i++) {
        double angle = 2 * M_PI * i / 40, reach = random_between(0.4, 1) * reach_deg;
        double lat_deg = centre.lat_deg + reach * sin(angle);
        OGR_G_AddPoint_2D(ring, fmin(fmax(centre.lon_deg + reach * cos(angle), -180), 180),
                          fmin(fmax(lat_deg, -89), 89));
    }
    OGR_G_CloseRings(ring);
    OGR_G_AddGeometryDirectly(polygon, ring);
    return polygon;
}

/** A line that wanders about. */
static OGRGeometryH random_walk(lonlat from, double step_deg)
{
    OGRGeometryH line = OGR_G_CreateGeometry(wkbLineString);
    for (int i = 0; i < 60; i++) {
        OGR_G_AddPoint_2D(line, from.lon_deg, from.lat_deg);
        from.lon_deg = fmin(fmax(from.lon_deg + random_between(-0.4, 1) * step_deg, -180), 180);
        from.lat_deg = fmin(fmax(from.lat_deg + random_between(-0.7, 0.7) * step_deg, -85), 85);
    }
    return line;
}

void random_basemap(const char *path, double reach_deg)
{
    static const lonlat centres[] = {{44, 33}, {40, 35}, {179.6, -17}, {-60, -80}};
    GDALAllRegister();
    GDALDatasetH dataset = GDALCreate(GDALGetDriverByName("GPKG"), path, 0, 0, 0, GDT_Unknown, NULL);
    ck_assert_ptr_nonnull(dataset);
    OGRLayerH land = add_layer(dataset, "land"), boundary = add_layer(dataset, "boundary"),
              place = add_layer(dataset, "place");
    for (int i = 0; i < 200; i++) {
        const lonlat centre = centres[i % 4];
        const lonlat at = {centre.lon_deg + random_between(-reach_deg, reach_deg),
                           centre.lat_deg + random_between(-reach_deg, reach_deg)};
        char name[32];
        snprintf(name, sizeof name, "Place %d", i * 7919 % 1000);
        if (i < 12) add_feature(land, random_star(at, (i < 4 ? 30 : 0.7) * reach_deg), name, i);
        if (i < 24) add_feature(boundary, random_walk(at, (i < 8 ? 2 : 0.1) * reach_deg), name, i);
        OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
        OGR_G_AddPoint_2D(point, fmin(at.lon_deg, 180), at.lat_deg);
        add_feature(place, point, name, i);
    }
    GDALClose(dataset);
}

uint32_t random_rounds(uint32_t in_suite)
{
    const char *asked = getenv("PROPERTY_ROUNDS");
    const uint32_t rounds = asked ? (uint32_t)atoi(asked) : in_suite;
    ck_assert_uint_gt(rounds, 0);
    return rounds;
}
