/* Reading a file whole, and replacing one by a complete one. */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_LIMIT = 64 * 1024 * 1024 + 1 }; /* one byte over the limit of sg_parse(), which then refuses */

/* ---- reading ---- */

/* A device may have no end. */
static bool read_all(int descriptor, const char *name, struct buf *out) {
    static char block[65536];
    struct stat status;
    bool device = fstat(descriptor, &status) == 0 && S_ISCHR(status.st_mode);
    while (out->len < READ_LIMIT) {
        if (device && out->len >= sizeof block) {
            complain("%s: is a device that does not end", name);
            return false;
        }
        ssize_t count = read(descriptor, block, sizeof block);
        if (count == 0) return true;
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            complain("%s: %s", name, strerror(errno));
            return false;
        }
        buf_put(out, (sg_str){block, (size_t)count});
        if (out->failed) {
            complain("%s: out of memory", name);
            return false;
        }
    }
    return true;
}

/* A regular file that is too large is not read: its size tells enough, and memory that nobody writes to costs nothing. */
static bool read_regular(int descriptor, const char *path, const struct stat *status, struct buf *out) {
    if (S_ISDIR(status->st_mode)) {
        complain("%s: is a directory", path);
        return false;
    }
    if (S_ISREG(status->st_mode) && status->st_size >= READ_LIMIT) {
        out->ptr = calloc(1, READ_LIMIT);
        out->len = out->capacity = out->ptr ? READ_LIMIT : 0;
        if (!out->ptr) complain("%s: out of memory", path);
        return out->ptr != NULL;
    }
    return read_all(descriptor, path, out);
}

bool file_read(const char *path, struct buf *out) {
    if (strcmp(path, "-") == 0) return read_all(STDIN_FILENO, "standard input", out);
    struct stat status;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0 || fstat(descriptor, &status) != 0) {
        complain("%s: %s", path, strerror(errno));
        if (descriptor >= 0) close(descriptor);
        return false;
    }
    bool good = read_regular(descriptor, path, &status, out);
    close(descriptor);
    return good;
}

const char *file_default(void) {
    static const char *const names[] = {"Dockerfile", "Containerfile"};
    struct stat status; /* what nobody named must be no pipe that waits for ever */
    for (size_t i = 0; i < COUNT(names); i++)
        if (stat(names[i], &status) == 0 && S_ISREG(status.st_mode)) return names[i];
    complain("there is no Dockerfile and no Containerfile here; name a file");
    return NULL;
}

bool file_beside(const char *path, const char *name, char beside[PATH_MAX], const char **refused) {
    const char *slash = strrchr(path, '/');
    int folder = slash ? (int)(slash - path) + 1 : 0;
    struct stat status;
    bool found = snprintf(beside, PATH_MAX, "%.*s%s", folder, path, name) < PATH_MAX && lstat(beside, &status) == 0;
    *refused = !found || S_ISREG(status.st_mode) ? NULL : S_ISLNK(status.st_mode) ? "a link" : "no regular file";
    return found;
}

/* Where the part of an absolute path begins that is below the current folder; its end if it is not. */
static size_t below_here(const char *path, size_t len) {
    char here[PATH_MAX];
    size_t start = getcwd(here, sizeof here) ? strlen(here) : 0;
    bool below = start > 1 && strncmp(path, here, start) == 0 && path[start] == '/';
    return below ? start + 1 : len;
}

bool file_is_linked(const char *path) {
    char part[PATH_MAX];
    struct stat status;
    size_t len = strlen(path), end = path[0] == '/' ? below_here(path, len) : 1;
    for (; end <= len && end < sizeof part; end++) {
        if (end < len && path[end] != '/') continue;
        memcpy(part, path, end);
        part[end] = '\0';
        if (lstat(part, &status) == 0 && S_ISLNK(status.st_mode)) return true;
    }
    return false;
}

/* ---- writing ---- */

static bool write_all(int descriptor, const char *data, size_t len) {
    while (len) {
        ssize_t count = write(descriptor, data, len);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        data += count;
        len -= (size_t)count;
    }
    return true;
}

static bool write_stdout(const char *data, size_t len) {
    if (fwrite(data, 1, len, stdout) == len && fflush(stdout) == 0) return true;
    complain("standard output: %s", strerror(errno));
    return false;
}

