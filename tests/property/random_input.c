#include "property/random_input.h"

#include "unit/unit.h"

#include <math.h>
#include <stdio.h>
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

style *random_style(void)
{
    char json[4096];
    snprintf(
        json, sizeof json,
        "{\"version\":8,\"sources\":{},\"layers\":["
        "{\"id\":\"a\",\"type\":\"fill\",\"source\":\"areas\",\"paint\":{\"fill-color\":\"rgba(200,30,30,%."
        "2f)\"}},"
        "{\"id\":\"o\",\"type\":\"line\",\"source\":\"areas\",\"paint\":{\"line-color\":\"#202080\","
        "\"line-width\":%.2f%s}},"
        "{\"id\":\"h\",\"type\":\"heatmap\",\"source\":\"incidents\",\"paint\":{\"heatmap-radius\":%.2f,"
        "\"heatmap-opacity\":0.5}},"
        "{\"id\":\"c\",\"type\":\"circle\",\"source\":\"incidents\",\"paint\":{\"circle-radius\":[\"+\",%.2f,"
        "[\"/"
        "\",[\"coalesce\",[\"get\",\"killed\"],0],8]],\"circle-stroke-width\":%.2f,\"circle-opacity\":%.2f,"
        "\"circle-blur\":%.2f,\"circle-color\":[\"match\",[\"get\",\"type\"],\"airstrike\",\"#d55e00\","
        "\"clash\","
        "\"#0072b2\",\"#009e73\"],\"circle-stroke-color\":\"#fff\"}},"
        "{\"id\":\"t\",\"type\":\"symbol\",\"source\":\"incidents\",\"layout\":{\"text-field\":[\"get\","
        "\"title\"],"
        "\"text-size\":%.2f,\"text-anchor\":\"left\",\"text-offset\":[1,0]},\"paint\":{\"text-halo-width\":1."
        "5,"
        "\"text-halo-color\":\"#fff\"}}]}",
        random_between(0.1, 1), random_between(0.3, 6),
        random_unit() < 0.5 ? ",\"line-dasharray\":[3,2]" : "", random_between(5, 60), random_between(1, 9),
        random_between(0, 4), random_between(0.2, 1), random_unit() < 0.3 ? 0.6 : 0.0, random_between(9, 16));
    incmap_error err = {0};
    style *s = NULL;
    ck_assert_msg(style_parse(&s, json, strlen(json), "random", &err) == INCMAP_OK, "%s", err.message);
    return s;
}
