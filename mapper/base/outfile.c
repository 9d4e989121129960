#include "base/outfile.h"

#include "base/arena.h"
#include "base/patch.h"
#include "base/strbuf.h"
#include "base/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// Behind the temporary name of an outfile: what stood in its place, where that cannot be exchanged at once.
#define ASIDE_SUFFIX ".old"

// Temporary paths of the outfiles now open, for outfile_abort_all.
// Where memory runs out while it is held, the same thread asks for it again, and is told so.
static pthread_mutex_t open_lock = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
static bool all_aborted;
static char **open_paths;
static size_t open_count, open_capacity;

static void remember(char *temp_path)
{
    pthread_mutex_lock(&open_lock);
    VEC_PUSH(open_paths, open_count, open_capacity, temp_path);
    pthread_mutex_unlock(&open_lock);
}

static void forget(const char *temp_path)
{
    for (size_t i = 0; i < open_count; i++) {
        if (open_paths[i] != temp_path) continue;
        open_paths[i] = open_paths[--open_count];
        break;
    }
    if (open_count == 0) {
        free(open_paths);
        open_paths = NULL;
        open_capacity = 0;
    }
}

/** The number of the process in a temporary name of an output; 0 where it is none. *is_aside: ".old" is
 * behind it. */
static long process_of(const char *entry, const char *name, int stem, bool *is_aside)
{
    static const char mark[] = ".incmap-";
    if (entry[0] != '.' || strncmp(entry + 1, name, (size_t)stem) != 0) return 0;
    entry += 1 + stem;
    if (strncmp(entry, mark, sizeof mark - 1) != 0) return 0;
    char *end;
    long process = strtol(entry + sizeof mark - 1, &end, 10);
    size_t extension = strlen(name + stem);
    if (process <= 0 || strncmp(end, name + stem, extension) != 0) return 0;
    *is_aside = strcmp(end + extension, ASIDE_SUFFIX) == 0;
    // Writers put files of their own beside theirs: "-journal", ".data".
    return end[extension] == '\0' || strchr(".-", end[extension]) ? process : 0;
}

/** Removes what killed runs left of an output. On another machine, or in another container, a process of that
 * number may be another one; then it stays until later. */
static void sweep(const char *folder, const char *name, int stem, const char *path)
{
    DIR *entries = opendir(folder);
    if (!entries) return;
    strbuf full = {0};
    for (struct dirent *entry; (entry = readdir(entries));) {
        bool is_aside = false;
        long process = process_of(entry->d_name, name, stem, &is_aside);
        if (process == 0 || kill((pid_t)process, 0) == 0 || errno != ESRCH) continue;
        strbuf_clear(&full);
        strbuf_printf(&full, "%s/%s", folder, entry->d_name);
        // Killed between the two moves of an exchange: what stood there is put back.
        if (is_aside && access(path, F_OK) != 0 && rename(strbuf_text(&full), path) == 0) continue;
        tree_remove(strbuf_text(&full));
    }
    strbuf_dispose(&full);
    closedir(entries);
}

incmap_status outfile_begin(outfile *out, const char *path, outfile_kind kind, bool force, incmap_error *err)
{
    *out = (outfile){0};
    incmap_status status = INCMAP_OK;
    char *folder, *name;
    path_split(path, &folder, &name);
    strbuf temp = {0};

    struct stat st;
    if (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode)) {
        status = error_set(err, INCMAP_FAILED, "%s: there is no folder %s; create it first", path, folder);
        goto done;
    }
    const char *dot = strrchr(name, '.');
    int stem = dot && dot != name ? (int)(dot - name) : (int)strlen(name);
    sweep(folder, name, stem, path);
    if (kind == OUTFILE_DIR && (status = patch_resume(path, err)) != INCMAP_OK) goto done;
    if (lstat(path, &st) == 0) {
        bool is_dir = S_ISDIR(st.st_mode);
        if (!force) {
            status = error_set(err, INCMAP_FAILED,
                               "%s: exists already; use --force to replace it, or another -o", path);
            goto done;
        }
        if (is_dir != (kind == OUTFILE_DIR)) {
            status = error_set(err, INCMAP_FAILED, "%s: is a %s and will not be replaced; choose another -o",
                               path, is_dir ? "folder" : "file");
            goto done;
        }
    }

    // The process number keeps two runs apart; the extension stays last because writers go by it.
    strbuf_printf(&temp, "%s/.%.*s.incmap-%ld%s", folder, stem, name, (long)getpid(), name + stem);
    tree_remove(strbuf_text(&temp));
    if (kind == OUTFILE_DIR) {
        if (mkdir(strbuf_text(&temp), 0777) != 0) {
            status = error_set(err, INCMAP_FAILED, "%s: cannot be written: %s", path, strerror(errno));
            goto done;
        }
    } else if (access(folder, W_OK) != 0) {
        status = error_set(err, INCMAP_FAILED, "%s: cannot be written: %s", path, strerror(errno));
        goto done;
    }
    out->path = mem_strdup(path);
    size_t length = strlen(out->path);
    while (length > 1 && out->path[length - 1] == '/') out->path[--length] = '\0';
    out->temp_path = mem_strdup(strbuf_text(&temp));
    remember(out->temp_path);
    out->kind = kind;
    out->replaces = force;
