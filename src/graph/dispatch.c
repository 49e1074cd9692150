/* The instructions of a stage in order: words are expanded with what ARG and ENV have set so far, sources become edges
 * (dockerfile2llb's dispatch()). */
#include "graph/dispatch.h"
#include "base/utf8.h"
#include "dockerfile/mount.h"
#include "dockerfile/reference.h"

static size_t dispatch_offset(const struct dispatch *dispatch, size_t line_at) {
    return dispatch->onbuild ? dispatch->stage->from->offset : instruction_offset(dispatch->instruction, line_at);
}

size_t dispatch_line(const struct dispatch *dispatch) {
    return dispatch->onbuild ? dispatch->stage->public.line : dispatch->instruction->public.line;
}

void dispatch_refuse(struct dispatch *dispatch, enum diag_id id, size_t line_at, ...) {
    if (!dispatch->report) return;
    va_list args;
    va_start(args, line_at);
    diag_add_args(dispatch->builder->diags, id, SOURCE_FILE, dispatch_offset(dispatch, line_at), args);
    va_end(args);
}

void dispatch_refuse_text(struct dispatch *dispatch, enum diag_id id, size_t line_at, sg_str message) {
    if (message.len && dispatch->report)
        diag_add_text(dispatch->builder->diags, id, SOURCE_FILE, dispatch_offset(dispatch, line_at), message);
}

void dispatch_refuse_expansion(struct dispatch *dispatch, enum diag_id id, size_t line_at, sg_str error) {
    if (dispatch->report) build_refuse_expansion(dispatch->builder, id, dispatch_offset(dispatch, line_at), error);
}

bool dispatch_expand(struct dispatch *dispatch, struct word word, sg_str *result) {
    sg_str error;
    if (expand_word(&dispatch->builder->expander, word.text, dispatch->env, 0, result, &error)) return true;
    dispatch_refuse_expansion(dispatch, DIAG_EXPANSION, word.at, error);
    *result = word.text;
    return false;
}

static void set_arg(struct dispatch *dispatch, sg_str name, sg_str value) {
    sg_str shadowed;
    if (env_get(dispatch->image_env, name, &shadowed)) LIST_ADD(dispatch->builder->arena, &dispatch->shadowed) = name;
    dispatch->env = env_set(dispatch->builder->arena, dispatch->env, name, value);
}

static void set_env(struct dispatch *dispatch, sg_str name, sg_str value) {
    bool same = dispatch->env == dispatch->image_env; /* no ARG so far */
    dispatch->env = env_set(dispatch->builder->arena, dispatch->env, name, value);
    dispatch->image_env = same ? dispatch->env : env_set(dispatch->builder->arena, dispatch->image_env, name, value);
}

/* ---- ENV, LABEL, ARG ---- */

/* All words see the environment as it was before the instruction. */
static void dispatch_pairs(struct dispatch *dispatch) {
    struct arena *arena = dispatch->builder->arena;
    const struct words *args = &dispatch->instruction->args;
    sg_str *words = arena_array(arena, sg_str, args->count);
    for (size_t i = 0; i < args->count; i++)
        if (i % 3 < 2 && !dispatch_expand(dispatch, args->items[i], &words[i])) return;
    for (size_t i = 0; i < args->count; i += 3) {
        if (dispatch->instruction->keyword == KEYWORD_ENV) {
            set_env(dispatch, words[i], words[i + 1]);
        } else {
            LIST_ADD(arena, &dispatch->label_keys) = words[i];
            LIST_ADD(arena, &dispatch->label_values) = words[i + 1];
        }
    }
}

/* Each word sees the ones before it: the build argument, else the default, else the global value, else nothing. */
static void dispatch_arg(struct dispatch *dispatch) {
    struct builder *builder = dispatch->builder;
    for (size_t i = 0; i < dispatch->instruction->args.count; i++) {
        struct word word = dispatch->instruction->args.items[i];
        sg_str name, value;
        bool has_value = str_cut(word.text, '=', &name, &value);
        const size_t *build_arg = map_get(&builder->build_args, name);
        if (build_arg) {
            value = builder->build_arg_values.items[*build_arg];
        } else if (has_value) {
            if (!dispatch_expand(dispatch, (struct word){value, word.at + name.len + 1}, &value)) return;
        } else if (!env_get(builder->globals, name, &value)) {
            continue;
        }
        if (str_eq(name, STR("BUILDKIT_SBOM_SCAN_CONTEXT")) || str_eq(name, STR("BUILDKIT_SBOM_SCAN_STAGE"))) continue;
        set_arg(dispatch, name, value);
    }
}

