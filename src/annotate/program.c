/* What an image starts: ENTRYPOINT and CMD without shells, inits and wrappers. */
#include "annotate/program.h"

/* ---- the command line ---- */

/* The last ENTRYPOINT and CMD of a stage itself. Looked for once: any number of others may be made from it. */
static struct started own_start(const struct guess *guess, const struct stage *stage) {
    struct started *own = &guess->started[stage->public.index];
    if (own->known) return *own;
    own->known = true;
    for (size_t i = stage->public.instruction_count; i-- > 0 && !(own->entrypoint && own->cmd);) {
        const struct instruction *instruction = &stage->instructions[i];
        if (instruction->broken) continue;
        if (instruction->keyword == KEYWORD_ENTRYPOINT && !own->entrypoint) own->entrypoint = instruction;
        if (instruction->keyword == KEYWORD_CMD && !own->cmd) own->cmd = instruction;
    }
    return *own;
}

/* A stage that sets ENTRYPOINT forgets the CMD of its base. What only a base says counts if the image is to be used. */
static struct started started_of(const struct guess *guess, const struct stage *stage) {
    struct started started = own_start(guess, stage);
    bool inherits = stage->public.is_final || started.cmd;
    for (int i = 0; inherits && !started.entrypoint && i < MOST_BASES; i++) {
        stage = base_of(guess->doc, stage);
        if (!stage || stage->public.replaced) break;
        struct started inherited = own_start(guess, stage);
        started.entrypoint = inherited.entrypoint;
        if (!started.cmd) started.cmd = inherited.cmd;
    }
    return started;
}

/* The command of a script that stays: the last that does not only prepare. */
static struct command last_of(const struct guess *guess, const struct stage *stage, sg_str text) {
    struct commands commands = {0};
    struct command found = {0};
    shell_commands(guess->arena, text, guess->doc->file.escape, stage->env, guess->room, &commands);
    for (size_t i = 0; i < commands.count; i++) {
        const struct command *command = &commands.items[i];
        sg_str program = command->program;
        bool bare_shell = is_shell(program) && !script_given(command).ptr && !command_script(command).ptr;
        if (!command->inner && !is_idle(program) && !bare_shell && !str_eq(program, STR("$"))) found = *command;
    }
    return found;
}

static void add_words(struct arena *arena, struct command *command, const struct instruction *instruction) {
    if (!instruction) return;
    if (!instruction->json && instruction->args.count) {
        LIST_ADD(arena, command) = STR("sh");
        LIST_ADD(arena, command) = STR("-c");
    }
    for (size_t i = 0; i < instruction->args.count; i++) LIST_ADD(arena, command) = instruction->args.items[i].text;
}

/* ---- what it comes down to ---- */

static bool is_number(sg_str word) {
    for (size_t i = 0; i < word.len; i++)
        if (!ascii_digit(word.ptr[i]) && word.ptr[i] != '.') return false;
    return word.len > 0;
}

static bool is_configuration(sg_str word) {
    return str_listed("conf cfg ini json toml yaml yml xml lock txt properties md hcl", path_extension(word));
}

/* What an entrypoint that is not known may be given: an option, a verb or a file of settings is nothing to start. */
static bool can_be_program(sg_str word) {
    return word.len && word.ptr[0] != '-' && !is_number(word) && !is_configuration(word) && !is_verb(word) &&
           !str_has(word, '$');
}

/* Images that start the words of CMD as they are, so that a verb is the name of a program. */
static bool starts_all(sg_str image) {
    return str_listed(
        "alpine debian ubuntu fedora centos rockylinux almalinux amazonlinux busybox scratch node python ruby golang "
        "openjdk eclipse-temurin amazoncorretto php rust bun",
        image);
}

/* A command line without what only launches. script: the last start script on the way, which may start anything. */
struct launch {
    struct command command;
    sg_str script;
    bool numbered; /* the script is given only numbers */
};

