/* COPY and ADD over a list of files, as BuildKit copies them (dockerfile2llb/convert_copy.go; solver/llbsolver/file,
 * docopy; fsutil/copy, ResolveWildcards and copier.copy). */
#include "size/context.h"

#include "dockerfile/reference.h"
#include "size/glob.h"
#include "size/ignore.h"

#include <stdlib.h>

/* What a look at a file takes from the budget, and is remembered of it. */
enum { LOOK_COST = 128 };

/* A file that an instruction makes. */
struct copied {
    sg_str name; /* below the destination */
    size_t order;
    int64_t size;
};

struct bounder {
    struct arena *arena;
    const struct folder_file *files; /* in order */
    size_t count;
    int64_t *before; /* bytes of the files before each */
    uint64_t budget; /* for all instructions together */
    LIST(struct copied) copied;
};

/* An instruction at work. */
struct copy {
    struct bounder *bounder;
    bool unpack;
    struct ignore *exclude, *include; /* NULL: nothing, all */
};

/* A number of files that stand side by side. */
struct range {
    size_t from, to;
};

static int64_t plus(int64_t a, int64_t b) {
    return a > INT64_MAX - b ? INT64_MAX : a + b;
}

/* ---- the list ---- */

static int compare_files(const void *a, const void *b) {
    return str_cmp(((const struct folder_file *)a)->path, ((const struct folder_file *)b)->path);
}

static struct bounder open_folder(struct arena *arena, struct folder *folder) {
    struct bounder bounder = {.arena = arena, .files = folder->files, .count = folder->count, .budget = GLOB_BUDGET};
    if (folder->count) qsort(folder->files, folder->count, sizeof *folder->files, compare_files);
    bounder.before = arena_array(arena, int64_t, folder->count + 1);
    for (size_t i = 0; i < folder->count; i++) {
        int64_t size = folder->files[i].size;
        bounder.before[i + 1] = plus(bounder.before[i], size < 0 ? 0 : size);
    }
    return bounder;
}

/* The first file that is not before `path` with `next` behind it. */
static size_t first_from(const struct bounder *bounder, sg_str path, char next) {
    size_t from = 0, to = bounder->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        sg_str file = bounder->files[middle].path;
        int order = str_cmp(str_slice(file, 0, path.len), path);
        if (!order) order = file.len > path.len ? (unsigned char)file.ptr[path.len] - (unsigned char)next : -1;
        if (order < 0) from = middle + 1;
        else to = middle;
    }
    return from;
}

static struct range files_below(const struct bounder *bounder, sg_str folder) {
    if (!folder.len) return (struct range){0, bounder->count};
    return (struct range){first_from(bounder, folder, '/'), first_from(bounder, folder, '/' + 1)};
}

/* The file itself, if it is one. */
static struct range file_at(const struct bounder *bounder, sg_str path) {
    size_t at = first_from(bounder, path, '\0'); /* the first behind it, as no name has a NUL */
    bool found = at > 0 && str_eq(bounder->files[at - 1].path, path);
    return (struct range){at - found, at};
}

/* ---- sources ---- */

static void add_copied(struct bounder *bounder, size_t file, sg_str name) {
    int64_t size = bounder->before[file + 1] - bounder->before[file];
    LIST_ADD(bounder->arena, &bounder->copied) = (struct copied){name, bounder->copied.count, size};
}

