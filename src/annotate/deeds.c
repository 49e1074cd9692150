/* Instructions → deeds. */
#include "annotate/deeds.h"

enum { MOST_DEEDS = 48, MOST_UNKNOWN = 3 };

struct reading {
    const struct guess *guess;
    const struct stage *stage;
    struct deeds *deeds;
    const struct instruction *instruction;
    const struct commands *commands; /* of the instruction */
    size_t at;                       /* the command that is read */
    sg_str folder;                   /* of the last WORKDIR */
};

/* ---- scripts ---- */

static bool is_script(sg_str word) {
    sg_str name = path_base(word);
    bool own = str_starts(word, STR("./")) || script_path(word).ptr || str_ends(name, STR(".sh")) ||
               str_ends(name, STR(".py")) || str_ends(name, STR(".bash")) || str_ends(name, STR(".ps1"));
    return own && name.len && name.ptr[0] != '.' && !str_has(word, '$') && !str_has(word, '=') && !str_has(word, '*');
}

/* The script that a command runs: itself, what an interpreter is given, or an argument of what nobody knows. */
static sg_str script_of(const struct command *command, bool known) {
    sg_str program = command->items[0];
    if (!known && is_script(program)) return program;
    if (command->count < 2) return (sg_str){0};
    bool interpreter = str_listed("sh bash ash dash zsh source . powershell pwsh", command->program) ||
                       str_starts(command->program, STR("python"));
    for (size_t i = 1; (interpreter || !known) && i < command->count; i++) {
        bool option = command->items[i].len && command->items[i].ptr[0] == '-';
        if (is_script(command->items[i])) return command->items[i];
        if (!option && interpreter) break;
    }
    return (sg_str){0};
}

static struct deed *find_deed(struct deeds *deeds, enum deed_kind kind, const struct purpose_row *row, bool script) {
    for (size_t i = 0; i < deeds->count; i++) {
        struct deed *deed = &deeds->items[i];
        if (deed->kind == kind && deed->row == row && deed->script == script) return deed;
    }
    return NULL;
}

static struct deed *add_deed(struct reading *reading, enum deed_kind kind, const struct purpose_row *row,
                             sg_str program) {
    struct deeds *deeds = reading->deeds;
    struct deed *deed = find_deed(deeds, kind, row, false);
    if (deed || deeds->count >= MOST_DEEDS) return deed;
    deed = &LIST_ADD(reading->guess->arena, deeds);
    *deed = (struct deed){.kind = kind, .row = row, .program = program, .instruction = reading->instruction};
    return deed;
}

static void add_script(struct reading *reading, sg_str path) {
    sg_str rest;
    const struct script_verb *verb = script_verb_of(path, &rest);
    enum deed_kind kind = verb ? verb->kind : DEED_SCRIPT;
    struct deed *deed = find_deed(reading->deeds, kind, NULL, true);
    if (!deed && reading->deeds->count < MOST_DEEDS) {
        deed = &LIST_ADD(reading->guess->arena, reading->deeds);
        *deed = (struct deed){.kind = kind, .program = path, .instruction = reading->instruction, .script = true};
    }
    bool told = script_path(path).ptr && !str_has(path_base(path), '.'); /* "hack/binaries" */
    if (deed) names_add(reading->guess->arena, &deed->names, told ? script_path(path) : path_base(path));
    if (kind == DEED_BUILD) reading->deeds->folder = reading->folder;
}

/* ---- commands ---- */

static bool has_command(const struct reading *reading, size_t from, const char *names) {
    for (size_t i = from; i < reading->commands->count; i++)
        if (str_listed(names, reading->commands->items[i].items[0])) return true;
    return false;
}

/* "[ -z "$(…)" ]" is the last thing that happens. */
static bool ends_with_test(const struct reading *reading) {
    const struct command *last = &reading->commands->items[reading->commands->count - 1];
    return !last->failing && last->count > 2 && str_listed("test [ [[", last->items[0]) &&
           str_eq(last->items[1], STR("-z"));
}

