#include "base/patch.h"

#include "base/tree.h"
#include "unit/scratch.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void write_text(const char *name, const char *text)
{
    scratch_write(scratch_path(name), text);
}

static bool reads(const char *name, const char *expected)
{
    const char *text = scratch_read(scratch_path(name));
    return text && strcmp(text, expected) == 0;
}

static bool is_there(const char *name)
{
    return access(scratch_path(name), F_OK) == 0;
}

static const char *target(void)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/t", scratch_folder);
    return path;
}

/** A target of which a/b and c stay, a/d and e are replaced, f and a/g go, h comes. */
static void prepare(void)
{
    static const char *const folders[] = {"t",
                                          "t/a",
                                          "t/a/b",
                                          "t/a/d",
                                          "t/f",
                                          ".t.incmap-patch",
                                          ".t.incmap-patch/a",
                                          ".t.incmap-patch/a/d",
                                          ".t.incmap-patch/h"};
    tree_remove(scratch_folder);
    ck_assert_int_eq(mkdir(scratch_folder, 0777), 0);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        ck_assert_int_eq(mkdir(scratch_path(folders[i]), 0777), 0);
    write_text("t/a/b/1", "stays");
    write_text("t/a/d/1", "old");
    write_text("t/a/d/2", "old");
    write_text("t/a/g", "goes");
    write_text("t/c", "stays");
    write_text("t/e", "old");
    write_text("t/f/1", "goes");
    write_text(".t.incmap-patch/a/d/1", "new");
    write_text(".t.incmap-patch/e", "new");
    write_text(".t.incmap-patch/h/1", "new");
    strbuf plan = {0};
    patch_plan_replace(&plan, "a/d");
    patch_plan_replace(&plan, "e");
    patch_plan_replace(&plan, "h");
    patch_plan_remove(&plan, "f");
    patch_plan_remove(&plan, "a/g");
    write_text(".t.incmap-patch/.plan", strbuf_text(&plan));
    strbuf_dispose(&plan);
}

static void check_result(void)
{
    ck_assert(reads("t/a/b/1", "stays") && reads("t/c", "stays"));
    ck_assert(reads("t/a/d/1", "new") && !is_there("t/a/d/2") && reads("t/e", "new") &&
              reads("t/h/1", "new"));
    ck_assert(!is_there("t/f") && !is_there("t/a/g") && !is_there(".t.incmap-patch"));
}

START_TEST(it_does_what_the_plan_says)
{
    scratch_open();
    char *path = patch_path_of(target());
    ck_assert_str_eq(path, scratch_path(".t.incmap-patch"));
    free(path);
    incmap_error err = {0};
    prepare();
    ck_assert_msg(patch_resume(target(), &err) == INCMAP_OK, "%s", err.message);
    check_result();
    ck_assert_int_eq(patch_resume(target(), &err), INCMAP_OK);
    check_result();

    // Undone, all is as it was; and it can be done again.
    prepare();
    ck_assert_int_eq(patch_apply(target(), &err), INCMAP_OK);
    ck_assert(reads("t/e", "new"));
    ck_assert(patch_undo(target()));
    ck_assert(reads("t/a/d/2", "old") && reads("t/e", "old") && !is_there("t/h") && reads("t/f/1", "goes"));
    ck_assert(reads("t/a/g", "goes") && reads("t/a/d/1", "old") && reads(".t.incmap-patch/a/d/1", "new"));
    ck_assert_int_eq(patch_resume(target(), &err), INCMAP_OK);
    check_result();
    scratch_close();
}
END_TEST

START_TEST(where_a_change_fails_those_before_it_are_undone)
{
    scratch_open();
    prepare();
    ck_assert_int_eq(mkdir(scratch_path(".t.incmap-patch/z"), 0777), 0);
    write_text(".t.incmap-patch/z/1", "has no place");
    FILE *plan = fopen(scratch_path(".t.incmap-patch/.plan"), "a");
    fputs("replace z/1\nremove c\n", plan);
    fclose(plan);
    incmap_error err = {0};
    ck_assert_int_eq(patch_apply(target(), &err), INCMAP_FAILED);
    ck_assert_ptr_nonnull(strstr(err.message, "/t: cannot be brought up to date: "));
    ck_assert(reads("t/a/d/2", "old") && reads("t/e", "old") && !is_there("t/h") && reads("t/f/1", "goes"));
    ck_assert(reads("t/c", "stays") && reads(".t.incmap-patch/a/d/1", "new"));
    scratch_close();
}
END_TEST

START_TEST(interrupted_between_any_two_moves_it_goes_on)
{
    static const char *const moves[][2] = {
        {"t/a/d", ".t.incmap-patch/.old/0"}, {".t.incmap-patch/a/d", "t/a/d"},
        {"t/e", ".t.incmap-patch/.old/1"},   {".t.incmap-patch/e", "t/e"},
        {".t.incmap-patch/h", "t/h"},        {"t/f", ".t.incmap-patch/.old/3"},
        {"t/a/g", ".t.incmap-patch/.old/4"}};
    scratch_open();
    for (size_t done = 0; done <= sizeof moves / sizeof *moves; done++) {
        prepare();
        ck_assert_int_eq(mkdir(scratch_path(".t.incmap-patch/.old"), 0777), 0);
        for (size_t i = 0; i < done; i++) {
            char from[256];
            strcpy(from, scratch_path(moves[i][0]));
            ck_assert_int_eq(rename(from, scratch_path(moves[i][1])), 0);
        }
        incmap_error err = {0};
        ck_assert_msg(patch_resume(target(), &err) == INCMAP_OK, "%s", err.message);
        check_result();
    }
    // … and while it was being removed.
    ck_assert_int_eq(mkdir(scratch_path(".t.incmap-patch"), 0777), 0);
    write_text(".t.incmap-patch/rest", "x");
    incmap_error err = {0};
    ck_assert_int_eq(patch_resume(target(), &err), INCMAP_OK);
    check_result();
    scratch_close();
}
END_TEST

START_TEST(a_plan_that_leads_elsewhere_is_refused)
{
    static const char *const plans[] = {
        "remove ../out\n", "remove a/../../out\n", "replace ..\n", "remove /tmp\n", "remove \n", "hello\n",
        "rename a\n"};
    scratch_open();
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++) {
        prepare();
        write_text("out", "stays");
        write_text(".t.incmap-patch/.plan", plans[i]);
        incmap_error err = {0};
        ck_assert_int_eq(patch_apply(target(), &err), INCMAP_FAILED);
        ck_assert_ptr_nonnull(strstr(err.message, "cannot be brought up to date"));
        ck_assert(reads("out", "stays") && reads("t/e", "old"));
    }
    scratch_close();
}
END_TEST

UNIT_MAIN("base/patch", where_a_change_fails_those_before_it_are_undone, it_does_what_the_plan_says,
          interrupted_between_any_two_moves_it_goes_on, a_plan_that_leads_elsewhere_is_refused)
