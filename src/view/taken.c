/* What COPY takes, in a picture of so few stages that there is room for it beside the lines: "feedd", "app.jar, lib". */
#include "base/utf8.h"
#include "view/build.h"
#include "view/label.h"

enum { FEW_STAGES = 12, COLUMNS = 28, MOST_LINES = 2 };

bool view_tells_taken(const struct view_builder *builder) {
    size_t shown = 0;
    for (size_t s = 0; s < builder->scene->stage_count; s++) shown += builder->shown[s];
    return shown <= FEW_STAGES;
}

/* ---- names ---- */

static bool is_separator(char c, bool windows) {
    return c == '/' || (windows && c == '\\');
}

static bool is_windows(sg_str path) {
    return path.len > 1 && path.ptr[1] == ':';
}

static sg_str without_end(sg_str path) {
    bool windows = is_windows(path);
    while (path.len > 1 && is_separator(path.ptr[path.len - 1], windows)) path.len--;
    return path;
}

/* Where the last part begins. */
static size_t last_part(sg_str path, bool windows) {
    size_t start = path.len;
    while (start && !is_separator(path.ptr[start - 1], windows)) start--;
    return start;
}

/* "*" and "." say nothing without the folder. */
static bool is_blank(sg_str name) {
    for (size_t i = 0; i < name.len; i++)
        if (!strchr("*?.", name.ptr[i])) return false;
    return true;
}

/* "/usr/bin/feedd" → "feedd"; a pattern of nothing but wildcards keeps its folder. A backslash separates the parts of a Windows path only. */
static sg_str base_name(sg_str path) {
    bool windows = is_windows(path);
    path = without_end(path);
    size_t start = last_part(path, windows);
    if (start && is_blank(str_skip(path, start)))
        start = start > 1 ? last_part(without_end(str_slice(path, 0, start)), windows) : 0;
    return start < path.len ? str_skip(path, start) : path;
}

/* What keeps its place is told with it. */
static bool keeps_place(const sg_paths *paths) {
    sg_str from = paths->source_count == 1 ? without_end(paths->sources[0]) : STR("");
    return from.len && from.len <= COLUMNS && str_eq(from, without_end(paths->dest));
}

static void add_name(struct arena *arena, struct taken *taken, sg_str name) {
    name = label_middle(arena, label_one_line(arena, name), COLUMNS);
    for (size_t i = 0; i < taken->count; i++)
        if (str_eq(taken->names[i], name)) return;
    if (!name.len) return;
    taken->more |= taken->count == TAKEN_MOST;
    if (taken->count < TAKEN_MOST) taken->names[taken->count++] = name;
}

void view_take(struct view_builder *builder, struct taken *taken, const sg_edge *edge) {
    if (edge->kind != SG_EDGE_COPY) return;
    bool alone = edge->path_count == 1 && keeps_place(&edge->paths[0]);
    for (size_t p = 0; p < edge->path_count && !taken->more; p++)
        for (size_t i = 0; i < edge->paths[p].source_count && !taken->more; i++) {
            sg_str path = edge->paths[p].sources[i];
            add_name(builder->temp, taken, alone ? without_end(path) : base_name(path));
        }
}

/* ---- lines ---- */

/* "…" for what has no room. */
static void put_rest(struct arena *arena, sg_str *line) {
    const sg_str rest = STR("\xE2\x80\xA6");
    if (str_width(*line) + 3 <= COLUMNS) *line = arena_printf(arena, "%.*s, %.*s", STR_ARG(*line), STR_ARG(rest));
    else *line = arena_join(arena, label_end(arena, *line, COLUMNS - 1), rest);
}

void view_taken_lines(struct view_builder *builder, const struct taken *taken, struct view_edge *edge) {
    struct arena *arena = builder->arena;
    sg_str *lines = arena_array(arena, sg_str, MOST_LINES);
    size_t count = 0, i = 0;
    for (; i < taken->count; i++) {
        sg_str name = taken->names[i], *line = count ? &lines[count - 1] : NULL;
        if (line && str_width(*line) + 2 + str_width(name) <= COLUMNS) {
            *line = arena_printf(arena, "%.*s, %.*s", STR_ARG(*line), STR_ARG(name));
            continue;
        }
        if (count == MOST_LINES) break;
        if (line) *line = arena_join(arena, *line, STR(","));
        lines[count++] = arena_copy(arena, name);
    }
    if (i < taken->count || taken->more) put_rest(arena, &lines[count - 1]);
    edge->taken = lines;
    edge->taken_count = count;
}
