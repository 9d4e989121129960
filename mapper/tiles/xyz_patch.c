#include "tiles/xyz_patch.h"

#include "base/arena.h"
#include "base/patch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

// "22/4194303/4194303.png"
#define NAME_ROOM 32

typedef struct {
    const char *path, *previous_path;
    const tile_place *kept; ///< sorted
    size_t kept_count;
    strbuf plan;
    strbuf full; ///< scratch of full_path
} patch;

static int compare_places(const void *a, const void *b)
{
    const tile_place *p = a, *q = b;
    if (p->zoom != q->zoom) return p->zoom < q->zoom ? -1 : 1;
    if (p->col != q->col) return p->col < q->col ? -1 : 1;
    return (p->row > q->row) - (p->row < q->row);
}

/** Valid until the next call. */
static const char *full_path(patch *p, const char *folder, const char *name)
{
    strbuf_clear(&p->full);
    strbuf_printf(&p->full, "%s/%s", folder, name);
    return strbuf_text(&p->full);
}

static bool is_folder(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int is_not_dots(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static void free_list(struct dirent **list, int count)
{
    for (int i = 0; i < count; i++) free(list[i]);
    if (count >= 0) free(list);
}

/** How many entries a folder has; -1 where it cannot be read. */
static int64_t count_entries(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder) return -1;
    int64_t count = 0;
    for (struct dirent *entry; (entry = readdir(folder));) count += is_not_dots(entry);
    closedir(folder);
    return count;
}

static bool copy_file(const char *from, const char *to)
{
    int in = open(from, O_RDONLY | O_CLOEXEC), out = -1;
    struct stat st;
    bool done = in >= 0 && fstat(in, &st) == 0;
    if (done) out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    done = out >= 0;
    for (off_t left = done ? st.st_size : 0; done && left > 0;) {
        ssize_t sent = sendfile(out, in, NULL, (size_t)left);
        done = sent > 0;
        left -= sent;
    }
    if (in >= 0) close(in);
    if (out >= 0 && close(out) != 0) done = false;
    return done;
}

/** Takes a kept tile into the patch, for it is in a column with others that change. */
static bool take_kept(patch *p, tile_place place)
{
    char name[NAME_ROOM];
    snprintf(name, sizeof name, "%d/%u/%u.png", place.zoom, place.col, place.row);
    char *from = mem_strdup(full_path(p, p->previous_path, name));
    const char *to = full_path(p, p->path, name);
    bool done = link(from, to) == 0 || copy_file(from, to);
    free(from);
    return done;
}

static bool make_folder(patch *p, const char *name)
{
    return mkdir(full_path(p, p->path, name), 0777) == 0 || errno == EEXIST;
}

/** The kept tiles of a column, beginning with the first of them: nothing is to be done where it has no
 * others, before and after. */
static bool finish_column(patch *p, const tile_place *first, size_t count)
{
    char zoom_name[NAME_ROOM], name[NAME_ROOM];
    snprintf(zoom_name, sizeof zoom_name, "%d", first->zoom);
    snprintf(name, sizeof name, "%d/%u", first->zoom, first->col);
    if (!is_folder(full_path(p, p->path, name)) &&
        count_entries(full_path(p, p->previous_path, name)) == (int64_t)count)
        return true;
    bool done = make_folder(p, zoom_name) && make_folder(p, name);
    for (size_t i = 0; done && i < count; i++) done = take_kept(p, first[i]);
    return done;
}

static bool finish_columns(patch *p)
{
    bool done = true;
    for (size_t begin = 0, end; done && begin < p->kept_count; begin = end) {
        const tile_place *first = &p->kept[begin];
        for (end = begin + 1;
             end < p->kept_count && p->kept[end].zoom == first->zoom && p->kept[end].col == first->col;)
            end++;
        done = finish_column(p, first, end - begin);
    }
    return done;
}

/** What is new takes the place of what was there, by columns where the zoom was there. */
static bool plan_new(patch *p)
{
    struct dirent **list = NULL;
    int count = scandir(p->path, &list, is_not_dots, alphasort);
    bool done = count >= 0;
    for (int i = 0; done && i < count; i++) {
        const char *name = list[i]->d_name;
        if (!is_folder(full_path(p, p->path, name)) || !is_folder(full_path(p, p->previous_path, name))) {
            patch_plan_replace(&p->plan, name);
            continue;
        }
        struct dirent **cols = NULL;
        int col_count = scandir(full_path(p, p->path, name), &cols, is_not_dots, alphasort);
        done = col_count >= 0;
        for (int k = 0; k < col_count; k++) {
            char col_name[NAME_ROOM];
            snprintf(col_name, sizeof col_name, "%.10s/%.10s", name, cols[k]->d_name);
            patch_plan_replace(&p->plan, col_name);
        }
        free_list(cols, col_count);
    }
    free_list(list, count);
    return done;
}

/** Whether the place begins like a kept tile's: column NULL, any column. */
static bool has_kept(const patch *p, const char *zoom, const char *col)
{
    char name[NAME_ROOM];
    tile_place wanted = {.zoom = atoi(zoom), .col = col ? (uint32_t)strtoul(col, NULL, 10) : 0};
    size_t begin = 0, end = p->kept_count;
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        if (compare_places(&p->kept[middle], &wanted) < 0)
            begin = middle + 1;
        else
            end = middle;
    }
    if (begin == p->kept_count) return false;
    const tile_place *found = &p->kept[begin];
    snprintf(name, sizeof name, "%d", found->zoom);
    if (strcmp(name, zoom) != 0) return false;
    snprintf(name, sizeof name, "%u", found->col);
    return !col || strcmp(name, col) == 0;
}

