#include "cli/resolve_options.h"

#include <string.h>

incmap_status resolve_options_parse(resolve_options *o, int argc, char **argv, incmap_error *err)
{
    const opt_spec table[] = {
        {OPT_TEXT, "input", 'i', &o->input, .metavar = "FILE",
         .help = "table of phrases (any OGR source); - is standard input, one phrase a line"},
        {OPT_TEXT, "field", .value = &o->field, .metavar = "NAME",
         .help = "column of the table that holds the phrase"},
        {OPT_TEXT, "layer", .value = &o->layer, .metavar = "NAME",
         .help = "layer of a table that has several"},
        {OPT_TEXT, "country", .value = &o->country, .metavar = "CC",
         .help = "country that the places are meant in, where a table's row names none"},
        {OPT_FLAG, "at-sea", .value = &o->at_sea,
         .help = "the phrases are about ships; default: told by their words, and columns such as \"vessel\""},
        {OPT_TEXT, "near", .value = &o->near, .metavar = "LON,LAT", .help = "prefer places near here"},
        {OPT_TEXT, "format", .value = &o->format, .metavar = "table|json|geojson|csv",
         .help = "how to print the answers; csv keeps a table's own columns"},
        {OPT_TEXT, "gazetteer", .value = &o->gazetteer, .metavar = "FILE",
         .help = "compiled gazetteer to use"},
        {OPT_TEXT, "data", .value = &o->data, .metavar = "DIR", .help = "folder of gazetteer.gpkg"},
        {OPT_FLAG, "strict", .value = &o->strict, .help = "exit with 3 where a phrase is unresolved"},
        {OPT_FLAG, "json", .value = &o->json, .help = "the same as --format json"},
        {OPT_FLAG, "quiet", 'q', &o->quiet, .help = "only errors: no count of a table's answers"},
        {OPT_FLAG, "verbose", 'v', &o->verbose, .help = "say which columns of a table are used"},
        {OPT_FLAG, "help", 'h', &o->help, .help = "this help"},
        {OPT_END},
    };
    incmap_status status = opt_parse(table, argc, argv, &o->phrases, err);
    if (status == INCMAP_OK && o->json && o->format && strcmp(o->format, "json") != 0)
        status = error_set(err, INCMAP_USAGE, "--json and --format %s: choose one", o->format);
    if (o->json) o->format = "json";
    if (status == INCMAP_OK && o->help) {
        fputs("usage: incmap resolve [PHRASE…] [-i FILE --field NAME]\n", stdout);
        opt_print_help(table, stdout);
    }
    return status;
}
