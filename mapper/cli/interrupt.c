#include "cli/interrupt.h"

#include "base/arena.h"
#include "base/outfile.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static sigset_t watched;

static atomic_bool is_coming;

void interrupt_await_end(void)
{
    while (is_coming) pause();
}

// What is said when a signal comes.
static pthread_mutex_t word_lock = PTHREAD_MUTEX_INITIALIZER;
static char word[4096];

void interrupt_leave_word(const char *text, const char *path)
{
    pthread_mutex_lock(&word_lock);
    snprintf(word, sizeof word, "incmap: %s%s\n", text, path);
    pthread_mutex_unlock(&word_lock);
}

static void *wait_for_signal(void *unused)
{
    (void)unused;
    int number;
    if (sigwait(&watched, &number) != 0) return NULL;
    is_coming = true;
    outfile_abort_all();
    pthread_mutex_lock(&word_lock);
    fputs(word, stderr);
    // Ending by the signal itself tells the shell why.
    signal(number, SIG_DFL);
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, number);
    pthread_sigmask(SIG_UNBLOCK, &only, NULL);
    raise(number);
    return NULL;
}

void interrupt_watch(void)
{
    // A file that grows beyond the user's limit is an error of the write, which removes what it wrote.
    signal(SIGXFSZ, SIG_IGN);
    mem_on_exhausted(outfile_abort_all);
    sigemptyset(&watched);
    sigaddset(&watched, SIGINT);
    sigaddset(&watched, SIGTERM);
    sigaddset(&watched, SIGHUP);
    sigset_t before;
    pthread_t waiter;
    if (pthread_sigmask(SIG_BLOCK, &watched, &before) != 0) return;
    if (pthread_create(&waiter, NULL, wait_for_signal, NULL) != 0) {
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        return;
    }
    pthread_detach(waiter);
}
