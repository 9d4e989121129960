#include "read/ahead.h"

#include <pthread.h>
#include <stdlib.h>

struct read_ahead {
    batch_fill fill;
    void *context;
    read_batch batches[2]; ///< one is taken while the other is filled
    int taken;             ///< the one that was given out last; -1: none yet
    bool wants_thread, has_thread;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool is_full[2], stop;
};

read_ahead *read_ahead_new(batch_fill fill, void *context, size_t values_in_row, bool in_thread)
{
    read_ahead *a = mem_calloc(1, sizeof *a);
    a->fill = fill;
    a->context = context;
    a->taken = -1;
    a->wants_thread = in_thread;
    for (int i = 0; i < 2; i++)
        a->batches[i].values = mem_calloc(BATCH_ROWS * values_in_row, sizeof *a->batches[i].values);
    pthread_mutex_init(&a->lock, NULL);
    pthread_cond_init(&a->changed, NULL);
    return a;
}

static void fill_batch(read_ahead *a, read_batch *batch)
{
    arena_clear(&batch->memory);
    batch->count = 0;
    batch->is_last = false;
    a->fill(a->context, batch);
}

static void *fill_all(void *context)
{
    read_ahead *a = context;
    bool is_last = false;
    pthread_mutex_lock(&a->lock);
    for (int next = 0; !is_last; next = !next) {
        while (a->is_full[next] && !a->stop) pthread_cond_wait(&a->changed, &a->lock);
        if (a->stop) break;
        pthread_mutex_unlock(&a->lock);
        fill_batch(a, &a->batches[next]);
        is_last = a->batches[next].is_last;
        pthread_mutex_lock(&a->lock);
        a->is_full[next] = true;
        pthread_cond_signal(&a->changed);
    }
    pthread_mutex_unlock(&a->lock);
    return NULL;
}

const read_batch *read_ahead_take(read_ahead *a)
{
    if (a->taken >= 0 && a->batches[a->taken].is_last) return &a->batches[a->taken];
    int next = a->taken < 0 ? 0 : !a->taken;
    if (a->taken < 0 && a->wants_thread) a->has_thread = pthread_create(&a->thread, NULL, fill_all, a) == 0;
    if (a->has_thread) {
        pthread_mutex_lock(&a->lock);
        if (a->taken >= 0) a->is_full[a->taken] = false;
        pthread_cond_signal(&a->changed);
        while (!a->is_full[next]) pthread_cond_wait(&a->changed, &a->lock);
        pthread_mutex_unlock(&a->lock);
    } else {
        fill_batch(a, &a->batches[next]);
    }
    a->taken = next;
    return &a->batches[next];
}

void read_ahead_free(read_ahead *a)
{
    if (!a) return;
    if (a->has_thread) {
        pthread_mutex_lock(&a->lock);
        a->stop = true;
        pthread_cond_signal(&a->changed);
        pthread_mutex_unlock(&a->lock);
        pthread_join(a->thread, NULL);
    }
    for (int i = 0; i < 2; i++) {
        free(a->batches[i].values);
        arena_dispose(&a->batches[i].memory);
    }
    pthread_cond_destroy(&a->changed);
    pthread_mutex_destroy(&a->lock);
    free(a);
}