done:
    strbuf_dispose(&temp);
    free(folder);
    free(name);
    return status;
}

static int sync_path(const char *path, int (*sync_fd)(int))
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    int result = sync_fd(fd);
    int saved = errno;
    close(fd);
    errno = saved;
    return result;
}

/** How far an outfile has come. */
typedef enum {
    PLACE_NONE,
    PLACE_NEW,     ///< it stands where nothing stood
    PLACE_SWAPPED, ///< what stood there has the temporary name
    PLACE_ASIDE,   ///< what stood there has the temporary name with ".old"
    PLACE_PATCH,   ///< it has a patch's name, and is applied once all have come so far
    PLACE_PATCHED, ///< it is applied
} placing;

static char *aside_name(const outfile *out)
{
    strbuf name = {0};
    strbuf_printf(&name, "%s" ASIDE_SUFFIX, out->temp_path);
    return name.data;
}

static bool rename_patch(const outfile *out, bool back)
{
    char *patch = patch_path_of(out->path);
    bool done = rename(back ? patch : out->temp_path, back ? out->temp_path : patch) == 0;
    free(patch);
    return done;
}

/** Whether a file system lacks a way to rename. */
static bool is_unsupported(int error)
{
    return error == EINVAL || error == ENOSYS || error == ENOTSUP;
}

/** Moves it where nothing stands; EEXIST where something does. */
static bool rename_new(const char *from, const char *to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) return true;
    if (!is_unsupported(errno)) return false;
    if (access(to, F_OK) != 0) return rename(from, to) == 0;
    errno = EEXIST;
    return false;
}

/** Moves it into place and keeps what stood there; PLACE_NONE, with errno, where that fails. */
static placing place(const outfile *out)
{
    if (out->kind == OUTFILE_PATCH) return rename_patch(out, false) ? PLACE_PATCH : PLACE_NONE;
    if (rename_new(out->temp_path, out->path)) return PLACE_NEW;
    if (errno != EEXIST || !out->replaces) return PLACE_NONE;
    if (renameat2(AT_FDCWD, out->temp_path, AT_FDCWD, out->path, RENAME_EXCHANGE) == 0) return PLACE_SWAPPED;
    // Not every file system can do that at once.
    if (!is_unsupported(errno)) return PLACE_NONE;
    char *aside = aside_name(out);
    placing done = PLACE_NONE;
    if (rename(out->path, aside) == 0) {
        if (rename(out->temp_path, out->path) == 0) {
            done = PLACE_ASIDE;
        } else {
            int saved = errno;
            rename(aside, out->path);
            errno = saved;
        }
    }
    free(aside);
    return done;
}

static bool take_back(const outfile *out, placing how)
{
    if (how == PLACE_PATCHED && !patch_undo(out->path)) return false;
    if (how == PLACE_PATCH || how == PLACE_PATCHED) return rename_patch(out, true);
    if (how == PLACE_NEW) return rename(out->path, out->temp_path) == 0;
    if (how == PLACE_SWAPPED)
        return renameat2(AT_FDCWD, out->temp_path, AT_FDCWD, out->path, RENAME_EXCHANGE) == 0;
    char *aside = aside_name(out);
    bool done = rename(out->path, out->temp_path) == 0 && rename(aside, out->path) == 0;
    free(aside);
    return done;
}

