/** @file What is fuzzed: README.md has the table. */
#ifndef INCMAP_TESTS_FUZZ_TARGETS_H
#define INCMAP_TESTS_FUZZ_TARGETS_H

#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FUZZ_SEEDS_MAX 32

typedef struct {
    const char *name;
    /** Fills in whole input to damage, to be disposed of by the caller; returns how much of it. */
    size_t (*seeds)(strbuf out[FUZZ_SEEDS_MAX]);
    /** Gives the input to the function; a NUL is behind it. Whether the function took it for whole. */
    bool (*run)(const char *bytes, size_t length);
} fuzz_target;

/** NULL: there is none of that name. */
const fuzz_target *fuzz_target_of(const char *name);
/** Before the first and behind the last use of a target: a folder for those that read files. */
void fuzz_open(void);
void fuzz_close(void);

#endif
