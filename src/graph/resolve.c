/* Names → stages: targets, who needs whom, cycles, references, reachability. */
#include "base/nearest.h"
#include "base/quote.h"
#include "base/utf8.h"
#include "dockerfile/mount.h"
#include "dockerfile/reference.h"
#include "dockerfile/suggest.h"
#include "graph/build.h"

struct source_ref resolve_name(const struct builder *builder, sg_str name) {
    const size_t *stage = map_get(&builder->names, utf8_lower(builder->arena, name));
    return (struct source_ref){stage ? *stage : NO_STAGE, name};
}

/* Go's strconv.Atoi: an optional sign and decimal digits within 64 bits. */
static bool parse_index(sg_str s, bool *negative, uint64_t *value) {
    *negative = s.len && s.ptr[0] == '-';
    return parse_unsigned(str_skip(s, s.len && (s.ptr[0] == '-' || s.ptr[0] == '+')), 10, INT64_MAX, value);
}

bool resolve_copy(const struct builder *builder, sg_str from, struct source_ref *source) {
    bool negative;
    uint64_t index;
    if (!parse_index(from, &negative, &index)) {
        *source = resolve_name(builder, from);
        return true;
    }
    if ((negative && index) || index >= builder->doc->stages.count) return false;
    *source = (struct source_ref){(size_t)index, from};
    return true;
}

/* ---- targets ---- */

/* BuildKit calls an unnamed stage stage-N here. */
static sg_str stage_label(struct builder *builder, size_t index) {
    const sg_stage *stage = &builder->doc->stages.items[index].public;
    return stage->name.ptr ? stage->name : arena_printf(builder->arena, "stage-%zu", index);
}

static sg_str target_hint(struct builder *builder, sg_str target) {
    sg_doc *doc = builder->doc;
    if (doc->stages.count > SUGGEST_NAMES || builder->hints++ >= SUGGEST_HINTS) return STR("");
    sg_str *names = arena_array(builder->arena, sg_str, doc->stages.count);
    for (size_t i = 0; i < doc->stages.count; i++) names[i] = stage_label(builder, i);
    return suggestion(builder->temp, target, names, doc->stages.count);
}

static void unknown_target(struct builder *builder, sg_str target) {
    sg_str hint = target_hint(builder, target);
    size_t source = diags_add_option(builder->diags, "target", target);
    diag_add(builder->diags, DIAG_TARGET, source, 0, STR_ARG(go_quote(builder->arena, target)), STR_ARG(hint));
}

void resolve_targets(struct builder *builder) {
    sg_doc *doc = builder->doc;
    size_t count = option_list_count(doc->options, OPT_target);
    for (size_t i = 0; i < count; i++) {
        sg_str name = option_list_at(doc->options, OPT_target, i);
        if (!name.len) continue;
        size_t stage = resolve_name(builder, name).stage;
        if (stage == NO_STAGE) {
            unknown_target(builder, name);
            continue;
        }
        if (!doc->targets_named) doc->target = stage;
        doc->targets_named = true;
        doc->stages.items[stage].public.is_target = true;
    }
    if (!doc->targets_named) doc->stages.items[doc->target].public.is_target = true;
}

/* ---- who needs whom ---- */

/* Who a COPY takes from; what is wrong with its --from is reported, unless offset is NOWHERE. */
static bool copy_needs(struct builder *builder, const struct instruction *copy, size_t offset,
                       struct source_ref *source) {
    sg_str from = instruction_flag(copy, STR("from"), NULL), expanded, error;
    struct diags *diags = builder->diags;
    bool report = offset != NOWHERE;
    *source = (struct source_ref){NO_STAGE, {0}};
    if (!from.len) return true;
    if (!expand_word(&builder->expander, from, NULL, 0, &expanded, &error)) {
        if (report) diag_add(diags, DIAG_FROM_EXPANSION, SOURCE_FILE, offset, STR_ARG(error));
    } else if (!str_eq(expanded, from)) {
        if (report) diag_add(diags, DIAG_FROM_VARIABLE, SOURCE_FILE, offset);
    } else if (!resolve_copy(builder, from, source)) {
        bool minus = from.ptr[0] == '-';
        sg_str digits = str_skip(from, from.ptr[0] == '-' || from.ptr[0] == '+');
        while (digits.len > 1 && digits.ptr[0] == '0') digits = str_skip(digits, 1);
        if (report) diag_add(diags, DIAG_STAGE_INDEX, SOURCE_FILE, offset, minus ? "-" : "", STR_ARG(digits));
    } else {
        return true;
    }
    return false;
}

#define ADD_NEED(builder, list, need)                                                                                  \
    do {                                                                                                               \
        if ((need) != NO_STAGE) LIST_ADD((builder)->temp, list) = (need);                                              \
    } while (0)

