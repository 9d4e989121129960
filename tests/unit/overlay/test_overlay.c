#include "overlay/overlay.h"

#include "base/strbuf.h"
#include "unit/scratch.h"

#include <gdal.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char style_json[] =
    "{\"version\": 8, \"sources\": {\"incidents\": {\"type\": \"geojson\", \"data\": {\"type\": "
    "\"FeatureCollection\", \"features\": []}}}, \"layers\": [{\"id\": \"dots\", \"type\": \"circle\", "
    "\"source\": "
    "\"incidents\", \"paint\": {\"circle-radius\": 5, \"circle-color\": \"#cc2200\", "
    "\"circle-stroke-width\": 1.5, "
    "\"circle-stroke-color\": \"#ffffff\"}}]}";

// More than any raster of these tests.
#define FILE_BYTES_MAX (1 << 26)

static style *dots;
static incident_set set;

static void set_up(void)
{
    scratch_open();
    incmap_error err = {0};
    ck_assert_msg(style_parse(&dots, style_json, sizeof style_json - 1, "dots", &err) == INCMAP_OK, "%s",
                  err.message);
    set = (incident_set){0};
    incident_set_init(&set, NULL, 0);
}

static void tear_down(void)
{
    style_free(dots);
    incident_set_dispose(&set);
    scratch_close();
}

static void add_incident(lonlat at)
{
    incident item = incident_none();
    item.has_position = true;
    item.position = at;
    item.radius_m = NAN;
    item.prec = PREC_EXACT;
    incident_set_add(&set, &item);
}

static overlay_request request_of(const char *output, const char *srs)
{
    return (overlay_request){.show = {.incidents = &set, .style = dots},
                             .output = output,
                             .srs = srs,
                             .pixel_ratio = 1,
                             .attribution = ""};
}

/** Where GDAL's own tool puts a place. */
static projxy ask_gdaltransform(lonlat at, const char *srs)
{
    char command[256];
    snprintf(command, sizeof command,
             "echo %.10f %.10f | gdaltransform -s_srs EPSG:4326 -t_srs %s -output_xy", at.lon_deg, at.lat_deg,
             srs);
    FILE *pipe = popen(command, "r");
    projxy out;
    ck_assert_int_eq(fscanf(pipe, "%lf %lf", &out.x, &out.y), 2);
    ck_assert_int_eq(pclose(pipe), 0);
    return out;
}

/** Centre of gravity of the ink, in the raster's reference system, and the size of a pixel. */
static projxy ink_centre(const char *path, double *res_x, double *res_y)
{
    GDALDatasetH dataset = GDALOpen(path, GA_ReadOnly);
    ck_assert_ptr_nonnull(dataset);
    int width_px = GDALGetRasterXSize(dataset), height_px = GDALGetRasterYSize(dataset);
    uint8_t *alpha = mem_alloc((size_t)width_px * (size_t)height_px);
    ck_assert_int_eq(GDALRasterIO(GDALGetRasterBand(dataset, 4), GF_Read, 0, 0, width_px, height_px, alpha,
                                  width_px, height_px, GDT_Byte, 0, 0),
                     CE_None);
    double sum = 0, col = 0, row = 0, t[6];
    for (int y = 0; y < height_px; y++)
        for (int x = 0; x < width_px; x++) {
            double a = alpha[(size_t)y * (size_t)width_px + (size_t)x];
            sum += a;
            col += a * (x + 0.5);
            row += a * (y + 0.5);
        }
    // A disc of 6.5 px.
    ck_assert_double_eq_tol(sum / 255, M_PI * 6.5 * 6.5, 1);
    ck_assert_int_eq(GDALGetGeoTransform(dataset, t), CE_None);
    GDALClose(dataset);
    free(alpha);
    *res_x = t[1];
    *res_y = -t[5];
    return (projxy){t[0] + col / sum * t[1], t[3] + row / sum * t[5]};
}

