/** @file Ctrl-C and its like: the run ends, and nothing half-written stays behind. */
#ifndef INCMAP_CLI_INTERRUPT_H
#define INCMAP_CLI_INTERRUPT_H

/**
 * From now on SIGINT, SIGTERM and SIGHUP remove what is half-written, and then end the process as they would
 * have. To be called once, before other threads are started, for they inherit the signal mask.
 */
void interrupt_watch(void);

/** From now on such a signal prints this line on stderr, too: @p text and behind it @p path. */
void interrupt_leave_word(const char *text, const char *path);

/**
 * Does not return where such a signal has come: the process is about to end by it. For a run that has failed,
 * as what it was writing may have been removed under its hands.
 */
void interrupt_await_end(void);

#endif
