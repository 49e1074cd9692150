/* What a stage starts: ENTRYPOINT and CMD without shells, inits and wrappers. */
#include "annotate/infer.h"

static bool is_wrapper(sg_str program) {
    return str_listed(
        "tini dumb-init catatonit s6-svscan gosu su-exec xvfb-run env exec sudo nice init docker-entrypoint.sh "
        "entrypoint.sh entrypoint docker-entrypoint start.sh run.sh docker-init catchsegv stdbuf setpriv",
        program);
}

static bool is_shell(sg_str program) {
    return str_listed("sh bash ash zsh dash fish cmd powershell pwsh", program);
}

static bool is_name(struct arena *arena, sg_str word) {
    struct names names = {0};
    names_add(arena, &names, word);
    return names.count > 0;
}

static sg_str argument_behind(const struct command *command, size_t from, const char *option) {
    for (size_t i = from; i + 1 < command->count; i++)
        if (str_eq(command->items[i], str_from(option))) return command->items[i + 1];
    return (sg_str){0};
}

static sg_str first_plain(const struct command *command, size_t from) {
    for (size_t i = from; i < command->count; i++)
        if (command->items[i].len && command->items[i].ptr[0] != '-' && !str_has(command->items[i], '='))
            return command->items[i];
    return (sg_str){0};
}

/* "module:object" if there is one, which an address such as 0.0.0.0:80 is not; else the first word. */
static sg_str application(const struct command *command, size_t from) {
    for (size_t i = from; i < command->count; i++)
        if (str_has(command->items[i], ':') && ascii_alpha(command->items[i].ptr[0])) return command->items[i];
    return first_plain(command, from);
}

/* "python app.py" runs app.py, "java -jar x.jar" x.jar, "gunicorn app:main" app with gunicorn. */
static sg_str described(struct arena *arena, const struct command *command, size_t at) {
    sg_str program = program_name(command->items[at]), what = {0};
    if (script_path(command->items[at]).ptr) {
        what = script_path(command->items[at]);
    } else if (str_starts(program, STR("python"))) {
        what = argument_behind(command, at, "-m");
        if (!what.ptr) what = path_base(first_plain(command, at + 1));
    } else if (str_listed("node bun deno ruby perl php", program)) {
        what = path_base(first_plain(command, at + 1));
    } else if (str_eq(program, STR("java"))) {
        what = path_base(argument_behind(command, at, "-jar"));
    } else if (str_eq(program, STR("dotnet"))) {
        what = path_base(first_plain(command, at + 1));
    } else if (str_listed("gunicorn uvicorn hypercorn waitress-serve daphne celery dramatiq", program)) {
        sg_str app = application(command, at + 1);
        app = str_slice(app, 0, str_find(str_slice(app, 0, str_find(app, ':')), '.'));
        if (is_name(arena, app)) return arena_printf(arena, "%.*s with %.*s", STR_ARG(app), STR_ARG(program));
    } else if (str_listed("npm yarn pnpm", program)) {
        sg_str verb = first_plain(command, at + 1);
        if (str_eq(verb, STR("run"))) verb = first_plain(command, at + 2);
        if (is_name(arena, verb)) return arena_printf(arena, "%.*s %.*s", STR_ARG(program), STR_ARG(verb));
    }
    return is_name(arena, what) ? what : is_name(arena, program) ? program : (sg_str){0};
}

/* The first word of a command line that is neither a wrapper nor one of its options; count if there is none. */
static size_t real_program(const struct command *command) {
    size_t at = 0;
    while (at < command->count) {
        sg_str program = program_name(command->items[at]);
        bool option = command->items[at].len && command->items[at].ptr[0] == '-';
        bool assignment = str_has(command->items[at], '=');
        if (!option && !assignment && !is_wrapper(program)) break;
        at++;
    }
    return at;
}

/* The command that stays: the last of a script, without what only prepares. */
static struct command last_of(struct arena *arena, char escape, sg_str text, const struct env_node *env, size_t *room) {
    struct commands commands = {0};
    struct command found = {0};
    shell_commands(arena, text, escape, env, room, &commands);
    for (size_t i = 0; i < commands.count; i++)
        if (!str_listed("set mkdir rm cd echo export chown chmod iptables true source . umask ulimit touch ln cp wait",
                        commands.items[i].items[0]))
            found = commands.items[i];
    return found;
}

static struct command command_line(struct arena *arena, char escape, const struct stage *stage,
                                   const struct instruction *instruction, size_t *room) {
    struct command command = {0};
    if (!instruction || instruction->broken || !instruction->args.count) return command;
    if (!instruction->json) return last_of(arena, escape, instruction->args.items[0].text, stage->env, room);
    for (size_t i = 0; i < instruction->args.count; i++) LIST_ADD(arena, &command) = instruction->args.items[i].text;
    bool script = command.count > 2 && is_shell(program_name(command.items[0])) && str_ends(command.items[1], STR("c"));
    return script ? last_of(arena, escape, command.items[2], stage->env, room) : command;
}

static const struct instruction *last_instruction(const struct stage *stage, enum keyword keyword) {
    for (size_t i = stage->public.instruction_count; i-- > 0;)
        if (stage->instructions[i].keyword == keyword) return &stage->instructions[i];
    return NULL;
}

sg_str stage_program(struct arena *arena, const sg_doc *doc, const struct stage *stage, size_t *room) {
    static const enum keyword order[] = {KEYWORD_ENTRYPOINT, KEYWORD_CMD};
    for (size_t i = 0; i < COUNT(order); i++) {
        struct command command = command_line(arena, doc->file.escape, stage, last_instruction(stage, order[i]), room);
        size_t at = real_program(&command);
        if (at == command.count) continue;
        sg_str program = described(arena, &command, at);
        if (program.len && !is_shell(program)) return program;
    }
    return (sg_str){0};
}
