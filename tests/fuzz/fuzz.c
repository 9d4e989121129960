/**
 * @file
 * Functions that read what others wrote, given input that is damaged in every way: see README.md.
 *
 *     fuzz TARGET COUNT          cases 0 to COUNT - 1
 *     fuzz TARGET case NUMBER    that one
 *     fuzz TARGET file PATH…     these inputs
 *
 * A case is made from its number alone, so that a failure can be repeated; its number is said when the
 * process dies. With INCMAP_LIBFUZZER the same targets are driven by libFuzzer, which finds its own input;
 * the target's name comes from FUZZ_TARGET, and a folder on the command line gets what the target begins
 * with.
 */
#include "fuzz/targets.h"

#include "base/arena.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// A case that takes longer hangs; under the sanitizers on a loaded machine one may take seconds.
#define CASE_MAX_S 120

static const fuzz_target *current;
static unsigned long current_case;

#ifdef INCMAP_LIBFUZZER
static void put_seed(const char *folder, size_t number, const strbuf *seed)
{
    strbuf path = {0};
    strbuf_printf(&path, "%s/seed-%zu", folder, number);
    FILE *file = fopen(strbuf_text(&path), "wb");
    if (!file || fwrite(seed->data, 1, seed->length, file) != seed->length || fclose(file) != 0) {
        perror(strbuf_text(&path));
        exit(1);
    }
    strbuf_dispose(&path);
}

/** libFuzzer's hook, called before it reads the folders that its command line names. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *name = getenv("FUZZ_TARGET");
    current = fuzz_target_of(name ? name : "");
    if (!current) {
        fprintf(stderr, "fuzz: FUZZ_TARGET=%s: no such target; README.md lists them\n", name ? name : "");
        exit(2);
    }
    fuzz_open();
    atexit(fuzz_close);
    strbuf seeds[FUZZ_SEEDS_MAX] = {{0}};
    size_t count = current->seeds(seeds);
    const char *folder = NULL;
    struct stat st;
    for (int i = 1; i < *argc && !folder; i++)
        if (stat((*argv)[i], &st) == 0 && S_ISDIR(st.st_mode)) folder = (*argv)[i];
    for (size_t i = 0; i < count; i++) {
        if (folder) put_seed(folder, i, &seeds[i]);
        strbuf_dispose(&seeds[i]);
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length)
{
    char *copy = mem_alloc(length + 1);
    memcpy(copy, bytes, length);
    copy[length] = '\0';
    current->run(copy, length);
    free(copy);
    return 0;
}
#else

static void say_case(void)
{
    char line[160];
    int length =
        snprintf(line, sizeof line, "fuzz: died in \"fuzz %s case %lu\"\n", current->name, current_case);
    if (write(STDERR_FILENO, line, (size_t)length) < 0) return;
}

static void die(int number)
{
    say_case();
    signal(number, SIG_DFL);
    raise(number);
}

/** The sanitizers' own way to say that they are about to end the process; there where they are. */
extern void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

static void watch(void)
{
    static const int signals[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGALRM};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) signal(signals[i], die);
    if (__sanitizer_set_death_callback) __sanitizer_set_death_callback(say_case);
}

static uint64_t random_state;

static uint64_t random_number(uint64_t below)
{
    // splitmix64: any seed, also one after the other, gives numbers of their own.
    uint64_t z = random_state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return (z ^ z >> 31) % below;
}

static void replace(strbuf *input, size_t at, size_t removed, const void *bytes, size_t length)
{
    strbuf out = {0};
    strbuf_append(&out, input->data, at);
    strbuf_append(&out, bytes, length);
    strbuf_append(&out, input->data + at + removed, input->length - at - removed);
    strbuf_dispose(input);
    *input = out;
}

static const char *const words[] = {"-1",
                                    "0",
                                    "999999999999999999999",
                                    "1e308",
                                    "nan",
                                    "\"",
                                    "[",
                                    "]",
                                    "{",
                                    "}",
                                    ",",
                                    "\n",
                                    "\r",
                                    "\\",
                                    "\xff",
                                    "\xc3",
                                    "\t",
                                    "null",
                                    "\xe2\x80\x8f",
                                    "%s%n",
                                    "../",
                                    ";",
                                    ":",
                                    "  ",
                                    "'",
                                    "é",
                                    "القائم",
                                    "km",
                                    "of",
                                    "of",
                                    "in",
                                    "<"};

