/**
 * @file
 * libincmap's public face: the commands, as the program runs them. The stages behind them have headers of
 * their own in the folders beside this one; those may change.
 */
#ifndef INCMAP_H
#define INCMAP_H

#ifdef __cplusplus
extern "C" {
#endif

#define INCMAP_API __attribute__((visibility("default")))

/**
 * A command of the program: argv[0] is its name, then its options and inputs. Results go to stdout,
 * everything else to stderr. Returns the exit code: 0 done, 1 failed, 2 usage, 3 done but rows could not be
 * mapped (with --strict).
 */
INCMAP_API int incmap_cmd_tiles(int argc, char **argv);
INCMAP_API int incmap_cmd_overlay(int argc, char **argv);
INCMAP_API int incmap_cmd_report(int argc, char **argv);
INCMAP_API int incmap_cmd_check(int argc, char **argv);
INCMAP_API int incmap_cmd_style(int argc, char **argv);
INCMAP_API int incmap_cmd_verify(int argc, char **argv);
INCMAP_API int incmap_cmd_resolve_table(int argc, char **argv);
INCMAP_API int incmap_cmd_gazetteer_import(int argc, char **argv);

#ifdef __cplusplus
}
#endif

#endif
