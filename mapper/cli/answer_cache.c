#include "cli/answer_cache.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

gaz_answer **answer_cache_slot(answer_cache *cache, const char *key)
{
    // FNV-1a, 64 bit: its offset and prime.
    uint64_t hash = 0xcbf29ce484222325u;
    for (const unsigned char *c = (const unsigned char *)key; *c; c++) hash = (hash ^ *c) * 0x100000001b3u;
    size_t at = hash % ANSWER_CACHE_SLOTS;
    if (!cache->slots[at].key || strcmp(cache->slots[at].key, key) != 0) {
        free(cache->slots[at].key);
        gaz_answer_free(cache->slots[at].answer);
        cache->slots[at].key = mem_strdup(key);
        cache->slots[at].answer = NULL;
    }
    return &cache->slots[at].answer;
}

void answer_cache_clear(answer_cache *cache)
{
    for (size_t i = 0; i < ANSWER_CACHE_SLOTS; i++) {
        free(cache->slots[i].key);
        gaz_answer_free(cache->slots[i].answer);
    }
    memset(cache, 0, sizeof *cache);
}
