/* The instructions of a stage in order: words are expanded with what ARG and ENV have set so far, sources become edges
 * (dockerfile2llb's dispatch()). */
#include "graph/dispatch.h"
#include "base/utf8.h"
#include "dockerfile/reference.h"

static size_t dispatch_offset(const struct dispatch *dispatch, size_t line_at) {
    return dispatch->step->trigger ? dispatch->stage->from->offset : instruction_offset(dispatch->instruction, line_at);
}

size_t dispatch_line(const struct dispatch *dispatch) {
    return step_line(dispatch->stage, dispatch->step);
}

void dispatch_refuse_format(struct dispatch *dispatch, enum diag_id id, const char *format, size_t line_at, ...) {
    if (!dispatch->report) return;
    va_list args;
    va_start(args, line_at);
    diag_add_args(dispatch->builder->diags, id, format, SOURCE_FILE, dispatch_offset(dispatch, line_at), args);
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

bool dispatch_unknown(const struct dispatch *dispatch) {
    return dispatch->builder->expander.unknown;
}

/* From here on what the environments have is left as it is. */
static void new_env_owner(struct dispatch *dispatch) {
    dispatch->env_owner = ++dispatch->builder->env_owners;
}

static void edit_env(struct dispatch *dispatch, const struct env_node **env, sg_str name, sg_str value) {
    *env = env_edit(dispatch->builder->arena, *env, dispatch->env_owner, name, value);
}

static void set_arg(struct dispatch *dispatch, sg_str name, sg_str value) {
    sg_str shadowed;
    if (env_find(dispatch->image_env, name, &shadowed) != ENV_UNSET)
        LIST_ADD(dispatch->builder->arena, &dispatch->shadowed) = name;
    if (dispatch->env == dispatch->image_env) new_env_owner(dispatch);
    edit_env(dispatch, &dispatch->env, name, value);
}

static void set_env(struct dispatch *dispatch, sg_str name, sg_str value) {
    bool same = dispatch->env == dispatch->image_env; /* no ARG so far */
    edit_env(dispatch, &dispatch->env, name, value);
    if (same) dispatch->image_env = dispatch->env;
    else edit_env(dispatch, &dispatch->image_env, name, value);
}

/* ---- ENV, LABEL, ARG ---- */

/* All words see the environment as it was before the instruction. */
static void dispatch_pairs(struct dispatch *dispatch) {
    struct arena *arena = dispatch->builder->arena;
    const struct words *args = &dispatch->instruction->args;
    sg_str *words = arena_array(arena, sg_str, args->count);
    bool env = dispatch->instruction->keyword == KEYWORD_ENV;
    for (size_t i = 0; i < args->count; i++) {
        if (i % 3 < 2 && !dispatch_expand(dispatch, args->items[i], &words[i])) return;
        if (env && i % 3 == 1 && dispatch_unknown(dispatch)) words[i] = env_unknown;
    }
    for (size_t i = 0; i < args->count; i += 3) {
        if (env) {
            set_env(dispatch, words[i], words[i + 1]);
        } else {
            LIST_ADD(arena, &dispatch->label_keys) = words[i];
            LIST_ADD(arena, &dispatch->label_values) = words[i + 1];
        }
    }
}

/* An argument that a trigger declares stands at FROM, as all of it. */
static void keep_arg(struct dispatch *dispatch, struct arg arg) {
    if (arg.value.ptr == env_unknown.ptr) arg.value = (sg_str){0};
    arg.line = dispatch_line(dispatch);
    if (!dispatch->words_only) LIST_ADD(dispatch->builder->arena, &dispatch->stage->args) = arg;
}

/* Each word sees the ones before it: the build argument, else the default, else the global value, else nothing. */
static void dispatch_arg(struct dispatch *dispatch) {
    struct builder *builder = dispatch->builder;
    for (size_t i = 0; i < dispatch->instruction->args.count; i++) {
        struct word word = dispatch->instruction->args.items[i];
        sg_str name, value;
        bool has_value = str_cut(word.text, '=', &name, &value);
        struct arg arg = {.name = name, .default_value = has_value ? value : (sg_str){0}};
        const struct global *global = has_value ? NULL : build_use(builder, name, dispatch->index);
        if (build_argument(builder, name, &value)) {
            /* taken as it is */
        } else if (has_value) {
            if (!dispatch_expand(dispatch, (struct word){value, word.at + name.len + 1}, &value)) return;
            if (dispatch_unknown(dispatch)) value = env_unknown;
        } else if (global && global->set) {
            value = global->value;
        } else {
            keep_arg(dispatch, arg);
            continue;
        }
        arg.value = value;
        keep_arg(dispatch, arg);
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

sg_str dispatch_with_slashes(struct arena *arena, sg_str path) {
    char *bytes = arena_alloc(arena, path.len + 1);
    for (size_t i = 0; i < path.len; i++) bytes[i] = path.ptr[i] == '\\' ? '/' : path.ptr[i];
    return (sg_str){bytes, path.len};
}

sg_str dispatch_without_drive(struct arena *arena, sg_str path) {
    sg_str drive, rest;
    path = dispatch_with_slashes(arena, path);
    return str_cut(path, ':', &drive, &rest) ? rest : path;
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
        sg_str error = dispatch_unknown(dispatch) ? STR("") : dispatch_drive_error(arena, path);
        if (error.len) error = arena_join(arena, STR("normalizing workdir: normalizing working directory: "), error);
        dispatch_refuse_text(dispatch, DIAG_WORKDIR, word.at, error);
        if (error.len) return;
        path = dispatch_without_drive(arena, path);
    }
    bool known = !dispatch_unknown(dispatch) && (path_is_absolute(path) || dispatch->stage->workdir);
    dispatch->stage->workdir = known ? workdir_join(arena, dispatch->stage->workdir, path) : NULL;
    dispatch->instruction->public.layer = dispatch->stage->workdir != &workdir_root;
    if (known) charge_workdir(dispatch, word.at);
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
    if (!dispatch_expand(dispatch, word, &name) || dispatch_unknown(dispatch) || signal_valid(name)) return;
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
        if (dispatch_unknown(dispatch)) continue;
        for (size_t p = 0; p < ports.count; p++) {
            error = port_error(builder->arena, ports.items[p].text);
            if (error.len) dispatch_refuse_text(dispatch, DIAG_PORT, word.at, error);
            else LIST_ADD(builder->arena, &dispatch->ports) = ports.items[p].text;
        }
    }
}

/* ---- the stage ---- */

static void dispatch_step(struct dispatch *dispatch, size_t index) {
    struct stage *stage = dispatch->stage;
    bool trigger = index < stage->trigger_count;
    struct instruction *instruction =
        trigger ? &stage->triggers[index] : &stage->instructions[index - stage->trigger_count];
    sg_str ignored;
    dispatch->step = &stage->steps[index];
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
    dispatch->stage->outside = base->outside;
}

/* Whether a stage without a base stage starts from a config that is not in this file: that of an image, which a build
 * context may stand in for; a folder, a repository or an archive has none. */
static bool has_outside_config(struct dispatch *dispatch) {
    struct builder *builder = dispatch->builder;
    const struct context *context = builder->work[dispatch->index].context;
    sg_str base = dispatch->stage->public.base;
    bool scratch = str_eq(base, STR("scratch"));
    if (!context && !scratch) context = context_of(builder, base);
    return context ? context->has_config : !scratch;
}

/* What the stage starts from: its base, or PATH, which BuildKit sets where an image does not. */
static void inherit(struct dispatch *dispatch) {
    static const sg_str path = {"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 60};
    struct stage *stage = dispatch->stage;
    if (stage->base_stage != NO_STAGE) {
        inherit_from(dispatch, &dispatch->builder->doc->stages.items[stage->base_stage]);
        return;
    }
    stage->outside = has_outside_config(dispatch);
    stage->workdir = stage->outside ? NULL : &workdir_root;
    if (!dispatch_is_windows(dispatch)) set_env(dispatch, STR("PATH"), stage->outside ? env_unknown : path);
}

/* What the image remembers is set anew for stages that are FROM this one, so ENV wins over a later ARG there
 * (dispatchStages, "initialize base metadata"). Once, not for each of them. */
static void keep_environment(struct dispatch *dispatch) {
    struct stage *stage = dispatch->stage;
    stage->env = stage->inherited_env = dispatch->env;
    stage->image_env = dispatch->image_env;
    for (size_t i = 0; i < dispatch->shadowed.count; i++) {
        sg_str value, name = dispatch->shadowed.items[i];
        if (env_find(stage->image_env, name, &value) != ENV_UNSET)
            stage->inherited_env = env_set(dispatch->builder->arena, stage->inherited_env, name, value);
    }
}

static void add_base_edge(struct dispatch *dispatch) {
    struct builder *builder = dispatch->builder;
    const struct stage *stage = dispatch->stage;
    const struct work *work = &builder->work[dispatch->index];
    struct edge_origin origin = {stage->public.line, NULL, false, NULL};
    if (work->context) edge_from_context(builder, SG_EDGE_FROM, work->context, dispatch->index, origin);
    else if (stage->base_stage != NO_STAGE)
        edge_from_stage(builder, SG_EDGE_FROM, stage->base_stage, dispatch->index, origin);
    else edge_from_image(builder, SG_EDGE_FROM, stage->public.base, stage->public.base_raw, dispatch->index, origin);
}

static void run_instructions(struct dispatch *dispatch, bool with_triggers) {
    const struct stage *stage = dispatch->stage;
    for (size_t i = with_triggers ? 0 : stage->trigger_count; i < stage->step_count; i++) dispatch_step(dispatch, i);
}

/* Tells what is wrong with the words of a stage as BuildKit's check sees it: a replaced stage is looked at though it is
 * not run, one that the last stage does not need without its triggers. */
static void check_words(struct dispatch dispatch) {
    const struct workdir *workdir = dispatch.stage->workdir;
    dispatch.words_only = true;
    new_env_owner(&dispatch);
    run_instructions(&dispatch, false);
    dispatch.stage->workdir = workdir;
}

void dispatch_stage(struct builder *builder, size_t index, bool report, bool triggers) {
    struct stage *stage = &builder->doc->stages.items[index];
    struct work *work = &builder->work[index];
    struct dispatch dispatch = {.builder = builder, .stage = stage, .index = index, .report = report};
    new_env_owner(&dispatch);
    for (size_t i = 0; i < stage->public.instruction_count; i++)
        stage->instructions[i].public.layer = adds_layer(stage->instructions[i].keyword);
    steps_make(builder, stage);
    stage->first_edge = builder->doc->edges.count;
    add_base_edge(&dispatch);
    inherit(&dispatch);
    builder->expander.outside = stage->outside;
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