/* A mount without `from` counts as from=scratch here, whatever its type (detectRunMount). */
static sg_str mount_source_name(struct arena *arena, sg_str value) {
    struct mount mount;
    sg_str error;
    if (!mount_parse(arena, value, NULL, NULL, &mount, &error)) return (sg_str){0};
    return mount.from.len ? mount.from : STR("scratch");
}

/* offset: where to report; NOWHERE for triggers, of which only those are told that BuildKit would run. */
static void instruction_needs(struct builder *builder, struct instruction *instruction, size_t offset,
                              struct needs *needs) {
    struct source_ref source = {NO_STAGE, {0}};
    if (instruction->broken) return;
    if (instruction->keyword == KEYWORD_COPY) {
        instruction->broken = !copy_needs(builder, instruction, offset, &source);
        ADD_NEED(builder, needs, source.stage);
    } else if (instruction->keyword == KEYWORD_RUN) {
        for (size_t i = 0; i < instruction->flags.count; i++) {
            if (!str_starts(instruction->flags.items[i].text, STR("--mount="))) continue;
            sg_str name = mount_source_name(builder->arena, str_skip(instruction->flags.items[i].text, 8));
            source = resolve_name(builder, name);
            ADD_NEED(builder, needs, source.stage);
        }
    }
}

static size_t from_flag_offset(const struct instruction *instruction) {
    size_t at = 0;
    instruction_flag(instruction, STR("from"), &at);
    return instruction_offset(instruction, at);
}

/* ---- cycles ---- */

struct cycle {
    size_t root;        /* the first stage that leads into it, or NO_STAGE */
    size_t stage, need; /* who closes it by needing whom */
};

/* Depth-first over `needs` in file order without recursion. Bases are earlier stages and cannot close a cycle that BuildKit
 * looks for (validateCircularDependency). */
static struct cycle find_cycle(struct builder *builder) {
    enum { NEW, OPEN, DONE };
    size_t count = builder->doc->stages.count, depth = 0;
    unsigned char *state = arena_array(builder->temp, unsigned char, count);
    size_t *next = arena_array(builder->temp, size_t, count), *path = arena_array(builder->temp, size_t, count + 1);
    for (size_t root = 0; root < count; root++) {
        if (state[root] != NEW) continue;
        path[depth++] = root;
        state[root] = OPEN;
        while (depth) {
            size_t stage = path[depth - 1];
            if (next[stage] == builder->work[stage].needs.count) {
                state[stage] = DONE;
                depth--;
                continue;
            }
            size_t need = builder->work[stage].needs.items[next[stage]++];
            if (state[need] == OPEN) return (struct cycle){root, stage, need};
            if (state[need] == DONE) continue;
            state[need] = OPEN;
            path[depth++] = need;
        }
    }
    return (struct cycle){.root = NO_STAGE};
}

/* The last instruction of the stage that takes from the one it needs. */
static const struct instruction *closing_instruction(struct builder *builder, struct cycle cycle) {
    const struct stage *stage = &builder->doc->stages.items[cycle.stage];
    for (size_t i = stage->public.instruction_count; i-- > 0;) {
        struct needs needs = {0};
        instruction_needs(builder, &stage->instructions[i], NOWHERE, &needs);
        for (size_t n = 0; n < needs.count; n++)
            if (needs.items[n] == cycle.need) return &stage->instructions[i];
    }
    return stage->from;
}

static void report_cycle(struct builder *builder) {
    struct cycle cycle = find_cycle(builder);
    if (cycle.root == NO_STAGE) return;
    sg_str label = stage_label(builder, cycle.root);
    diag_add(builder->diags, DIAG_CYCLE, SOURCE_FILE, closing_instruction(builder, cycle)->offset, STR_ARG(label));
}

void resolve_needs(struct builder *builder) {
    sg_doc *doc = builder->doc;
    for (size_t s = 0; s < doc->stages.count; s++) {
        const struct stage *stage = &doc->stages.items[s];
        for (size_t i = 0; i < stage->public.instruction_count; i++)
            instruction_needs(builder, &stage->instructions[i], from_flag_offset(&stage->instructions[i]),
                              &builder->work[s].needs);
    }
    report_cycle(builder);
    for (size_t s = 0; s < doc->stages.count; s++) {
        const struct stage *stage = &doc->stages.items[s];
        for (size_t i = 0; i < stage->trigger_count; i++)
            instruction_needs(builder, &stage->triggers[i], NOWHERE, &builder->work[s].trigger_needs);
    }
}

/* ---- references ---- */

static void check_reference(struct builder *builder, sg_str name, size_t offset) {
    sg_str error;
    if (reference_valid(builder->arena, name, &error) || map_get(&builder->invalid, name)) return;
    map_put(builder->temp, &builder->invalid, name, 0);
    diag_add(builder->diags, DIAG_REFERENCE, SOURCE_FILE, offset, STR_ARG(go_quote(builder->arena, name)),
             STR_ARG(error));
}

