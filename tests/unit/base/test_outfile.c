#include "base/outfile.h"

#include "base/strbuf.h"
#include "unit/scratch.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

START_TEST(a_file_appears_whole_and_keeps_its_extension_meanwhile)
{
    scratch_open();
    incmap_error err = {0};
    outfile out;
    ck_assert_int_eq(outfile_begin(&out, scratch_path("map.tif"), OUTFILE_FILE, false, &err), INCMAP_OK);
    ck_assert_str_eq(strrchr(out.temp_path, '.'), ".tif");
    scratch_write(out.temp_path, "one");
    ck_assert_int_ne(access(scratch_path("map.tif"), F_OK), 0);
    ck_assert_int_eq(outfile_commit(&out, &err), INCMAP_OK);
    ck_assert_str_eq(scratch_read(scratch_path("map.tif")), "one");
    ck_assert_int_eq(scratch_entry_count(), 1);

    // Without force what is there stays; with it, it is replaced; an aborted run leaves it.
    ck_assert_int_eq(outfile_begin(&out, scratch_path("map.tif"), OUTFILE_FILE, false, &err), INCMAP_FAILED);
    ck_assert_ptr_nonnull(strstr(err.message, "--force"));
    err = (incmap_error){0};
    ck_assert_int_eq(outfile_begin(&out, scratch_path("map.tif"), OUTFILE_FILE, true, &err), INCMAP_OK);
    scratch_write(out.temp_path, "half");
    outfile_abort(&out);
    ck_assert_str_eq(scratch_read(scratch_path("map.tif")), "one");
    ck_assert_int_eq(outfile_begin(&out, scratch_path("map.tif"), OUTFILE_FILE, true, &err), INCMAP_OK);
    scratch_write(out.temp_path, "two");
    ck_assert_int_eq(outfile_commit(&out, &err), INCMAP_OK);
    ck_assert_str_eq(scratch_read(scratch_path("map.tif")), "two");
    ck_assert_int_eq(scratch_entry_count(), 1);

    // A folder is replaced by a folder, content and all, and never by a file.
    ck_assert_int_eq(outfile_begin(&out, scratch_path("tiles/"), OUTFILE_DIR, false, &err), INCMAP_OK);
    strbuf inner = {0};
    strbuf_printf(&inner, "%s/0.png", out.temp_path);
    scratch_write(strbuf_text(&inner), "png");
    ck_assert_int_eq(outfile_commit(&out, &err), INCMAP_OK);
    ck_assert_str_eq(scratch_read(scratch_path("tiles/0.png")), "png");
    ck_assert_int_eq(outfile_begin(&out, scratch_path("tiles"), OUTFILE_FILE, true, &err), INCMAP_FAILED);
    err = (incmap_error){0};
    ck_assert_int_eq(outfile_begin(&out, scratch_path("tiles"), OUTFILE_DIR, true, &err), INCMAP_OK);
    ck_assert_int_eq(outfile_commit(&out, &err), INCMAP_OK);
    ck_assert_int_ne(access(scratch_path("tiles/0.png"), F_OK), 0);
    ck_assert_int_eq(scratch_entry_count(), 2);

    strbuf_dispose(&inner);
    scratch_close();
}
END_TEST

START_TEST(all_that_is_half_written_can_be_removed_at_once)
{
    char other[] = "/tmp/incmap-outfile-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(other));
    char file_path[64], dir_path[64], inner[256];
    snprintf(file_path, sizeof file_path, "%s/a.tif", other);
    snprintf(dir_path, sizeof dir_path, "%s/tiles", other);
    incmap_error err = {0};
    outfile file, dir;
    ck_assert_int_eq(outfile_begin(&file, file_path, OUTFILE_FILE, false, &err), INCMAP_OK);
    ck_assert_int_eq(outfile_begin(&dir, dir_path, OUTFILE_DIR, false, &err), INCMAP_OK);
    scratch_write(file.temp_path, "half");
    snprintf(inner, sizeof inner, "%s/half.png", dir.temp_path);
    scratch_write(inner, "half");
    outfile_abort_all();
    ck_assert_int_ne(access(file.temp_path, F_OK), 0);
    ck_assert_int_ne(access(dir.temp_path, F_OK), 0);
    outfile_abort(&file);
    outfile_abort(&dir);
    ck_assert_int_eq(rmdir(other), 0);
}
END_TEST

START_TEST(a_missing_folder_is_named)
{
    incmap_error err = {0};
    outfile out;
    ck_assert_int_eq(outfile_begin(&out, "/nowhere/at/all.png", OUTFILE_FILE, false, &err), INCMAP_FAILED);
    ck_assert_ptr_nonnull(strstr(err.message, "/nowhere/at"));
    outfile_abort(&out);
}
END_TEST