/* Whether ADD may unpack it: going by the name, as we do not look into it. */
static bool is_archive(sg_str path) {
    static const char *const ends[] = {".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".tzst", ".gz", ".bz2", ".xz", ".zst"};
    for (size_t i = 0; i < COUNT(ends); i++) {
        size_t len = strlen(ends[i]);
        if (path.len > len && str_eq_nocase(str_skip(path, path.len - len), str_from(ends[i]))) return true;
    }
    return false;
}

/* A file that a source names itself: no pattern is asked about it. */
static void copy_file(struct copy *copy, size_t file) {
    sg_str path = copy->bounder->files[file].path;
    size_t name = path.len;
    while (name && path.ptr[name - 1] != '/') name--;
    if (!copy->unpack || !is_archive(path)) add_copied(copy->bounder, file, str_skip(path, name));
}

/* A file of a folder whose path is `folder` bytes long, with the "/". */
static void copy_inside(struct copy *copy, size_t file, size_t folder) {
    sg_str name = str_skip(copy->bounder->files[file].path, folder);
    if (copy->include && !ignore_matches(copy->include, name)) return;
    if (copy->exclude && ignore_matches(copy->exclude, name)) return;
    add_copied(copy->bounder, file, name);
}

static void copy_literal(struct copy *copy, sg_str path) {
    struct range files = file_at(copy->bounder, path);
    if (files.from < files.to) {
        copy_file(copy, files.from);
        return;
    }
    files = files_below(copy->bounder, path);
    for (size_t i = files.from; i < files.to && budget_take(&copy->bounder->budget, LOOK_COST); i++)
        copy_inside(copy, i, path.len ? path.len + 1 : 0);
}

static bool has_wildcard(sg_str name) {
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '\\') i++;
        else if (strchr("*?[", name.ptr[i]) && name.ptr[i]) return true;
    }
    return false;
}

/* Where the first name with a wildcard starts; path.len without. */
static size_t wildcard_at(sg_str path) {
    for (size_t start = 0, end; start < path.len; start = end + 1) {
        end = start + str_find(str_skip(path, start), '/');
        if (has_wildcard(str_slice(path, start, end))) return start;
    }
    return path.len;
}

/* Where the first `names` names of a path end, or NOWHERE if it has fewer. */
static size_t end_of_names(sg_str path, size_t names) {
    size_t end = 0;
    for (; names; names--) {
        if (end > path.len) return NOWHERE;
        end += str_find(str_skip(path, end), '/') + 1;
    }
    return end - 1;
}

/* The pattern stands for files and whole folders that have as many names as it has. */
static void copy_matches(struct copy *copy, sg_str path, size_t at) {
    struct bounder *bounder = copy->bounder;
    struct range files = files_below(bounder, str_slice(path, 0, at ? at - 1 : 0));
    struct glob glob;
    sg_str pattern = str_skip(path, at), tested = {0};
    size_t names = 1;
    bool matches = false;
    for (size_t i = 0; i < pattern.len; i++) names += pattern.ptr[i] == '/';
    if (!glob_compile(bounder->arena, pattern, &glob)) return;
    for (size_t i = files.from; i < files.to && budget_take(&bounder->budget, LOOK_COST); i++) {
        sg_str rest = str_skip(bounder->files[i].path, at);
        size_t end = end_of_names(rest, names);
        if (end == NOWHERE) continue;
        sg_str subject = str_slice(rest, 0, end);
        if (!tested.ptr || !str_eq(subject, tested))
            matches = glob_matches(bounder->arena, &glob, subject, &bounder->budget);
        tested = subject;
        if (matches && end == rest.len) copy_file(copy, i);
        else if (matches) copy_inside(copy, i, at + end + 1);
    }
}

static void copy_source(struct copy *copy, sg_str source) {
    sg_str path = path_below_root(copy->bounder->arena, source);
    size_t at = wildcard_at(path);
    if (at < path.len) copy_matches(copy, path, at);
    else copy_literal(copy, path);
}

static size_t problem_count(const struct ignore *ignore) {
    size_t count = 0;
    if (ignore) ignore_problems(ignore, &count);
    return count;
}

/* COPY --parents: names are kept from the root, or from "/./" on. False if its pattern has a problem. */
static bool copy_parents(struct copy *copy, sg_str source) {
    struct arena *arena = copy->bounder->arena;
    size_t pivot = str_find_str(source, STR("/./"));
    sg_str root = pivot < source.len ? str_slice(source, 0, pivot) : STR("");
    sg_str pattern = path_below_root(arena, pivot < source.len ? str_skip(source, pivot + 3) : source);
    copy->include = ignore_patterns(arena, &pattern, 1, &copy->bounder->budget);
    if (problem_count(copy->include)) return false;
    copy_source(copy, root);
    return true;
}

/* ---- instructions ---- */

static bool is_set(const struct instruction *instruction, sg_str flag, bool unset) {
    sg_str value = instruction_flag(instruction, flag, NULL);
    return value.ptr ? !str_eq_nocase(value, STR("false")) : unset;
}

