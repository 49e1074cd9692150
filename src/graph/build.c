/* Instructions → stages, in the order of dockerfile2llb's toDispatchState(): global arguments, stages, targets, needs,
 * references, then the words and edges of each stage. */
#include "graph/build.h"

#include "base/nearest.h"
#include "base/utf8.h"
#include "dockerfile/reference.h"
#include "dockerfile/suggest.h"

#include <stdlib.h>

void build_refuse_expansion(struct builder *builder, enum diag_id id, size_t offset, sg_str error) {
    struct expander *expander = &builder->expander;
    if (!expander->over_limit) {
        diag_add_text(builder->diags, id, SOURCE_FILE, offset, error);
        return;
    }
    if (!builder->expansions_over) diag_add_text(builder->diags, DIAG_LIMIT, SOURCE_FILE, offset, error);
    expander->over_limit = builder->expansions_over = expander->spent > EXPAND_TOTAL_LIMIT;
}

bool build_expand(struct builder *builder, enum diag_id id, sg_str word, const struct env_node *env, size_t offset,
                  sg_str *result) {
    sg_str error;
    if (expand_word(&builder->expander, word, env, 0, result, &error)) return true;
    build_refuse_expansion(builder, id, offset, error);
    *result = word;
    return false;
}

/* ---- global arguments ---- */

static void read_build_args(struct builder *builder) {
    const sg_options *options = builder->doc->options;
    for (size_t i = 0; i < option_list_count(options, OPT_build_arg); i++) {
        sg_str name, value;
        str_cut(option_list_at(options, OPT_build_arg, i), '=', &name, &value);
        map_put(builder->arena, &builder->build_args, name, builder->build_arg_values.count);
        LIST_ADD(builder->arena, &builder->build_arg_values) = value;
    }
    sg_str epoch;
    builder->epoch_removed = build_argument(builder, epoch_name, &epoch) && !epoch.len;
}

bool build_argument(const struct builder *builder, sg_str name, sg_str *value) {
    const size_t *index = map_get(&builder->build_args, name);
    if (index && builder->epoch_removed && str_eq(name, epoch_name)) return false;
    if (index) *value = builder->build_arg_values.items[*index];
    return index != NULL;
}

enum { GLOBALS_OWNER = 1 };

struct global *build_global(const struct builder *builder, sg_str name) {
    const size_t *index = map_get(&builder->global_index, name);
    return index ? &builder->global_list.items[*index] : NULL;
}

static struct global *add_global(struct builder *builder, sg_str name) {
    struct global *global = build_global(builder, name);
    if (global) return global;
    map_put(builder->temp, &builder->global_index, name, builder->global_list.count);
    global = &LIST_ADD(builder->temp, &builder->global_list);
    *global = (struct global){.arg = NO_ARG};
    return global;
}

static void set_global(struct builder *builder, sg_str name, sg_str value) {
    struct global *global = add_global(builder, name);
    global->value = value;
    global->set = true;
    LIST_ADD(builder->arena, &builder->global_names) = name;
    builder->globals = env_edit(builder->arena, builder->globals, GLOBALS_OWNER, name, value);
}

static void set_predefined(struct builder *builder, const char *name, sg_str value) {
    build_argument(builder, str_from(name), &value);
    set_global(builder, str_from(name), value);
}

/* Go's path.Join(os, arch, variant): BUILDPLATFORM has no version (platform.go, defaultArgs). */
static void read_platform(struct builder *builder) {
    sg_str text = option_text(builder->doc->options, OPT_platform), error;
    if (!platform_parse(builder->arena, text, &builder->target_platform, &error)) {
        size_t source = diags_add_option(builder->diags, "platform", text);
        diag_add(builder->diags, DIAG_PLATFORM_OPTION, source, 0, STR_ARG(error));
        platform_parse(builder->arena, STR("linux/amd64"), &builder->target_platform, &error);
    }
    platform_normalise(builder->arena, &builder->target_platform);
    builder->target_platform_text = platform_format(builder->arena, &builder->target_platform);
}

static sg_str stage_argument(const struct instruction *from, size_t index) {
    return from->args.count > index ? from->args.items[index].text : (sg_str){0};
}

