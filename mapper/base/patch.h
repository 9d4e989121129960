/**
 * @file
 * Changes to a folder that hold much less than the folder itself: new entries in a folder of their own, and a
 * plan that says where they go. Applying moves entries only. It may be interrupted anywhere and is then
 * applied again, to the same end.
 */
#ifndef INCMAP_BASE_PATCH_H
#define INCMAP_BASE_PATCH_H

#include "base/error.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

/** The plan in a patch's folder, with a line for each change. */
#define PATCH_PLAN_NAME ".plan"

/** Adds a line: the entry of this name ("5/17", files and folders alike) takes the place of the target's. */
void patch_plan_replace(strbuf *plan, const char *name);
/** Adds a line: the target's entry goes. */
void patch_plan_remove(strbuf *plan, const char *name);

/** Where the patch of a folder stands while it is applied, allocated: beside it, ".NAME.incmap-patch". */
char *patch_path_of(const char *target);
/**
 * Applies what stands there to the folder @p target, and removes it; nothing where there is none. On a
 * failure it stays, and the next call goes on.
 */
incmap_status patch_apply(const char *target, incmap_error *err);

#endif
