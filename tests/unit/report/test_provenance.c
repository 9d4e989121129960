#include "report/provenance.h"
#include "unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

START_TEST(files_are_told_apart_by_content)
{
    char folder[] = "/tmp/incmap-provenance-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    char path[64], absent[64];
    snprintf(path, sizeof path, "%s/abc.csv", folder);
    snprintf(absent, sizeof absent, "%s/absent.csv", folder);
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs("abc", file), 0);
    ck_assert_int_eq(fclose(file), 0);

    // The hash of "abc" is FIPS 180-4's own example.
    strbuf out = {0};
    provenance_put(&out, wording_find(NULL), (const char *const[]){path}, 1, "--last 7d");
    ck_assert_str_eq(strbuf_text(&out), "Input: abc.csv (SHA-256 ba7816bf8f01).  Options: --last 7d.");
    strbuf_clear(&out);
    provenance_put(
        &out, wording_find(NULL),
        (const char *const[]){absent, folder, "-", "PG:host=/run dbname=desk password=x", path, path}, 6, "");
    ck_assert_ptr_nonnull(strstr(strbuf_text(&out), "Input: absent.csv; incmap-provenance-"));
    ck_assert_ptr_nonnull(strstr(strbuf_text(&out), "; standard input; PG; and 2 more."));
    ck_assert_ptr_null(strstr(strbuf_text(&out), "SHA-256"));
    strbuf_clear(&out);
    provenance_put(&out, wording_find(NULL),
                   (const char *const[]){"/vsicurl/https://desk.example/a.csv?key=1"}, 1, NULL);
    ck_assert_str_eq(strbuf_text(&out), "Input: a.csv.");
    strbuf_clear(&out);
    provenance_put(&out, wording_find(NULL), NULL, 0, NULL);
    ck_assert_str_eq(strbuf_text(&out), "");
    strbuf_dispose(&out);
    unlink(path);
    rmdir(folder);
}
END_TEST

START_TEST(data_sets_by_their_names)
{
    strbuf out = {0};
    const char *const inputs[] = {"a/2016.csv", "a/2017.csv", "notes.csv", "b/notes.csv", "x", "y", "z"};
    const char *const datasets[] = {"UCDP GED", "UCDP GED", NULL, NULL, NULL, "ACLED", NULL};
    provenance_put_datasets(&out, wording_find(NULL), inputs, datasets, 3);
    ck_assert_str_eq(strbuf_text(&out), "UCDP GED; notes.csv");
    strbuf_clear(&out);
    provenance_put_datasets(&out, wording_find(NULL), inputs, datasets, 7);
    ck_assert_str_eq(strbuf_text(&out), "UCDP GED; notes.csv; x; ACLED; and 1 more");
    strbuf_clear(&out);
    provenance_put_datasets(&out, wording_find(NULL), inputs, NULL, 1);
    ck_assert_str_eq(strbuf_text(&out), "2016.csv");
    strbuf_dispose(&out);
}
END_TEST

UNIT_MAIN("report/provenance", files_are_told_apart_by_content, data_sets_by_their_names)