/* A pipe or device is written as it is. */
static bool write_device(const char *path, const char *data, size_t len) {
    int descriptor = open(path, O_WRONLY | O_CLOEXEC);
    bool good = descriptor >= 0 && write_all(descriptor, data, len);
    int error = errno;
    if (descriptor >= 0 && close(descriptor) != 0 && good) good = false, error = errno;
    if (!good) complain("%s: %s", path, strerror(error));
    return good;
}

/* Follows links by hand: the last target need not exist yet. */
static bool resolve_links(const char *path, char resolved[PATH_MAX]) {
    if (snprintf(resolved, PATH_MAX, "%s", path) >= PATH_MAX) return errno = ENAMETOOLONG, false;
    for (int hops = 0; hops < 40; hops++) {
        char link[PATH_MAX];
        ssize_t len = readlink(resolved, link, sizeof link - 1);
        if (len < 0) return true;
        link[len] = '\0';
        char *slash = strrchr(resolved, '/');
        size_t folder = link[0] == '/' || !slash ? 0 : (size_t)(slash - resolved) + 1;
        if (folder + (size_t)len >= PATH_MAX) return errno = ENAMETOOLONG, false;
        memcpy(resolved + folder, link, (size_t)len + 1);
    }
    return errno = ELOOP, false;
}

static mode_t wanted_mode(const struct stat *old) {
    mode_t mask = umask(0);
    umask(mask);
    return old ? old->st_mode & 07777 : 0666 & ~mask;
}

/* Beside the target, so that the rename is within one file system. */
static bool replace_now(const char *target, const struct stat *old, const char *data, size_t len) {
    char temporary[PATH_MAX + 16];
    const char *slash = strrchr(target, '/');
    int folder = slash ? (int)(slash - target) + 1 : 0;
    snprintf(temporary, sizeof temporary,
             "%.*s.stagegraph-"
             "XX"
             "XX"
             "XX",
             folder, target);
    int descriptor = mkstemp(temporary);
    if (descriptor < 0) return false;
    bool good = write_all(descriptor, data, len) && fchmod(descriptor, wanted_mode(old)) == 0;
    int error = errno;
    if (close(descriptor) != 0 && good) good = false, error = errno;
    if (good && rename(temporary, target) == 0) return true;
    if (good) error = errno;
    unlink(temporary);
    errno = error;
    return false;
}

/* What asks us to end waits for the moment that it takes to write, so that no temporary file is left behind. */
static bool replace(const char *target, const struct stat *old, const char *data, size_t len) {
    sigset_t ends, before;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGHUP);
    sigprocmask(SIG_BLOCK, &ends, &before);
    bool good = replace_now(target, old, data, len);
    int error = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return good;
}

/* "/dev/fd/3" means what is open there already, wherever that stands: it is not opened anew. */
static int open_descriptor(const char *path) {
    int descriptor, end = 0;
    if (strcmp(path, "/dev/stderr") == 0) return STDERR_FILENO;
    bool numbered = sscanf(path, "/dev/fd/%d%n", &descriptor, &end) == 1 ||
                    sscanf(path, "/proc/self/fd/%d%n", &descriptor, &end) == 1;
    return numbered && path[end] == '\0' && descriptor >= 0 ? descriptor : -1;
}

bool file_is_stream(const char *path) {
    struct stat status;
    if (strcmp(path, "-") == 0 || strcmp(path, "/dev/stdin") == 0 || open_descriptor(path) >= 0) return true;
    return stat(path, &status) == 0 && S_ISFIFO(status.st_mode);
}

bool is_standard_output(const char *path) {
    return !path || strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0 ||
           open_descriptor(path) == STDOUT_FILENO;
}

bool file_write(const char *path, const char *data, size_t len) {
    if (is_standard_output(path)) return write_stdout(data, len);
    if (open_descriptor(path) >= 0) {
        if (write_all(open_descriptor(path), data, len)) return true;
        complain("%s: %s", path, strerror(errno));
        return false;
    }
    char target[PATH_MAX];
    struct stat status;
    bool exists = stat(path, &status) == 0;
    if (exists && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) return write_device(path, data, len);
    if (exists && S_ISDIR(status.st_mode)) errno = EISDIR;
    else if (resolve_links(path, target) && replace(target, exists ? &status : NULL, data, len)) return true;
    complain("%s: %s", path, strerror(errno));
    return false;
}
