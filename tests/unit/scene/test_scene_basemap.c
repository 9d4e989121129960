#include "scene/scene.h"

#include "unit/unit.h"

#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char path[4096];

typedef struct {
    const char *table, *wkt, *name;
    int rank;
    const char *name_ar, *class, *iso_a2; ///< NULL: not set
    int disputed;
} row;

static const row rows[] = {
    {"land", "POLYGON ((0 0,4 0,4 4,0 4,0 0),(1 1,2 1,2 2,1 2,1 1))", "plain", 1},
    {"land", "POLYGON ((-60 -60,60 -60,60 60,-60 60,-60 -60))", "continent", 2},
    {"land", "POLYGON ((172 50,180 50,180 54,172 54,172 50))", "plain", 3},
    {"land", "POLYGON ((-180 50,-174 50,-174 54,-180 54,-180 50))", "plain", 4},
    {"boundary", "LINESTRING (90 40,94 40)", "Somebody's claim", 2, .disputed = 1},
    {"boundary", "LINESTRING (90 42,94 42)", NULL, 3, .disputed = 1},
    {"boundary", "LINESTRING (90 44,94 44)", NULL, 4, .disputed = 0},
    {"boundary", "MULTILINESTRING ((0 3,4 3),(0 3.5,4 3.5))", "line", 1},
    {"place", "POINT (3 3)", "Second", 2},
    {"place", "POINT (3.01 3)", "First", 1},
    {"place", "POINT (40 40)", "Far away", 0},
    {"place", "POINT (100 10)", "City", 1, "مدينة"},
    {"place", "POINT (101 10)", "Irak", 2, NULL, "country", "IQ"},
    {"place", "POINT (102 10)", "No country", 3, NULL, "country", "Q1"},
    {"place", "POINT (103 10)", "No code", 4, NULL, "country", "-99"},
    {"place", "POINT (104 10)", "Village", 5, NULL, "village", "IQ"},
};

static void make_basemap(void)
{
    snprintf(path, sizeof path, "%s/test_scene_basemap_%ld.gpkg", BUILD_DIR, (long)getpid());
    GDALAllRegister();
    GDALDatasetH dataset = GDALCreate(GDALGetDriverByName("GPKG"), path, 0, 0, 0, GDT_Unknown, NULL);
    ck_assert_ptr_nonnull(dataset);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        OGRLayerH layer = GDALDatasetGetLayerByName(dataset, rows[i].table);
        if (!layer) {
            OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
            OSRImportFromEPSG(srs, 4326);
            OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
            layer = GDALDatasetCreateLayer(dataset, rows[i].table, srs, wkbUnknown, NULL);
            OSRRelease(srs);
            OGRFieldDefnH fields[] = {
                OGR_Fld_Create("name", OFTString),    OGR_Fld_Create("rank", OFTInteger),
                OGR_Fld_Create("name:ar", OFTString), OGR_Fld_Create("class", OFTString),
                OGR_Fld_Create("iso_a2", OFTString),  OGR_Fld_Create("disputed", OFTInteger)};
            for (int k = 0; k < 6; k++) {
                OGR_L_CreateField(layer, fields[k], TRUE);
                OGR_Fld_Destroy(fields[k]);
            }
        }
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        OGRGeometryH geometry = NULL;
        char *wkt = (char *)rows[i].wkt;
        ck_assert_int_eq(OGR_G_CreateFromWkt(&wkt, NULL, &geometry), OGRERR_NONE);
        OGR_F_SetGeometryDirectly(feature, geometry);
        if (rows[i].name) OGR_F_SetFieldString(feature, 0, rows[i].name);
        OGR_F_SetFieldInteger(feature, 5, rows[i].disputed);
        OGR_F_SetFieldInteger(feature, 1, rows[i].rank);
        const char *const texts[] = {rows[i].name_ar, rows[i].class, rows[i].iso_a2};
        for (int k = 0; k < 3; k++)
            if (texts[k]) OGR_F_SetFieldString(feature, 2 + k, texts[k]);
        ck_assert_int_eq(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
        OGR_F_Destroy(feature);
    }
    GDALClose(dataset);
}

static void measure(void *context, const scene_font *font, const char *text, double wrap_px, double *width_px,
                    double *height_px)
{
    (void)context, (void)wrap_px;
    *width_px = 0.5 * font->size_px * (double)strlen(text);
    *height_px = font->size_px;
}