/** What is neither new nor kept goes. */
static bool plan_gone(patch *p)
{
    struct dirent **list = NULL;
    int count = scandir(p->previous_path, &list, is_not_dots, alphasort);
    bool done = count >= 0;
    for (int i = 0; done && i < count; i++) {
        const char *name = list[i]->d_name;
        bool is_new = access(full_path(p, p->path, name), F_OK) == 0;
        if (!is_folder(full_path(p, p->previous_path, name)) || (!is_new && !has_kept(p, name, NULL))) {
            if (!is_new) patch_plan_remove(&p->plan, name);
            continue;
        }
        struct dirent **cols = NULL;
        int col_count = scandir(full_path(p, p->previous_path, name), &cols, is_not_dots, alphasort);
        done = col_count >= 0;
        for (int k = 0; k < col_count; k++) {
            strbuf col_name = {0};
            strbuf_printf(&col_name, "%s/%s", name, cols[k]->d_name);
            if (!has_kept(p, name, cols[k]->d_name) &&
                access(full_path(p, p->path, strbuf_text(&col_name)), F_OK) != 0)
                patch_plan_remove(&p->plan, strbuf_text(&col_name));
            strbuf_dispose(&col_name);
        }
        free_list(cols, col_count);
    }
    free_list(list, count);
    return done;
}

static bool write_plan(patch *p)
{
    FILE *file = fopen(full_path(p, p->path, PATCH_PLAN_NAME), "w");
    if (!file) return false;
    bool done = fputs(strbuf_text(&p->plan), file) >= 0;
    return fclose(file) == 0 && done;
}

incmap_status xyz_patch_finish(const char *path, const char *previous_path, tile_place *kept,
                               size_t kept_count, incmap_error *err)
{
    if (kept_count) qsort(kept, kept_count, sizeof *kept, compare_places);
    patch p = {.path = path, .previous_path = previous_path, .kept = kept, .kept_count = kept_count};
    incmap_status status = INCMAP_OK;
    if (!finish_columns(&p) || !plan_new(&p) || !plan_gone(&p) || !write_plan(&p))
        status = error_set(err, INCMAP_FAILED, "%s: cannot be brought up to date: %s", previous_path,
                           strerror(errno));
    strbuf_dispose(&p.plan);
    strbuf_dispose(&p.full);
    return status;
}
