#include "base/mapped.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

bool mapped_open(mapped_file *out, const char *path, size_t least_bytes)
{
    *out = (mapped_file){0};
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    void *mapped = MAP_FAILED;
    int trouble = EINVAL;
    if (fstat(fd, &st) != 0)
        trouble = errno;
    else if (S_ISREG(st.st_mode) && st.st_size > 0 && (size_t)st.st_size >= least_bytes) {
        mapped = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        trouble = errno;
    }
    close(fd);
    if (mapped == MAP_FAILED) {
        errno = trouble;
        return false;
    }
    *out = (mapped_file){mapped, (size_t)st.st_size};
    return true;
}

void mapped_close(mapped_file *file)
{
    if (file->bytes) munmap((void *)(uintptr_t)file->bytes, file->length);
    *file = (mapped_file){0};
}
