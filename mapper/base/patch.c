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

static bool move(const char *from, const char *to)
{
    return rename(from, to) == 0 || errno == ENOENT;
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

/** One change; what is done already is passed over. */
static bool apply_line(const char *line, size_t number, const char *patch, const char *target)
{
    bool replaces = strncmp(line, replace_word, sizeof replace_word - 1) == 0;
    const char *name = strchr(line, ' ');
    if (!name || !is_within(name + 1) ||
        (!replaces && strncmp(line, remove_word, sizeof remove_word - 1) != 0)) {
        errno = EINVAL;
        return false;
    }
    strbuf from = {0}, to = {0}, old = {0};
    strbuf_printf(&from, "%s/%s", patch, name + 1);
    strbuf_printf(&to, "%s/%s", target, name + 1);
    strbuf_printf(&old, "%s/" OLD_NAME "/%zu", patch, number);
    bool done = true;
    // Once the new one has moved, what stands there is it.
    if (!replaces || access(strbuf_text(&from), F_OK) == 0) done = move(strbuf_text(&to), strbuf_text(&old));
    if (done && replaces) done = move(strbuf_text(&from), strbuf_text(&to));
    strbuf_dispose(&from);
    strbuf_dispose(&to);
    strbuf_dispose(&old);
    return done;
}

incmap_status patch_apply(const char *target, incmap_error *err)
{
    incmap_status status = INCMAP_OK;
    char *patch = patch_path_of(target);
    strbuf path = {0};
    strbuf_printf(&path, "%s/" PATCH_PLAN_NAME, patch);
    FILE *plan = fopen(strbuf_text(&path), "r");
    if (!plan) {
        // Without a plan it was being removed.
        tree_remove(patch);
        goto done;
    }
    strbuf_clear(&path);
    strbuf_printf(&path, "%s/" OLD_NAME, patch);
    bool whole = mkdir(strbuf_text(&path), 0777) == 0 || errno == EEXIST;
    char line[LINE_MAX_BYTES];
    for (size_t number = 0; whole && fgets(line, sizeof line, plan); number++) {
        line[strcspn(line, "\n")] = '\0';
        whole = apply_line(line, number, patch, target);
    }
    if (!whole || ferror(plan))
        status = error_set(err, INCMAP_FAILED,
                           "%s: is half way to what it was to become: %s; the next run to it goes on with %s",
                           target, strerror(errno), patch);
    fclose(plan);
    if (status != INCMAP_OK) goto done;
    strbuf_clear(&path);
    strbuf_printf(&path, "%s/" PATCH_PLAN_NAME, patch);
    unlink(strbuf_text(&path));
    tree_remove(patch);
done:
    strbuf_dispose(&path);
    free(patch);
    return status;
}