/** Layers in an order in which no two of one source-layer follow each other. */
static const char document[] =
    "{\"version\":8,\"sources\":{\"basemap\":{\"type\":\"vector\",\"url\":\"b\"}},\"glyphs\":\"f/{fontstack}/"
    "{range}.pbf\",\"layers\":[{\"id\":\"land\",\"type\":\"fill\",\"source\":\"basemap\",\"source-layer\":"
    "\"land\"},"
    "{\"id\":\"lines\",\"type\":\"line\",\"source\":\"basemap\",\"source-layer\":\"boundary\"},"
    "{\"id\":\"coast\",\"type\":\"line\",\"source\":\"basemap\",\"source-layer\":\"land\",\"filter\":[\"==\","
    "[\"get\","
    "\"name\"],\"plain\"],\"paint\":{\"line-width\":4},\"layout\":{\"line-join\":\"round\"}},"
    "{\"id\":\"dots\",\"type\":\"circle\",\"source\":\"basemap\",\"source-layer\":\"place\"},"
    "{\"id\":\"names\",\"type\":\"symbol\",\"source\":\"basemap\",\"source-layer\":\"place\",\"layout\":{"
    "\"text-field\":"
    "\"{name}\"}},"
    "{\"id\":\"regions\",\"type\":\"symbol\",\"source\":\"basemap\",\"source-layer\":\"land\",\"filter\":[\"="
    "=\",[\"get\","
    "\"name\"],\"plain\"],\"layout\":{\"text-field\":\"{name}\",\"text-size\":4,\"text-allow-overlap\":true}}"
    ","
    "{\"id\":\"disputes\",\"type\":\"line\",\"source\":\"basemap\",\"source-layer\":\"boundary\",\"filter\":"
    "[\"==\",[\"get\",\"disputed\"],1]},"
    "{\"id\":\"nothing\",\"type\":\"fill\",\"source\":\"basemap\",\"source-layer\":\"lake\"}]}";

static const char along_lines[] =
    "{\"version\":8,\"sources\":{},\"layers\":["
    "{\"id\":\"middle\",\"type\":\"symbol\",\"source\":\"basemap\",\"source-layer\":\"boundary\",\"layout\":{"
    "\"symbol-placement\":\"line-center\",\"text-field\":\"{name}\",\"text-allow-overlap\":true,"
    "\"text-ignore-placement\":true}},"
    "{\"id\":\"along\",\"type\":\"symbol\",\"source\":\"basemap\",\"source-layer\":\"boundary\",\"layout\":{"
    "\"symbol-placement\":\"line\",\"symbol-spacing\":100,\"text-field\":\"{name}\",\"text-offset\":[0,1]}},"
    "{\"id\":\"points\",\"type\":\"symbol\",\"source\":\"basemap\",\"source-layer\":\"place\",\"layout\":{"
    "\"symbol-placement\":\"line\",\"text-field\":\"{name}\"}}]}";

static const char *used_document = document;

typedef struct {
    style *style;
    basemap *basemap;
    projection *projection;
    incident_set none;
    scene *scene;
} stage;

static void build_stage(stage *st, const char *srs, grid g, bool with_basemap, const char *lang,
                        bool is_defacto)
{
    *st = (stage){0};
    incmap_error err = {0};
    ck_assert_msg(style_parse(&st->style, used_document, strlen(used_document), "test", &err) == INCMAP_OK,
                  "%s", err.message);
    if (with_basemap) ck_assert_int_eq(basemap_open(&st->basemap, path, &err), INCMAP_OK);
    ck_assert_int_eq(projection_open(&st->projection, srs, &err), INCMAP_OK);
    incident_set_init(&st->none, NULL, 0);
    scene_request request = {.style = st->style,
                             .zoom = 8,
                             .projection = st->projection,
                             .grid = g,
                             .pixel_ratio = 1,
                             .incidents = &st->none,
                             .basemap = st->basemap,
                             .lang = lang,
                             .is_defacto = is_defacto,
                             .text = {NULL, measure}};
    ck_assert_msg(scene_build(&st->scene, &request, &err) == INCMAP_OK, "%s", err.message);
}

static void open_stage_in(stage *st, const char *srs, grid g, bool with_basemap, const char *lang)
{
    build_stage(st, srs, g, with_basemap, lang, false);
}

static void open_stage(stage *st, const char *srs, grid g, bool with_basemap)
{
    open_stage_in(st, srs, g, with_basemap, NULL);
}

static void close_stage(stage *st)
{
    scene_free(st->scene);
    style_free(st->style);
    basemap_close(st->basemap);
    projection_close(st->projection);
    incident_set_dispose(&st->none);
}

