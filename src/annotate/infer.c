/* Findings → a purpose of at most three phrases (docs/annotations.md, "Guessed purposes"). */
#include "annotate/infer.h"

#include "dockerfile/reference.h"

enum { MOST_PHRASES = 3 };

struct phrases {
    sg_str items[PHRASE_KINDS]; /* by kind; ptr == NULL: none */
};

struct inference {
    const sg_doc *doc;
    struct arena *arena;
    const struct stage *stage;
    const struct consumers *consumers;
    size_t *room;
    struct finding findings[PHRASE_KINDS];
    struct names packages;
    struct phrases phrases;
};

/* ---- what RUN does ---- */

static bool is_script(sg_str word) {
    sg_str name = path_base(word);
    bool own = str_starts(word, STR("./")) || script_path(word).ptr || str_ends(name, STR(".sh"));
    return own && name.len < word.len && !str_has(word, '$') && !str_starts(word, STR("./configure")) &&
           !str_starts(word, STR("/tmp/"));
}

/* What every script does. */
static bool is_housekeeping(sg_str program) {
    static const char *const programs[] = {
        "cd",    "set",   "export", "test",      "[",       "[[",       "true",      "false",   "rm",    "cp",
        "mv",    "cat",   "ls",     "exit",      "find",    "grep",     "awk",       "for",     "in",    "done",
        "fi",    "case",  "esac",   "return",    "local",   "apt",      "apt-get",   "apk",     "dnf",   "yum",
        "tar",   "unzip", "gpg",    "sha256sum", "dpkg",    "ldconfig", "sleep",     "wait",    "shift", "unset",
        "which", "type",  "source", ".",         ":",       "sort",     "xx-verify", "xx-info", "strip", "npm",
        "pip",   "pip3",  "git",    "id",        "date",    "sync",     "read",      "umask",   "cut",   "tr",
        "head",  "tail",  "uniq",   "basename",  "dirname", "rmdir",    "if"};
    for (size_t i = 0; i < COUNT(programs); i++)
        if (str_eq(program, str_from(programs[i]))) return true;
    return false;
}

/* A command that the table does not know: a script of the project's own, or a program that may be told if nothing is. */
static void add_unknown(struct inference *inference, const struct command *command) {
    sg_str path = command->items[0];
    bool shell = str_listed("sh bash ash", program_name(path));
    if (shell && command->count > 1 && is_script(command->items[1])) path = command->items[1];
    if (is_script(path)) {
        if (str_starts(path, STR("./"))) path = str_skip(path, 2);
        if (str_starts(path, STR("/"))) path = path_base(path);
        names_add(inference->arena, &inference->findings[PHRASE_SCRIPT].names, path);
    } else if (!is_housekeeping(program_name(path))) {
        names_add(inference->arena, &inference->findings[PHRASE_COMMANDS].names, program_name(path));
    }
}

/* "go version", "x --help": looks whether it is there. */
static bool only_asks(const struct command *command) {
    return command->count == 2 && str_listed("--version -version version --help", command->items[1]);
}

static void read_command(struct inference *inference, struct command command) {
    size_t subcommand = 0;
    command = command_unwrapped(command);
    if (!command.count || only_asks(&command)) return;
    const struct purpose_row *row = purpose_row_of(&command, &subcommand);
    sg_str verb = command.count > 1 ? command.items[1] : STR("");
    if (str_eq(verb, STR("del")) || str_eq(verb, STR("purge")) || str_eq(verb, STR("remove")))
        packages_remove(&inference->packages, &command);
    if (!row) {
        add_unknown(inference, &command);
        return;
    }
    struct finding *finding = &inference->findings[row->kind];
    if (row->kind == PHRASE_PACKAGES) {
        name_things(inference->arena, row, &command, subcommand, &inference->packages);
        return;
    }
    /* The first row of a kind is the one that is told; a later one of the same adds its names. */
    bool better = finding->row && !finding->names.count && !*finding->row->bare;
    if (!finding->row || better) finding->row = row;
    if (finding->row == row) name_things(inference->arena, row, &command, subcommand, &finding->names);
}

static void read_run(struct inference *inference, const struct instruction *instruction) {
    struct commands commands = {0};
    bool script = instruction->heredoc_count > 0;
    if (instruction->json) {
        struct command command = {0};
        for (size_t i = 0; i < instruction->args.count; i++)
            LIST_ADD(inference->arena, &command) = instruction->args.items[i].text;
        if (command.count) LIST_ADD(inference->arena, &commands) = command;
    } else if (instruction->args.count && !script) {
        shell_commands(inference->arena, instruction->args.items[0].text, inference->doc->file.escape,
                       inference->stage->env, inference->room, &commands);
    }
    for (size_t i = 0; i < instruction->heredoc_count; i++)
        shell_commands(inference->arena, instruction->heredocs[i].body, inference->doc->file.escape,
                       inference->stage->env, inference->room, &commands);
    for (size_t i = 0; i < commands.count; i++) read_command(inference, commands.items[i]);
}

