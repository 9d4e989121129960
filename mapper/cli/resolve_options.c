#include "cli/resolve_options.h"

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
         .help = "country that the places are meant in, where a table has no column \"country\""},
        {OPT_TEXT, "near", .value = &o->near, .metavar = "LON,LAT", .help = "prefer places near here"},
        {OPT_TEXT, "format", .value = &o->format, .metavar = "table|json|geojson|csv",
         .help = "how to print the answers; csv keeps a table's own columns"},
        {OPT_TEXT, "gazetteer", .value = &o->gazetteer, .metavar = "FILE",
         .help = "compiled gazetteer to use"},
        {OPT_TEXT, "data", .value = &o->data, .metavar = "DIR", .help = "folder of gazetteer.gpkg"},
        {OPT_FLAG, "strict", .value = &o->strict, .help = "exit with 3 where a phrase is unresolved"},
        {OPT_FLAG, "help", 'h', &o->help, .help = "this help"},
        {OPT_END},
    };
    incmap_status status = opt_parse(table, argc, argv, &o->phrases, err);
    if (status == INCMAP_OK && o->help) {
        fputs("usage: incmap resolve [PHRASE…] [-i FILE --field NAME]\n", stdout);
        opt_print_help(table, stdout);
    }
    return status;
}
