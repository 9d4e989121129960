#include "report/srs_choice.h"

#include "base/arena.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// At 3.5° from the meridian UTM's scale is 0.15% too large at the equator, as much as one can measure on
// paper.
#define UTM_REACH_DEG 3.5
#define UTM_NORTH_DEG 84.0
#define UTM_SOUTH_DEG (-80.0)
#define TM_WIDTH_DEG  6.0

// Beyond this an azimuthal or conic map shows more of its own distortion than of the incidents.
#define REGION_WIDTH_DEG  100.0
#define REGION_HEIGHT_DEG 120.0

// A cone whose parallels come near the equator or the pole degenerates.
#define CONE_LAT_MIN_DEG 12.0
#define CONE_LAT_MAX_DEG 72.0

static double wrap_deg(double lon_deg)
{
    double wrapped = fmod(lon_deg + 180, 360);
    return (wrapped < 0 ? wrapped + 360 : wrapped) - 180;
}

double srs_box_width_deg(lonlat_box box)
{
    double width_deg = box.east_deg - box.west_deg;
    return width_deg < 0 ? width_deg + 360 : width_deg;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

lonlat_box srs_bounds(const lonlat *points, size_t count)
{
    if (count == 0) return (lonlat_box){-180, -90, 180, 90};
    lonlat_box box = {0, 90, 0, -90};
    double *lons_deg = mem_alloc(count * sizeof *lons_deg);
    for (size_t i = 0; i < count; i++) {
        lons_deg[i] = wrap_deg(points[i].lon_deg);
        box.south_deg = fmin(box.south_deg, points[i].lat_deg);
        box.north_deg = fmax(box.north_deg, points[i].lat_deg);
    }
    qsort(lons_deg, count, sizeof *lons_deg, by_value);

    // The box is what the widest gap between neighbours leaves over.
    size_t after_gap = 0;
    double widest_deg = lons_deg[0] + 360 - lons_deg[count - 1];
    for (size_t i = 1; i < count; i++) {
        double gap_deg = lons_deg[i] - lons_deg[i - 1];
        if (gap_deg <= widest_deg) continue;
        widest_deg = gap_deg;
        after_gap = i;
    }
    box.west_deg = lons_deg[after_gap];
    box.east_deg = lons_deg[(after_gap + count - 1) % count];
    free(lons_deg);
    return box;
}

char *srs_choose(lonlat_box box, char out[SRS_CHOICE_MAX])
{
    double width_deg = srs_box_width_deg(box);
    double height_deg = box.north_deg - box.south_deg;
    double lon_deg = wrap_deg(box.west_deg + width_deg / 2);
    double lat_deg = (box.south_deg + box.north_deg) / 2;

    int zone = (int)floor((lon_deg + 180) / 6) % 60 + 1;
    double off_meridian_deg = fabs(lon_deg - (zone * 6 - 183)) + width_deg / 2;
    if (off_meridian_deg <= UTM_REACH_DEG && box.north_deg <= UTM_NORTH_DEG &&
        box.south_deg >= UTM_SOUTH_DEG) {
        snprintf(out, SRS_CHOICE_MAX, "EPSG:%d", (lat_deg < 0 ? 32700 : 32600) + zone);
        return out;
    }

    // Half degrees for what is local, whole ones for what is large.
    double step_deg = width_deg <= TM_WIDTH_DEG ? 0.5 : 1;
    double lon_0_deg = round(lon_deg / step_deg) * step_deg;
    double lat_0_deg = round(lat_deg / step_deg) * step_deg;
    double lat_1_deg = round((box.south_deg + height_deg / 6) / step_deg) * step_deg;
    double lat_2_deg = round((box.north_deg - height_deg / 6) / step_deg) * step_deg;
    bool is_polar = fmax(fabs(box.south_deg), fabs(box.north_deg)) > CONE_LAT_MAX_DEG + height_deg / 6 ||
                    fabs(lat_0_deg) > CONE_LAT_MAX_DEG;

    if (width_deg > REGION_WIDTH_DEG && fabs(lat_0_deg) < CONE_LAT_MAX_DEG)
        snprintf(out, SRS_CHOICE_MAX, "+proj=eqearth +lon_0=%g +datum=WGS84 +units=m +no_defs +type=crs",
                 width_deg > 300 ? 0 : round(lon_deg / 10) * 10);
    else if (height_deg > REGION_HEIGHT_DEG)
        snprintf(out, SRS_CHOICE_MAX, "+proj=eqearth +lon_0=%g +datum=WGS84 +units=m +no_defs +type=crs",
                 lon_0_deg);
    else if (width_deg <= TM_WIDTH_DEG && fabs(lat_0_deg) <= UTM_NORTH_DEG)
        snprintf(out, SRS_CHOICE_MAX,
                 "+proj=tmerc +lat_0=%g +lon_0=%g +k=1 +datum=WGS84 +units=m +no_defs +type=crs", lat_0_deg,
                 lon_0_deg);
    else if (is_polar || fabs(lat_0_deg) < CONE_LAT_MIN_DEG || lat_1_deg * lat_2_deg <= 0)
        snprintf(out, SRS_CHOICE_MAX,
                 "+proj=laea +lat_0=%g +lon_0=%g +datum=WGS84 +units=m +no_defs +type=crs", lat_0_deg,
                 lon_0_deg);
    else
        snprintf(out, SRS_CHOICE_MAX,
                 "+proj=lcc +lat_0=%g +lat_1=%g +lat_2=%g +lon_0=%g +datum=WGS84 +units=m +no_defs +type=crs",
                 lat_0_deg, lat_1_deg, lat_2_deg, lon_0_deg);
    return out;
}

static double parameter(const char *srs, const char *name)
{
    const char *at = strstr(srs, name);
    return at ? strtod(at + strlen(name), NULL) : 0;
}

static char *degrees(const wording *w, double value, word positive, word negative, char out[32])
{
    // Neither the equator nor the two meridians of Greenwich lie on a side.
    bool has_side = value != 0 && (fabs(value) < 180 || positive == WORD_NORTH);
    snprintf(out, 32, "%g°%s%s", fabs(value), has_side ? " " : "",
             has_side ? wording_text(w, value < 0 ? negative : positive) : "");
    return out;
}

char *srs_title(const wording *w, const char *srs, const char *name, char out[SRS_TITLE_MAX])
{
    char lat_0[32], lon_0[32], lat_1[32], lat_2[32];
    degrees(w, parameter(srs, "+lat_0="), WORD_NORTH, WORD_SOUTH, lat_0);
    degrees(w, parameter(srs, "+lon_0="), WORD_EAST, WORD_WEST, lon_0);
    snprintf(lat_1, sizeof lat_1, "%g°", parameter(srs, "+lat_1="));
    snprintf(lat_2, sizeof lat_2, "%g°", parameter(srs, "+lat_2="));
    static const char utm[] = "UTM zone ";
    const char *zone = strstr(name, utm);
    strbuf text = {0};
    if (zone)
        wording_put(&text, w, WORD_UTM, (const char *const[]){zone + sizeof utm - 1});
    else if (strstr(srs, "+proj=tmerc"))
        wording_put(&text, w, WORD_TRANSVERSE_MERCATOR, (const char *const[]){lon_0});
    else if (strstr(srs, "+proj=laea"))
        wording_put(&text, w, WORD_AZIMUTHAL, (const char *const[]){lat_0, lon_0});
    else if (strstr(srs, "+proj=eqearth"))
        wording_put(&text, w, WORD_EQUAL_EARTH, (const char *const[]){lon_0});
    else if (strstr(srs, "+proj=lcc"))
        wording_put(&text, w, WORD_CONIC, (const char *const[]){lat_1, lat_2, lon_0});
    else
        strbuf_puts(&text, strcmp(name, "unknown") == 0 ? srs : name);
    snprintf(out, SRS_TITLE_MAX, "%s", strbuf_text(&text));
    strbuf_dispose(&text);
    return out;
}
