#include "gazetteer/name_feed.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

// Some thousand names: the threads meet seldom.
#define BATCH_BYTES ((size_t)256 << 10)
// One being filled, one being folded, and two between, for when either is slow for a while.
#define BATCHES 4

/** Before the letters of a name in a batch. */
typedef struct {
    int64_t place;
    double weight;
    char country[2];
    uint16_t length;
} feed_head;

typedef struct {
    size_t length;
    unsigned char bytes[BATCH_BYTES];
} batch;

struct name_feed {
    batch *batches[BATCHES]; ///< a ring
    unsigned filled, folded; ///< batches handed over, and done with, since the beginning; under the lock
    bool ending;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    pthread_t thread;
    bool has_thread;
    // The thread's own until it has ended.
    fold_tools *fold;
    runs *names;
    int64_t count;
    gaz_error err; ///< its first failure; under the lock
};

static void fold_batch(name_feed *feed, const batch *from)
{
    gaz_error err = {0};
    for (size_t at = 0; err.status == GAZ_OK && at < from->length;) {
        feed_head head;
        memcpy(&head, from->bytes + at, sizeof head);
        const char *name = (const char *)from->bytes + at + sizeof head;
        at += sizeof head + head.length;
        folded keys;
        if (!fold_name(feed->fold, name, head.length, &keys)) continue;
        name_entry entry = {.place = head.place,
                            .prominence = name_prominence(head.weight),
                            .plain = keys.plain,
                            .plain_length = strlen(keys.plain)};
        memcpy(entry.country, head.country, sizeof entry.country);
        names_add(feed->names, &keys, &entry, &err);
        feed->count++;
    }
    if (err.status == GAZ_OK) return;
    pthread_mutex_lock(&feed->lock);
    if (feed->err.status == GAZ_OK) feed->err = err;
    pthread_mutex_unlock(&feed->lock);
}

static void *run(void *context)
{
    name_feed *feed = context;
    pthread_mutex_lock(&feed->lock);
    while (true) {
        while (feed->folded == feed->filled && !feed->ending) pthread_cond_wait(&feed->changed, &feed->lock);
        if (feed->folded == feed->filled) break;
        const batch *next = feed->batches[feed->folded % BATCHES];
        bool failed = feed->err.status != GAZ_OK;
        pthread_mutex_unlock(&feed->lock);
        if (!failed) fold_batch(feed, next);
        pthread_mutex_lock(&feed->lock);
        feed->folded++;
        pthread_cond_signal(&feed->changed);
    }
    pthread_mutex_unlock(&feed->lock);
    return NULL;
}

name_feed *name_feed_new(const char *temp_path)
{
    name_feed *feed = calloc(1, sizeof *feed);
    if (!feed) return NULL;
    pthread_mutex_init(&feed->lock, NULL);
    pthread_cond_init(&feed->changed, NULL);
    bool whole = (feed->fold = fold_tools_new()) && (feed->names = runs_new(temp_path, RUNS_BUFFER_BYTES));
    for (int i = 0; whole && i < BATCHES; i++) whole = (feed->batches[i] = malloc(sizeof(batch))) != NULL;
    if (!whole) {
        name_feed_free(feed);
        return NULL;
    }
    feed->batches[0]->length = 0;
    // Signals are the caller's. Without a thread the names are folded as they come.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    feed->has_thread = pthread_create(&feed->thread, NULL, run, feed) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return feed;
}

/** Hands the batch over that is being filled, and waits for room for the next. */
static gaz_status hand_over(name_feed *feed, gaz_error *err)
{
    if (!feed->has_thread) fold_batch(feed, feed->batches[feed->filled % BATCHES]);
    pthread_mutex_lock(&feed->lock);
    feed->filled++;
    if (!feed->has_thread) feed->folded++;
    pthread_cond_signal(&feed->changed);
    while (feed->filled - feed->folded == BATCHES) pthread_cond_wait(&feed->changed, &feed->lock);
    feed->batches[feed->filled % BATCHES]->length = 0;
    gaz_error failure = feed->err;
    pthread_mutex_unlock(&feed->lock);
    return failure.status == GAZ_OK ? GAZ_OK : gaz_fail(err, failure.status, "%s", failure.message);
}

gaz_status name_feed_add(name_feed *feed, int64_t place, const char country[2], double weight,
                         const char *name, size_t length, gaz_error *err)
{
    if (length > FOLD_NAME_MAX) length = FOLD_NAME_MAX;
    feed_head head = {.place = place, .weight = weight, .length = (uint16_t)length};
    memcpy(head.country, country, sizeof head.country);
    batch *to = feed->batches[feed->filled % BATCHES];
    if (to->length + sizeof head + length > BATCH_BYTES) {
        gaz_status status = hand_over(feed, err);
        if (status != GAZ_OK) return status;
        to = feed->batches[feed->filled % BATCHES];
    }
    memcpy(to->bytes + to->length, &head, sizeof head);
    memcpy(to->bytes + to->length + sizeof head, name, length);
    to->length += sizeof head + length;
    return GAZ_OK;
}

static void end_thread(name_feed *feed)
{
    if (!feed->has_thread) return;
    pthread_mutex_lock(&feed->lock);
    feed->ending = true;
    pthread_cond_signal(&feed->changed);
    pthread_mutex_unlock(&feed->lock);
    pthread_join(feed->thread, NULL);
    feed->has_thread = false;
}

gaz_status name_feed_finish(name_feed *feed, runs **names, int64_t *count, gaz_error *err)
{
    gaz_status status = hand_over(feed, err);
    end_thread(feed);
    // A failure on the last batch.
    if (status == GAZ_OK && feed->err.status != GAZ_OK)
        status = gaz_fail(err, feed->err.status, "%s", feed->err.message);
    *names = feed->names;
    *count = feed->count;
    return status;
}

void name_feed_free(name_feed *feed)
{
    if (!feed) return;
    end_thread(feed);
    for (int i = 0; i < BATCHES; i++) free(feed->batches[i]);
    runs_free(feed->names);
    fold_tools_free(feed->fold);
    pthread_cond_destroy(&feed->changed);
    pthread_mutex_destroy(&feed->lock);
    free(feed);
}