static struct launch launched(const struct guess *guess, const struct stage *stage, struct command command) {
    struct launch launch = {command, {0}, false};
    for (int rounds = 0; rounds < 10 && launch.command.count; rounds++) {
        sg_str script = command_script(&launch.command), first = launch.command.items[0];
        sg_str given = is_shell(launch.command.program) ? script_given(&launch.command) : first;
        bool passes = launch.command.count > 1 && str_ends(first, STR(".sh")) &&
                      is_interpreter(program_name(launch.command.items[1]));
        if (script.ptr) {
            launch.command = last_of(guess, stage, script);
        } else if (passes) {
            launch.command = command_behind(launch.command, 1);
        } else if (given.ptr && is_start_script(given)) {
            launch.script = path_base(given);
            while (launch.command.count && launch.command.items[0].ptr != given.ptr)
                launch.command = command_behind(launch.command, 1);
            launch.command = command_behind(launch.command, 1);
            if (launch.command.count && str_eq(launch.command.items[0], STR("--")))
                launch.command = command_behind(launch.command, 1);
            launch.numbered = launch.command.count && is_number(launch.command.items[0]);
            if (launch.command.count && !can_be_program(launch.command.items[0])) launch.command.count = 0;
        } else if (!launcher_off(&launch.command)) {
            break;
        }
    }
    return launch;
}

/* ---- what was copied ---- */

/* A file that an image may start: no library, page or folder of data. */
static bool is_executable(sg_str source, sg_str name) {
    sg_str base = path_base(source), extension = str_skip(base, str_find(base, '.'));
    bool program = !extension.len || str_listed(".exe .jar .dll .py .js .mjs .pl .rb", extension);
    return program && source.ptr[source.len - 1] != '/' &&
           !str_listed(
               "tini tini-static dumb-init gosu su-exec uv uvx node_modules static templates migrations assets public views "
               "config etc lib lib64 share vendor include locales fonts certs certificates zoneinfo passwd group "
               "site-packages data web www html docs plugins modules packages conf",
               name);
}

/* The one executable that is copied from elsewhere; ptr == NULL if there are others, or none. */
static sg_str one_executable(const struct guess *guess, const struct stage *stage) {
    sg_str one = {0};
    for (size_t e = 0; e < stage->edge_count; e++) {
        const sg_edge *edge = &guess->doc->edges.items[stage->first_edge + e].public;
        if (edge->kind != SG_EDGE_COPY) continue;
        for (size_t p = 0; p < edge->path_count; p++)
            for (size_t i = 0; i < edge->paths[p].source_count; i++) {
                sg_str path = edge->paths[p].sources[i], name = product_named(guess->arena, path);
                if (!name.len || !is_executable(path, name) || str_eq(name, one)) continue;
                if (one.ptr) return (sg_str){0};
                one = name;
            }
    }
    return one;
}

/* What the one stage makes of which files are copied, where their names do not say it. */
static sg_str one_product(const struct guess *guess, const struct stage *stage) {
    sg_str one = {0};
    size_t sources = 0;
    for (size_t e = 0; guess->made && e < stage->edge_count; e++) {
        const sg_edge *edge = &guess->doc->edges.items[stage->first_edge + e].public;
        if (edge->kind != SG_EDGE_COPY || edge->source_kind != SG_SOURCE_STAGE || edge->forward) continue;
        sources++;
        one = guess->made[edge->source_stage];
    }
    return sources == 1 ? one : (sg_str){0};
}