/* ---- what is copied ---- */

static sg_str source_name(struct inference *inference, const sg_edge *edge) {
    if (edge->source_kind == SG_SOURCE_STAGE) {
        const sg_stage *stage = &inference->doc->stages.items[edge->source_stage].public;
        return stage->name.ptr ? stage->name : arena_printf(inference->arena, "stage %zu", stage->index);
    }
    sg_str name = path_base(str_slice(edge->source, 0, str_find(edge->source, '@')));
    return str_slice(name, 0, str_find(name, ':'));
}

static void add_paths(struct inference *inference, const sg_edge *edge, struct names *names) {
    for (size_t p = 0; p < edge->path_count; p++)
        for (size_t i = 0; i < edge->paths[p].source_count; i++) {
            sg_str path = edge->paths[p].sources[i], base = path_base(path);
            if (str_eq(base, STR("*"))) base = path_base(str_slice(path, 0, path.len - 2));
            if (base.len == 0 || str_eq(base, STR("/")) || str_eq(base, STR(".")))
                base = path_base(edge->paths[p].dest);
            names_add(inference->arena, names, base);
        }
}

static void find_copies(struct inference *inference) {
    struct names sources = {0}, paths = {0};
    for (size_t e = 0; e < inference->stage->edge_count; e++) {
        const sg_edge *edge = &inference->doc->edges.items[inference->stage->first_edge + e].public;
        if (edge->kind != SG_EDGE_COPY) continue;
        sg_str name = source_name(inference, edge);
        if (str_starts(name, STR("stage "))) LIST_ADD(inference->arena, &sources) = name;
        else names_add(inference->arena, &sources, name);
        add_paths(inference, edge, &paths);
    }
    if (!sources.count) return;
    sg_str what = names_joined(inference->arena, &paths), from = names_joined(inference->arena, &sources);
    inference->phrases.items[PHRASE_COPY] =
        sources.count == 1 && paths.count
            ? arena_printf(inference->arena, "Copies %.*s from %.*s", STR_ARG(what), STR_ARG(from))
            : arena_printf(inference->arena, "Copies from %.*s", STR_ARG(from));
}

/* As written, where a variable often is the version: the edge has its value. */
static sg_str url_written(const struct inference *inference, const struct edge *edge) {
    const struct step *step = &inference->stage->steps[edge->steps[0]];
    bool one = !step->trigger && step->instruction->args.count == 2;
    return one ? step->instruction->args.items[0].text : edge->public.source;
}

/* ADD of git and URLs. */
static void find_sources(struct inference *inference) {
    for (size_t e = 0; e < inference->stage->edge_count; e++) {
        const struct edge *made = &inference->doc->edges.items[inference->stage->first_edge + e];
        const sg_edge *edge = &made->public;
        bool git = edge->kind == SG_EDGE_ADD_GIT;
        if (!git && edge->kind != SG_EDGE_ADD_HTTP) continue;
        sg_str url = str_slice(edge->source, 0, str_find(edge->source, '#'));
        url = str_slice(url, 0, str_find(url, '?'));
        if (str_ends(url, STR(".git"))) url.len -= 4;
        struct names names = {0};
        if (!git) names_add(inference->arena, &names, file_name(url_written(inference, made)));
        if (!names.count) names_add(inference->arena, &names, git ? path_base(url) : file_name(url));
        if (!names.count || inference->phrases.items[PHRASE_DOWNLOAD].ptr) continue;
        inference->phrases.items[PHRASE_DOWNLOAD] =
            arena_printf(inference->arena, git ? "Sources of %.*s" : "Downloads %.*s", STR_ARG(names.items[0]));
    }
}