/* TARGETSTAGE is the target as typed, else the name of the last stage. */
static sg_str target_stage(struct builder *builder) {
    const struct dockerfile *file = &builder->doc->file;
    if (option_list_count(builder->doc->options, OPT_target)) {
        sg_str target = option_list_at(builder->doc->options, OPT_target, 0);
        if (target.len) return target;
    }
    sg_str name = {0};
    for (size_t i = file->count; i-- > 0;) {
        if (file->items[i].keyword != KEYWORD_FROM) continue;
        if (file->items[i].args.count == 3) name = utf8_lower(builder->arena, stage_argument(&file->items[i], 2));
        break;
    }
    return name.len ? name : STR("default");
}

static void set_platform_arguments(struct builder *builder) {
    const struct platform *target = &builder->target_platform;
    set_predefined(builder, "BUILDPLATFORM", STR("linux/amd64"));
    set_predefined(builder, "BUILDOS", STR("linux"));
    set_predefined(builder, "BUILDOSVERSION", STR(""));
    set_predefined(builder, "BUILDARCH", STR("amd64"));
    set_predefined(builder, "BUILDVARIANT", STR(""));
    set_predefined(builder, "TARGETPLATFORM", builder->target_platform_text);
    set_predefined(builder, "TARGETOS", target->os);
    set_predefined(builder, "TARGETOSVERSION", target->version);
    set_predefined(builder, "TARGETARCH", target->architecture);
    set_predefined(builder, "TARGETVARIANT", target->variant);
    set_predefined(builder, "TARGETSTAGE", target_stage(builder));
}

static void add_user(struct arena *arena, struct arg *arg, size_t stage) {
    if (arg->user_count && arg->users[arg->user_count - 1] == stage) return;
    size_t *users = list_with_room(arena, arg->users, arg->user_count, sizeof *users);
    users[arg->user_count++] = stage;
    arg->users = users;
}

const struct global *build_use(struct builder *builder, sg_str name, size_t stage) {
    const struct global *global = build_global(builder, name);
    if (global && global->arg != NO_ARG) add_user(builder->arena, &builder->doc->args.items[global->arg], stage);
    return global;
}