static struct ignore *read_excludes(struct bounder *bounder, const struct instruction *instruction) {
    struct arena *arena = bounder->arena;
    LIST(sg_str) patterns = {0};
    for (size_t i = 0; i < instruction->flags.count; i++) {
        sg_str flag = instruction->flags.items[i].text;
        if (str_starts(flag, STR("--exclude="))) LIST_ADD(arena, &patterns) = str_skip(flag, 10);
    }
    return patterns.count ? ignore_patterns(arena, patterns.items, patterns.count, &bounder->budget) : NULL;
}

static int compare_copied(const void *left, const void *right) {
    const struct copied *a = left, *b = right;
    int order = str_cmp(a->name, b->name);
    return order ? order : (a->order > b->order) - (a->order < b->order);
}

/* Of files with one name the last one stays. */
static int64_t sum_copied(struct bounder *bounder) {
    struct copied *items = bounder->copied.items;
    size_t count = bounder->copied.count;
    int64_t sum = 0;
    if (count) qsort(items, count, sizeof *items, compare_copied);
    for (size_t i = 0; i < count; i++)
        if (i + 1 == count || !str_eq(items[i].name, items[i + 1].name)) sum = plus(sum, items[i].size);
    return sum;
}

/* The usual case, one folder as it is: its bytes are known without a look at its files. */
static bool is_plain_folder(const struct copy *copy, const struct step *step, sg_str *path) {
    if (copy->exclude || step->paths->source_count != 1 || is_set(step->instruction, STR("parents"), false))
        return false;
    *path = path_below_root(copy->bounder->arena, step->paths->sources[0]);
    struct range file = file_at(copy->bounder, *path);
    return wildcard_at(*path) == path->len && file.from == file.to;
}

static int64_t bound_sources(struct bounder *bounder, const struct step *step) {
    const struct instruction *instruction = step->instruction;
    struct copy copy = {.bounder = bounder, .exclude = read_excludes(bounder, instruction)};
    bool parents = is_set(instruction, STR("parents"), false), good = !problem_count(copy.exclude);
    copy.unpack = instruction->keyword == KEYWORD_ADD && is_set(instruction, STR("unpack"), true);
    bounder->copied.count = 0;
    sg_str folder, error;
    for (size_t i = 0; good && i < step->paths->source_count; i++) {
        sg_str source = step->paths->sources[i];
        if (source_type(bounder->arena, source, &error) != SOURCE_LOCAL) continue;
        if (is_plain_folder(&copy, step, &folder)) {
            struct range files = files_below(bounder, folder);
            return bounder->before[files.to] - bounder->before[files.from];
        }
        if (parents) good = copy_parents(&copy, source);
        else copy_source(&copy, source);
    }
    return good && bounder->budget ? sum_copied(bounder) : 0;
}

static int64_t bound_step(struct bounder *bounder, const struct step *step) {
    const struct instruction *instruction = step->instruction;
    if (instruction->broken || !step->paths) return 0;
    int64_t size = (int64_t)step->inline_size;
    bool local = instruction->keyword == KEYWORD_ADD || !instruction_flag(instruction, STR("from"), NULL).len;
    return local ? plus(size, bound_sources(bounder, step)) : size;
}

static void bound_stage(struct bounder *bounder, const struct stage *stage, struct context_bound *bound) {
    bound->instructions = arena_array(bounder->arena, int64_t, stage->public.instruction_count);
    if (stage->public.replaced) return;
    for (size_t i = 0; i < stage->step_count; i++) {
        int64_t size = bound_step(bounder, &stage->steps[i]);
        if (!stage->steps[i].trigger) bound->instructions[i - stage->trigger_count] = size;
        bound->added = plus(bound->added, size);
    }
}

const struct context_bound *context_bounds(struct arena *arena, const sg_doc *doc, struct folder *folder,
                                           bool *over_budget) {
    struct bounder bounder = open_folder(arena, folder);
    struct context_bound *bounds = arena_array(arena, struct context_bound, doc->stages.count);
    for (size_t s = 0; s < doc->stages.count; s++) {
        const struct stage *stage = &doc->stages.items[s];
        bound_stage(&bounder, stage, &bounds[s]);
        bounds[s].total = plus(bounds[s].added, stage->base_stage == NO_STAGE ? 0 : bounds[stage->base_stage].total);
    }
    *over_budget = !bounder.budget;
    return bounds;
}
