/** @file A store to import into, in a folder of a test's own. */
#ifndef GAZETTEER_TESTS_IMPORT_STORE_H
#define GAZETTEER_TESTS_IMPORT_STORE_H

#include "unit/gazetteer/fixture.h"
#include "unit/scratch.h"

/** Path of the store, good for the next three calls of scratch_path. */
static inline const char *import_store_path(void)
{
    return scratch_path("g.gpkg");
}

/** Makes the folder, which scratch_close removes, and the fixture's store in it. */
static inline void import_store_open(void)
{
    scratch_open();
    fixture_build(import_store_path());
}

static inline void import_store_assert_place(const char *phrase, const char *name, const char *kind,
                                             const char *source, double lon_deg, double lat_deg)
{
    gaz *g;
    gaz_error err = {0};
    ck_assert_msg(gaz_open(&g, import_store_path(), &err) == GAZ_OK, "%s", err.message);
    gaz_answer *answer = fixture_resolve(g, phrase, NULL);
    ck_assert_msg(answer->status == GAZ_RESOLVED, "%s: %s", phrase, answer->explanation);
    ck_assert_str_eq(answer->name, name);
    ck_assert_str_eq(answer->kind, kind);
    ck_assert_str_eq(answer->source, source);
    ck_assert_double_lt(fixture_distance_m(answer, lon_deg, lat_deg), 1);
    gaz_answer_free(answer);
    gaz_close(g);
}

#endif