static const scene_layer *layer_of(const stage *st, const char *id)
{
    for (size_t i = 0; i < st->scene->layer_count; i++)
        if (strcmp(st->scene->layers[i].id, id) == 0) return &st->scene->layers[i];
    ck_abort_msg("no layer %s", id);
    return NULL;
}

static void check_box(px_box box, double min_x, double min_y, double max_x, double max_y)
{
    ck_assert_double_eq_tol(box.min_x_px, min_x, 1e-6);
    ck_assert_double_eq_tol(box.min_y_px, min_y, 1e-6);
    ck_assert_double_eq_tol(box.max_x_px, max_x, 1e-6);
    ck_assert_double_eq_tol(box.max_y_px, max_y, 1e-6);
}

/** A hundred pixels a degree, from 1 W 5 N to 5 E 1 S. */
static const grid page = {-1, 5, 0.01, 0.01, 600, 600};

START_TEST(shapes_of_the_basemap_in_order_and_cut)
{
    stage st;
    open_stage(&st, "EPSG:4326", page, true);
    const scene_layer *land = layer_of(&st, "land");
    ck_assert_int_eq(land->kind, SCENE_SHAPES);
    ck_assert_uint_eq(land->count, 2);
    check_box(land->shapes[0].ink, 100, 100, 500, 500);
    ck_assert_uint_eq(land->shapes[0].part_end - land->shapes[0].part_begin, 2);
    ck_assert_int_eq(land->shapes[0].incident, -1);
    // The continent goes no farther than the margin around the picture.
    check_box(land->shapes[1].ink, -64, -64, 664, 664);

    const scene_layer *coast = layer_of(&st, "coast"), *lines = layer_of(&st, "lines");
    ck_assert_uint_eq(coast->count, 1);
    check_box(coast->shapes[0].ink, 98, 98, 502, 502);
    ck_assert_uint_eq(coast->shapes[0].part_begin, land->shapes[0].part_begin);
    ck_assert_uint_eq(lines->count, 1);
    ck_assert_int_eq(lines->shapes[0].kind, GEOM_LINES);
    ck_assert_uint_eq(lines->shapes[0].part_end - lines->shapes[0].part_begin, 2);
    ck_assert_uint_eq(layer_of(&st, "nothing")->count, 0);
    close_stage(&st);
}
END_TEST

START_TEST(labels_of_the_basemap_by_rank)
{
    stage st;
    open_stage(&st, "EPSG:4326", page, true);
    const scene_layer *dots = layer_of(&st, "dots"), *names = layer_of(&st, "names");
    ck_assert_uint_eq(dots->count, 2);
    ck_assert_double_eq_tol(dots->marks[0].at.x_px, 400, 1e-6);
    ck_assert_double_eq_tol(dots->marks[0].at.y_px, 200, 1e-6);
    ck_assert_uint_eq(names->count, 1);
    ck_assert_str_eq(names->labels[0].text, "First");
    ck_assert_int_eq(names->labels[0].incident, -1);
    // A polygon's label stands in its middle, holes and all.
    const scene_layer *regions = layer_of(&st, "regions");
    ck_assert_uint_eq(regions->count, 1);
    ck_assert_double_eq_tol(regions->labels[0].at.x_px + regions->labels[0].width_px / 2, 300, 1e-6);
    ck_assert_double_eq_tol(regions->labels[0].at.y_px + regions->labels[0].height_px / 2, 300, 1e-6);
    close_stage(&st);
}
END_TEST

START_TEST(names_in_a_language)
{
    static const char *const as_they_are[] = {"City", "Irak", "No country", "No code", "Village"};
    static const char *const arabic[] = {"مدينة", "العراق", "No country", "No code", "Village"};
    // The basemap has no names of its own in French; ICU has those of countries.
    static const char *const french[] = {"City", "Irak", "No country", "No code", "Village"};
    const struct {
        const char *lang, *const *names;
    } cases[] = {{NULL, as_they_are}, {"ar", arabic}, {"fr", french}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        stage st;
        open_stage_in(&st, "EPSG:4326", (grid){99, 12, 0.01, 0.01, 600, 400}, true, cases[i].lang);
        const scene_layer *names = layer_of(&st, "names");
        ck_assert_uint_eq(names->count, 5);
        bool seen[5] = {0};
        for (size_t k = 0; k < 5; k++)
            for (size_t n = 0; n < 5; n++) seen[n] |= strcmp(names->labels[k].text, cases[i].names[n]) == 0;
        for (size_t n = 0; n < 5; n++) ck_assert_msg(seen[n], "%s", cases[i].names[n]);
        close_stage(&st);
    }
}
END_TEST

