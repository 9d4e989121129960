/** @file Dumps of countries brought from a mirror of GeoNames: a folder, or a web server that GDAL reads. */
#include "base/strbuf.h"
#include "cli/gazetteer_data.h"
#include "cli/import_dump.h"
#include "read/vsi_copy.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    const import_options *o;
    char folder[64]; ///< where the files are put, which is removed at the end
} mirror;

static incmap_status tick(void *context, incmap_error *err)
{
    const mirror *m = context;
    return gazetteer_import_tick(m->o, 1, err);
}

static incmap_status copy_file(mirror *m, const char *from, const char *to, bool *found, incmap_error *err)
{
    return vsi_copy(from, to, found, tick, m, err);
}

/**
 * Brings FILE.txt of the mirror, or of FILE.zip there, to @p to. A server need not know ranges: archives come
 * whole before they are opened.
 */
static incmap_status bring(mirror *m, const char *file, const char *to, bool *found, incmap_error *err)
{
    const char *root = m->o->mirror, *slash = strrchr(file, '/'), *base = slash ? slash + 1 : file;
    bool is_url = strncmp(root, "http://", 7) == 0 || strncmp(root, "https://", 8) == 0;
    const char *prefix = is_url ? "/vsicurl_streaming/" : "";
    strbuf from = {0}, packed = {0};
    strbuf_printf(&packed, "%s/packed.zip", m->folder);
    strbuf_printf(&from, "%s%s/%s.zip", prefix, root, file);
    incmap_status status = copy_file(m, strbuf_text(&from), strbuf_text(&packed), found, err);
    if (status == INCMAP_OK && *found) {
        strbuf_clear(&from);
        strbuf_printf(&from, "/vsizip/%s/%s.txt", strbuf_text(&packed), base);
        status = copy_file(m, strbuf_text(&from), to, found, err);
        if (status == INCMAP_OK && !*found)
            status = error_set(err, INCMAP_FAILED, "%s/%s.zip: holds no %s.txt; is it a dump of GeoNames?",
                               root, file, base);
    } else if (status == INCMAP_OK) {
        strbuf_clear(&from);
        strbuf_printf(&from, "%s%s/%s.txt", prefix, root, file);
        status = copy_file(m, strbuf_text(&from), to, found, err);
    }
    unlink(strbuf_text(&packed));
    strbuf_dispose(&from);
    strbuf_dispose(&packed);
    return status;
}

static incmap_status import_country(mirror *m, const char *code, incmap_error *err)
{
    strbuf dump = {0}, admin = {0}, districts = {0}, names = {0}, names_folder = {0}, names_file = {0};
    strbuf_printf(&dump, "%s/%s.txt", m->folder, code);
    strbuf_printf(&admin, "%s/admin1CodesASCII.txt", m->folder);
    strbuf_printf(&districts, "%s/admin2Codes.txt", m->folder);
    strbuf_printf(&names_folder, "%s/alternatenames", m->folder);
    strbuf_printf(&names, "%s/alternatenames/%s.txt", m->folder, code);
    strbuf_printf(&names_file, "alternatenames/%s", code);
    bool found, is_beside;
    incmap_status status = bring(m, code, strbuf_text(&dump), &found, err);
    if (status == INCMAP_OK && !found)
        status =
            error_set(err, INCMAP_FAILED,
                      "%s: holds neither %s.zip nor %s.txt; name a mirror of GeoNames' dumps with --mirror",
                      m->o->mirror, code, code);
    // All are there on a whole mirror, and not missed where they are not.
    if (status == INCMAP_OK) status = bring(m, "admin1CodesASCII", strbuf_text(&admin), &is_beside, err);
    if (status == INCMAP_OK) status = bring(m, "admin2Codes", strbuf_text(&districts), &is_beside, err);
    if (status == INCMAP_OK && mkdir(strbuf_text(&names_folder), 0700) == 0)
        status = bring(m, strbuf_text(&names_file), strbuf_text(&names), &is_beside, err);
    if (status == INCMAP_OK) status = import_dump(m->o, strbuf_text(&dump), err);
    unlink(strbuf_text(&dump));
    unlink(strbuf_text(&admin));
    unlink(strbuf_text(&districts));
    unlink(strbuf_text(&names));
    rmdir(strbuf_text(&names_folder));
    strbuf *const texts[] = {&dump, &admin, &districts, &names, &names_folder, &names_file};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) strbuf_dispose(texts[i]);
    return status;
}

static bool is_code(const char *text, size_t length)
{
    return length == 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z';
}

incmap_status gazetteer_import_mirror(const import_options *o, incmap_error *err)
{
    const char *list = o->input + strlen(IMPORT_GEONAMES);
    for (const char *at = list;; at += strcspn(at, ",") + 1) {
        size_t length = strcspn(at, ",");
        if (!is_code(at, length))
            return error_set(err, INCMAP_USAGE,
                             "%s: give ISO codes of countries with commas between, e.g. geonames:SY,IQ",
                             o->input);
        if (!at[length]) break;
    }
    if (!o->mirror)
        return error_set(
            err, INCMAP_USAGE,
            "%s: --mirror URL|DIR must say where the dumps are: a mirror of GeoNames, or a folder "
            "of downloaded files",
            o->input);
    mirror m = {.o = o};
    const char *temp = getenv("TMPDIR");
    if (!temp || !*temp || strlen(temp) > sizeof m.folder - 20) temp = "/tmp";
    snprintf(m.folder, sizeof m.folder, "%s/incmap-XXXXXX", temp);
    if (!mkdtemp(m.folder))
        return error_set(err, INCMAP_FAILED, "%s: no folder can be made there; set TMPDIR to another", temp);
    incmap_status status = INCMAP_OK;
    for (const char *at = list; status == INCMAP_OK; at += 3) {
        const char code[3] = {at[0], at[1], '\0'};
        status = import_country(&m, code, err);
        if (!at[2]) break;
    }
    rmdir(m.folder);
    return status;
}