/* "COPY --from=build /out/harbor_exporter /app": what "/app" was called; ptr == NULL of what keeps its name. */
static sg_str called_before(const struct guess *guess, const struct stage *stage, sg_str program) {
    sg_str stem = path_base(program);
    stem = str_slice(stem, 0, str_find(stem, '.'));
    if (!str_listed("app main server application program binary entrypoint bin index start run service", stem))
        return (sg_str){0};
    for (size_t e = 0; e < stage->edge_count; e++) {
        const sg_edge *edge = &guess->doc->edges.items[stage->first_edge + e].public;
        for (size_t p = 0; edge->kind == SG_EDGE_COPY && p < edge->path_count; p++) {
            const sg_paths *paths = &edge->paths[p];
            bool same = paths->source_count == 1 && str_eq(path_base(paths->dest), path_base(program));
            if (same && !str_eq(path_base(paths->sources[0]), path_base(program)))
                return product_named(guess->arena, paths->sources[0]);
        }
    }
    return (sg_str){0};
}

/* Whether a script may come from the build context: copied by its name, or in a folder. Others are those of the base image,
 * which start what it has. */
static bool is_ours(const struct stage *stage, sg_str script) {
    for (size_t i = 0; i < stage->public.instruction_count; i++) {
        const struct instruction *copy = &stage->instructions[i];
        bool copies = copy->keyword == KEYWORD_COPY || copy->keyword == KEYWORD_ADD;
        if (!copies || copy->broken || instruction_flag(copy, STR("from"), NULL).len) continue;
        if (copy->heredoc_count) return true;
        for (size_t a = 0; a < copy->args.count; a++) {
            sg_str name = path_base(copy->args.items[a].text);
            bool folder = a + 1 < copy->args.count && !str_has(str_skip(name, 1), '.');
            if (folder || str_has(name, '*') || str_eq(name, script)) return true;
        }
    }
    return false;
}

/* ---- the phrase ---- */

static sg_str program_of(const struct guess *guess, const struct stage *stage, const struct started *started) {
    struct command command = {0};
    bool shell_form = started->entrypoint && !started->entrypoint->json && started->entrypoint->args.count;
    add_words(guess->arena, &command, started->entrypoint);
    if (!shell_form) add_words(guess->arena, &command, started->cmd);
    if (!command.count) return (sg_str){0};
    command = command_behind(command, 0);
    bool entrypoint = started->entrypoint && started->entrypoint->args.count;
    sg_str first = command.items[0];
    bool verb = is_verb(first) && starts_all(root_image(guess->doc, stage));
    if (!entrypoint && !verb && !can_be_program(first)) return (sg_str){0};
    struct launch launch = launched(guess, stage, command);
    if (!launch.command.count) {
        if (!launch.script.ptr) return (sg_str){0};
        bool ours = !launch.numbered && is_ours(stage, launch.script);
        sg_str one = ours ? one_executable(guess, stage) : (sg_str){0};
        if (ours && !one.ptr) one = one_product(guess, stage);
        if (one.ptr) return one;
        bool says = launch.numbered || is_told_script(launch.script);
        return says && is_name(guess->arena, launch.script) ? launch.script : (sg_str){0};
    }
    first = launch.command.items[0];
    sg_str given = script_given(&launch.command);
    if (is_idle(launch.command.program) || (is_shell(launch.command.program) && !given.ptr)) return (sg_str){0};
    sg_str before = called_before(guess, stage, given.ptr ? given : first);
    return before.len ? before : program_told(guess->arena, &launch.command);
}

struct phrase start_phrase(const struct guess *guess, const struct stage *stage) {
    if (stage->public.replaced) return (struct phrase){0};
    struct started started = started_of(guess, stage);
    if (!started.entrypoint && !started.cmd) return (struct phrase){0};
    sg_str program = program_of(guess, stage, &started);
    if (!program.len) return (struct phrase){0};
    const struct instruction *told =
        started.entrypoint && started.entrypoint->args.count ? started.entrypoint : started.cmd;
    struct phrase served = served_phrase(guess, stage, program);
    if (served.text.ptr) return served;
    sg_str text = arena_printf(guess->arena, "Runs %.*s", STR_ARG(program));
    return (struct phrase){with_port(guess, stage, text), told->public.keyword, told->public.line};
}