/** One change somewhere. */
static void mutate(strbuf *input)
{
    if (input->length == 0) strbuf_append(input, "x", 1);
    size_t at = random_number(input->length), rest = input->length - at;
    unsigned char *byte = (unsigned char *)input->data + at;
    switch (random_number(9)) {
    case 0:
    case 1: *byte ^= (unsigned char)(1u << random_number(8)); break;
    case 2: *byte = (unsigned char)random_number(256); break;
    case 3: {
        static const unsigned char edges[] = {0, 1, 0x7f, 0x80, 0xff};
        size_t length = (size_t)1 << random_number(4);
        memset(byte, edges[random_number(sizeof edges)], length < rest ? length : rest);
        break;
    }
    case 4: replace(input, at, 1 + random_number(rest < 64 ? rest : 64), "", 0); break;
    case 5: {
        size_t length = 1 + random_number(rest < 256 ? rest : 256);
        char *copy = mem_alloc(length);
        memcpy(copy, byte, length);
        replace(input, random_number(input->length), 0, copy, length);
        free(copy);
        break;
    }
    case 6:
    case 7: {
        const char *word = words[random_number(sizeof words / sizeof *words)];
        replace(input, at, random_number(2) ? 0 : 1, word, strlen(word));
        break;
    }
    default: replace(input, at, rest, "", 0); break;
    }
}

static void run_case(const fuzz_target *target, const strbuf *seeds, size_t seed_count, unsigned long number)
{
    random_state = number * 2 + 1;
    current_case = number;
    const strbuf *seed = &seeds[random_number(seed_count)];
    strbuf input = {0};
    strbuf_append(&input, seed->data, seed->length);
    // Most damage is small; some is not.
    for (uint64_t changes = random_number(number % 4 ? 4 : 40); changes > 0; changes--) mutate(&input);
    // Its own block, as long as it is, so that the sanitizers see what is read behind it.
    char *exact = mem_alloc(input.length + 1);
    memcpy(exact, strbuf_text(&input), input.length);
    exact[input.length] = '\0';
    alarm(CASE_MAX_S);
    target->run(exact, input.length);
    alarm(0);
    free(exact);
    strbuf_dispose(&input);
}

static bool read_file(strbuf *out, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    for (size_t length = 1; length > 0;) {
        strbuf_reserve(out, 65536);
        length = fread(out->data + out->length, 1, 65536, file);
        strbuf_advance(out, length);
    }
    fclose(file);
    return true;
}

int main(int argc, char **argv)
{
    current = argc > 2 ? fuzz_target_of(argv[1]) : NULL;
    if (!current) {
        fputs("usage: fuzz TARGET COUNT | case NUMBER | file PATH…\n", stderr);
        return 2;
    }
    watch();
    fuzz_open();
    strbuf seeds[FUZZ_SEEDS_MAX] = {{0}};
    size_t seed_count = current->seeds(seeds);
    int exit_code = 0;
    if (strcmp(argv[2], "file") == 0) {
        for (int i = 3; i < argc; i++) {
            strbuf input = {0};
            if (read_file(&input, argv[i])) {
                strbuf_reserve(&input, 1);
                input.data[input.length] = '\0';
                current->run(input.data, input.length);
            } else {
                perror(argv[i]);
                exit_code = 1;
            }
            strbuf_dispose(&input);
        }
    } else if (strcmp(argv[2], "case") == 0 && argc > 3) {
        run_case(current, seeds, seed_count, strtoul(argv[3], NULL, 10));
    } else {
        // Whole input first: a target that refuses it would try nothing.
        for (size_t i = 0; i < seed_count; i++) {
            strbuf_append(&seeds[i], "", 1);
            seeds[i].length--;
            if (!current->run(seeds[i].data, seeds[i].length)) {
                fprintf(stderr, "fuzz: %s refuses its seed %zu\n", current->name, i);
                exit_code = 1;
            }
        }
        unsigned long count = strtoul(argv[2], NULL, 10);
        for (unsigned long number = 0; number < count; number++) run_case(current, seeds, seed_count, number);
        printf("%s: %lu cases from %zu seeds\n", current->name, count, seed_count);
    }
    for (size_t i = 0; i < seed_count; i++) strbuf_dispose(&seeds[i]);
    fuzz_close();
    return exit_code;
}
#endif
