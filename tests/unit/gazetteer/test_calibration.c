#include "gazetteer/calibration.h"
#include "unit/gazetteer/fixture.h"

START_TEST(curves_rise_and_stay_in_bounds)
{
    for (int c = 0; c < CALIBRATION_CONTEXTS; c++)
        for (int f = 0; f < CALIBRATION_FAMILIES; f++) {
            double before = calibration_confidence(c, f, 0);
            ck_assert_double_eq(before, 0);
            for (int i = 1; i <= 1000; i++) {
                double confidence = calibration_confidence(c, f, i / 1000.0);
                ck_assert_msg(confidence >= before && confidence <= 1, "%s at %d: %g after %g",
                              calibration_setting_name(c, f), i, confidence, before);
                before = confidence;
            }
            ck_assert_double_gt(before, 0.3);
        }
}
END_TEST

START_TEST(evidence_out_of_range_is_no_surprise)
{
    ck_assert_double_eq(calibration_confidence(CALIBRATION_ALONE, CALIBRATION_PLACE, -1), 0);
    ck_assert_double_eq(calibration_confidence(CALIBRATION_ALONE, CALIBRATION_PLACE, NAN), 0);
    ck_assert_double_eq(calibration_confidence(CALIBRATION_ALONE, CALIBRATION_PLACE, 7),
                        calibration_confidence(CALIBRATION_ALONE, CALIBRATION_PLACE, 1));
}
END_TEST

START_TEST(settings_are_named_and_chosen)
{
    ck_assert_str_eq(calibration_setting_name(CALIBRATION_ALONE, CALIBRATION_PLACE), "alone/place");
    ck_assert_str_eq(calibration_setting_name(CALIBRATION_SEA, CALIBRATION_UNIT), "sea/unit");
    gaz *g = fixture_open();
    const gaz_lonlat near = {43, 33};
    const gaz_context country = {.country = "IQ"}, neighbour = {.has_near = true, .near = near},
                      sea = {.at_sea = true, .country = "IQ"};
    const struct {
        const char *phrase;
        const gaz_context *context;
        const char *setting;
    } cases[] = {
        {"Mosul", NULL, "alone/place"},
        {"Mosul", &country, "country/place"},
        {"Mosul", &neighbour, "neighbour/place"},
        {"Mosul", &sea, "sea/place"},
        {"Iraq", NULL, "alone/large"},
        {"30 km west of Mosul", NULL, "alone/offset"},
        {"south of Mosul", NULL, "alone/part"},
        {"Qwzrtplk, Iraq", NULL, "alone/unit"},
        {"33.3 N 44.4 E", NULL, ""},
        {"Qwzrtplk", NULL, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gaz_answer *a = fixture_resolve(g, cases[i].phrase, cases[i].context);
        ck_assert_msg(strcmp(a->calibration, cases[i].setting) == 0, "%s: %s", cases[i].phrase,
                      a->calibration);
        ck_assert(a->evidence >= 0 && a->evidence <= 1);
        if (a->status == GAZ_UNRESOLVED) ck_assert_double_eq(a->confidence, 0);
        gaz_answer_free(a);
    }
    fixture_close(g);
}
END_TEST

UNIT_MAIN("gazetteer/calibration", curves_rise_and_stay_in_bounds, evidence_out_of_range_is_no_surprise,
          settings_are_named_and_chosen)
