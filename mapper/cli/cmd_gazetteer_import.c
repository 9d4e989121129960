/**
 * @file
 * incmap gazetteer import. A dump of GeoNames needs no GDAL and is imported here; all else is libincmap's.
 */
#include "cli/commands.h"
#include "cli/import_dump.h"
#include "gazetteer/gazetteer.h"

#include <string.h>

int cmd_gazetteer_import(int argc, char **argv)
{
    import_options o = {0};
    int exit_code;
    if (import_options_parse(&o, argc, argv, &exit_code)) {
        bool is_mirror = strncmp(o.input, IMPORT_GEONAMES, strlen(IMPORT_GEONAMES)) == 0;
        if (!is_mirror && !o.learn && !o.name && gaz_is_geonames(o.input)) {
            incmap_error err = {0};
            import_watch_signals();
            exit_code = (int)import_dump(&o, o.input, &err);
            if (exit_code != INCMAP_OK) fprintf(stderr, "incmap: %s\n", err.message);
        } else {
            exit_code = incmap_load_and_run("incmap_cmd_gazetteer_import", argc, argv);
        }
    }
    import_options_dispose(&o);
    return exit_code;
}