/** Edges of a layer that run down the middle of a picture of 300 pixels. */
static int edges_in_the_middle(const stage *st, const char *id)
{
    const scene_layer *layer = layer_of(st, id);
    int found = 0;
    for (size_t i = 0; i < layer->count; i++)
        for (size_t part = layer->shapes[i].part_begin; part < layer->shapes[i].part_end; part++)
            for (size_t k = (part ? st->scene->part_ends[part - 1] : 0) + 1; k < st->scene->part_ends[part];
                 k++)
                found += fabs(st->scene->points[k - 1].x_px - 150) < 0.5 &&
                         fabs(st->scene->points[k].x_px - 150) < 0.5;
    return found;
}

START_TEST(the_antimeridian_is_no_coast)
{
    stage st;
    open_stage(&st, "+proj=laea +lat_0=52 +lon_0=180", (grid){-750e3, 750e3, 5e3, 5e3, 300, 300}, true);
    ck_assert_uint_eq(layer_of(&st, "land")->count, 2);
    ck_assert_int_ge(edges_in_the_middle(&st, "land"), 2);
    const scene_layer *coast = layer_of(&st, "coast");
    ck_assert_uint_eq(coast->count, 2);
    ck_assert_int_eq(edges_in_the_middle(&st, "coast"), 0);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(coast->shapes[i].kind, GEOM_LINES);
        // One line, from the antimeridian and back to it.
        ck_assert_uint_eq(coast->shapes[i].part_end - coast->shapes[i].part_begin, 1);
        size_t part = coast->shapes[i].part_begin;
        size_t begin = part ? st.scene->part_ends[part - 1] : 0;
        pxy first = st.scene->points[begin], last = st.scene->points[st.scene->part_ends[part] - 1];
        ck_assert_double_eq_tol(first.x_px, 150, 0.5);
        ck_assert_double_eq_tol(last.x_px, 150, 0.5);
        ck_assert_double_gt(fabs(first.y_px - last.y_px), 50);
    }
    close_stage(&st);
}
END_TEST

START_TEST(boundaries_as_they_stand_on_the_ground)
{
    const grid asia = {89, 46, 0.02, 0.02, 300, 400};
    stage st;
    build_stage(&st, "EPSG:4326", asia, true, NULL, false);
    ck_assert_uint_eq(layer_of(&st, "lines")->count, 3);
    ck_assert_uint_eq(layer_of(&st, "disputes")->count, 2);
    ck_assert(st.scene->has_disputed);
    close_stage(&st);
    build_stage(&st, "EPSG:4326", asia, true, NULL, true);
    ck_assert_uint_eq(layer_of(&st, "lines")->count, 2);
    ck_assert_uint_eq(layer_of(&st, "disputes")->count, 0);
    ck_assert(!st.scene->has_disputed);
    close_stage(&st);
    build_stage(&st, "EPSG:4326", page, true, NULL, false);
    ck_assert(!st.scene->has_disputed);
    close_stage(&st);
}
END_TEST

START_TEST(a_picture_far_away_and_no_basemap_are_empty)
{
    stage st;
    open_stage(&st, "EPSG:32738", (grid){300000, 3000000, 100, 100, 300, 300}, true);
    for (size_t i = 0; i < st.scene->layer_count; i++) ck_assert_uint_eq(st.scene->layers[i].count, 0);
    close_stage(&st);
    open_stage(&st, "EPSG:4326", page, false);
    ck_assert_uint_eq(st.scene->layer_count, 8);
    for (size_t i = 0; i < st.scene->layer_count; i++) ck_assert_uint_eq(st.scene->layers[i].count, 0);
    close_stage(&st);
}
END_TEST

static void remove_basemap(void)
{
    unlink(path);
}

