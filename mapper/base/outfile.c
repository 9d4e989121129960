#include "base/outfile.h"

#include "base/arena.h"
#include "base/strbuf.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// Folders open at once while a tree is removed; a tile folder is three deep.
#define TREE_OPEN_FDS 8

// Temporary paths of the outfiles now open, for outfile_abort_all.
static pthread_mutex_t open_lock = PTHREAD_MUTEX_INITIALIZER;
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
    pthread_mutex_lock(&open_lock);
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
    pthread_mutex_unlock(&open_lock);
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)type, (void)at;
    return remove(path);
}

static void remove_tree(const char *path)
{
    nftw(path, remove_entry, TREE_OPEN_FDS, FTW_DEPTH | FTW_PHYS);
}

/** Splits "a/b.tif" into "a" and "b.tif"; both allocated. A trailing slash is not a name. */
static void split_path(const char *path, char **folder, char **name)
{
    char *clean = mem_strdup(path);
    size_t length = strlen(clean);
    while (length > 1 && clean[length - 1] == '/') clean[--length] = '\0';
    char *slash = strrchr(clean, '/');
    *name = mem_strdup(slash ? slash + 1 : clean);
    if (!slash) {
        *folder = mem_strdup(".");
    } else {
        if (slash == clean) slash++;
        *slash = '\0';
        *folder = mem_strdup(clean);
    }
    free(clean);
}

incmap_status outfile_begin(outfile *out, const char *path, outfile_kind kind, bool force, incmap_error *err)
{
    *out = (outfile){0};
    incmap_status status = INCMAP_OK;
    char *folder, *name;
    split_path(path, &folder, &name);
    strbuf temp = {0};

    struct stat st;
    if (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode)) {
        status = error_set(err, INCMAP_FAILED, "%s: there is no folder %s; create it first", path, folder);
        goto done;
    }
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
    const char *dot = strrchr(name, '.');
    int stem = dot && dot != name ? (int)(dot - name) : (int)strlen(name);
    strbuf_printf(&temp, "%s/.%.*s.incmap-%ld%s", folder, stem, name, (long)getpid(), name + stem);
    remove_tree(strbuf_text(&temp));
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

incmap_status outfile_commit(outfile *out, incmap_error *err)
{
    strbuf old = {0};
    char *folder = NULL, *name = NULL;
    incmap_status status = INCMAP_OK;

    // A tile folder holds too many files to sync one by one, so its file system is synced once.
    if (sync_path(out->temp_path, out->kind == OUTFILE_DIR ? syncfs : fsync) != 0) goto failed;
    if (out->kind == OUTFILE_DIR && access(out->path, F_OK) == 0) {
        // rename() does not replace a folder that has something in it.
        strbuf_printf(&old, "%s.old", out->temp_path);
        if (rename(out->path, strbuf_text(&old)) != 0) goto failed;
    }
    if (rename(out->temp_path, out->path) != 0) {
        int saved = errno;
        if (old.length) rename(strbuf_text(&old), out->path);
        errno = saved;
        goto failed;
    }
    split_path(out->path, &folder, &name);
    sync_path(folder, fsync);
    if (old.length) remove_tree(strbuf_text(&old));
    forget(out->temp_path);
    free(out->path);
    free(out->temp_path);
    *out = (outfile){0};
    goto done;
failed:
    status = error_set(err, INCMAP_FAILED, "%s: cannot be written: %s", out->path, strerror(errno));
    outfile_abort(out);
done:
    free(folder);
    free(name);
    strbuf_dispose(&old);
    return status;
}

void outfile_abort(outfile *out)
{
    if (out->temp_path) {
        remove_tree(out->temp_path);
        forget(out->temp_path);
    }
    free(out->path);
    free(out->temp_path);
    *out = (outfile){0};
}

void outfile_abort_all(void)
{
    // A thread that still writes may put a new file into a folder that is being emptied, hence several goes.
    enum { GOES = 20 };
    pthread_mutex_lock(&open_lock);
    for (size_t i = 0; i < open_count; i++)
        for (int go = 0; go < GOES && access(open_paths[i], F_OK) == 0; go++) remove_tree(open_paths[i]);
    pthread_mutex_unlock(&open_lock);
}
