#include "gazetteer/build.h"
#include "unit/gazetteer/import_store.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

static char *read_store(size_t *length)
{
    gaz_error err = {0};
    char *bytes = build_read_file(import_store_path(), length, &err);
    ck_assert_msg(bytes != NULL, "%s", err.message);
    return bytes;
}

static void assert_store_is(const char *bytes, size_t length)
{
    size_t now_length;
    char *now = read_store(&now_length);
    ck_assert_uint_eq(now_length, length);
    ck_assert_mem_eq(now, bytes, length);
    free(now);
    ck_assert_int_ne(access(scratch_path(".g.gpkg.incmap-import"), F_OK), 0);
}

static gaz_status import_file(const char *name, gaz_import_totals *totals, bool *is_known, gaz_error *err)
{
    gaz_geonames_request request = {.store_path = import_store_path(), .path = scratch_path(name)};
    return gaz_import_geonames(&request, totals, is_known, err);
}

static gaz_import_totals import_ok(const char *name, bool known)
{
    gaz_error err = {0};
    gaz_import_totals totals;
    bool is_known;
    ck_assert_msg(import_file(name, &totals, &is_known, &err) == GAZ_OK, "%s", err.message);
    ck_assert_int_eq(is_known, known);
    return totals;
}

static void assert_unknown(const char *phrase)
{
    gaz *g;
    gaz_error err = {0};
    ck_assert_msg(gaz_open(&g, import_store_path(), &err) == GAZ_OK, "%s", err.message);
    gaz_answer *answer = fixture_resolve(g, phrase, NULL);
    ck_assert_int_eq(answer->status, GAZ_UNRESOLVED);
    gaz_answer_free(answer);
    gaz_close(g);
}

#define ROW(id, name, alternates, lat, lon, class, code, admin1, people)                                     \
    id "\t" name "\t" name "\t" alternates "\t" lat "\t" lon                                                 \
       "\t" class "\t" code "\tSY\t\t" admin1 "\t\t\t\t" people "\t\t300\tAsia/Damascus\t2020-01-01\n"

static const char small_dump[] =
    ROW("11", "Tall Zunbur", "Tell Zunbur,تل زنبور", "36.1", "37.2", "P", "PPL", "09", "0")
        ROW("12", "Wadi Barghut", "", "35.0", "40.0", "H", "WAD", "07", "0")
            ROW("13", "Qasr Far", "QFR", "35.2", "40.2", "S", "AIRB", "07", "0");

START_TEST(a_dump_is_found_afterwards)
{
    import_store_open();
    scratch_write(scratch_path("SY.txt"), small_dump);
    assert_unknown("Tall Zunbur");
    gaz_import_totals totals = import_ok("SY.txt", false);
    ck_assert_int_eq(totals.places, 3);
    ck_assert_int_eq(totals.rejected, 0);
    import_store_assert_place("Tell Zunbur", "Tall Zunbur", "village", "geonames:SY", 37.2, 36.1);
    import_store_assert_place("تل زنبور", "Tall Zunbur", "village", "geonames:SY", 37.2, 36.1);
    import_store_assert_place("Wadi Barghut", "Wadi Barghut", "valley", "geonames:SY", 40.0, 35.0);
    import_store_assert_place("Qasr Far air base", "Qasr Far", "air base", "geonames:SY", 40.2, 35.2);
    // What was there is there still.
    import_store_assert_place("Abu Ghraib", "Abu Ghraib", "city", "curated", 44.066, 33.292);
    scratch_close();
}
END_TEST

START_TEST(the_same_file_again_changes_nothing)
{
    import_store_open();
    scratch_write(scratch_path("SY.txt"), small_dump);
    import_ok("SY.txt", false);
    size_t length;
    char *once = read_store(&length);
    import_ok("SY.txt", true);
    assert_store_is(once, length);
    // Also under another name.
    scratch_write(scratch_path("copy.txt"), small_dump);
    import_ok("copy.txt", true);
    assert_store_is(once, length);
    free(once);
    scratch_close();
}
END_TEST

START_TEST(the_same_import_gives_the_same_bytes)
{
    import_store_open();
    scratch_write(scratch_path("SY.txt"), small_dump);
    import_ok("SY.txt", false);
    size_t length;
    char *first = read_store(&length);
    fixture_build(import_store_path());
    import_ok("SY.txt", false);
    assert_store_is(first, length);
    free(first);
    scratch_close();
}
END_TEST