/* "go version", "x --help": looks whether it is there. Of tests, "-v" tells more. */
static bool only_asks(const struct command *command) {
    if (command->count != 2) return false;
    sg_str word = command->items[1];
    if (str_listed("-v -V", word))
        return !str_listed("ctest pytest py.test tox nox bats ginkgo rspec phpunit", command->program);
    bool option = word.len && word.ptr[0] == '-';
    return option ? str_listed("--version -version --help -h", word) : str_eq(word, STR("version"));
}

/* A download that is a key, or is only looked at, names nothing. */
static bool is_key(sg_str path) {
    sg_str name = path_base(path);
    if (str_listed("asc gpg sig key sha256 list repo pub", path_extension(name))) return true;
    return str_listed("gpg KEYS gpgkey key pubkey", name) || str_starts(path, STR("/etc/apt")) ||
           str_starts(name, STR("SHA"));
}

static bool is_aside(const struct reading *reading, const struct command *command) {
    const struct commands *commands = reading->commands;
    if (command->output.len && str_starts(command->output, STR("/etc/apt"))) return true;
    for (size_t i = reading->at + 1; i < commands->count && commands->items[i].piped; i++)
        if (str_listed("gpg apt-key tee rpm", commands->items[i].program)) return true;
    for (size_t i = 1; i < command->count; i++) {
        if (is_key(command->items[i])) return true;
    }
    return false;
}

/* "curl URL | sh": an installer. */
static bool is_run(const struct reading *reading) {
    const struct commands *commands = reading->commands;
    for (size_t i = reading->at + 1; i < commands->count && commands->items[i].piped; i++)
        if (str_listed("sh bash ash python python3 iex", commands->items[i].program)) return true;
    return false;
}

/* Tools that images fetch on their way. */
static bool is_helper(sg_str name) {
    static const char *const helpers[] = {"gosu",    "tini",        "dumb-init", "s6-overlay",
                                          "su-exec", "wait-for-it", "dockerize"};
    for (size_t i = 0; i < COUNT(helpers); i++)
        if (str_starts(path_base(name), str_from(helpers[i]))) return true;
    return false;
}

static bool only_helpers(const struct names *names) {
    for (size_t i = 0; i < names->count; i++)
        if (!is_helper(names->items[i])) return false;
    return names->count > 0;
}

static void read_installer(struct reading *reading, const struct purpose_row *row, const struct command *command) {
    struct deed *deed = add_deed(reading, DEED_TOOL, row, command->items[0]);
    if (deed) deed->phrase = "Installs %s with its install script";
    for (size_t i = 1; deed && i < command->count; i++)
        if (str_find_str(command->items[i], STR("://")) < command->items[i].len)
            names_add(reading->guess->arena, &deed->names, installer_name(command->items[i]));
}

static bool has_bin(const struct command *command) {
    for (size_t i = 1; i < command->count; i++)
        if (str_find_str(command->items[i], STR("/bin/")) < command->items[i].len ||
            str_ends(command->items[i], STR("/bin")))
            return str_find_str(command->items[i], STR("://")) == command->items[i].len;
    return str_find_str(command->output, STR("/bin/")) < command->output.len;
}

/* "curl -o /usr/local/bin/x URL", "curl URL | tar x -C /usr/local/bin": a tool is put where tools are. */
static bool goes_to_bin(const struct reading *reading, const struct command *command) {
    const struct commands *commands = reading->commands;
    if (has_bin(command)) return true;
    for (size_t i = reading->at + 1; i < commands->count && commands->items[i].piped; i++)
        if (has_bin(&commands->items[i])) return true;
    return false;
}

