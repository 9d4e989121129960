/**
 * @file
 * The one way in which trouble travels: a status as the return value, a sentence in the caller's
 * incmap_error.
 *
 * Three kinds of trouble are kept apart. A bug asserts. A run that cannot go on returns a status. A bad row
 * is neither: it is counted in the account (incident.h) and the run goes on.
 */
#ifndef INCMAP_BASE_ERROR_H
#define INCMAP_BASE_ERROR_H

/** Numbers are the program's exit codes. */
typedef enum {
    INCMAP_OK = 0,
    INCMAP_FAILED = 1,   ///< the run failed; nothing half-written is left
    INCMAP_USAGE = 2,    ///< the command line asks for something that makes no sense
    INCMAP_UNMAPPED = 3, ///< done, but rows could not be mapped (only with --strict)
} incmap_status;

/** Long enough for a path, a row, a column and a remedy; longer sentences are cut. */
#define INCMAP_ERROR_MAX 1024

/** Zero it before use: `incmap_error err = {0};`. */
typedef struct {
    incmap_status status;
    char message[INCMAP_ERROR_MAX]; ///< one line, no newline: what, where (file:row:column), what to do
} incmap_error;

/**
 * Records a failure and returns its status, so that `return error_set(err, INCMAP_FAILED, …)` is one line.
 * The first error sticks: a later one leaves the message alone and returns the first one's status.
 * @p err may be NULL, then only the status is returned. Control characters from the input become spaces.
 */
incmap_status error_set(incmap_error *err, incmap_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
