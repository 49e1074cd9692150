/* What a stage runs, in order: the triggers that its base left, then its own instructions (dockerfile2llb's dispatch()
 * runs them in the same loop). */
#include "graph/dispatch.h"

#include "base/utf8.h"

void steps_make(struct builder *builder, struct stage *stage) {
    size_t count = stage->trigger_count + stage->public.instruction_count;
    stage->steps = arena_array(builder->arena, struct step, count);
    stage->step_count = count;
    for (size_t i = 0; i < count; i++) {
        bool trigger = i < stage->trigger_count;
        stage->steps[i].instruction = trigger ? &stage->triggers[i] : &stage->instructions[i - stage->trigger_count];
        stage->steps[i].trigger = trigger;
    }
}

struct step *stage_own_steps(const struct stage *stage) {
    return stage->steps + stage->trigger_count;
}

size_t step_line(const struct stage *stage, const struct step *step) {
    return step->trigger ? stage->public.line : step->instruction->public.line;
}

/* ---- inputs ---- */

static bool flag_is_on(const struct instruction *instruction, sg_str name) {
    sg_str value = instruction_flag(instruction, name, NULL);
    return value.ptr && !str_eq_nocase(value, STR("false"));
}

static sg_str *read_excludes(struct arena *arena, const struct instruction *instruction, size_t *count) {
    LIST(sg_str) excludes = {0};
    for (size_t i = 0; i < instruction->flags.count; i++) {
        sg_str flag = instruction->flags.items[i].text;
        if (str_starts(flag, STR("--exclude="))) LIST_ADD(arena, &excludes) = str_skip(flag, 10);
    }
    *count = excludes.count;
    return excludes.items;
}

void step_add_input(struct arena *arena, struct step *step, struct input input) {
    const struct instruction *instruction = step->instruction;
    bool copies = instruction->keyword == KEYWORD_COPY || instruction->keyword == KEYWORD_ADD;
    if (copies && input.kind != INPUT_URL) {
        input.excludes = read_excludes(arena, instruction, &input.exclude_count);
        input.parents = flag_is_on(instruction, STR("parents"));
    }
    input.link = copies && flag_is_on(instruction, STR("link"));
    step->inputs = list_with_room(arena, step->inputs, step->input_count, sizeof *step->inputs);
    step->inputs[step->input_count++] = input;
}

/* ---- digests ---- */

static uint64_t add_text(uint64_t digest, sg_str text) {
    digest ^= str_hash(text) + text.len;
    return (digest << 23 | digest >> 41) * 0x9e3779b97f4a7c15u;
}

uint64_t instruction_digest(const struct instruction *instruction) {
    sg_str line = instruction->public.text;
    uint64_t digest = add_text(0, instruction->public.keyword);
    digest = add_text(digest, str_trim(str_skip(line, instruction->name.len)));
    for (size_t i = 0; i < instruction->heredoc_count; i++) digest = add_text(digest, instruction->heredocs[i].body);
    return digest ^ digest >> 32;
}