static void read_fetch(struct reading *reading, const struct purpose_row *row, const struct command *command,
                       const struct names *names) {
    bool download = row->naming == NAME_FILE;
    if ((download && is_aside(reading, command)) || only_helpers(names)) return;
    if (download && is_run(reading)) {
        read_installer(reading, row, command);
        return;
    }
    bool tool = download && goes_to_bin(reading, command);
    struct deed *deed = add_deed(reading, tool ? DEED_TOOL : DEED_FETCH, row, command->items[0]);
    if (tool && deed && !deed->phrase) deed->phrase = "Installs %s";
    for (size_t i = 0; deed && i < names->count; i++) {
        if (is_helper(names->items[i])) continue;
        names_add(reading->guess->arena, &deed->names, names->items[i]);
        bool unpacks = !tool && (!download || (!has_command(reading, reading->at, "install mv chmod") &&
                                               has_command(reading, reading->at, "tar unzip cd bsdtar")));
        if (unpacks) names_add(reading->guess->arena, &reading->deeds->fetched, names->items[i]);
    }
}

/* Whether a command of a build works on what was fetched. */
static bool works_on_clone(const struct reading *reading, const struct command *command) {
    const struct names *fetched = &reading->deeds->fetched;
    if (!fetched->count) return false;
    if (!reading->deeds->context) return true;
    for (size_t f = 0; f < fetched->count; f++) {
        sg_str name = path_base(fetched->items[f]);
        if (command->folder.len && str_find_str(command->folder, name) < command->folder.len) return true;
        for (size_t i = 1; i < command->count; i++)
            if (str_find_str(command->items[i], name) < command->items[i].len) return true;
    }
    return false;
}

static bool takes_row(struct reading *reading, const struct purpose_row *row, const struct command *command,
                      struct names *names) {
    size_t subcommand = 0;
    if (!purpose_row_fits(row, command, &subcommand)) return false;
    if (row->kind == DEED_PACKAGES || row->kind == DEED_REMOVE) {
        LIST_ADD(reading->guess->arena, &reading->deeds->package_steps) =
            (struct package_step){row, *command, subcommand};
        return true;
    }
    name_things(reading->guess->arena, row, command, subcommand, names);
    return names->count || *row->bare || row->kind >= DEED_KINDS;
}

static void take_names(struct arena *arena, struct names *to, const struct names *names) {
    for (size_t i = 0; i < names->count; i++) names_add(arena, to, names->items[i]);
}

static void add_row(struct reading *reading, const struct purpose_row *row, const struct command *command,
                    const struct names *names) {
    struct deeds *deeds = reading->deeds;
    struct arena *arena = reading->guess->arena;
    switch ((int)row->kind) {
    case DEED_NOISE:
    case DEED_REMOVE: return;
    case DEED_PACKAGES:
        if (!deeds->packages_by) deeds->packages_by = reading->instruction;
        return;
    case DEED_FETCH: read_fetch(reading, row, command, names); return;
    case DEED_TEST: deeds->tests = true; break;
    case DEED_PACKAGE: {
        /* "tar c | tar x" only copies */
        const struct commands *all = reading->commands;
        bool copies = row->naming == NAME_ARCHIVE && reading->at + 1 < all->count && all->items[reading->at + 1].piped;
        if (copies) return;
        break;
    }
    case DEED_CHECK:
        /* "$(git diff --exit-code || echo dirty)" only tells something */
        if (row->naming == NAME_CHECKED && (command->failing || command->inner) &&
            !has_command(reading, reading->at, "exit false") && !ends_with_test(reading))
            return;
        break;
    default: break;
    }
    struct deed *deed = add_deed(reading, row->kind, row, command->items[0]);
    if (!deed) return;
    take_names(arena, &deed->names, names);
    if (row->kind != DEED_BUILD && row->kind != DEED_PACKAGE) return;
    bool goes = command->folder.len && product_of_path(command->folder).ptr;
    deeds->folder = goes ? path_base(command->folder) : reading->folder;
    deed->in_clone = deed->in_clone || works_on_clone(reading, command);
}

