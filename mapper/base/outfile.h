/**
 * @file
 * Output that appears whole or not at all: written under a temporary name beside its place, synced, renamed.
 *
 *     outfile out;
 *     if ((status = outfile_begin(&out, "map.tif", OUTFILE_FILE, force, err)) != INCMAP_OK) return status;
 *     … write to out.temp_path …
 *     status = outfile_commit(&out, err);    // or outfile_abort(&out)
 */
#ifndef INCMAP_BASE_OUTFILE_H
#define INCMAP_BASE_OUTFILE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum {
    OUTFILE_FILE,
    OUTFILE_DIR,
    OUTFILE_PATCH ///< a folder of changes to that which stands in the place (base/patch.h); begun as
                  ///< OUTFILE_DIR
} outfile_kind;

typedef struct {
    char *path;      ///< where it will stand
    char *temp_path; ///< where to write; for a folder it exists and is empty, for a file it does not exist
    outfile_kind kind;
    bool replaces; ///< what stands in the place may be replaced
} outfile;

/**
 * Claims the place. Fails without touching anything where @p path exists and @p force is false, where its
 * folder does not exist, or where @p force would replace a folder by a file or the other way round. What runs
 * that were killed left of the same place is removed, as far as their process is not there any more. The
 * temporary name keeps the extension, since writers choose their format by it. *out is owned by the caller
 * until commit or abort.
 */
incmap_status outfile_begin(outfile *out, const char *path, outfile_kind kind, bool force, incmap_error *err);
/**
 * Syncs what was written and moves it into place. Where the place was free and another run has taken it
 * meanwhile, that is a failure, unless it was begun with force. On failure it aborts. Ends the outfile either
 * way.
 */
incmap_status outfile_commit(outfile *out, incmap_error *err);
/**
 * The same for several, all or none: where one cannot be moved into place, those moved before it are taken
 * back, and what stood there stands there again. Where even that fails, the error says which. Ends all of
 * them.
 */
incmap_status outfile_commit_all(outfile *outs, size_t count, incmap_error *err);
/** Removes what was written. Safe after a commit and on a zeroed outfile. */
void outfile_abort(outfile *out);
/**
 * Removes what every outfile that is still open has written, from whichever thread; they stay open, for the
 * process is about to end. Not for a signal handler: for a thread that waits for signals.
 */
void outfile_abort_all(void);

#endif