/* ---- WORKDIR, USER, VOLUME, STOPSIGNAL, EXPOSE ---- */

/* "removing drive letter: …" (util/system/path.go): only C: is a drive of an image. */
sg_str dispatch_drive_error(struct arena *arena, sg_str path) {
    sg_str drive, rest;
    if (path.len == 2 && path.ptr[1] == ':')
        return arena_printf(arena, "removing drive letter: No relative path specified in \"%.*s\"", STR_ARG(path));
    if (path.len >= 2 && strchr("/\\", path.ptr[0]) && strchr("/\\", path.ptr[1]))
        return STR("removing drive letter: UNC paths are not supported");
    if (str_cut(path, ':', &drive, &rest) && !str_eq_nocase(drive, STR("c")))
        return STR("removing drive letter: The specified path is not on the system drive (C:)");
    return STR("");
}

bool dispatch_is_windows(const struct dispatch *dispatch) {
    return str_starts(dispatch->stage->public.platform, STR("windows"));
}

/* The whole path counts, as a build keeps it for each instruction. */
static void charge_workdir(struct dispatch *dispatch, size_t at) {
    sg_str error;
    if (!expander_charge(&dispatch->builder->expander, dispatch->stage->workdir->len, &error))
        dispatch_refuse_expansion(dispatch, DIAG_EXPANSION, at, error);
}

static void dispatch_workdir(struct dispatch *dispatch) {
    sg_str path;
    struct arena *arena = dispatch->builder->arena;
    struct word word = dispatch->instruction->args.items[0];
    if (!dispatch_expand(dispatch, word, &path)) return;
    if (dispatch_is_windows(dispatch)) {
        sg_str error = dispatch_drive_error(arena, path);
        if (error.len) error = arena_join(arena, STR("normalizing workdir: normalizing working directory: "), error);
        dispatch_refuse_text(dispatch, DIAG_WORKDIR, word.at, error);
        return;
    }
    dispatch->stage->workdir = workdir_join(arena, dispatch->stage->workdir, path);
    dispatch->instruction->public.layer = dispatch->stage->workdir != &workdir_root;
    charge_workdir(dispatch, word.at);
}

static void dispatch_volume(struct dispatch *dispatch) {
    for (size_t i = 0; i < dispatch->instruction->args.count; i++) {
        struct word word = dispatch->instruction->args.items[i];
        sg_str volume;
        word.text = str_trim(word.text);
        if (!dispatch_expand(dispatch, word, &volume)) return;
        if (!volume.len) dispatch_refuse(dispatch, DIAG_VOLUME, word.at);
    }
}

static void dispatch_stopsignal(struct dispatch *dispatch) {
    struct word word = dispatch->instruction->args.items[0];
    sg_str name;
    if (!dispatch_expand(dispatch, word, &name) || signal_valid(name)) return;
    dispatch_refuse(dispatch, DIAG_SIGNAL, word.at, STR_ARG(name));
}

static void dispatch_expose(struct dispatch *dispatch) {
    struct builder *builder = dispatch->builder;
    for (size_t i = 0; i < dispatch->instruction->args.count; i++) {
        struct word word = dispatch->instruction->args.items[i];
        struct words ports;
        sg_str error;
        if (!expand_words(&builder->expander, word.text, dispatch->env, 0, &ports, &error)) {
            dispatch_refuse_expansion(dispatch, DIAG_EXPANSION, word.at, error);
            return;
        }
        for (size_t p = 0; p < ports.count; p++) {
            error = port_error(builder->arena, ports.items[p].text);
            if (error.len) dispatch_refuse_text(dispatch, DIAG_PORT, word.at, error);
            else LIST_ADD(builder->arena, &dispatch->ports) = ports.items[p].text;
        }
    }
}

/* ---- RUN ---- */