static int compare_indices(const void *left, const void *right) {
    const size_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* In order, each once: FROM of all stages is read before what is behind it. */
static void sort_users(sg_doc *doc) {
    for (size_t i = 0; i < doc->args.count; i++) {
        struct arg *arg = &doc->args.items[i];
        size_t *users = arg->users, kept = 0;
        if (arg->user_count) qsort(users, arg->user_count, sizeof *users, compare_indices);
        for (size_t u = 0; u < arg->user_count; u++)
            if (!kept || users[kept - 1] != users[u]) users[kept++] = users[u];
        arg->user_count = kept;
    }
}

static void use_in_from(void *state, sg_str name) {
    struct builder *builder = state;
    build_use(builder, name, builder->user);
}

static void keep_global(struct builder *builder, size_t line, sg_str word, sg_str value) {
    struct arg arg = {.line = line, .value = value};
    if (!str_cut(word, '=', &arg.name, &arg.default_value)) arg.default_value = (sg_str){0};
    add_global(builder, arg.name)->arg = builder->doc->args.count;
    LIST_ADD(builder->arena, &builder->doc->args) = arg;
}

static void read_global_argument(struct builder *builder, const struct instruction *instruction, struct word word) {
    sg_str name, value;
    bool has_default = str_cut(word.text, '=', &name, &value), epoch = str_eq(name, epoch_name);
    size_t line = instruction->public.line;
    if (epoch && builder->epoch_removed) return;
    if (epoch) builder->epoch_offset = instruction_offset(instruction, word.at + name.len + 1);
    if (!build_argument(builder, name, &value)) {
        size_t offset = instruction_offset(instruction, word.at + name.len + 1);
        if (!has_default) {
            keep_global(builder, line, word.text, (sg_str){0});
            return;
        }
        build_expand(builder, DIAG_GLOBAL_EXPANSION, value, builder->globals, offset, &value);
    }
    keep_global(builder, line, word.text, value);
    set_global(builder, name, value);
}

/* ---- stages ---- */

/* A base that lost a part to a variable without a value: it stays as written if what is left is no reference. */
static void judge_base(struct builder *builder, struct stage *stage, struct work *work, size_t offset) {
    sg_str error, *base = &stage->public.base, blank = builder->expander.blank;
    bool unset = str_eq(blank, builder->expander.unmatched);
    if (work->base_failed || !blank.ptr || map_get(&builder->names, *base)) return;
    if (reference_valid(builder->arena, *base, &error)) {
        if (unset) diag_add(builder->diags, DIAG_BASE_UNSET, SOURCE_FILE, offset, STR_ARG(blank), STR_ARG(*base));
        return;
    }
    work->invalid_base = *base;
    *base = stage->public.base_raw;
    stage->blank_base = true;
}

static void find_base(struct builder *builder, struct stage *stage, struct work *work) {
    sg_stage *public = &stage->public;
    struct word word = stage->from->args.items[0];
    size_t offset = instruction_offset(stage->from, word.at);
    public->base_raw = word.text;
    builder->expander.blank = builder->expander.unmatched = (sg_str){0};
    work->base_failed = !build_expand(builder, DIAG_BASE_EXPANSION, word.text, builder->globals, offset, &public->base);
    if (builder->expander.unknown) {
        stage->blank_base = work->base_failed = true;
        return;
    }
    if (public->base.len) {
        judge_base(builder, stage, work, offset);
        return;
    }
    diag_add(builder->diags, DIAG_BASE_BLANK, SOURCE_FILE, offset, STR_ARG(word.text));
    public->base = word.text;
    stage->blank_base = work->base_failed = true;
}

/* A variable without a value may be a misspelt one. */
static sg_str platform_hint(struct builder *builder, sg_str unmatched) {
    if (!unmatched.len || builder->hints++ >= SUGGEST_HINTS) return STR("");
    return suggestion(builder->arena, unmatched, builder->global_names.items, builder->global_names.count);
}

static void find_platform(struct builder *builder, struct stage *stage) {
    size_t at = 0;
    sg_stage *public = &stage->public;
    sg_str raw = instruction_flag(stage->from, STR("platform"), &at), text, error;
    struct platform platform;
    public->platform = builder->target_platform_text;
    public->platform_raw = raw;
    if (!raw.len) return;
    size_t offset = instruction_offset(stage->from, at);
    builder->expander.unmatched = (sg_str){0};
    if (!expand_word(&builder->expander, raw, builder->globals, 0, &text, &error)) {
        if (!builder->expander.over_limit)
            error = arena_join(builder->arena, STR("failed to process arguments for platform : "), error);
        build_refuse_expansion(builder, DIAG_PLATFORM, offset, error);
        return;
    }
    if (builder->expander.unknown) return;
    sg_str hint = platform_hint(builder, builder->expander.unmatched);
    if (!text.len) diag_add(builder->diags, DIAG_PLATFORM_EMPTY, SOURCE_FILE, offset, STR_ARG(raw), STR_ARG(hint));
    else if (!platform_parse(builder->arena, text, &platform, &error))
        diag_add(builder->diags, DIAG_PLATFORM_INVALID, SOURCE_FILE, offset, STR_ARG(raw), STR_ARG(error),
                 STR_ARG(hint));
    else public->platform = platform_format(builder->arena, &platform);
}

/* A build context of the stage's name stands in for it; "scratch" and "context" cannot be replaced. */
static void find_context(struct builder *builder, struct stage *stage, struct work *work) {
    sg_str name = stage->public.name, error;
    if (!name.ptr || str_eq(name, STR("scratch")) || str_eq(name, STR("context"))) return;
    size_t offset = instruction_offset(stage->from, stage->from->args.items[2].at);
    if (!reference_valid(builder->arena, name, &error)) {
        diag_add(builder->diags, DIAG_CONTEXT_NAME, SOURCE_FILE, offset, STR_ARG(name), STR_ARG(error));
        return;
    }
    work->context = context_of(builder, name);
    stage->public.replaced = work->context != NULL;
}

/* The nearest earlier stage of exactly that name: `FROM Builder` never finds "builder" (addState). */
static void find_parent(struct builder *builder, struct stage *stage, const struct work *work) {
    const size_t *base = map_get(&builder->names, stage->public.base);
    stage->base_stage = NO_STAGE;
    if (work->context) return;
    if (base && !stage->blank_base) stage->base_stage = *base;
    if (stage->base_stage != NO_STAGE) stage->public.platform = builder->doc->stages.items[*base].public.platform;
    else if (str_eq(stage->public.base, STR("scratch"))) stage->public.platform = builder->target_platform_text;
}

static size_t end_line(const struct stage *stage) {
    size_t count = stage->public.instruction_count;
    return count ? stage->instructions[count - 1].public.end_line : stage->from->public.end_line;
}

bool build_is_stage(const struct instruction *instruction) {
    return instruction->keyword == KEYWORD_FROM && instruction->args.count > 0;
}

static void add_stage(struct builder *builder, struct instruction *from, size_t instruction_count) {
    sg_doc *doc = builder->doc;
    size_t index = doc->stages.count;
    struct stage *stage = &LIST_ADD(builder->arena, &doc->stages);
    struct work *work = &builder->work[index];
    *stage = (struct stage){.from = from, .instructions = from + 1};
    sg_stage *public = &stage->public;
    *public = (sg_stage){.index = index, .line = from->public.line, .instruction_count = instruction_count};
    stage->stated_size.bytes = -1;
    public->end_line = end_line(stage);
    if (from->args.count == 3 && !from->broken) public->name = utf8_lower(builder->arena, from->args.items[2].text);
    builder->user = index;
    builder->expander.looked_up = use_in_from;
    find_base(builder, stage, work);
    find_platform(builder, stage);
    builder->expander.looked_up = NULL;
    find_context(builder, stage, work);
    find_parent(builder, stage, work);
    if (public->name.ptr) map_put(builder->arena, &builder->names, public->name, index);
}

static void add_stages(struct builder *builder) {
    struct dockerfile *file = &builder->doc->file;
    size_t count = 0;
    for (size_t i = 0; i < file->count; i++) count += build_is_stage(&file->items[i]);
    builder->work = arena_array(builder->temp, struct work, count);
    /* Once, in the size that they will have: lists that grow leave what they had behind. Most stages have one edge. */
    builder->doc->stages.items = arena_array(builder->arena, struct stage, count);
    builder->doc->edges.items = arena_array(builder->arena, struct edge, count);
    builder->doc->stages.capacity = builder->doc->edges.capacity = count;
    for (size_t i = 0; i < file->count; i++) {
        struct instruction *instruction = &file->items[i];
        if (!build_is_stage(instruction)) continue;
        size_t next = i + 1;
        while (next < file->count && file->items[next].keyword != KEYWORD_FROM) next++;
        add_stage(builder, instruction, next - i - 1);
    }
}

static void read_global_arguments(struct builder *builder) {
    struct dockerfile *file = &builder->doc->file;
    for (size_t i = 0; i < file->count && !build_is_stage(&file->items[i]); i++) {
        const struct instruction *instruction = &file->items[i];
        if (instruction->keyword != KEYWORD_ARG || instruction->broken) continue;
        for (size_t a = 0; a < instruction->args.count; a++)
            read_global_argument(builder, instruction, instruction->args.items[a]);
    }
}

static void resolve(struct builder *builder) {
    const sg_doc *doc = builder->doc;
    resolve_targets(builder);
    onbuild_read(builder);
    resolve_needs(builder);
    resolve_references(builder);
    const unsigned char *needed = builder->needed = resolve_needed(builder);
    onbuild_report(builder, needed);
    resolve_triggers(builder, needed);
    for (size_t s = 0; s < doc->stages.count; s++)
        dispatch_stage(builder, s, !doc->targets_named || needed[s], needed[s]);
    resolve_reachable(builder);
}

void graph_build(sg_doc *doc) {
    struct builder builder = {.doc = doc,
                              .arena = &doc->arena,
                              .temp = arena_child(&doc->arena),
                              .diags = &doc->diags,
                              .env_owners = GLOBALS_OWNER};
    builder.expander = (struct expander){.arena = &doc->arena, .escape = doc->file.escape, .user = &builder};
    read_build_args(&builder);
    read_platform(&builder);
    contexts_read(&builder);
    set_platform_arguments(&builder);
    read_global_arguments(&builder);
    epoch_resolve(&builder);
    add_stages(&builder);
    doc->stage_names = builder.names;
    doc->target = doc->stages.count - 1; /* NO_STAGE without stages */
    if (doc->stages.count) resolve(&builder);
    sort_users(doc);
    arena_free(builder.temp);
}
