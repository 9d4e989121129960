/** @file The commands that the program itself holds, because they need the gazetteer alone and start at once.
 */
#ifndef INCMAP_CLI_COMMANDS_H
#define INCMAP_CLI_COMMANDS_H

#include "base/error.h"

/** Each has its own name in argv[0], says itself what is wrong, and returns the exit code. */
int cmd_resolve(int argc, char **argv);
int cmd_gazetteer(int argc, char **argv);
int cmd_gazetteer_import(int argc, char **argv);

/** Loads libincmap and runs one of its commands; returns its exit code. */
int incmap_load_and_run(const char *symbol, int argc, char **argv);

#endif
