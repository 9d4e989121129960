#include "base/outfile.h"

#include "base/strbuf.h"
#include "unit/unit.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/incmap-outfile-XXXXXX";

static const char *in_folder(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_text(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fputs(text, f);
    fclose(f);
}

static const char *read_text(const char *path)
{
    static char text[64];
    FILE *f = fopen(path, "r");
    ck_assert_ptr_nonnull(f);
    text[fread(text, 1, sizeof text - 1, f)] = '\0';
    fclose(f);
    return text;
}

static int entry_count(void)
{
    DIR *dir = opendir(folder);
    int count = -2; // "." and ".."
    while (readdir(dir)) count++;
    closedir(dir);
    return count;
}

START_TEST(a_file_appears_whole_and_keeps_its_extension_meanwhile)
{
    ck_assert_ptr_nonnull(mkdtemp(folder));
    incmap_error err = {0};
    outfile out;
    ck_assert_int_eq(outfile_begin(&out, in_folder("map.tif"), OUTFILE_FILE, false, &err), INCMAP_OK);
    ck_assert_str_eq(strrchr(out.temp_path, '.'), ".tif");
    write_text(out.temp_path, "one");
    ck_assert_int_ne(access(in_folder("map.tif"), F_OK), 0);
    ck_assert_int_eq(outfile_commit(&out, &err), INCMAP_OK);
    ck_assert_str_eq(read_text(in_folder("map.tif")), "one");
    ck_assert_int_eq(entry_count(), 1);

    // Without force what is there stays; with it, it is replaced; an aborted run leaves it.
    ck_assert_int_eq(outfile_begin(&out, in_folder("map.tif"), OUTFILE_FILE, false, &err), INCMAP_FAILED);
    ck_assert_ptr_nonnull(strstr(err.message, "--force"));
    err = (incmap_error){0};
    ck_assert_int_eq(outfile_begin(&out, in_folder("map.tif"), OUTFILE_FILE, true, &err), INCMAP_OK);
    write_text(out.temp_path, "half");
    outfile_abort(&out);
    ck_assert_str_eq(read_text(in_folder("map.tif")), "one");
    ck_assert_int_eq(outfile_begin(&out, in_folder("map.tif"), OUTFILE_FILE, true, &err), INCMAP_OK);
    write_text(out.temp_path, "two");
    ck_assert_int_eq(outfile_commit(&out, &err), INCMAP_OK);
    ck_assert_str_eq(read_text(in_folder("map.tif")), "two");
    ck_assert_int_eq(entry_count(), 1);

    // A folder is replaced by a folder, content and all, and never by a file.
    ck_assert_int_eq(outfile_begin(&out, in_folder("tiles/"), OUTFILE_DIR, false, &err), INCMAP_OK);
    strbuf inner = {0};
    strbuf_printf(&inner, "%s/0.png", out.temp_path);
    write_text(strbuf_text(&inner), "png");
    ck_assert_int_eq(outfile_commit(&out, &err), INCMAP_OK);
    ck_assert_str_eq(read_text(in_folder("tiles/0.png")), "png");
    ck_assert_int_eq(outfile_begin(&out, in_folder("tiles"), OUTFILE_FILE, true, &err), INCMAP_FAILED);
    err = (incmap_error){0};
    ck_assert_int_eq(outfile_begin(&out, in_folder("tiles"), OUTFILE_DIR, true, &err), INCMAP_OK);
    ck_assert_int_eq(outfile_commit(&out, &err), INCMAP_OK);
    ck_assert_int_ne(access(in_folder("tiles/0.png"), F_OK), 0);
    ck_assert_int_eq(entry_count(), 2);

    strbuf_dispose(&inner);
    unlink(in_folder("map.tif"));
    rmdir(in_folder("tiles"));
    rmdir(folder);
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
    write_text(file.temp_path, "half");
    snprintf(inner, sizeof inner, "%s/half.png", dir.temp_path);
    write_text(inner, "half");
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
    ck_assert_ptr_nonnull(mkdtemp(strcpy(folder, "/tmp/incmap-outfile-XXXXXX")));
    for (int force = 0; force < 2; force++) {
        incmap_error err = {0};
        outfile out;
        ck_assert_int_eq(outfile_begin(&out, in_folder("map.tif"), OUTFILE_FILE, force, &err), INCMAP_OK);
        write_text(out.temp_path, "second");
        write_text(in_folder("map.tif"), "first");
        ck_assert_int_eq(outfile_commit(&out, &err), force ? INCMAP_OK : INCMAP_FAILED);
        ck_assert_str_eq(read_text(in_folder("map.tif")), force ? "second" : "first");
        if (!force) ck_assert_ptr_nonnull(strstr(err.message, "map.tif: was made meanwhile by another run"));
        ck_assert_int_eq(entry_count(), 1);
        unlink(in_folder("map.tif"));
    }
    rmdir(folder);
}
END_TEST

START_TEST(several_appear_all_or_none)
{
    ck_assert_ptr_nonnull(mkdtemp(strcpy(folder, "/tmp/incmap-outfile-XXXXXX")));
    write_text(in_folder("a.tif"), "old a");
    incmap_error err = {0};
    for (int go = 0; go < 2; go++) {
        outfile outs[3];
        ck_assert_int_eq(outfile_begin(&outs[0], in_folder("a.tif"), OUTFILE_FILE, true, &err), INCMAP_OK);
        ck_assert_int_eq(outfile_begin(&outs[1], in_folder("b.tif"), OUTFILE_FILE, true, &err), INCMAP_OK);
        ck_assert_int_eq(outfile_begin(&outs[2], in_folder("c.tif"), OUTFILE_FILE, true, &err), INCMAP_OK);
        for (int i = 0; i < 3; i++) write_text(outs[i].temp_path, "new");
        if (go == 1) {
            ck_assert_int_eq(outfile_commit_all(outs, 3, &err), INCMAP_OK);
            break;
        }
        // The place of the third is gone by the time that it is to appear.
        free(outs[2].path);
        outs[2].path = strdup("/nowhere/at/all.tif");
        ck_assert_int_eq(outfile_commit_all(outs, 3, &err), INCMAP_FAILED);
        ck_assert_ptr_nonnull(strstr(err.message, "/nowhere/at/all.tif: cannot be written: "));
        ck_assert_str_eq(read_text(in_folder("a.tif")), "old a");
        ck_assert_int_eq(entry_count(), 1);
        err = (incmap_error){0};
    }
    static const char *const names[] = {"a.tif", "b.tif", "c.tif"};
    ck_assert_int_eq(entry_count(), 3);
    for (int i = 0; i < 3; i++) {
        ck_assert_str_eq(read_text(in_folder(names[i])), "new");
        unlink(in_folder(names[i]));
    }
    ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

START_TEST(what_killed_runs_left_is_removed_and_what_stood_there_put_back)
{
    ck_assert_ptr_nonnull(mkdtemp(strcpy(folder, "/tmp/incmap-outfile-XXXXXX")));
    // The highest number a process can have is 4194304.
    write_text(in_folder(".map.incmap-4194305.tif"), "half");
    write_text(in_folder(".map.incmap-4194306.tif.old"), "stood there");
    write_text(in_folder(".other.incmap-4194305.tif"), "another's");
    write_text(in_folder(".map.incmap-4194305.png"), "another's");
    write_text(in_folder(".map.incmap-resume"), "another's");
    char mine[64];
    snprintf(mine, sizeof mine, ".map.incmap-%ld.tif", (long)getppid());
    write_text(in_folder(mine), "being written");
    incmap_error err = {0};
    outfile out;
    ck_assert_int_eq(outfile_begin(&out, in_folder("map.tif"), OUTFILE_FILE, false, &err), INCMAP_FAILED);
    ck_assert_ptr_nonnull(strstr(err.message, "exists already"));
    ck_assert_str_eq(read_text(in_folder("map.tif")), "stood there");
    ck_assert_int_eq(entry_count(), 5);
    static const char *const others[] = {".other.incmap-4194305.tif", ".map.incmap-4194305.png",
                                         ".map.incmap-resume", "map.tif"};
    for (int i = 0; i < 4; i++) ck_assert_int_eq(unlink(in_folder(others[i])), 0);
    ck_assert_int_eq(unlink(in_folder(mine)), 0);
    ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

UNIT_MAIN("base/outfile", of_two_runs_the_first_is_kept_unless_the_other_may_replace_it,
          several_appear_all_or_none, what_killed_runs_left_is_removed_and_what_stood_there_put_back,
          a_file_appears_whole_and_keeps_its_extension_meanwhile,
          all_that_is_half_written_can_be_removed_at_once, a_missing_folder_is_named)