/* "> FILE" and "touch FILE": what is written, if a name tells it. */
static void read_output(struct reading *reading, const struct command *command) {
    sg_str path = command->output, program = command->items[0];
    if (!path.len && !(program.len == 5 && program.ptr[0] == 't') && !(program.len == 3 && program.ptr[0] == 't'))
        return;
    bool touch = str_eq(command->items[0], STR("touch")) && command->count > 1;
    bool tee = str_eq(command->items[0], STR("tee")) && command->count > 1;
    if (touch || tee) path = command->items[command->count - 1];
    sg_str name = path_base(path);
    if (!name.len || str_has(name, '$') || str_starts(path, STR("/etc/apt")) || str_starts(path, STR("/proc")) ||
        str_ends(path, STR("/")) || command->inner || str_ends(name, STR(".log")))
        return;
    struct deed *deed = add_deed(reading, DEED_WRITE, NULL, command->items[0]);
    if (!deed) return;
    names_add(reading->guess->arena, &deed->names, name);
    if (!deed->path.len) deed->path = path;
}

/* A heredoc for an interpreter: a script that stands in the file. */
static bool read_body(struct reading *reading, const struct command *command) {
    sg_str program = command->program;
    if (!command->body.ptr || !str_starts(program, STR("python"))) return false;
    struct deed *deed = add_deed(reading, DEED_GENERATE, NULL, program);
    if (!deed) return true;
    sg_str open = str_skip(command->body, str_find_str(command->body, STR("open(")) + 5);
    sg_str quoted = str_slice(open, 1, str_find(str_skip(open, 1), open.len ? open.ptr[0] : '"') + 1);
    if (open.len && (open.ptr[0] == '"' || open.ptr[0] == '\'') &&
        str_find_str(command->body, STR("w\")")) < command->body.len)
        names_add(reading->guess->arena, &deed->names, path_base(quoted));
    return true;
}

static void read_command(struct reading *reading, struct command command) {
    command = command_unwrapped(command);
    if (!command.count || only_asks(&command)) return;
    read_output(reading, &command);
    if (read_body(reading, &command)) return;
    size_t count = 0;
    bool own = command.program.ptr != command.items[0].ptr && is_own_path(command.items[0]);
    const unsigned short *rows = own ? NULL : purpose_rows_known(command.known, &count);
    for (size_t i = 0; i < count; i++) {
        const struct purpose_row *row = purpose_row_at(rows[i]);
        struct names names = {0};
        if (command.inner && row->kind != DEED_CHECK && row->kind != DEED_NOISE && row->kind != DEED_FETCH) continue;
        if (!takes_row(reading, row, &command, &names)) continue;
        if (row->kind == DEED_NOISE && script_of(&command, true).ptr) break;
        add_row(reading, row, &command, &names);
        return;
    }
    if (command.inner) return;
    sg_str script = script_of(&command, rows != NULL), rest;
    bool tells = !rows && !script.ptr && script_verb_of(command.program, &rest) && rest.len; /* "/tmp/install-nginx" */
    if (tells) script = command.items[0];
    struct deeds *deeds = reading->deeds;
    if (script.ptr) {
        add_script(reading, script);
    } else if (!rows && deeds->unknown.count < MOST_UNKNOWN) {
        names_add(reading->guess->arena, &deeds->unknown, command.program);
        if (!deeds->unknown_by) deeds->unknown_by = reading->instruction;
    }
}

struct names deeds_packages(struct arena *arena, const struct deeds *deeds) {
    struct names packages = {0};
    for (size_t i = 0; i < deeds->package_steps.count; i++) {
        const struct package_step *step = &deeds->package_steps.items[i];
        if (step->row->kind == DEED_REMOVE) packages_remove(&packages, &step->command);
        else name_things(arena, step->row, &step->command, step->subcommand, &packages);
    }
    return packages;
}

/* ---- RUN ---- */

/* A body is a script of a shell unless its first line names another interpreter. */
static void read_heredoc(struct reading *reading, sg_str body, struct commands *commands) {
    sg_str line = str_slice(body, 0, str_find(body, '\n'));
    const struct guess *guess = reading->guess;
    if (str_starts(line, STR("#!")) && str_find_str(line, STR("sh")) == line.len) {
        sg_str program = path_base(str_trim_ascii(str_skip(line, 2)));
        size_t blank = str_find(program, ' ');
        struct command *command = &LIST_ADD(guess->arena, commands);
        *command = (struct command){.body = body};
        LIST_ADD(guess->arena, command) = str_skip(program, blank < program.len ? blank + 1 : 0);
        *command = command_behind(*command, 0);
        return;
    }
    shell_commands(guess->arena, body, guess->doc->file.escape, reading->stage->env, guess->room, commands);
}

