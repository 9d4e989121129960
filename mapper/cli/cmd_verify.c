/** @file incmap verify: whether tile sets and GeoTIFFs are whole and to the letter of their specifications.
 */
#include "cli/opt.h"
#include "incmap.h"
#include "verify/verify.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

// A damaged file may have a fault in each of a million tiles; the first ones tell.
#define FAULTS_SHOWN 50

typedef struct {
    const char *path;
    size_t shown;
} printer;

static void print_fault(void *context, const char *fault)
{
    printer *p = context;
    if (p->shown++ < FAULTS_SHOWN) printf("%s: %s\n", p->path, fault);
}

static incmap_status verify_one(const char *path, size_t *fault_count, incmap_error *err)
{
    printer p = {.path = path};
    verify_report report = {.say = print_fault, .context = &p};
    incmap_status status = verify_path(path, &report, err);
    if (status != INCMAP_OK) return status;
    *fault_count += report.fault_count;
    if (report.fault_count > FAULTS_SHOWN)
        printf("%s: … and %zu more faults\n", path, report.fault_count - FAULTS_SHOWN);
    if (report.fault_count == 0 && report.tile_count < 0)
        printf("%s: whole: %s\n", path, report.kind);
    else if (report.fault_count == 0 && report.tile_count == 0)
        printf("%s: whole: %s, no tiles\n", path, report.kind);
    else if (report.fault_count == 0)
        printf("%s: whole: %s, zoom %d to %d, %lld tiles\n", path, report.kind, report.min_zoom,
               report.max_zoom, (long long)report.tile_count);
    return INCMAP_OK;
}

int incmap_cmd_verify(int argc, char **argv)
{
    bool help = false;
    opt_list inputs = {0};
    incmap_error err = {0};
    const opt_spec table[] = {{OPT_FLAG, "help", 'h', &help, NULL, "this text"}, {OPT_END}};
    size_t fault_count = 0;
    incmap_status status = opt_parse(table, argc, argv, &inputs, &err);
    if (status == INCMAP_OK && help) {
        puts("usage: incmap verify FILE…\n\n"
             "FILE is a folder of XYZ tiles, .mbtiles, .pmtiles, .gpkg or GeoTIFF. Every tile is decoded; "
             "each\n"
             "fault is one line. Exit 0: all are whole; 1: there are faults.\n");
        opt_print_help(table, stdout);
    } else if (status == INCMAP_OK && inputs.count == 0) {
        status = error_set(&err, INCMAP_USAGE, "verify: no file; give tile sets or GeoTIFFs");
    }
    for (size_t i = 0; status == INCMAP_OK && !help && i < inputs.count; i++)
        status = verify_one(inputs.items[i], &fault_count, &err);
    opt_list_dispose(&inputs);
    if (fflush(stdout) != 0 && status == INCMAP_OK)
        status = error_set(&err, INCMAP_FAILED, "cannot write the result: %s", strerror(errno));
    if (status != INCMAP_OK) fprintf(stderr, "incmap: %s\n", err.message);
    return status == INCMAP_OK && fault_count > 0 ? INCMAP_FAILED : (int)status;
}