/* "/" cannot be mounted over; a relative target stands below the working directory (convert_runmount.go). */
static void check_target(struct dispatch *dispatch, const struct mount *mount, size_t at) {
    if (mount->type == MOUNT_SECRET || mount->type == MOUNT_SSH || dispatch_is_windows(dispatch)) return;
    if (workdir_join(dispatch->builder->arena, dispatch->stage->workdir, mount->target) == &workdir_root)
        dispatch_refuse(dispatch, DIAG_MOUNT_TARGET, at);
}

/* False for a source that a later stage makes. */
static bool check_mount_source(struct dispatch *dispatch, struct source_ref source, sg_str from,
                               const struct mount *mount, size_t at) {
    if (source.stage == NO_STAGE || source.stage <= dispatch->index || dispatch->builder->work[source.stage].context)
        return true;
    dispatch_refuse(dispatch, DIAG_FORWARD_MOUNT, at, STR_ARG(from), STR_ARG(mount->target));
    return false;
}

/* Nothing is taken by tmpfs and ssh mounts, though their source is looked up; a cache without `from` takes from a stage
 * called scratch, if there is one. */
static void dispatch_mount(struct dispatch *dispatch, struct word flag) {
    struct builder *builder = dispatch->builder;
    struct mount first, mount;
    sg_str error, value = str_skip(flag.text, 8);
    if (!mount_parse(builder->arena, value, NULL, NULL, &first, &error)) return;
    bool parsed = mount_parse(builder->arena, value, &builder->expander, dispatch->env, &mount, &error);
    if (!parsed) {
        dispatch_refuse_expansion(dispatch, DIAG_MOUNT, flag.at, error);
        mount = first;
    }
    sg_str from = mount.from.len ? first.from : mount.type == MOUNT_CACHE ? STR("scratch") : STR("");
    struct source_ref source = {NO_STAGE, from};
    if (from.len) source = resolve_name(builder, from);
    struct edge_origin origin = {dispatch_line(dispatch), dispatch->onbuild, false, NULL};
    origin.forward = !check_mount_source(dispatch, source, mount.from.len ? mount.from : from, &mount, flag.at);
    if (parsed && !origin.forward) check_target(dispatch, &mount, flag.at);
    if (parsed && mount.type == MOUNT_SSH && mount.source.len) dispatch_refuse(dispatch, DIAG_MOUNT_SSH, flag.at);
    bool takes = mount.type == MOUNT_BIND || mount.type == MOUNT_CACHE;
    if (dispatch->words_only || !takes || !from.len) return;
    struct words sources = {0};
    if (mount.source.len) LIST_ADD(builder->arena, &sources) = (struct word){mount.source, 0};
    origin.paths = dispatch_paths(dispatch, &sources, mount.target);
    if (source.stage != NO_STAGE) edge_from_stage(builder, SG_EDGE_MOUNT, source.stage, dispatch->index, origin);
    else if (mount.from.len) edge_from_image(builder, SG_EDGE_MOUNT, from, from, dispatch->index, origin);
}

static void dispatch_run(struct dispatch *dispatch) {
    for (size_t i = 0; i < dispatch->instruction->flags.count; i++)
        if (str_starts(dispatch->instruction->flags.items[i].text, STR("--mount=")))
            dispatch_mount(dispatch, dispatch->instruction->flags.items[i]);
}

/* ---- the stage ---- */

static void dispatch_instruction(struct dispatch *dispatch, struct instruction *instruction) {
    sg_str ignored;
    dispatch->instruction = instruction;
    if (instruction->broken) return;
    switch (instruction->keyword) {
    case KEYWORD_ENV:
    case KEYWORD_LABEL: dispatch_pairs(dispatch); break;
    case KEYWORD_ARG: dispatch_arg(dispatch); break;
    case KEYWORD_WORKDIR: dispatch_workdir(dispatch); break;
    case KEYWORD_USER: dispatch_expand(dispatch, instruction->args.items[0], &ignored); break;
    case KEYWORD_VOLUME: dispatch_volume(dispatch); break;
    case KEYWORD_STOPSIGNAL: dispatch_stopsignal(dispatch); break;
    case KEYWORD_EXPOSE: dispatch_expose(dispatch); break;
    case KEYWORD_ADD:
    case KEYWORD_COPY: dispatch_copy(dispatch); break;
    case KEYWORD_RUN: dispatch_run(dispatch); break;
    default: break;
    }
}