static void find_context(struct inference *inference) {
    for (size_t i = 0; i < inference->stage->public.instruction_count; i++) {
        const struct instruction *instruction = &inference->stage->instructions[i];
        bool copy = instruction->keyword == KEYWORD_COPY || instruction->keyword == KEYWORD_ADD;
        if (!copy || instruction->broken || instruction_flag(instruction, STR("from"), NULL).len) continue;
        struct names names = {0};
        bool all = false;
        for (size_t a = 0; a + 1 < instruction->args.count; a++) {
            all = all || str_eq(instruction->args.items[a].text, STR("."));
            names_add(inference->arena, &names, path_base(instruction->args.items[a].text));
        }
        sg_str what = names_joined(inference->arena, &names);
        if (all || names.count)
            inference->phrases.items[PHRASE_SOURCES] =
                all ? STR("Copies the source tree") : arena_printf(inference->arena, "Adds %.*s", STR_ARG(what));
        return;
    }
}

/* ---- what it starts ---- */

static void find_program(struct inference *inference) {
    const struct stage *stage = inference->stage;
    sg_str program = stage_program(inference->arena, inference->doc, stage, inference->room);
    if (!program.len) return;
    sg_str phrase = arena_printf(inference->arena, "Runs %.*s", STR_ARG(program));
    if (stage->port_count == 1) {
        sg_str port = str_slice(stage->ports[0], 0, str_find(stage->ports[0], '/'));
        phrase = arena_printf(inference->arena, "%.*s on port %.*s", STR_ARG(phrase), STR_ARG(port));
    }
    inference->phrases.items[PHRASE_RUNS] = phrase;
    struct names *const told[] = {&inference->packages, &inference->findings[PHRASE_SCRIPT].names};
    for (size_t i = 0; i < COUNT(told); i++)
        if (told[i]->count == 1 && str_eq(told[i]->items[0], program)) told[i]->count = 0;
}

/* ---- phrases ---- */

static sg_str filled(struct arena *arena, const char *phrase, sg_str names) {
    sg_str text = str_from(phrase);
    size_t at = str_find_str(text, STR("%s"));
    return arena_printf(arena, "%.*s%.*s%.*s", STR_ARG(str_slice(text, 0, at)), STR_ARG(names),
                        STR_ARG(str_skip(text, at + 2)));
}

/* make and its like do not say what they make; the sources that were fetched for it do. */
static void name_product(struct inference *inference) {
    struct finding *build = &inference->findings[PHRASE_BUILD];
    const struct names *fetched = &inference->findings[PHRASE_DOWNLOAD].names;
    if (!build->row || build->row->naming != NAME_NOTHING || !*build->row->phrase || build->names.count ||
        !fetched->count)
        return;
    names_add(inference->arena, &build->names, path_base(fetched->items[0]));
}

static void phrase_findings(struct inference *inference) {
    struct arena *arena = inference->arena;
    name_product(inference);
    for (size_t k = 0; k < PHRASE_KINDS; k++) {
        const struct finding *finding = &inference->findings[k];
        sg_str names = names_joined(arena, &finding->names), *phrase = &inference->phrases.items[k];
        if (phrase->ptr) continue;
        if ((k == PHRASE_SCRIPT || k == PHRASE_COMMANDS) && names.len) *phrase = filled(arena, "Runs %s", names);
        else if (finding->row && names.len && *finding->row->phrase)
            *phrase = filled(arena, finding->row->phrase, names);
        else if (finding->row && *finding->row->bare) *phrase = str_from(finding->row->bare);
    }
    bool toolchain, libraries;
    struct names worth = packages_worth_naming(arena, &inference->packages, &toolchain, &libraries);
    const char *installs = toolchain ? "Build toolchain (%s)" : libraries ? "Installs libraries (%s)" : "Installs %s";
    if (worth.count) inference->phrases.items[PHRASE_PACKAGES] = filled(arena, installs, names_joined(arena, &worth));
    bool product = inference->phrases.items[PHRASE_BUILD].ptr || inference->phrases.items[PHRASE_SITE].ptr;
    if (product) inference->phrases.items[PHRASE_DOWNLOAD] = (sg_str){0};
    if (product && (toolchain || libraries)) inference->phrases.items[PHRASE_PACKAGES] = (sg_str){0};
}

/* "A · B": small things only where nothing else is told. */
static void put_phrase(struct inference *inference, struct text *out, size_t *count, enum phrase_kind kind) {
    sg_str phrase = inference->phrases.items[kind];
    bool minor = kind == PHRASE_CONFIGURE || kind == PHRASE_SOURCES || kind == PHRASE_COMMANDS;
    if (!phrase.ptr || *count >= MOST_PHRASES || (minor && *count)) return;
    if (*count) text_put(inference->arena, out, STR(" \xC2\xB7 "));
    text_put(inference->arena, out, phrase);
    ++*count;
}

