#include "base/patch.h"

#include "base/arena.h"
#include "base/tree.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// In a patch's folder: what it took the place of.
#define OLD_NAME ".old"
// "replace 22/4194303/4194303.png"; a longer line is none of a plan.
#define LINE_MAX_BYTES 512

static const char replace_word[] = "replace ", remove_word[] = "remove ";

void patch_plan_replace(strbuf *plan, const char *name)
{
    strbuf_printf(plan, "%s%s\n", replace_word, name);
}

void patch_plan_remove(strbuf *plan, const char *name)
{
    strbuf_printf(plan, "%s%s\n", remove_word, name);
}

char *patch_path_of(const char *target)
{
    strbuf path = {0};
    char *folder, *name;
    path_split(target, &folder, &name);
    strbuf_printf(&path, "%s/.%s.incmap-patch", folder, name);
    free(folder);
    free(name);
    return path.data;
}

/** Whether a name stays within the folder. */
static bool is_within(const char *name)
{
    if (*name == '/' || *name == '\0') return false;
    for (const char *part = name; part; part = strchr(part, '/')) {
        part += *part == '/';
        if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || part[2] == '\0')) return false;
    }
    return true;
}

static bool move(const char *from, const char *to)
{
    return rename(from, to) == 0 || errno == ENOENT;
}

static bool is_there(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

/** Where a line's change moves entries. */
typedef struct {
    bool replaces;
    char *from, *to, *old; ///< in the patch, in the target, and where what the target had is kept
} change;

/** Reads line @p number of a plan; false, with errno, where it is none. */
static bool read_line(change *out, const char *line, size_t number, const char *patch, const char *target)
{
    const char *name = strchr(line, ' ');
    *out = (change){.replaces = strncmp(line, replace_word, sizeof replace_word - 1) == 0};
    if (!name || !is_within(name + 1) ||
        (!out->replaces && strncmp(line, remove_word, sizeof remove_word - 1) != 0)) {
        errno = EINVAL;
        return false;
    }
    strbuf from = {0}, to = {0}, old = {0};
    strbuf_printf(&from, "%s/%s", patch, name + 1);
    strbuf_printf(&to, "%s/%s", target, name + 1);
    strbuf_printf(&old, "%s/" OLD_NAME "/%zu", patch, number);
    out->from = from.data;
    out->to = to.data;
    out->old = old.data;
    return true;
}

static void dispose_change(change *c)
{
    free(c->from);
    free(c->to);
    free(c->old);
}

/** What is done already is passed over. */
static bool make_change(const change *c)
{
    // Once the new one has moved, what stands in its place is it.
    if ((!c->replaces || is_there(c->from)) && !move(c->to, c->old)) return false;
    return !c->replaces || !is_there(c->from) || rename(c->from, c->to) == 0;
}

static bool undo_change(const change *c)
{
    if (c->replaces && !is_there(c->from) && !move(c->to, c->from)) return false;
    return move(c->old, c->to);
}

typedef struct {
    char *patch; ///< its folder
    char **lines;
    size_t count, capacity;
} plan;

/** Reads a patch's plan; false where there is none. */
static bool read_plan(plan *out, const char *target)
{
    *out = (plan){.patch = patch_path_of(target)};
    strbuf path = {0};
    strbuf_printf(&path, "%s/" PATCH_PLAN_NAME, out->patch);
    FILE *file = fopen(strbuf_text(&path), "r");
    strbuf_dispose(&path);
    if (!file) return false;
    char line[LINE_MAX_BYTES];
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        VEC_PUSH(out->lines, out->count, out->capacity, mem_strdup(line));
    }
    fclose(file);
    return true;
}

static void dispose_plan(plan *p)
{
    for (size_t i = 0; i < p->count; i++) free(p->lines[i]);
    free(p->lines);
    free(p->patch);
}

/** Undoes the first @p count lines, the last of them first; as many as can be. */
static bool undo_lines(const plan *p, size_t count, const char *target)
{
    bool done = true;
    while (count-- > 0) {
        change c;
        // A line that could not be read has changed nothing.
        if (!read_line(&c, p->lines[count], count, p->patch, target)) continue;
        done = undo_change(&c) && done;
        dispose_change(&c);
    }
    return done;
}

incmap_status patch_apply(const char *target, incmap_error *err)
{
    incmap_status status = INCMAP_OK;
    plan p;
    strbuf old = {0};
    if (!read_plan(&p, target)) {
        status =
            error_set(err, INCMAP_FAILED, "%s: cannot be brought up to date: %s", target, strerror(errno));
        goto done;
    }
    strbuf_printf(&old, "%s/" OLD_NAME, p.patch);
    bool whole = mkdir(strbuf_text(&old), 0777) == 0 || errno == EEXIST;
    size_t line = 0;
    for (; whole && line < p.count; line++) {
        change c;
        whole = read_line(&c, p.lines[line], line, p.patch, target) && make_change(&c);
        int saved = errno;
        dispose_change(&c);
        errno = saved;
    }
    if (whole) goto done;
    status = error_set(err, INCMAP_FAILED, "%s: cannot be brought up to date: %s", target, strerror(errno));
    if (!undo_lines(&p, line, target))
        error_set(err, INCMAP_FAILED,
                  "%s: is half way to what it was to become: %s; the next run to it goes on with %s", target,
                  strerror(errno), p.patch);
done:
    strbuf_dispose(&old);
    dispose_plan(&p);
    return status;
}

bool patch_undo(const char *target)
{
    plan p;
    bool done = read_plan(&p, target) && undo_lines(&p, p.count, target);
    dispose_plan(&p);
    return done;
}

void patch_discard(const char *target)
{
    char *patch = patch_path_of(target);
    strbuf path = {0};
    strbuf_printf(&path, "%s/" PATCH_PLAN_NAME, patch);
    // First, for without a plan the rest is only to be removed.
    unlink(strbuf_text(&path));
    tree_remove(patch);
    strbuf_dispose(&path);
    free(patch);
}

incmap_status patch_resume(const char *target, incmap_error *err)
{
    plan p;
    bool has_plan = read_plan(&p, target), has_patch = is_there(p.patch);
    dispose_plan(&p);
    incmap_status status = has_plan ? patch_apply(target, err) : INCMAP_OK;
    if (status == INCMAP_OK && has_patch) patch_discard(target);
    return status;
}