START_TEST(names_stand_along_lines)
{
    stage st;
    used_document = along_lines;
    open_stage(&st, "EPSG:4326", (grid){0, 4, 0.01, 0.01, 400, 400}, true);
    used_document = document;
    ck_assert_uint_eq(st.scene->layer_count, 3);
    const scene_layer *middle = &st.scene->layers[0], *along = &st.scene->layers[1];
    // One in the middle of each part of the line, its own middle on it; from the top down, as they may
    // overlap.
    ck_assert_uint_eq(middle->count, 2);
    for (int i = 0; i < 2; i++) {
        const scene_label *label = &middle->labels[i];
        const pxy *curve = middle->curves + label->curve_begin;
        size_t last = label->curve_end - label->curve_begin - 1;
        ck_assert_double_eq_tol(curve[0].x_px, 200 - 16, 0.01);
        ck_assert_double_eq_tol(curve[last].x_px, 200 + 16, 0.01);
        ck_assert_double_eq_tol(curve[0].y_px, i ? 100 : 50, 0.01);
        ck_assert_uint_eq(label->box_end - label->box_begin, last);
    }
    // Four in 400 pixels, an em below.
    ck_assert_uint_eq(along->count, 8);
    for (int i = 0; i < 4; i++) {
        const pxy *curve = along->curves + along->labels[i].curve_begin;
        ck_assert_double_eq_tol(curve[0].x_px, 50 + 100 * i - 16, 0.01);
        ck_assert_double_eq_tol(curve[0].y_px, 100 + 16, 0.01);
    }
    ck_assert_uint_eq(st.scene->layers[2].count, 0);
    close_stage(&st);
}
END_TEST

static const char upright[] =
    "{\"version\":8,\"sources\":{},\"layers\":["
    "{\"id\":\"names\",\"type\":\"symbol\",\"source\":\"basemap\",\"source-layer\":\"boundary\",\"layout\":{"
    "\"symbol-placement\":\"line-center\",\"text-field\":\"{name}\",\"text-rotation-alignment\":\"viewport\"}"
    "},"
    "{\"id\":\"arrows\",\"type\":\"symbol\",\"source\":\"basemap\",\"source-layer\":\"land\",\"filter\":[\"=="
    "\","
    "[\"get\",\"rank\"],1],\"layout\":{\"symbol-placement\":\"line\",\"symbol-spacing\":400,\"icon-image\":"
    "\"a\","
    "\"icon-offset\":[0,-10],\"icon-rotation-alignment\":\"%s\",\"icon-ignore-placement\":true,"
    "\"icon-allow-overlap\":true}}]}";

START_TEST(symbols_along_lines_turn_with_them_unless_told_otherwise)
{
    stage st;
    for (int k = 0; k < 2; k++) {
        char made[2048];
        snprintf(made, sizeof made, upright, k ? "viewport" : "map");
        used_document = made;
        open_stage(&st, "EPSG:4326", (grid){-1, 5, 0.01, 0.01, 600, 600}, true);
        used_document = document;
        const scene_layer *names = layer_of(&st, "names");
        ck_assert_uint_eq(names->count, 2);
        for (int i = 0; i < 2; i++) {
            const scene_label *label = &names->labels[i];
            ck_assert_uint_eq(label->curve_end, label->curve_begin);
            ck_assert_double_eq(label->turn_rad, 0);
            ck_assert_double_eq_tol(label->at.x_px + label->width_px / 2, 300, 0.01);
        }
        // Along the square's edges from its corner at 0 0: in the middle of each, the offset to their left.
        const scene_layer *arrows = NULL;
        for (size_t i = 0; i < st.scene->layer_count; i++)
            if (st.scene->layers[i].kind == SCENE_MARKS) arrows = &st.scene->layers[i];
        ck_assert_ptr_nonnull(arrows);
        int turns[4] = {0};
        for (size_t i = 0; i < arrows->count; i++) {
            double turn = st.scene->mark_paints[arrows->marks[i].paint].icon_turn_rad;
            double quarters = turn / (M_PI / 2);
            ck_assert_double_eq_tol(quarters, round(quarters), 1e-9);
            turns[((int)lround(quarters) + 4) % 4]++;
        }
        ck_assert_int_gt(turns[0], 0);
        for (int i = 1; i < 4; i++) ck_assert_int_eq(turns[i] > 0, k == 0);
        close_stage(&st);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scene/scene_basemap");
    TCase *tcase = tcase_create("scene/scene_basemap");
    tcase_set_timeout(tcase, 60);
    tcase_add_unchecked_fixture(tcase, make_basemap, remove_basemap);
    tcase_add_test(tcase, shapes_of_the_basemap_in_order_and_cut);
    tcase_add_test(tcase, labels_of_the_basemap_by_rank);
    tcase_add_test(tcase, names_in_a_language);
    tcase_add_test(tcase, the_antimeridian_is_no_coast);
    tcase_add_test(tcase, boundaries_as_they_stand_on_the_ground);
    tcase_add_test(tcase, names_stand_along_lines);
    tcase_add_test(tcase, symbols_along_lines_turn_with_them_unless_told_otherwise);
    tcase_add_test(tcase, a_picture_far_away_and_no_basemap_are_empty);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