START_TEST(a_newer_dump_takes_the_place_of_the_older)
{
    import_store_open();
    scratch_write(scratch_path("SY.txt"), small_dump);
    import_ok("SY.txt", false);
    scratch_write(scratch_path("SY.txt"),
                  ROW("11", "Tall Zunbur", "", "36.2", "37.3", "P", "PPL", "09", "0"));
    gaz_import_totals totals = import_ok("SY.txt", false);
    ck_assert_int_eq(totals.places, 1);
    import_store_assert_place("Tall Zunbur", "Tall Zunbur", "village", "geonames:SY", 37.3, 36.2);
    assert_unknown("Wadi Barghut");
    gaz *g;
    gaz_error err = {0};
    const gaz_source *sources;
    size_t count;
    ck_assert_int_eq(gaz_open(&g, import_store_path(), &err), GAZ_OK);
    ck_assert_int_eq(gaz_sources(g, &sources, &count, &err), GAZ_OK);
    ck_assert_str_eq(sources[count - 1].name, "geonames:SY");
    ck_assert_str_eq(sources[count - 1].licence, "CC BY 4.0");
    ck_assert_int_eq(sources[count - 1].place_count, 1);
    ck_assert_str_ne(sources[count - 2].name, "geonames:SY");
    gaz_close(g);
    scratch_close();
}
END_TEST

START_TEST(files_beside_the_dump_are_read)
{
    import_store_open();
    scratch_write(scratch_path("SY.txt"), small_dump);
    // The store has its own name for SY.07's unit, and none for XX.
    scratch_write(scratch_path("admin1CodesASCII.txt"),
                  "SY.77\tHidden Province\tHidden Province\t1\nbroken\n");
    scratch_write(scratch_path("alternateNamesV2.txt"),
                  "1\t11\tar\tAz-Zunburiyya\t1\t\t\t\t\t\n2\t11\tlink\tBarghutpedia\t\t\n"
                  "3\t999\ten\tNowhere\t\t\n4\tx\ten\tNothing\t\n5\t12\ten\n6\t13\t\tFar Fort");
    import_ok("SY.txt", false);
    import_store_assert_place("Zunburiyya", "Tall Zunbur", "village", "geonames:SY", 37.2, 36.1);
    import_store_assert_place("Far Fort", "Qasr Far", "air base", "geonames:SY", 40.2, 35.2);
    assert_unknown("Barghutpedia");
    assert_unknown("Nowhere");
    // Other files beside it: another import.
    scratch_write(scratch_path("admin1CodesASCII.txt"), "SY.09\tTest Province\tTest Province\t1\n");
    import_ok("SY.txt", false);
    scratch_close();
}
END_TEST

START_TEST(districts_are_named_from_the_file_beside_the_dump)
{
    import_store_open();
    scratch_write(scratch_path("SY.txt"),
                  "11\tTall Zunbur\tTall Zunbur\t\t36.1\t37.2\tP\tPPL\tSY\t\t09\t0903\t\t\t0\t\t300\tAsia/"
                  "Damascus\t2020-01-01\n"
                  "12\tTall Dabbur\tTall Dabbur\t\t36.2\t37.3\tP\tPPL\tSY\t\t09\t0999\t\t\t0\t\t300\tAsia/"
                  "Damascus\t2020-01-01\n");
    scratch_write(scratch_path("admin2Codes.txt"),
                  "broken\nSY.09.0903\tZunbur District\tZunbur District\t1\n\tNo Code\n");
    import_ok("SY.txt", false);
    gaz *g;
    gaz_error err = {0};
    ck_assert_int_eq(gaz_open(&g, import_store_path(), &err), GAZ_OK);
    gaz_answer *answer = fixture_resolve(g, "Tall Zunbur", NULL);
    ck_assert_msg(strstr(answer->explanation, "Tall Zunbur, village, Zunbur District,"), "%s",
                  answer->explanation);
    gaz_answer_free(answer);
    answer = fixture_resolve(g, "Tall Dabbur", NULL);
    ck_assert_ptr_null(strstr(answer->explanation, "District"));
    gaz_answer_free(answer);
    gaz_close(g);
    // It is part of what was imported: without it, another import.
    scratch_write(scratch_path("admin2Codes.txt"), "SY.09.0999\tDabbur District\tDabbur District\t1\n");
    import_ok("SY.txt", false);
    import_ok("SY.txt", true);
    scratch_close();
}
END_TEST

