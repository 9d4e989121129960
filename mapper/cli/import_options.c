#include "cli/import_options.h"

#include "base/arena.h"
#include "cli/datapath.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "usage: incmap gazetteer import DUMP.txt [--gazetteer STORE]         a dump of GeoNames, unpacked\n"
    "       incmap gazetteer import LAYER --name FIELD [--kind FIELD|=VALUE] …   any OGR layer\n"
    "       incmap gazetteer import ARCHIVE --learn                      places of a coded archive\n"
    "       incmap gazetteer import geonames:SY,IQ --mirror URL|DIR      dumps of countries\n";

static void fail(const char *what)
{
    fprintf(stderr, "incmap: %s\n", what);
}

bool import_options_parse(import_options *o, int argc, char **argv, int *exit_code)
{
    const opt_spec table[] = {
        {OPT_TEXT, "gazetteer", .value = &o->gazetteer, .metavar = "STORE",
         .help = "compiled gazetteer to import into; default the program's own"},
        {OPT_TEXT, "name", .value = &o->name, .metavar = "FIELD",
         .help = "layer: column of the names; \"|\" parts several names of a place"},
        {OPT_TEXT, "kind", .value = &o->kind, .metavar = "FIELD|=VALUE",
         .help = "layer: column of the kind (town, village, air base …), or one kind for all"},
        {OPT_TEXT, "population", .value = &o->population, .metavar = "FIELD",
         .help = "layer: column of the number of people"},
        {OPT_TEXT, "country", .value = &o->country, .metavar = "FIELD|=CC",
         .help = "layer: column of the ISO code, or one code for all; default: where the place lies"},
        {OPT_TEXT, "layer", .value = &o->layer, .metavar = "NAME", .help = "which layer; default the first"},
        {OPT_TEXT, "licence", .value = &o->licence, .metavar = "TEXT",
         .help = "layer, archive: under which licence the data are; \"info\" shows it"},
        {OPT_TEXT, "attribution", .value = &o->attribution, .metavar = "TEXT",
         .help = "layer, archive: what maps print of it; default the file's name"},
        {OPT_FLAG, "learn", .value = &o->learn,
         .help = "archive: names and coordinates of incidents with precision 1 or 2 become places"},
        {OPT_TEXTS, "map", .value = &o->map, .metavar = "FIELD=COLUMN",
         .help = "archive: read this column as that field (place, lon, lat, place_prec, country, admin1)"},
        {OPT_TEXT, "mirror", .value = &o->mirror, .metavar = "URL|DIR",
         .help = "geonames: where the dumps are, CC.zip or CC.txt"},
        {OPT_TEXT, "data", .value = &o->data, .metavar = "DIR", .help = "folder of gazetteer.gpkg"},
        {OPT_FLAG, "quiet", 'q', &o->quiet, .help = "only errors"},
        {OPT_FLAG, "help", 'h', &o->help, .help = "this help"},
        {OPT_END},
    };
    incmap_error err = {0};
    *exit_code = (int)opt_parse(table, argc, argv, &o->inputs, &err);
    if (*exit_code != INCMAP_OK) {
        fail(err.message);
        return false;
    }
    if (o->help) {
        fputs(usage, stdout);
        opt_print_help(table, stdout);
        return false;
    }
    *exit_code = INCMAP_USAGE;
    if (o->inputs.count != 1) {
        fail("gazetteer import takes one FILE; \"incmap gazetteer import --help\" shows how");
        return false;
    }
    o->input = o->inputs.items[0];
    if (o->learn && o->name) {
        fail(
            "--learn and --name: an archive is learnt from, a layer has a column of names; give one of them");
        return false;
    }
    o->store = o->gazetteer ? mem_strdup(o->gazetteer) : datapath_find(o->data, "gazetteer.gpkg");
    *exit_code = o->store ? INCMAP_OK : INCMAP_FAILED;
    if (!o->store)
        fail("no gazetteer.gpkg found; \"./bootstrap build\" makes it, --gazetteer STORE names another");
    return o->store != NULL;
}

void import_options_dispose(import_options *o)
{
    free(o->store);
    opt_list_dispose(&o->inputs);
    opt_list_dispose(&o->map);
}

void import_print_totals(const import_options *o, const char *input, long long places, long long names,
                         long long rejected)
{
    if (o->quiet) return;
    fprintf(stderr, "%s: %lld place%s with %lld name%s", input, places, places == 1 ? "" : "s", names,
            names == 1 ? "" : "s");
    if (rejected == 1) fprintf(stderr, ", 1 row left out that is no place");
    if (rejected > 1) fprintf(stderr, ", %lld rows left out that are no places", rejected);
    fputs("\n", stderr);
}

bool import_shows_progress(const import_options *o)
{
    return !o->quiet && isatty(STDERR_FILENO);
}

static volatile sig_atomic_t noted;

static void note_signal(int number)
{
    noted = number;
}

void import_watch_signals(void)
{
    const struct sigaction watch = {.sa_handler = note_signal};
    sigaction(SIGINT, &watch, NULL);
    sigaction(SIGTERM, &watch, NULL);
    sigaction(SIGHUP, &watch, NULL);
}

bool import_is_interrupted(void)
{
    return noted != 0;
}