static sg_str composed(struct inference *inference) {
    struct text out = {0};
    size_t count = 0;
    bool product = inference->stage->public.is_final && inference->phrases.items[PHRASE_RUNS].ptr;
    if (product) put_phrase(inference, &out, &count, PHRASE_RUNS);
    if (inference->phrases.items[PHRASE_TEST].ptr && !product) put_phrase(inference, &out, &count, PHRASE_TEST);
    else if (inference->phrases.items[PHRASE_LINT].ptr && !product && !inference->phrases.items[PHRASE_BUILD].ptr)
        put_phrase(inference, &out, &count, PHRASE_LINT);
    else
        for (int k = PHRASE_BUILD; k < PHRASE_KINDS; k++)
            if (!(product && k == PHRASE_RUNS)) put_phrase(inference, &out, &count, (enum phrase_kind)k);
    return out.len ? text_str(&out) : (sg_str){0};
}

/* ---- stages that do nothing themselves ---- */

static void add_consumers(struct inference *inference, struct names *paths, struct names *consumers) {
    const struct consumers *index = inference->consumers;
    size_t stage = inference->stage->public.index;
    for (size_t i = index->start[stage]; i < index->start[stage + 1] && paths->count < 4; i++) {
        const sg_edge *edge = &inference->doc->edges.items[index->edges[i]].public;
        const sg_stage *consumer = &inference->doc->stages.items[edge->stage].public;
        if (edge->kind == SG_EDGE_FROM) continue;
        if (consumer->name.ptr) names_add(inference->arena, consumers, consumer->name);
        add_paths(inference, edge, paths);
    }
}

static bool adds_nothing(const struct stage *stage) {
    for (size_t i = 0; i < stage->public.instruction_count; i++)
        if (stage->instructions[i].public.layer) return false;
    return true;
}

static sg_str of_base(struct inference *inference) {
    const struct stage *stage = inference->stage;
    struct arena *arena = inference->arena;
    sg_str error;
    if (!adds_nothing(stage)) return (sg_str){0};
    if (stage->base_stage != NO_STAGE) {
        const sg_stage *base = &inference->doc->stages.items[stage->base_stage].public;
        return base->name.ptr ? arena_printf(arena, "Same as %.*s", STR_ARG(base->name))
                              : arena_printf(arena, "Same as stage %zu", base->index);
    }
    if (stage->blank_base || str_eq(stage->public.base, STR("scratch")) ||
        !reference_valid(arena, stage->public.base, &error))
        return (sg_str){0};
    sg_str image = str_slice(stage->public.base, 0, str_find(stage->public.base, '@')), name = path_base(image);
    image.len -= name.len - str_find(name, ':');
    struct names paths = {0}, consumers = {0};
    add_consumers(inference, &paths, &consumers);
    sg_str what = names_joined(arena, &paths), who = names_joined(arena, &consumers);
    if (!what.len || !who.len) return arena_printf(arena, "Image %.*s", STR_ARG(image));
    return arena_printf(arena, "Image %.*s: provides %.*s to %.*s", STR_ARG(image), STR_ARG(what), STR_ARG(who));
}

struct consumers consumers_of(struct arena *arena, const sg_doc *doc) {
    size_t stages = doc->stages.count;
    struct consumers index = {arena_array(arena, size_t, stages + 2), arena_array(arena, size_t, doc->edges.count)};
    for (size_t e = 0; e < doc->edges.count; e++)
        if (doc->edges.items[e].public.source_kind == SG_SOURCE_STAGE)
            index.start[doc->edges.items[e].public.source_stage + 2]++;
    for (size_t s = 2; s < stages + 2; s++) index.start[s] += index.start[s - 1];
    for (size_t e = 0; e < doc->edges.count; e++)
        if (doc->edges.items[e].public.source_kind == SG_SOURCE_STAGE)
            index.edges[index.start[doc->edges.items[e].public.source_stage + 1]++] = e;
    return index;
}

sg_str purpose_inferred(struct arena *arena, const sg_doc *doc, const struct stage *stage,
                        const struct consumers *consumers, size_t *room) {
    struct inference inference = {.doc = doc, .arena = arena, .stage = stage, .consumers = consumers, .room = room};
    if (stage->public.replaced) return (sg_str){0};
    for (size_t i = 0; i < stage->public.instruction_count; i++)
        if (stage->instructions[i].keyword == KEYWORD_RUN && !stage->instructions[i].broken)
            read_run(&inference, &stage->instructions[i]);
    find_program(&inference);
    find_copies(&inference);
    find_sources(&inference);
    find_context(&inference);
    phrase_findings(&inference);
    sg_str purpose = composed(&inference);
    return purpose.ptr ? purpose : of_base(&inference);
}
