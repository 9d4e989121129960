#include "gazetteer/rules.h"
#include "unit/gazetteer/fixture.h"

static gaz *g;

static void area_of(const char *phrase, const char *rule, int precision, double lon_in, double lat_in,
                    double lon_out, double lat_out)
{
    gaz_answer *a = fixture_resolve(g, phrase, NULL);
    ck_assert_msg(a->status == GAZ_RESOLVED, "%s: %s", phrase, a->explanation);
    ck_assert_str_eq(a->rule, rule);
    ck_assert_msg(a->precision == precision, "%s: precision %d", phrase, a->precision);
    ck_assert_msg(fixture_holds(a->area, lon_in, lat_in), "%s does not hold %f %f", phrase, lon_in, lat_in);
    ck_assert_msg(!fixture_holds(a->area, lon_out, lat_out), "%s holds %f %f", phrase, lon_out, lat_out);
    ck_assert_double_gt(a->radius_m, 0);
    gaz_answer_free(a);
}

START_TEST(each_rule_has_its_area)
{
    g = fixture_open();
    area_of("60 km north of Baghdad", "offset", 2, 44.4, 33.85, 44.4, 33.35);
    area_of("20 to 30 km east of Mosul", "offset", 2, 43.4, 36.335, 42.9, 36.335);
    area_of("10 km from Hit", "offset", 2, 42.825, 33.73, 42.825, 33.642);
    area_of("50 km from Baghdad on the road to Mosul", "offset", 2, 44.25, 33.75, 44.4, 32.9);
    area_of("40 km off Syria", "offset", 7, 35.4, 34.5, 36.5, 34.5);
    area_of("near Mosul", "near", 2, 43.3, 36.335, 44, 36.335);
    area_of("outskirts of Mosul", "outskirts", 2, 43.25, 36.335, 43.119, 36.336);
    area_of("between Baghdad and Mosul", "between", 5, 43.8, 34.8, 42, 33);
    area_of("Iraq-Syria border", "border", 5, 40, 33.9, 44.4, 33.3);
    area_of("the Syrian border", "border", 5, 35.9, 33.5, 38.8, 35);
    area_of("the west coast of Syria", "coast", 5, 35.9, 33.8, 41.8, 36.6);
    area_of("off the coast of Syria", "offshore", 7, 35.2, 34, 37, 34.5);
    area_of("along the Euphrates", "along", 5, 41, 34.5, 41, 33.5);
    area_of("Damascus and Aleppo", "list", 1, 37.161, 36.201, 36.8, 35);
    area_of("northern Anbar", "part", 5, 41.5, 33.9, 41, 32);
    area_of("Test Sea", "name", 7, 62, 12, 59, 12);
    area_of("Euphrates", "name", 5, 40, 35.5, 40, 34.5);
    gaz_close(g);
    unlink(fixture_path("store.gpkg"));
}
END_TEST

START_TEST(far_offsets_grow_and_confidence_falls_with_every_rule)
{
    g = fixture_open();
    gaz_answer *anchor = fixture_resolve(g, "Baghdad", NULL);
    gaz_answer *close = fixture_resolve(g, "20 km west of Baghdad", NULL);
    gaz_answer *far = fixture_resolve(g, "80 km west of Baghdad", NULL);
    ck_assert_double_gt(far->radius_m, 2 * close->radius_m);
    ck_assert_double_lt(far->confidence, anchor->confidence);
    // A finer direction is better known.
    gaz_answer *fine = fixture_resolve(g, "80 km west-north-west of Baghdad", NULL);
    ck_assert_double_lt(fine->radius_m, far->radius_m);
    gaz_answer_free(fine);
    gaz_answer_free(far);
    gaz_answer_free(close);
    gaz_answer_free(anchor);
    gaz_close(g);
    unlink(fixture_path("store.gpkg"));
}
END_TEST

UNIT_MAIN("gazetteer/rules", each_rule_has_its_area, far_offsets_grow_and_confidence_falls_with_every_rule)
