/** @file incmap gazetteer: build, info, search; import is a file of its own. */
#include "base/arena.h"
#include "cli/commands.h"
#include "cli/gazetteer_open.h"
#include "cli/opt.h"
#include "gazetteer/gazetteer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: incmap gazetteer build [--curated DIR] [--packages DIR] -o FILE\n"
    "       incmap gazetteer import FILE [--gazetteer STORE] …; \"import --help\" lists its options\n"
    "       incmap gazetteer info [--gazetteer FILE]\n"
    "       incmap gazetteer search NAME [--country CC] [--gazetteer FILE]\n";

typedef struct {
    const char *curated, *packages, *out, *gazetteer, *data, *country;
    int limit;
    bool quiet, help;
    opt_list inputs;
} options;

static void print_line(void *context, const char *line)
{
    const options *o = context;
    if (!o->quiet) fprintf(stderr, "%s\n", line);
}

static int fail(const gaz_error *err)
{
    fprintf(stderr, "incmap: %s\n", err->message);
    return INCMAP_FAILED;
}

static int usage_error(const char *what)
{
    fprintf(stderr, "incmap gazetteer: %s; \"incmap gazetteer --help\" shows how\n", what);
    return INCMAP_USAGE;
}

static int run_build(options *o)
{
    if (!o->out) return usage_error("build needs -o FILE");
    if (!o->curated && !o->packages) return usage_error("build needs --curated DIR, --packages DIR or both");
    gaz_error err = {0};
    gaz_build_request request = {.curated_dir = o->curated,
                                 .package_dir = o->packages,
                                 .out_path = o->out,
                                 .progress = print_line,
                                 .progress_context = o};
    return gaz_build(&request, &err) == GAZ_OK ? INCMAP_OK : fail(&err);
}

/** Opens the gazetteer that is asked for, or the program's own. *exit_code is set where it cannot. */
static gaz *open_gazetteer(const options *o, char **path, int *exit_code)
{
    incmap_error err = {0};
    gaz *g;
    *exit_code = (int)gazetteer_open_asked(&g, path, o->gazetteer, o->data, &err);
    if (*exit_code != INCMAP_OK) fprintf(stderr, "incmap: %s\n", err.message);
    return g;
}

static int run_info(const options *o)
{
    char *path;
    int exit_code = INCMAP_OK;
    gaz *g = open_gazetteer(o, &path, &exit_code);
    gaz_error err = {0};
    const gaz_source *sources;
    size_t count;
    if (g && gaz_sources(g, &sources, &count, &err) == GAZ_OK) {
        printf("%s\n", path);
        for (size_t i = 0; i < count; i++)
            printf("%-14s %8lld places %9lld names  %s, %s\n", sources[i].name,
                   (long long)sources[i].place_count, (long long)sources[i].name_count, sources[i].version,
                   sources[i].licence);
    }
    gaz_close(g);
    free(path);
    return exit_code;
}

static int run_search(const options *o)
{
    if (o->inputs.count < 2) return usage_error("search needs a name");
    char *path;
    int exit_code = INCMAP_OK;
    gaz *g = open_gazetteer(o, &path, &exit_code);
    incmap_error trouble = {0};
    if (g) exit_code = (int)gazetteer_check_country(g, o->country, &trouble);
    if (g && exit_code != INCMAP_OK) fprintf(stderr, "incmap: %s\n", trouble.message);
    gaz_context context = {.country = o->country};
    for (size_t i = 1; g && exit_code == INCMAP_OK && i < o->inputs.count; i++) {
        gaz_error err = {0};
        gaz_answer *answer;
        if (gaz_search(g, o->inputs.items[i], &context, (size_t)o->limit, &answer, &err) != GAZ_OK) {
            exit_code = fail(&err);
            break;
        }
        if (answer->candidate_count == 0) fprintf(stderr, "%s: no such name\n", o->inputs.items[i]);
        for (size_t k = 0; k < answer->candidate_count; k++) {
            const gaz_candidate *c = &answer->candidates[k];
            printf("%.3f  %s, %s%s%s %s  %.5f,%.5f  %s\n", c->score, c->name, c->kind, *c->admin1 ? ", " : "",
                   c->admin1, c->country, c->position.lon_deg, c->position.lat_deg, c->why);
        }
        gaz_answer_free(answer);
    }
    gaz_close(g);
    free(path);
    return exit_code;
}

int cmd_gazetteer(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "import") == 0) return cmd_gazetteer_import(argc - 1, argv + 1);
    options o = {.limit = 20};
    const opt_spec table[] = {
        {OPT_TEXT, "curated", .value = &o.curated, .metavar = "DIR",
         .help = "build: folder of curated CSV files"},
        {OPT_TEXT, "packages", .value = &o.packages, .metavar = "DIR",
         .help = "build: folder of cities500.txt, admin1.json, admin2.json, airports.json, world_map.gpkg"},
        {OPT_TEXT, "output", 'o', &o.out, .metavar = "FILE", .help = "build: the gazetteer to write"},
        {OPT_TEXT, "country", .value = &o.country, .metavar = "CC", .help = "search: prefer this country"},
        {OPT_INT, "limit", .value = &o.limit, .metavar = "N", .help = "search: candidates shown; default 20",
         .min = 1, .max = 1000},
        {OPT_TEXT, "gazetteer", .value = &o.gazetteer, .metavar = "FILE",
         .help = "compiled gazetteer to use"},
        {OPT_TEXT, "data", .value = &o.data, .metavar = "DIR", .help = "folder of gazetteer.gpkg"},
        {OPT_FLAG, "quiet", 'q', &o.quiet, .help = "only errors"},
        {OPT_FLAG, "help", 'h', &o.help, .help = "this help"},
        {OPT_END},
    };
    incmap_error err = {0};
    int exit_code = (int)opt_parse(table, argc, argv, &o.inputs, &err);
    const char *action = o.inputs.count ? o.inputs.items[0] : "";
    if (exit_code != INCMAP_OK) {
        fprintf(stderr, "incmap: %s\n", err.message);
    } else if (o.help) {
        fputs(usage, stdout);
        opt_print_help(table, stdout);
    } else if (strcmp(action, "build") == 0) {
        exit_code = run_build(&o);
    } else if (strcmp(action, "info") == 0) {
        exit_code = run_info(&o);
    } else if (strcmp(action, "search") == 0) {
        exit_code = run_search(&o);
    } else {
        exit_code = usage_error(*action ? "knows build, import, info and search"
                                        : "say build, import, info or search");
    }
    opt_list_dispose(&o.inputs);
    return exit_code;
}