static bool adds_layer(enum keyword keyword) {
    return keyword == KEYWORD_RUN || keyword == KEYWORD_COPY || keyword == KEYWORD_ADD || keyword == KEYWORD_WORKDIR;
}

static void inherit_from(struct dispatch *dispatch, const struct stage *base) {
    dispatch->env = base->inherited_env;
    dispatch->image_env = base->image_env;
    dispatch->stage->workdir = base->workdir;
}

/* What the stage starts from: its base, or PATH, which BuildKit sets where an image does not. */
static void inherit(struct dispatch *dispatch) {
    static const sg_str path = {"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 60};
    struct stage *stage = dispatch->stage;
    stage->workdir = &workdir_root;
    if (stage->base_stage != NO_STAGE) inherit_from(dispatch, &dispatch->builder->doc->stages.items[stage->base_stage]);
    else if (!dispatch_is_windows(dispatch)) set_env(dispatch, STR("PATH"), path);
}

/* What the image remembers is set anew for stages that are FROM this one, so ENV wins over a later ARG there
 * (dispatchStages, "initialize base metadata"). Once, not for each of them. */
static void keep_environment(struct dispatch *dispatch) {
    struct stage *stage = dispatch->stage;
    stage->env = stage->inherited_env = dispatch->env;
    stage->image_env = dispatch->image_env;
    for (size_t i = 0; i < dispatch->shadowed.count; i++) {
        sg_str value, name = dispatch->shadowed.items[i];
        if (env_get(stage->image_env, name, &value))
            stage->inherited_env = env_set(dispatch->builder->arena, stage->inherited_env, name, value);
    }
}

static void add_base_edge(struct dispatch *dispatch) {
    struct builder *builder = dispatch->builder;
    const struct stage *stage = dispatch->stage;
    const struct work *work = &builder->work[dispatch->index];
    struct edge_origin origin = {stage->public.line, false, false, NULL};
    if (work->context) edge_from_context(builder, SG_EDGE_FROM, work->context, dispatch->index, origin);
    else if (stage->base_stage != NO_STAGE)
        edge_from_stage(builder, SG_EDGE_FROM, stage->base_stage, dispatch->index, origin);
    else edge_from_image(builder, SG_EDGE_FROM, stage->public.base, stage->public.base_raw, dispatch->index, origin);
}

static void run_instructions(struct dispatch *dispatch, bool with_triggers) {
    struct stage *stage = dispatch->stage;
    dispatch->onbuild = true;
    for (size_t i = 0; with_triggers && i < stage->trigger_count; i++)
        dispatch_instruction(dispatch, &stage->triggers[i]);
    dispatch->onbuild = false;
    for (size_t i = 0; i < stage->public.instruction_count; i++)
        dispatch_instruction(dispatch, &stage->instructions[i]);
}

/* Tells what is wrong with the words of a stage as BuildKit's check sees it: a replaced stage is looked at though it is
 * not run, one that the last stage does not need without its triggers. */
static void check_words(struct dispatch dispatch) {
    const struct workdir *workdir = dispatch.stage->workdir;
    dispatch.words_only = true;
    run_instructions(&dispatch, false);
    dispatch.stage->workdir = workdir;
}

void dispatch_stage(struct builder *builder, size_t index, bool report, bool triggers) {
    struct stage *stage = &builder->doc->stages.items[index];
    struct work *work = &builder->work[index];
    struct dispatch dispatch = {.builder = builder, .stage = stage, .index = index, .report = report};
    for (size_t i = 0; i < stage->public.instruction_count; i++)
        stage->instructions[i].public.layer = adds_layer(stage->instructions[i].keyword);
    stage->first_edge = builder->doc->edges.count;
    add_base_edge(&dispatch);
    inherit(&dispatch);
    bool apart = work->context ? !builder->doc->targets_named : stage->trigger_count && !triggers;
    if (report && apart) check_words(dispatch);
    dispatch.report = report && !apart;
    if (!work->context) run_instructions(&dispatch, true);
    stage->edge_count = builder->doc->edges.count - stage->first_edge;
    keep_environment(&dispatch);
    stage->label_keys = dispatch.label_keys.items;
    stage->label_values = dispatch.label_values.items;
    stage->label_count = dispatch.label_keys.count;
    stage->ports = dispatch.ports.items;
    stage->port_count = dispatch.ports.count;
}