START_TEST(of_two_runs_the_first_is_kept_unless_the_other_may_replace_it)
{
    scratch_open();
    for (int force = 0; force < 2; force++) {
        incmap_error err = {0};
        outfile out;
        ck_assert_int_eq(outfile_begin(&out, scratch_path("map.tif"), OUTFILE_FILE, force, &err), INCMAP_OK);
        scratch_write(out.temp_path, "second");
        scratch_write(scratch_path("map.tif"), "first");
        ck_assert_int_eq(outfile_commit(&out, &err), force ? INCMAP_OK : INCMAP_FAILED);
        ck_assert_str_eq(scratch_read(scratch_path("map.tif")), force ? "second" : "first");
        if (!force) ck_assert_ptr_nonnull(strstr(err.message, "map.tif: was made meanwhile by another run"));
        ck_assert_int_eq(scratch_entry_count(), 1);
        unlink(scratch_path("map.tif"));
    }
    scratch_close();
}
END_TEST

START_TEST(several_appear_all_or_none)
{
    scratch_open();
    scratch_write(scratch_path("a.tif"), "old a");
    incmap_error err = {0};
    for (int go = 0; go < 2; go++) {
        outfile outs[3];
        ck_assert_int_eq(outfile_begin(&outs[0], scratch_path("a.tif"), OUTFILE_FILE, true, &err), INCMAP_OK);
        ck_assert_int_eq(outfile_begin(&outs[1], scratch_path("b.tif"), OUTFILE_FILE, true, &err), INCMAP_OK);
        ck_assert_int_eq(outfile_begin(&outs[2], scratch_path("c.tif"), OUTFILE_FILE, true, &err), INCMAP_OK);
        for (int i = 0; i < 3; i++) scratch_write(outs[i].temp_path, "new");
        if (go == 1) {
            ck_assert_int_eq(outfile_commit_all(outs, 3, &err), INCMAP_OK);
            break;
        }
        // The place of the third is gone by the time that it is to appear.
        free(outs[2].path);
        outs[2].path = strdup("/nowhere/at/all.tif");
        ck_assert_int_eq(outfile_commit_all(outs, 3, &err), INCMAP_FAILED);
        ck_assert_ptr_nonnull(strstr(err.message, "/nowhere/at/all.tif: cannot be written: "));
        ck_assert_str_eq(scratch_read(scratch_path("a.tif")), "old a");
        ck_assert_int_eq(scratch_entry_count(), 1);
        err = (incmap_error){0};
    }
    static const char *const names[] = {"a.tif", "b.tif", "c.tif"};
    ck_assert_int_eq(scratch_entry_count(), 3);
    for (int i = 0; i < 3; i++) {
        ck_assert_str_eq(scratch_read(scratch_path(names[i])), "new");
        unlink(scratch_path(names[i]));
    }
    ck_assert_int_eq(rmdir(scratch_folder), 0);
}
END_TEST

START_TEST(what_killed_runs_left_is_removed_and_what_stood_there_put_back)
{
    scratch_open();
    // The highest number a process can have is 4194304.
    scratch_write(scratch_path(".map.incmap-4194305.tif"), "half");
    scratch_write(scratch_path(".map.incmap-4194306.tif.old"), "stood there");
    scratch_write(scratch_path(".other.incmap-4194305.tif"), "another's");
    scratch_write(scratch_path(".map.incmap-4194305.png"), "another's");
    scratch_write(scratch_path(".map.incmap-resume"), "another's");
    char mine[64];
    snprintf(mine, sizeof mine, ".map.incmap-%ld.tif", (long)getppid());
    scratch_write(scratch_path(mine), "being written");
    incmap_error err = {0};
    outfile out;
    ck_assert_int_eq(outfile_begin(&out, scratch_path("map.tif"), OUTFILE_FILE, false, &err), INCMAP_FAILED);
    ck_assert_ptr_nonnull(strstr(err.message, "exists already"));
    ck_assert_str_eq(scratch_read(scratch_path("map.tif")), "stood there");
    ck_assert_int_eq(scratch_entry_count(), 5);
    static const char *const others[] = {".other.incmap-4194305.tif", ".map.incmap-4194305.png",
                                         ".map.incmap-resume", "map.tif"};
    for (int i = 0; i < 4; i++) ck_assert_int_eq(unlink(scratch_path(others[i])), 0);
    ck_assert_int_eq(unlink(scratch_path(mine)), 0);
    ck_assert_int_eq(rmdir(scratch_folder), 0);
}
END_TEST

UNIT_MAIN("base/outfile", of_two_runs_the_first_is_kept_unless_the_other_may_replace_it,
          several_appear_all_or_none, what_killed_runs_left_is_removed_and_what_stood_there_put_back,
          a_file_appears_whole_and_keeps_its_extension_meanwhile,
          all_that_is_half_written_can_be_removed_at_once, a_missing_folder_is_named)
