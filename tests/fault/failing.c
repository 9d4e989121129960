/**
 * @file
 * A library to preload that makes calls fail: FAIL_CALL names one ("write", "rename" …), FAIL_AT says which
 * of its calls, counted from 1, and with FAIL_ON all after it. Counted are writes to files alone, and
 * allocations of FAIL_BYTES and more.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/** Whether this call is to fail. */
static bool fails(const char *call)
{
    static atomic_long calls;
    const char *wanted = getenv("FAIL_CALL"), *at = getenv("FAIL_AT");
    if (!wanted || !at || strcmp(call, wanted) != 0) return false;
    long number = ++calls;
    return getenv("FAIL_ON") ? number >= atol(at) : number == atol(at);
}

/** Finds the function that a definition here hides. */
static void find_real(void *real, const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    memcpy(real, &found, sizeof found);
}

static int fail_with(int number)
{
    errno = number;
    return -1;
}

ssize_t write(int fd, const void *bytes, size_t length)
{
    ssize_t (*real)(int, const void *, size_t);
    find_real(&real, "write");
    struct stat st;
    if (fd > 2 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && fails("write")) return fail_with(ENOSPC);
    return real(fd, bytes, length);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset)
{
    ssize_t (*real)(int, const void *, size_t, off64_t);
    find_real(&real, "pwrite64");
    return fails("pwrite") ? fail_with(ENOSPC) : real(fd, bytes, length, offset);
}

int fsync(int fd)
{
    int (*real)(int);
    find_real(&real, "fsync");
    return fails("fsync") ? fail_with(EIO) : real(fd);
}

int syncfs(int fd)
{
    int (*real)(int);
    find_real(&real, "syncfs");
    return fails("fsync") ? fail_with(EIO) : real(fd);
}

int mkdir(const char *path, mode_t mode)
{
    int (*real)(const char *, mode_t);
    find_real(&real, "mkdir");
    return fails("mkdir") ? fail_with(ENOSPC) : real(path, mode);
}

int rename(const char *from, const char *to)
{
    int (*real)(const char *, const char *);
    find_real(&real, "rename");
    return fails("rename") ? fail_with(EIO) : real(from, to);
}

int renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
    int (*real)(int, const char *, int, const char *, unsigned);
    find_real(&real, "renameat2");
    // "no_exchange": as a file system that knows no exchange.
    if (fails("no_exchange")) return fail_with(EINVAL);
    return fails("rename") ? fail_with(EIO) : real(from_fd, from, to_fd, to, flags);
}

static bool is_counted(size_t bytes)
{
    const char *least = getenv("FAIL_BYTES");
    return least && (long)bytes >= atol(least);
}

// glibc's own names: looking up the hidden malloc would allocate.
extern void *__libc_malloc(size_t bytes);
extern void *__libc_realloc(void *block, size_t bytes);

void *malloc(size_t bytes)
{
    if (!is_counted(bytes) || !fails("malloc")) return __libc_malloc(bytes);
    errno = ENOMEM;
    return NULL;
}

void *realloc(void *block, size_t bytes)
{
    if (!is_counted(bytes) || !fails("malloc")) return __libc_realloc(block, bytes);
    errno = ENOMEM;
    return NULL;
}
