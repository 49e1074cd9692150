/* ONBUILD: what the direct parent left for its children (initOnBuildTriggers). BuildKit parses a trigger as a file of its
 * own, with the default escape character, and so do we. */
#include "graph/build.h"

/* k triggers and k children are k * k instructions: a file of 37 kB could be a million. */
enum { TRIGGER_LIMIT = 5000 };

/* What a stage leaves for its children. */
struct left {
    LIST(struct instruction) triggers;
    sg_str error; /* of the first that cannot be read */
};

/* The logical line without "ONBUILD", and the heredocs behind it. */
static sg_str trigger_text(struct arena *arena, const struct instruction *onbuild) {
    struct text text = {0};
    text_put(arena, &text, str_trim_ascii(str_skip(onbuild->public.text, onbuild->name.len)));
    for (size_t i = 0; i < onbuild->heredoc_count; i++) {
        text_put(arena, &text, STR("\n"));
        text_put(arena, &text, onbuild->heredocs[i].body);
        text_put(arena, &text, onbuild->heredocs[i].name);
    }
    return text_str(&text);
}

/* Reads one trigger into the list, with diagnostics of its own: it stands nowhere in the file as it is read. */
static void read_trigger(struct builder *builder, const struct instruction *onbuild, struct left *left) {
    struct arena *arena = builder->arena;
    struct diags diags = {.arena = arena};
    struct dockerfile file;
    diags_add_source(&diags, STR(""), trigger_text(arena, onbuild));
    dockerfile_parse(&file, arena, &diags, 0);
    for (size_t i = 0; i < file.count; i++) instruction_check(&file.items[i], arena, &diags, 0);
    sg_str error = {0};
    if (diags.items.count) error = diags.items.items[0].public.message;
    else if (file.count != 1) error = STR("onbuild trigger should be a single expression");
    if (!error.ptr) LIST_ADD(builder->temp, &left->triggers) = file.items[0];
    else if (!left->error.ptr) left->error = error;
}

/* Once for all its children. */
static const struct left *left_by(struct builder *builder, size_t base) {
    const struct stage *parent = &builder->doc->stages.items[base];
    struct left *left = builder->work[base].left;
    if (left) return left;
    left = builder->work[base].left = arena_one(builder->temp, struct left);
    for (size_t i = 0; i < parent->public.instruction_count; i++) {
        const struct instruction *instruction = &parent->instructions[i];
        if (instruction->keyword == KEYWORD_ONBUILD && !instruction->broken) read_trigger(builder, instruction, left);
    }
    return left;
}

/* A copy of the triggers: what the graph builder finds out about them differs from child to child. */
static void take_triggers(struct builder *builder, size_t stage, const struct left *left) {
    struct stage *child = &builder->doc->stages.items[stage];
    child->trigger_count = left->triggers.count;
    child->triggers = arena_array(builder->arena, struct instruction, child->trigger_count);
    if (child->trigger_count)
        memcpy(child->triggers, left->triggers.items, child->trigger_count * sizeof *child->triggers);
}

/* False, and told, if the stages of this file run more triggers than they may. */
static bool charge_triggers(struct builder *builder, size_t stage, size_t count, size_t *run) {
    *run += count;
    if (*run <= TRIGGER_LIMIT) return true;
    diag_add(builder->diags, DIAG_LIMIT, SOURCE_FILE, builder->doc->stages.items[stage].from->offset,
             "the stages of this file run over 5000 ONBUILD triggers");
    return false;
}

void onbuild_read(struct builder *builder) {
    sg_doc *doc = builder->doc;
    size_t run = 0;
    for (size_t s = 0; s < doc->stages.count; s++) {
        size_t base = doc->stages.items[s].base_stage;
        if (base == NO_STAGE || builder->work[s].context) continue;
        const struct left *left = left_by(builder, base);
        builder->work[s].trigger_error = left->error;
        if (!charge_triggers(builder, s, left->triggers.count, &run)) return;
        take_triggers(builder, s, left);
    }
}

void onbuild_report(struct builder *builder, const unsigned char *needed) {
    for (size_t s = 0; s < builder->doc->stages.count; s++) {
        sg_str error = builder->work[s].trigger_error;
        if (!needed[s] || !error.ptr) continue;
        diag_add_text(builder->diags, DIAG_ONBUILD_FAILED, SOURCE_FILE, builder->doc->stages.items[s].from->offset,
                      error);
    }
}
