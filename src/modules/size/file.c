/* A small file, whole. */
#include "modules/size/size.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static bool read_all(struct arena *arena, int descriptor, size_t limit, sg_str *text) {
    char *bytes = arena_alloc(arena, limit + 1);
    size_t len = 0;
    for (ssize_t got = 1; got > 0 && len <= limit; len += (size_t)(got > 0 ? got : 0)) {
        got = read(descriptor, bytes + len, limit + 1 - len);
        if (got < 0 && errno != EINTR) return false;
    }
    errno = EFBIG;
    *text = (sg_str){bytes, len};
    return len <= limit;
}

/* Opened without waiting, so that a pipe in its place cannot hang us. */
static bool read_regular(struct arena *arena, int descriptor, size_t limit, sg_str *text) {
    struct stat status;
    if (fstat(descriptor, &status) != 0) return false;
    errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
    return S_ISREG(status.st_mode) && read_all(arena, descriptor, limit, text);
}

bool file_read_text(struct arena *arena, sg_str path, size_t limit, sg_str *text, bool *linked, sg_str *problem) {
    struct stat status;
    const char *name = arena_cstr(arena, path);
    int descriptor = open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    *linked = lstat(name, &status) == 0 && S_ISLNK(status.st_mode);
    *text = (sg_str){0};
    if (descriptor < 0 && (errno == ENOENT || errno == ENOTDIR)) return true;
    bool good = descriptor >= 0 && read_regular(arena, descriptor, limit, text);
    int error = errno;
    if (descriptor >= 0) close(descriptor);
    if (!good) *problem = arena_printf(arena, "%.*s cannot be read: %s", STR_ARG(path), strerror(error));
    return good;
}