START_TEST(units_keep_their_outlines)
{
    import_store_open();
    scratch_write(scratch_path("SY.txt"),
                  ROW("20", "Republic of Quux", "Quuxland", "35", "38", "A", "PCLI", "00", "2"));
    gaz_import_totals totals = import_ok("SY.txt", false);
    ck_assert_int_eq(totals.places, 0);
    gaz *g;
    gaz_error err = {0};
    ck_assert_int_eq(gaz_open(&g, import_store_path(), &err), GAZ_OK);
    gaz_answer *answer = fixture_resolve(g, "Quuxland", NULL);
    ck_assert_str_eq(answer->name, "Syria");
    ck_assert_str_eq(answer->kind, "country");
    ck_assert(fixture_holds(answer->area, 39, 35));
    ck_assert(!fixture_holds(answer->area, 44, 33));
    gaz_answer_free(answer);
    gaz_close(g);
    scratch_close();
}
END_TEST

START_TEST(bad_rows_are_counted)
{
    import_store_open();
    FILE *file = fopen(scratch_path("SY.txt"), "w");
    fputs(small_dump, file);
    fputs("\n\r\nnot a row\n", file);
    fputs(ROW("14", "Off", "", "96.1", "37.2", "P", "PPL", "09", "0"), file);
    fputs(ROW("15", "Words", "", "north", "37.2", "P", "PPL", "09", "0"), file);
    fputs(ROW("16", "", "", "36", "37.2", "P", "PPL", "09", "0"), file);
    fputs("17\t", file);
    // A line of 3 MB, longer than any that is read, and one that has only tabs.
    for (int i = 0; i < 3000000; i++) fputc('x', file);
    fputs("\n", file);
    for (int i = 0; i < 3000; i++) fputc('\t', file);
    fputs("\n", file);
    fputs("18\tLast One\tLast One\t\xff\xfe,,,\t36.5\t37.5\tP\tPPL\tSY\t\t09\t\t\t\t12\t\t\t\t", file);
    ck_assert_int_eq(fclose(file), 0);
    gaz_import_totals totals = import_ok("SY.txt", false);
    ck_assert_int_eq(totals.places, 4);
    ck_assert_int_eq(totals.rejected, 6);
    import_store_assert_place("Last One", "Last One", "village", "geonames:SY", 37.5, 36.5);
    scratch_close();
}
END_TEST

START_TEST(what_is_no_dump_leaves_the_store_as_it_was)
{
    import_store_open();
    size_t length;
    char *before = read_store(&length);
    scratch_write(scratch_path("zip.txt"), "PK\3\4 not unpacked\n");
    scratch_write(scratch_path("empty.txt"), "");
    static const char *const names[] = {"zip.txt", "empty.txt", "absent.txt", "."};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        gaz_error err = {0};
        gaz_import_totals totals;
        bool is_known;
        ck_assert_int_eq(import_file(names[i], &totals, &is_known, &err), GAZ_ERROR_INPUT);
        ck_assert_ptr_nonnull(strstr(err.message, names[i]));
        ck_assert(!is_known);
        assert_store_is(before, length);
    }
    ck_assert(!gaz_is_geonames(scratch_path("zip.txt")));
    ck_assert(!gaz_is_geonames(scratch_path("absent.txt")));
    scratch_write(scratch_path("SY.txt"), small_dump);
    ck_assert(gaz_is_geonames(scratch_path("SY.txt")));
    free(before);
    scratch_close();
}
END_TEST

START_TEST(what_is_no_store_is_refused)
{
    import_store_open();
    scratch_write(scratch_path("SY.txt"), small_dump);
    scratch_write(import_store_path(), "no store");
    gaz_error err = {0};
    gaz_import_totals totals;
    bool is_known;
    ck_assert_int_eq(import_file("SY.txt", &totals, &is_known, &err), GAZ_ERROR_OPEN);
    ck_assert_ptr_nonnull(strstr(err.message, "g.gpkg"));
    scratch_close();
}
END_TEST

