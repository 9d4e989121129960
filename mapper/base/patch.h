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
 * Makes the changes of the patch that stands there to the folder @p target. Where one fails, those before it
 * are undone.
 */
incmap_status patch_apply(const char *target, incmap_error *err);
/** Undoes all that a patch has changed; false, with errno, where that fails. */
bool patch_undo(const char *target);
/** Removes the patch: what was changed stays so. */
void patch_discard(const char *target);
/** Completes what a run was at when it was killed: applies the patch where there is one, and discards it. */
incmap_status patch_resume(const char *target, incmap_error *err);

#endif