/* "RUN <<E", "RUN sh <<E" and "RUN <<E sh": the heredoc is the script; else it is what a command of the line reads. */
static bool is_script_line(sg_str line) {
    for (sg_str word; line.len;) {
        str_cut(line, ' ', &word, &line);
        if (word.len && !str_starts(word, STR("<<"))) return str_listed("sh bash ash dash /bin/sh /bin/bash", word);
    }
    return true;
}

static void read_run(struct reading *reading) {
    const struct instruction *run = reading->instruction;
    const struct guess *guess = reading->guess;
    struct commands commands = {0};
    if (run->json) {
        struct command command = {0};
        for (size_t i = 0; i < run->args.count; i++) LIST_ADD(guess->arena, &command) = run->args.items[i].text;
        command = command_behind(command, 0);
        sg_str script = command_script(&command);
        if (script.ptr)
            shell_commands(guess->arena, script, guess->doc->file.escape, reading->stage->env, guess->room, &commands);
        else if ((command = command_bare(command)).count) LIST_ADD(guess->arena, &commands) = command;
    } else if (run->args.count) {
        sg_str line = run->args.items[0].text;
        bool script = run->heredoc_count && is_script_line(line);
        if (!script)
            shell_commands(guess->arena, line, guess->doc->file.escape, reading->stage->env, guess->room, &commands);
        if (!script && run->heredoc_count && commands.count) commands.items[0].body = run->heredocs[0].body;
        for (size_t i = 0; script && i < run->heredoc_count; i++)
            read_heredoc(reading, run->heredocs[i].body, &commands);
    }
    reading->commands = &commands;
    for (reading->at = 0; reading->at < commands.count; reading->at++)
        read_command(reading, commands.items[reading->at]);
}

/* ---- COPY and ADD ---- */

static void read_copy(struct reading *reading) {
    const struct instruction *copy = reading->instruction;
    if (instruction_flag(copy, STR("from"), NULL).len) return;
    for (size_t i = 0; i < copy->heredoc_count; i++) {
        sg_str dest = copy->args.count ? copy->args.items[copy->args.count - 1].text : STR("");
        bool folder = str_ends(dest, STR("/")) || copy->heredoc_count > 1;
        struct deed *deed = add_deed(reading, DEED_WRITE, NULL, STR("COPY"));
        if (!deed) continue;
        names_add(reading->guess->arena, &deed->names, folder ? copy->heredocs[i].name : path_base(dest));
        if (!deed->path.len) deed->path = dest;
    }
    bool url = copy->args.count && str_find_str(copy->args.items[0].text, STR("://")) < copy->args.items[0].text.len;
    if (!copy->heredoc_count && !url) reading->deeds->context = true;
}

/* As written, where a variable often is the version: the edge has its value. */
static sg_str url_written(const struct stage *stage, const struct edge *edge) {
    const struct step *step = &stage->steps[edge->steps[0]];
    bool one = !step->trigger && step->instruction->args.count == 2;
    return one ? step->instruction->args.items[0].text : edge->public.source;
}

