/**
 * @file
 * The program: a table of subcommands. It links the gazetteer alone; the commands that draw live in
 * libincmap, which is loaded when one of them is asked for, because loading GDAL and Cairo takes longer than
 * resolving a name.
 */
#include "cli/commands.h"
#include "incmap.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef int (*command_fn)(int argc, char **argv);

static const struct {
    const char *name;
    const char *usage;
    command_fn run; ///< NULL: in libincmap, under symbol
    const char *symbol;
} commands[] = {
    {"tiles", "INPUT… -o OUT         a date range of incidents as map tiles", NULL, "incmap_cmd_tiles"},
    {"overlay", "INPUT… -o OUT.tif   … as a GeoTIFF in any projection", NULL, "incmap_cmd_overlay"},
    {"report", "INPUT… -o OUT.pdf    … as a finished page, PDF, PNG or SVG", NULL, "incmap_cmd_report"},
    {"check", "INPUT…                what would be mapped, what not, and why", NULL, "incmap_cmd_check"},
    {"style",
     "check|eval|legend     is a style right, what does an expression give, what does a style tell apart",
     NULL, "incmap_cmd_style"},
    {"verify", "FILE…                is a tile set or GeoTIFF whole and to the letter of its spec", NULL,
     "incmap_cmd_verify"},
    {"resolve", "PHRASE…             where a place phrase is, and how sure that is", cmd_resolve, NULL},
    {"gazetteer", "build|import|info|search   the places behind it", cmd_gazetteer, NULL},
};

static void print_usage(FILE *to)
{
    fputs("incmap turns incidents into maps that can be defended.\n\nusage: incmap COMMAND …\n\n", to);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        fprintf(to, "  incmap %s %s\n", commands[i].name, commands[i].usage);
    fputs("\n\"incmap COMMAND --help\" lists a command's options.\n"
          "Exit codes: 0 done, 1 failed, 2 usage, 3 done but rows could not be mapped (with --strict).\n",
          to);
}

int incmap_load_and_run(const char *symbol, int argc, char **argv)
{
    // By its whole path where it stands beside the program: a sanitizer's dlopen does not know the program's
    // search path. Never closed: the process ends with the command, and GDAL does not like to be unloaded.
    char path[4096 + 16];
    ssize_t length = readlink("/proc/self/exe", path, 4096);
    while (length > 0 && path[length - 1] != '/') length--;
    strcpy(path + (length > 0 ? length : 0), "libincmap.so");
    void *library = access(path, R_OK) == 0 ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
    if (!library) library = dlopen("libincmap.so", RTLD_NOW | RTLD_LOCAL);
    command_fn run = NULL;
    if (library) *(void **)&run = dlsym(library, symbol);
    if (!run) {
        fprintf(stderr, "incmap: cannot load its library: %s; keep libincmap.so beside the program\n",
                dlerror());
        return INCMAP_FAILED;
    }
    return run(argc, argv);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        print_usage(stderr);
        return INCMAP_USAGE;
    }
    const char *name = argv[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        print_usage(stdout);
        return INCMAP_OK;
    }
    if (strcmp(name, "--version") == 0) {
        puts("incmap " INCMAP_VERSION);
        return INCMAP_OK;
    }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(name, commands[i].name) != 0) continue;
        if (commands[i].run) return commands[i].run(argc - 1, argv + 1);
        return incmap_load_and_run(commands[i].symbol, argc - 1, argv + 1);
    }
    fprintf(stderr, "incmap: %s: no such command; \"incmap --help\" lists them\n", name);
    return INCMAP_USAGE;
}
