/* ONBUILD: what the direct parent left for its children (initOnBuildTriggers). BuildKit parses a trigger as a file of its
 * own, with the default escape character, and so do we. */
#include "graph/build.h"

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
static void read_trigger(struct builder *builder, size_t stage, const struct instruction *onbuild) {
    struct arena *arena = builder->arena;
    struct diags diags = {.arena = arena};
    struct dockerfile file, *triggers = &builder->doc->stages.items[stage].triggers;
    sg_str *trigger_error = &builder->work[stage].trigger_error;
    diags_add_source(&diags, STR(""), trigger_text(arena, onbuild));
    dockerfile_parse(&file, arena, &diags, 0);
    for (size_t i = 0; i < file.count; i++) instruction_check(&file.items[i], arena, &diags, 0);
    sg_str error = {0};
    if (diags.items.count) error = diags.items.items[0].public.message;
    else if (file.count != 1) error = STR("onbuild trigger should be a single expression");
    if (!error.ptr) LIST_ADD(arena, triggers) = file.items[0];
    else if (!trigger_error->ptr) *trigger_error = error;
}

void onbuild_read(struct builder *builder) {
    sg_doc *doc = builder->doc;
    for (size_t s = 0; s < doc->stages.count; s++) {
        size_t base = doc->stages.items[s].base_stage;
        if (base == NO_STAGE || builder->work[s].context) continue;
        const struct stage *parent = &doc->stages.items[base];
        for (size_t i = 0; i < parent->public.instruction_count; i++) {
            const struct instruction *instruction = &parent->instructions[i];
            if (instruction->keyword == KEYWORD_ONBUILD && !instruction->broken) read_trigger(builder, s, instruction);
        }
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
