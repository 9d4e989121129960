/** @file Functions compiled once more for newer processors, which the loader takes where there is one. */
#ifndef INCMAP_BASE_CLONES_H
#define INCMAP_BASE_CLONES_H

/**
 * Before a function whose results are the same on all (whole numbers alone). @p target as of GCC's attribute
 * "target": "avx2" for vectors, "arch=haswell" for shifts by a variable count as well (BMI2). A sanitizer
 * would be entered before it is ready, so that there is one version then.
 */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) &&     \
    !defined(__SANITIZE_THREAD__)
#define CLONED_FOR(target) __attribute__((target_clones(target, "default")))
#else
#define CLONED_FOR(target)
#endif

#endif