/* offset: where a trigger stands; NOWHERE for an instruction that stands where it is. */
static void check_sources(struct builder *builder, const struct instruction *instruction, size_t offset) {
    if (instruction->broken) return;
    for (size_t i = 0; i < instruction->flags.count; i++) {
        struct word flag = instruction->flags.items[i];
        struct source_ref source = {NO_STAGE, {0}};
        if (instruction->keyword == KEYWORD_COPY && str_starts(flag.text, STR("--from=")))
            resolve_copy(builder, str_skip(flag.text, 7), &source);
        else if (instruction->keyword == KEYWORD_RUN && str_starts(flag.text, STR("--mount=")))
            source = resolve_name(builder, mount_source_name(builder->arena, str_skip(flag.text, 8)));
        if (source.stage != NO_STAGE || !source.image.len || str_eq(source.image, STR("scratch"))) continue;
        size_t at = offset != NOWHERE ? offset : instruction_offset(instruction, flag.at);
        check_reference(builder, source.image, at);
        note_near_stage(builder, source.image, at);
    }
}

void resolve_references(struct builder *builder) {
    sg_doc *doc = builder->doc;
    for (size_t s = 0; s < doc->stages.count; s++) {
        const struct stage *stage = &doc->stages.items[s];
        bool image = stage->base_stage == NO_STAGE && !builder->work[s].base_failed;
        size_t at = stage->from->args.count ? stage->from->args.items[0].at : 0;
        sg_str base = builder->work[s].invalid_base.ptr ? builder->work[s].invalid_base : stage->public.base;
        if (image && !str_eq(base, STR("scratch"))) check_reference(builder, base, instruction_offset(stage->from, at));
    }
    for (size_t s = 0; s < doc->stages.count; s++)
        for (size_t i = 0; i < doc->stages.items[s].public.instruction_count; i++)
            check_sources(builder, &doc->stages.items[s].instructions[i], NOWHERE);
}

void resolve_triggers(struct builder *builder, const unsigned char *needed) {
    for (size_t s = 0; s < builder->doc->stages.count; s++) {
        const struct stage *stage = &builder->doc->stages.items[s];
        for (size_t i = 0; needed[s] && i < stage->trigger_count; i++) {
            struct source_ref source;
            const struct instruction *trigger = &stage->triggers[i];
            if (trigger->keyword == KEYWORD_COPY) copy_needs(builder, trigger, stage->from->offset, &source);
            check_sources(builder, trigger, stage->from->offset);
        }
    }
}

/* ---- reachability ---- */

static void mark(unsigned char *marks, size_t *stack, size_t *depth, size_t stage) {
    if (stage == NO_STAGE || marks[stage]) return;
    marks[stage] = 1;
    stack[(*depth)++] = stage;
}

unsigned char *resolve_needed(struct builder *builder) {
    sg_doc *doc = builder->doc;
    size_t count = doc->stages.count, depth = 0;
    unsigned char *marks = arena_array(builder->temp, unsigned char, count);
    size_t *stack = arena_array(builder->temp, size_t, count);
    for (size_t s = 0; s < count; s++)
        if (doc->stages.items[s].public.is_target || s == builder->epoch_stage) mark(marks, stack, &depth, s);
    while (depth) {
        size_t stage = stack[--depth];
        const struct work *work = &builder->work[stage];
        mark(marks, stack, &depth, doc->stages.items[stage].base_stage);
        for (size_t i = 0; i < work->needs.count; i++) mark(marks, stack, &depth, work->needs.items[i]);
        for (size_t i = 0; i < work->trigger_needs.count; i++) mark(marks, stack, &depth, work->trigger_needs.items[i]);
    }
    return marks;
}

void resolve_reachable(struct builder *builder) {
    sg_doc *doc = builder->doc;
    size_t count = doc->stages.count;
    const unsigned char *needed = builder->needed;
    unsigned char *consumed = arena_array(builder->temp, unsigned char, count);
    if (builder->epoch_stage != NO_STAGE && builder->epoch_stage != doc->target) consumed[builder->epoch_stage] = 1;
    for (size_t e = 0; e < doc->edges.count; e++) {
        const sg_edge *edge = &doc->edges.items[e].public;
        if (edge->source_kind == SG_SOURCE_STAGE && edge->source_stage != edge->stage) consumed[edge->source_stage] = 1;
    }
    for (size_t s = 0; s < count; s++) {
        sg_stage *stage = &doc->stages.items[s].public;
        stage->is_reachable = !doc->targets_named || needed[s];
        stage->is_final = doc->targets_named ? stage->is_target : !consumed[s];
        if (stage->is_reachable || !option_on(doc->options, OPT_verbose)) continue;
        sg_str label = go_quote(builder->arena, stage_label(builder, s));
        diag_add(builder->diags, DIAG_UNUSED_STAGE, SOURCE_FILE, doc->stages.items[s].from->offset, STR_ARG(label));
    }
}