START_TEST(a_markers_centre_is_where_gdaltransform_puts_it)
{
    static const lonlat places[] = {{42.441, 33.786}, {44.066, 33.292}, {45.7123456, 36.9}, {39.99, 29.01}};
    static const struct {
        const char *srs;
        double res_x, res_y;
    } targets[] = {{"EPSG:32638", 7.3, 7.3},
                   {"EPSG:3857", 11.7, 5},
                   {"EPSG:4326", 0.00037, 0.00041},
                   {"EPSG:3035", 12, 12}};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        for (size_t k = 0; k < sizeof places / sizeof *places; k++) {
            set_up();
            add_incident(places[k]);
            projxy expected = ask_gdaltransform(places[k], targets[i].srs);
            overlay_request request = request_of(scratch_path("x.tif"), targets[i].srs);
            request.res_x = targets[i].res_x;
            request.res_y = targets[i].res_y;
            // The mark lies on the corner of four blocks, a little off for each place.
            request.has_extent = true;
            double left = expected.x - (511.3 + 0.4 * (double)k) * request.res_x;
            double top = expected.y + (512.9 - 0.7 * (double)k) * request.res_y;
            memcpy(request.extent,
                   (double[]){left, top - 700 * request.res_y, left + 600 * request.res_x, top},
                   sizeof request.extent);
            overlay_result result;
            incmap_error err = {0};
            ck_assert_msg(overlay_write(&request, &result, &err) == INCMAP_OK, "%s", err.message);
            ck_assert_int_eq(result.grid.width_px, 600);
            ck_assert_int_eq(result.grid.height_px, 700);
            double res_x, res_y;
            projxy found = ink_centre(request.output, &res_x, &res_y);
            // A mark is snapped to the nearest 1/8 px.
            ck_assert_double_le(fabs(found.x - expected.x) / res_x, 1.0 / 16 + 0.02);
            ck_assert_double_le(fabs(found.y - expected.y) / res_y, 1.0 / 16 + 0.02);
            tear_down();
        }
}
END_TEST

START_TEST(a_chosen_extent_holds_all_of_the_ink)
{
    set_up();
    add_incident((lonlat){42.441, 33.786});
    overlay_request request = request_of(scratch_path("x.tif"), NULL);
    overlay_result result;
    incmap_error err = {0};
    ck_assert_msg(overlay_write(&request, &result, &err) == INCMAP_OK, "%s", err.message);
    ck_assert(result.chose_extent && result.chose_size);
    ck_assert_int_eq(result.grid.width_px, 4096);
    double res_x, res_y;
    projxy found = ink_centre(request.output, &res_x, &res_y),
           expected = ask_gdaltransform((lonlat){42.441, 33.786}, "EPSG:3857");
    ck_assert_double_le(hypot(found.x - expected.x, found.y - expected.y) / res_x, 0.1);
    tear_down();
}
END_TEST

START_TEST(the_same_request_is_the_same_bytes_for_any_number_of_threads)
{
    set_up();
    for (int i = 0; i < 40; i++) add_incident((lonlat){42 + i * 0.1, 33 + i % 7 * 0.2});
    static const int threads[] = {1, 1, 2, 7};
    strbuf bytes[4] = {0};
    for (int i = 0; i < 4; i++) {
        overlay_request request = request_of(scratch_path("a.tif"), "EPSG:32638");
        request.width_px = 3000;
        request.threads = threads[i];
        request.force = true;
        overlay_result result;
        incmap_error err = {0};
        ck_assert_msg(overlay_write(&request, &result, &err) == INCMAP_OK, "%s", err.message);
        ck_assert(strbuf_add_file(&bytes[i], request.output, FILE_BYTES_MAX));
        ck_assert_uint_eq(bytes[i].length, bytes[0].length);
        ck_assert_mem_eq(bytes[i].data, bytes[0].data, bytes[0].length);
    }
    for (int i = 0; i < 4; i++) strbuf_dispose(&bytes[i]);
    tear_down();
}
END_TEST

START_TEST(failures_leave_nothing_and_touch_nothing)
{
    set_up();
    add_incident((lonlat){42.441, 33.786});
    overlay_result result;
    incmap_error err = {0};
    overlay_request request = request_of(scratch_path("x.tif"), "EPSG:99999");
    ck_assert_int_eq(overlay_write(&request, &result, &err), INCMAP_USAGE);
    ck_assert_ptr_nonnull(strstr(err.message, "EPSG:99999"));
    err = (incmap_error){0};
    request.srs = "+proj=airy +lat_0=33 +lon_0=44";
    request.width_px = 100;
    ck_assert_int_eq(overlay_write(&request, &result, &err), INCMAP_FAILED);
    ck_assert_int_eq(scratch_entry_count(), 0);

    scratch_write(request.output, "precious");
    err = (incmap_error){0};
    request.srs = "EPSG:3857";
    ck_assert_int_eq(overlay_write(&request, &result, &err), INCMAP_FAILED);
    ck_assert_ptr_nonnull(strstr(err.message, "--force"));
    ck_assert_str_eq(scratch_read(request.output), "precious");
    ck_assert_int_eq(scratch_entry_count(), 1);
    err = (incmap_error){0};
    request.force = true;
    ck_assert_msg(overlay_write(&request, &result, &err) == INCMAP_OK, "%s", err.message);
    ck_assert_mem_eq(scratch_read(request.output), "II*", 3);
    ck_assert_int_eq(scratch_entry_count(), 1);
    tear_down();
}
END_TEST

UNIT_MAIN("overlay/overlay", a_markers_centre_is_where_gdaltransform_puts_it,
          a_chosen_extent_holds_all_of_the_ink, the_same_request_is_the_same_bytes_for_any_number_of_threads,
          failures_leave_nothing_and_touch_nothing)