static void assert_remedy(const char *phrase, const char *country, const char *remedy)
{
    gaz *g;
    gaz_error err = {0};
    gaz_context context = {.country = country};
    ck_assert_int_eq(gaz_open(&g, import_store_path(), &err), GAZ_OK);
    gaz_answer *answer = fixture_resolve(g, phrase, &context);
    ck_assert_int_eq(answer->status, GAZ_UNRESOLVED);
    ck_assert_msg(strstr(answer->explanation, remedy) != NULL, "%s", answer->explanation);
    gaz_answer_free(answer);
    gaz_close(g);
}

START_TEST(an_unknown_name_says_which_import_would_help)
{
    import_store_open();
    assert_remedy("Xyzzyplugh", NULL, "import geonames:CC");
    assert_remedy("Xyzzyplugh", "SY", "import geonames:SY");
    assert_remedy("Xyzzyplugh", "Iraq", "import geonames:IQ");
    scratch_write(scratch_path("SY.txt"), small_dump);
    import_ok("SY.txt", false);
    // What has been imported would not help again.
    assert_remedy("Xyzzyplugh", "SY", "--learn");
    assert_remedy("Xyzzyplugh", "IQ", "import geonames:IQ");
    scratch_close();
}
END_TEST

static bool kill_oneself(void *context, int64_t done_bytes, int64_t total_bytes)
{
    (void)context;
    ck_assert_int_le(done_bytes, total_bytes);
    raise(SIGKILL);
    return true;
}

static bool refuse(void *context, int64_t done_bytes, int64_t total_bytes)
{
    ck_assert_int_eq(done_bytes, total_bytes);
    ++*(int *)context;
    return false;
}

START_TEST(a_killed_import_leaves_the_store_as_it_was)
{
    import_store_open();
    scratch_write(scratch_path("SY.txt"), small_dump);
    size_t length, after_length;
    char *before = read_store(&length);
    pid_t child = fork();
    if (child == 0) {
        gaz_geonames_request request = {
            .store_path = import_store_path(), .path = scratch_path("SY.txt"), .progress = kill_oneself};
        gaz_import_totals totals;
        bool is_known;
        gaz_error err = {0};
        gaz_import_geonames(&request, &totals, &is_known, &err);
        _exit(0);
    }
    int state;
    ck_assert_int_eq(waitpid(child, &state, 0), child);
    ck_assert(WIFSIGNALED(state) && WTERMSIG(state) == SIGKILL);
    // It died in the middle of its work: what it wrote stands beside the store, which is as it was.
    ck_assert_int_eq(access(scratch_path(".g.gpkg.incmap-import"), F_OK), 0);
    char *after = read_store(&after_length);
    ck_assert_uint_eq(after_length, length);
    ck_assert_mem_eq(after, before, length);
    // The next import is not disturbed by it, and ends as one does that was not preceded by a death.
    import_ok("SY.txt", false);
    free(after);
    after = read_store(&after_length);
    fixture_build(import_store_path());
    import_ok("SY.txt", false);
    assert_store_is(after, after_length);
    free(before);
    free(after);
    scratch_close();
}
END_TEST

START_TEST(an_import_ends_on_request)
{
    import_store_open();
    scratch_write(scratch_path("SY.txt"), small_dump);
    size_t length;
    char *before = read_store(&length);
    int calls = 0;
    gaz_geonames_request request = {.store_path = import_store_path(),
                                    .path = scratch_path("SY.txt"),
                                    .progress = refuse,
                                    .progress_context = &calls};
    gaz_import_totals totals;
    bool is_known;
    gaz_error err = {0};
    ck_assert_int_eq(gaz_import_geonames(&request, &totals, &is_known, &err), GAZ_ERROR_INPUT);
    ck_assert_int_eq(calls, 1);
    assert_store_is(before, length);
    free(before);
    scratch_close();
}
END_TEST

UNIT_MAIN("import", a_dump_is_found_afterwards, the_same_file_again_changes_nothing,
          the_same_import_gives_the_same_bytes, a_newer_dump_takes_the_place_of_the_older,
          files_beside_the_dump_are_read, districts_are_named_from_the_file_beside_the_dump,
          units_keep_their_outlines, bad_rows_are_counted, what_is_no_dump_leaves_the_store_as_it_was,
          what_is_no_store_is_refused, a_killed_import_leaves_the_store_as_it_was, an_import_ends_on_request,
          an_unknown_name_says_which_import_would_help)