/* ADD of git and URLs. */
static void read_sources(struct reading *reading) {
    const struct stage *stage = reading->stage;
    struct arena *arena = reading->guess->arena;
    for (size_t e = 0; e < stage->edge_count; e++) {
        const struct edge *made = &reading->guess->doc->edges.items[stage->first_edge + e];
        bool git = made->public.kind == SG_EDGE_ADD_GIT;
        if (!git && made->public.kind != SG_EDGE_ADD_HTTP) continue;
        const struct step *step = &stage->steps[made->steps[0]];
        reading->instruction = step->trigger ? NULL : step->instruction;
        sg_str url = str_slice(made->public.source, 0, str_find(made->public.source, '#'));
        url = str_slice(url, 0, str_find(url, '?'));
        if (!git && is_key(url)) continue;
        sg_str words[] = {STR("git"), STR("clone"), url};
        struct command clone = {.items = words, .count = 3, .program = words[0]};
        struct names names = {0};
        size_t count = 0;
        const unsigned short *rows = purpose_rows_of(git ? STR("git") : STR("curl"), &count);
        for (size_t i = 0; i < count; i++) {
            const struct purpose_row *row = purpose_row_at(rows[i]);
            if (row->kind != DEED_FETCH) continue;
            if (git) name_things(arena, row, &clone, 1, &names);
            else names_add(arena, &names, file_name(url_written(stage, made)));
            struct deed *deed = names.count ? add_deed(reading, DEED_FETCH, row, words[0]) : NULL;
            if (deed) take_names(arena, &deed->names, &names);
            if (deed) take_names(arena, &reading->deeds->fetched, &names);
            break;
        }
    }
}

struct deeds deeds_read(const struct guess *guess, const struct stage *stage) {
    struct deeds deeds = {0};
    struct reading reading = {.guess = guess, .stage = stage, .deeds = &deeds};
    read_sources(&reading);
    for (size_t i = 0; i < stage->public.instruction_count; i++) {
        reading.instruction = &stage->instructions[i];
        if (reading.instruction->broken) continue;
        if (reading.instruction->keyword == KEYWORD_WORKDIR && reading.instruction->args.count)
            reading.folder = path_base(reading.instruction->args.items[0].text);
        if (reading.instruction->keyword == KEYWORD_RUN) read_run(&reading);
        else if (reading.instruction->keyword == KEYWORD_COPY || reading.instruction->keyword == KEYWORD_ADD)
            read_copy(&reading);
    }
    return deeds;
}

/* ---- what leaves ---- */

/* "COPY --from=x /app/foo/ /foo/": a folder goes as a whole. */
static bool is_folder_copy(sg_str source, sg_str dest) {
    bool slash = source.len > 1 && source.ptr[source.len - 1] == '/';
    return slash || (dest.len > 1 && dest.ptr[dest.len - 1] == '/' && str_eq(path_base(source), path_base(dest)));
}

/* "/out/bin/tool", or what goes to such a folder. */
static bool is_program_path(sg_str path) {
    sg_str above = str_slice(path, 0, path.len - path_base(path).len);
    return str_ends(above, STR("bin/")) || str_ends(above, STR("/release/"));
}

/* What a path is the product of: programs by the name that they get, if their own says nothing. */
static sg_str product_taken(sg_str path, sg_str dest, bool *program) {
    bool renamed = !str_ends(dest, STR("/")) && is_program_path(dest);
    *program = renamed || is_program_path(path) || str_ends(dest, STR("bin/"));
    sg_str name = product_of_path(path);
    return name.ptr || !renamed ? name : product_of_path(dest);
}

/* Where programs are taken, the rest comes along. */
struct names products_taken(const struct guess *guess, const struct stage *stage, bool *taken) {
    struct names programs = {0}, others = {0};
    const struct consumers *index = guess->consumers;
    size_t s = stage->public.index, first = index->start[s], end = index->start[s + 1];
    *taken = end > first;
    if (end > first + 100) end = first + 100;
    for (size_t i = first; i < end; i++) {
        const sg_edge *edge = &guess->doc->edges.items[index->edges[i]].public;
        for (size_t p = 0; edge->kind != SG_EDGE_FROM && p < edge->path_count; p++)
            for (size_t f = 0; f < edge->paths[p].source_count && others.count < 12; f++) {
                sg_str path = edge->paths[p].sources[f], dest = edge->paths[p].dest;
                bool program = false;
                sg_str name = is_folder_copy(path, dest) ? (sg_str){0} : product_taken(path, dest, &program);
                if (name.ptr) names_add(guess->arena, program ? &programs : &others, name);
            }
    }
    return programs.count ? programs : others;
}
