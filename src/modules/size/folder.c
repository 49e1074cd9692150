/* The regular files below a folder. Folders are visited one after the other, each opened from the first one name by
 * name without following links: nothing outside can be reached, even if someone exchanges a folder meanwhile. */
#include "modules/size/size.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH_LIMIT = 256, PATH_LIMIT = 4096, COUNT_LIMIT = 1 << 20 };

struct walk {
    struct arena *arena;
    sg_str path;
    folder_filter *filter;
    void *user;
    int root;
    DIR *open;            /* the folder being read */
    LIST(sg_str) folders; /* to be visited */
    LIST(struct folder_file) files;
    sg_str problem;
};

static bool refuse(struct walk *walk, sg_str path, const char *why) {
    walk->problem = arena_printf(walk->arena, "%.*s %s", STR_ARG(path.len ? path : STR("the folder")), why);
    return false;
}

static bool refuse_errno(struct walk *walk, sg_str path, int error) {
    return refuse(walk, path,
                  arena_cstr(walk->arena, arena_printf(walk->arena, "cannot be read: %s", strerror(error))));
}

/* -1 and errno if it is no folder any more. */
static int open_folder(struct walk *walk, sg_str path) {
    char name[PATH_LIMIT + 1];
    int folder = openat(walk->root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (folder >= 0 && path.len) {
        sg_str part;
        str_cut(path, '/', &part, &path);
        memcpy(name, part.ptr, part.len);
        name[part.len] = '\0';
        int inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), error = errno;
        close(folder);
        errno = error;
        folder = inner;
    }
    return folder;
}

static size_t depth_of(sg_str path) {
    size_t depth = 1;
    for (size_t i = 0; i < path.len; i++) depth += path.ptr[i] == '/';
    return depth;
}

static bool add(struct walk *walk, sg_str path, const struct stat *status) {
    bool is_folder = S_ISDIR(status->st_mode);
    if (!is_folder && !S_ISREG(status->st_mode)) return true;
    if (walk->filter && !walk->filter(walk->user, path, is_folder)) return true;
    if (path.len > PATH_LIMIT || depth_of(path) > DEPTH_LIMIT)
        return refuse(walk, path, "is too deep below the folder");
    if (walk->files.count + walk->folders.count >= COUNT_LIMIT)
        return refuse(walk, (sg_str){0}, "has more than a million files");
    if (is_folder) LIST_ADD(walk->arena, &walk->folders) = path;
    else LIST_ADD(walk->arena, &walk->files) = (struct folder_file){path, (int64_t)status->st_size};
    return true;
}

static bool read_entry(struct walk *walk, sg_str folder, const char *name) {
    struct stat status;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) return true;
    sg_str path = folder.len ? arena_printf(walk->arena, "%.*s/%s", STR_ARG(folder), name)
                             : arena_copy(walk->arena, str_from(name));
    if (fstatat(dirfd(walk->open), name, &status, AT_SYMLINK_NOFOLLOW) == 0) return add(walk, path, &status);
    return errno == ENOENT || refuse_errno(walk, path, errno);
}

static void close_folder(struct walk *walk) {
    if (walk->open) closedir(walk->open);
    walk->open = NULL;
}

/* One that went away, or became a link, is skipped. */
static bool visit(struct walk *walk, sg_str folder) {
    int fd = open_folder(walk, folder);
    if (fd < 0 && folder.len && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP)) return true;
    if (fd < 0) return refuse_errno(walk, folder, errno);
    walk->open = fdopendir(fd);
    if (!walk->open) {
        int error = errno;
        close(fd);
        return refuse_errno(walk, folder, error);
    }
    bool good = true;
    for (struct dirent *entry; good;) {
        errno = 0;
        entry = readdir(walk->open);
        if (!entry) good = errno == 0 || refuse_errno(walk, folder, errno);
        if (!entry) break;
        good = read_entry(walk, folder, entry->d_name);
    }
    close_folder(walk);
    return good;
}

static int by_path(const void *a, const void *b) {
    return str_cmp(((const struct folder_file *)a)->path, ((const struct folder_file *)b)->path);
}

static bool walk_all(void *state) {
    struct walk *walk = state;
    walk->root = open(arena_cstr(walk->arena, walk->path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (walk->root < 0) return refuse_errno(walk, walk->path, errno);
    bool good = visit(walk, STR(""));
    for (size_t i = 0; good && i < walk->folders.count; i++) good = visit(walk, walk->folders.items[i]);
    if (good && walk->files.count) qsort(walk->files.items, walk->files.count, sizeof *walk->files.items, by_path);
    return good;
}

static void close_walk(void *state) {
    struct walk *walk = state;
    close_folder(walk);
    if (walk->root >= 0) close(walk->root);
}

bool folder_list(struct arena *arena, sg_str path, folder_filter *filter, void *user, struct folder *found,
                 sg_str *problem) {
    struct walk walk = {.arena = arena, .path = path, .filter = filter, .user = user, .root = -1};
    bool good = guarded(arena, walk_all, close_walk, &walk);
    *found = (struct folder){walk.files.items, walk.files.count, walk.files.capacity};
    *problem = walk.problem;
    return good;
}