static void sync_folder_of(const char *path)
{
    char *folder, *name;
    path_split(path, &folder, &name);
    sync_path(folder, fsync);
    free(folder);
    free(name);
}

/** Adds to an error what follows from it. */
static void say_not_taken_back(const outfile *out, incmap_error *err)
{
    if (!err) return;
    strbuf first = {0};
    strbuf_puts(&first, err->message);
    error_set(err, INCMAP_FAILED, "%s; and %s, which is the new one already, cannot be put back: %s",
              strbuf_text(&first), out->path, strerror(errno));
    strbuf_dispose(&first);
}

/** Moves what is complete and synced into place, all of it or nothing. */
static incmap_status place_all(const outfile *outs, size_t count, incmap_error *err)
{
    incmap_status status = INCMAP_OK;
    placing *placings = mem_calloc(count, sizeof *placings);
    size_t placed = 0;
    // Whoever aborts all waits until this is done; after that nothing may appear any more.
    pthread_mutex_lock(&open_lock);
    if (all_aborted) status = error_set(err, INCMAP_FAILED, "%s: interrupted", outs[0].path);
    while (status == INCMAP_OK && placed < count) {
        placings[placed] = place(&outs[placed]);
        if (placings[placed] == PLACE_NONE && errno == EEXIST)
            status = error_set(err, INCMAP_FAILED,
                               "%s: was made meanwhile by another run; use --force to replace it, or another "
                               "-o",
                               outs[placed].path);
        else if (placings[placed] == PLACE_NONE)
            status = error_set(err, INCMAP_FAILED, "%s: cannot be written: %s", outs[placed].path,
                               strerror(errno));
        else
            placed++;
    }
    for (size_t i = 0; status == INCMAP_OK && i < count; i++) {
        if (placings[i] != PLACE_PATCH) continue;
        status = patch_apply(outs[i].path, err);
        if (status == INCMAP_OK) placings[i] = PLACE_PATCHED;
    }
    for (size_t i = placed; status != INCMAP_OK && i-- > 0;)
        if (!take_back(&outs[i], placings[i])) say_not_taken_back(&outs[i], err);
    for (size_t i = 0; i < count; i++) {
        if (status == INCMAP_OK) sync_folder_of(outs[i].path);
        if (placings[i] == PLACE_PATCHED && status == INCMAP_OK) patch_discard(outs[i].path);
        if (placings[i] == PLACE_ASIDE && status == INCMAP_OK) {
            char *aside = aside_name(&outs[i]);
            tree_remove(aside);
            free(aside);
        }
    }
    pthread_mutex_unlock(&open_lock);
    free(placings);
    return status;
}

incmap_status outfile_commit_all(outfile *outs, size_t count, incmap_error *err)
{
    incmap_status status = INCMAP_OK;
    // A tile folder holds too many files to sync one by one, so its file system is synced once.
    for (size_t i = 0; i < count && status == INCMAP_OK; i++)
        if (sync_path(outs[i].temp_path, outs[i].kind == OUTFILE_FILE ? fsync : syncfs) != 0)
            status =
                error_set(err, INCMAP_FAILED, "%s: cannot be written: %s", outs[i].path, strerror(errno));
    if (status == INCMAP_OK) status = place_all(outs, count, err);
    for (size_t i = 0; i < count; i++) outfile_abort(&outs[i]);
    return status;
}

incmap_status outfile_commit(outfile *out, incmap_error *err)
{
    return outfile_commit_all(out, 1, err);
}

void outfile_abort(outfile *out)
{
    if (out->temp_path) {
        tree_remove(out->temp_path);
        pthread_mutex_lock(&open_lock);
        forget(out->temp_path);
        pthread_mutex_unlock(&open_lock);
    }
    free(out->path);
    free(out->temp_path);
    *out = (outfile){0};
}

void outfile_abort_all(void)
{
    // A thread that still writes may put a new file into a folder that is being emptied, hence several goes.
    enum { GOES = 20 };
    if (pthread_mutex_lock(&open_lock) != 0) return;
    all_aborted = true;
    for (size_t i = 0; i < open_count; i++)
        for (int go = 0; go < GOES && access(open_paths[i], F_OK) == 0; go++) tree_remove(open_paths[i]);
    pthread_mutex_unlock(&open_lock);
}
