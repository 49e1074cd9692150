/* RUN: its mounts, which may take from stages and images (convert_runmount.go, convert_secrets.go, convert_ssh.go). */
#include "base/quote.h"
#include "dockerfile/mount.h"
#include "graph/dispatch.h"

struct mounted {
    struct word flag;
    struct mount mount;
    sg_str from; /* as BuildKit's first pass reads it, without expansion */
};

struct mounts {
    struct mounted *items;
    size_t count, capacity;
};

/* "/" cannot be mounted over; a relative target stands below the working directory. */
static void check_target(struct dispatch *dispatch, const struct mounted *mounted) {
    sg_str target = mounted->mount.target;
    const struct workdir *workdir = dispatch->stage->workdir;
    if (mounted->mount.target_unknown) return;
    bool root = path_is_absolute(target)
                    ? str_eq(target, STR("/"))
                    : workdir && workdir_join(dispatch->builder->temp, workdir, target) == &workdir_root;
    if (root) dispatch_refuse(dispatch, DIAG_MOUNT_TARGET, mounted->flag.at);
}

static sg_str last_part(sg_str path) {
    while (path.len > 1 && path.ptr[path.len - 1] == '/') path.len--;
    for (size_t i = path.len; i-- > 0;)
        if (path.ptr[i] == '/' && path.len > 1) return str_skip(path, i + 1);
    return path;
}

/* Absolute behind its drive, which must be C:. */
static bool windows_absolute(struct arena *arena, sg_str path) {
    return !dispatch_drive_error(arena, path).len && path_is_absolute(dispatch_without_drive(arena, path));
}

/* A secret on Windows has no usual place: it needs an absolute target, or to be a variable. */
static void check_secret(struct dispatch *dispatch, const struct mounted *mounted) {
    const struct mount *mount = &mounted->mount;
    struct arena *arena = dispatch->builder->arena;
    if (!dispatch_is_windows(dispatch) || mount->target_unknown) return;
    sg_str target = dispatch_with_slashes(arena, mount->target), id = mount->source.len ? mount->source : mount->id;
    if (!id.len) id = last_part(target);
    if (target.len && !windows_absolute(arena, target)) {
        sg_str quoted = go_quote(arena, target);
        dispatch_refuse(dispatch, DIAG_SECRET_RELATIVE, mounted->flag.at, STR_ARG(quoted), STR_ARG(id));
    } else if (!target.len && !mount->has_env) {
        dispatch_refuse(dispatch, DIAG_SECRET_TARGET, mounted->flag.at, STR_ARG(id));
    }
}

static void check_mount(struct dispatch *dispatch, const struct mounted *mounted) {
    const struct mount *mount = &mounted->mount;
    switch (mount->type) {
    case MOUNT_SECRET: check_secret(dispatch, mounted); break;
    case MOUNT_SSH:
        if (mount->source.len && !mount->source_maybe) dispatch_refuse(dispatch, DIAG_MOUNT_SSH, mounted->flag.at);
        break;
    default: check_target(dispatch, mounted);
    }
}

/* False for a source that a later stage makes. */
static bool check_order(struct dispatch *dispatch, struct source_ref source, sg_str from,
                        const struct mounted *mounted) {
    if (source.stage == NO_STAGE || source.stage <= dispatch->index || dispatch->builder->work[source.stage].context)
        return true;
    dispatch_refuse(dispatch, DIAG_FORWARD_MOUNT, mounted->flag.at, STR_ARG(from), STR_ARG(mounted->mount.target));
    return false;
}

/* A bind mount without `from` is of the build context. */
static void add_context_mount(struct dispatch *dispatch, const sg_paths *paths) {
    struct input input = {.kind = INPUT_LOCAL, .paths = paths->sources, .path_count = paths->source_count};
    step_add_input(dispatch->builder->arena, dispatch->step, input);
}

/* Nothing is taken by tmpfs and ssh mounts, though their source is looked up; a cache without `from` takes from a stage
 * called scratch, if there is one. */
static void add_mount(struct dispatch *dispatch, const struct mounted *mounted, bool check) {
    struct builder *builder = dispatch->builder;
    const struct mount *mount = &mounted->mount;
    sg_str from = mount->from.len ? mounted->from : mount->type == MOUNT_CACHE ? STR("scratch") : STR("");
    struct source_ref source = {NO_STAGE, from};
    if (from.len) source = resolve_name(builder, from);
    struct edge_origin origin = {dispatch_line(dispatch), dispatch->step, false, NULL};
    origin.forward = !check_order(dispatch, source, mount->from.len ? mount->from : from, mounted);
    if (check && !origin.forward) check_mount(dispatch, mounted);
    bool takes = mount->type == MOUNT_BIND || mount->type == MOUNT_CACHE;
    if (dispatch->words_only || !takes) return;
    struct words sources = {0};
    if (mount->source.len) LIST_ADD(builder->arena, &sources) = (struct word){mount->source, 0};
    origin.paths = dispatch_paths(dispatch, &sources, mount->target);
    if (!from.len) add_context_mount(dispatch, origin.paths);
    else if (source.stage != NO_STAGE) edge_from_stage(builder, SG_EDGE_MOUNT, source.stage, dispatch->index, origin);
    else if (mount->from.len) edge_from_image(builder, SG_EDGE_MOUNT, from, from, dispatch->index, origin);
}

/* Reads one more mount; false, and told, if its values are wrong: then it stands there as far as the first pass goes. */
static bool read_mount(struct dispatch *dispatch, struct word flag, struct mounts *mounts) {
    struct builder *builder = dispatch->builder;
    struct mount first, mount;
    sg_str error, value = str_skip(flag.text, 8);
    if (!mount_parse(builder->arena, value, NULL, NULL, &first, &error)) return true;
    bool good = mount_parse(builder->arena, value, &builder->expander, dispatch->env, &mount, &error);
    if (!good) dispatch_refuse_expansion(dispatch, DIAG_MOUNT, flag.at, error);
    LIST_ADD(builder->temp, mounts) = (struct mounted){flag, good ? mount : first, first.from};
    return good;
}

/* All mounts are read before one is used: a wrong value further on is told, not what the first would do. */
void dispatch_run(struct dispatch *dispatch) {
    const struct words *flags = &dispatch->instruction->flags;
    struct mounts mounts = {0};
    bool good = true;
    for (size_t i = 0; i < flags->count; i++)
        if (str_starts(flags->items[i].text, STR("--mount="))) good &= read_mount(dispatch, flags->items[i], &mounts);
    bool report = dispatch->report;
    dispatch->report = report && good;
    for (size_t i = 0; i < mounts.count; i++) add_mount(dispatch, &mounts.items[i], good);
    dispatch->report = report;
}
