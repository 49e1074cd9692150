/* SOURCE_DATE_EPOCH: a number, or the stage or build context that the build takes the time of (epoch.go). Then nobody
 * here knows the value, and every target needs the stage. */
#include "base/quote.h"
#include "base/utf8.h"
#include "dockerfile/mount.h"
#include "dockerfile/reference.h"
#include "graph/build.h"

const sg_str epoch_name = {"SOURCE_DATE_EPOCH", 17};

/* Replaces it where it is set. */
static void set_epoch(struct builder *builder, sg_str value) {
    const size_t *index = map_get(&builder->build_args, epoch_name);
    struct global *global = build_global(builder, epoch_name);
    if (index) builder->build_arg_values.items[*index] = value;
    if (!global || !global->set) return;
    global->value = value;
    builder->globals = env_set(builder->arena, builder->globals, epoch_name, value);
}

/* Go's ParseInt and FormatInt of 64 bits. */
static bool is_number(struct arena *arena, sg_str text, sg_str *canonical) {
    bool negative = text.len && text.ptr[0] == '-';
    sg_str digits = str_skip(text, negative || (text.len && text.ptr[0] == '+'));
    uint64_t number;
    if (!parse_unsigned(digits, 10, (uint64_t)INT64_MAX + negative, &number)) return false;
    *canonical = arena_printf(arena, "%s%llu", negative && number ? "-" : "", (unsigned long long)number);
    return true;
}

/* ---- the stage ---- */

struct epoch_stage {
    struct builder *builder;
    const struct env_node *env;
    bool added;
};

/* Unlike elsewhere, all global arguments are seen. */
static sg_str read_argument(struct epoch_stage *stage, sg_str word) {
    struct builder *builder = stage->builder;
    sg_str name, value, error;
    bool has_default = str_cut(word, '=', &name, &value);
    if (!build_argument(builder, name, &value)) {
        if (!has_default) return STR("");
        if (!expand_word(&builder->expander, value, stage->env, 0, &value, &error)) return error;
    }
    stage->env = env_set(builder->arena, stage->env, name, value);
    return STR("");
}

static sg_str checksum_error(struct epoch_stage *stage, const struct instruction *add) {
    sg_str checksum = instruction_flag(add, STR("checksum"), NULL), error;
    if (!checksum.len) return STR("");
    if (!expand_word(&stage->builder->expander, checksum, stage->env, 0, &checksum, &error)) return error;
    return digest_error(checksum);
}

static sg_str read_add(struct epoch_stage *stage, const struct instruction *add) {
    struct builder *builder = stage->builder;
    struct heredoc heredoc;
    sg_str source = add->args.items[0].text, error;
    if (stage->added) return STR("SOURCE_DATE_EPOCH stage must contain exactly one remote ADD");
    stage->added = true;
    if (add->args.count != 2 || heredoc_word(builder->arena, source, &heredoc, &error))
        return STR("SOURCE_DATE_EPOCH stage must contain exactly one remote ADD source");
    if (!expand_word(&builder->expander, source, stage->env, 0, &source, &error)) return error;
    enum source_type type = source_type(builder->arena, source, &error);
    if (error.len) return error;
    if (type == SOURCE_HTTP) return checksum_error(stage, add);
    if (type == SOURCE_GIT) return STR("");
    return STR("SOURCE_DATE_EPOCH stage source must be a single HTTP(S) or Git ADD");
}

static sg_str read_instruction(struct epoch_stage *stage, const struct instruction *instruction) {
    sg_str error = STR("");
    if (instruction->broken) return error;
    if (instruction->keyword == KEYWORD_ADD) return read_add(stage, instruction);
    if (instruction->keyword != KEYWORD_ARG)
        return arena_printf(stage->builder->arena,
                            "SOURCE_DATE_EPOCH stage does not meet source-only requirements: unsupported %.*s "
                            "instruction",
                            STR_ARG(instruction->name));
    for (size_t i = 0; !error.len && i < instruction->args.count; i++)
        error = read_argument(stage, instruction->args.items[i].text);
    return error;
}

/* Why the stage cannot tell a time, or "". */
static sg_str stage_error(struct builder *builder, size_t from) {
    const struct dockerfile *file = &builder->doc->file;
    struct epoch_stage stage = {builder, env_set(builder->arena, builder->globals, epoch_name, STR("")), false};
    sg_str raw = file->items[from].args.items[0].text, base, error;
    if (!expand_word(&builder->expander, raw, stage.env, 0, &base, &error))
        return arena_printf(builder->arena, "failed to process source stage base name %.*s: %.*s",
                            STR_ARG(go_quote(builder->arena, raw)), STR_ARG(error));
    if (!str_eq(base, STR("scratch"))) return STR("SOURCE_DATE_EPOCH stage must use FROM scratch");
    for (size_t i = from + 1; i < file->count && file->items[i].keyword != KEYWORD_FROM; i++) {
        error = read_instruction(&stage, &file->items[i]);
        if (error.len) return error;
    }
    return stage.added ? STR("") : STR("SOURCE_DATE_EPOCH stage must contain exactly one remote ADD");
}

/* The first stage of that name. */
static bool use_stage(struct builder *builder, sg_str value) {
    const struct dockerfile *file = &builder->doc->file;
    sg_str wanted = utf8_lower(builder->temp, value);
    for (size_t i = 0, stage = 0; i < file->count; i++) {
        const struct instruction *from = &file->items[i];
        if (!build_is_stage(from)) continue;
        if (from->args.count == 3 && str_eq(utf8_lower(builder->temp, from->args.items[2].text), wanted)) {
            sg_str error = stage_error(builder, i);
            builder->epoch_stage = stage;
            if (error.len) diag_add_text(builder->diags, DIAG_EPOCH, SOURCE_FILE, from->offset, error);
            return true;
        }
        stage++;
    }
    return false;
}

/* ---- the value ---- */

static void refuse(struct builder *builder, enum diag_id id, sg_str value, sg_str error) {
    size_t source = SOURCE_FILE, offset = builder->epoch_offset;
    if (map_get(&builder->build_args, epoch_name)) {
        sg_str text = arena_printf(builder->arena, "SOURCE_DATE_EPOCH=%.*s", STR_ARG(value));
        source = diags_add_option(builder->diags, "build-arg", text);
        offset = epoch_name.len + 1;
    }
    diag_add_any(builder->diags, id, source, offset, STR_ARG(value), STR_ARG(error));
}

void epoch_resolve(struct builder *builder) {
    sg_str value, number, error;
    builder->epoch_stage = NO_STAGE;
    if (!build_argument(builder, epoch_name, &value) && !env_get(builder->globals, epoch_name, &value)) return;
    if (!value.len) return;
    if (is_number(builder->arena, value, &number)) {
        set_epoch(builder, number);
    } else if (str_eq(value, STR("context"))) {
        set_epoch(builder, env_unknown);
    } else if (!reference_valid(builder->arena, value, &error)) {
        refuse(builder, DIAG_CONTEXT_NAME, value, error);
    } else if (context_of(builder, value) || use_stage(builder, value)) {
        set_epoch(builder, env_unknown);
    } else {
        refuse(builder, DIAG_EPOCH_VALUE, value, STR(""));
    }
}
