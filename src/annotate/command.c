/* Which rows of purpose.def a command may fit. */
#include "annotate/infer.h"

#include "purpose.inc" /* scripts/purpose-index */

#define PURPOSE(kind, commands, subcommands, naming, phrase, bare)                                                     \
    {DEED_##kind, commands, subcommands, NAME_##naming, phrase, bare},
static const struct purpose_row rows[] = {
#include "annotate/purpose.def"
};
#undef PURPOSE

enum { LONGEST_PROGRAM = 32 };

static const struct program *find_program(const char *name, size_t len) {
    unsigned letter = (unsigned char)name[0];
    if (!letter || letter >= COUNT(program_starts)) return NULL;
    for (size_t i = program_starts[letter - 1]; i < program_starts[letter]; i++)
        if (programs[i].len == len && programs[i].name[len - 1] == name[len - 1] &&
            memcmp(programs[i].name, name, len) == 0)
            return &programs[i];
    return NULL;
}

/* "pip3.12" and "gcc-13" are "pip" and "gcc". */
static size_t without_version(const char *name, size_t len) {
    while (len > 1 && (ascii_digit(name[len - 1]) || name[len - 1] == '.' || name[len - 1] == '-')) len--;
    return len;
}

const struct program *program_known(sg_str program) {
    char name[LONGEST_PROGRAM];
    if (!program.len || program.len > sizeof name) return NULL;
    for (size_t i = 0; i < program.len; i++) name[i] = ascii_lower(program.ptr[i]);
    const struct program *found = find_program(name, program.len);
    size_t bare = found ? program.len : without_version(name, program.len);
    return bare < program.len ? find_program(name, bare) : found;
}

const unsigned short *purpose_rows_known(const struct program *program, size_t *count) {
    *count = program ? program->count : 0;
    return *count ? &program_rows[program->first] : NULL;
}

const unsigned short *purpose_rows_of(sg_str program, size_t *count) {
    return purpose_rows_known(program_known(program), count);
}

const struct purpose_row *purpose_row_at(size_t index) {
    return &rows[index];
}

/* ---- arguments ---- */

static bool eq_nocase(const char *a, const char *b, size_t len) {
    for (size_t i = 0; i < len; i++)
        if (ascii_lower(a[i]) != ascii_lower(b[i])) return false;
    return true;
}

/* Whether a word fits a pattern of len letters, with a star at one end or none. */
static bool word_fits(const char *pattern, size_t len, sg_str word) {
    if (len && pattern[len - 1] == '*') return word.len >= len - 1 && eq_nocase(pattern, word.ptr, len - 1);
    if (len && pattern[0] == '*')
        return word.len >= len - 1 && eq_nocase(pattern + 1, word.ptr + word.len - (len - 1), len - 1);
    return word.len == len && eq_nocase(pattern, word.ptr, len);
}

static bool has_argument(const struct command *command, const char *pattern, size_t len) {
    for (size_t i = 1; i < command->count; i++)
        if (word_fits(pattern, len, command->items[i])) return true;
    return false;
}

/* Whether the word at index is one of a list of patterns; behind "+" stands another argument that must be there. */
static bool listed(const char *list, const struct command *command, size_t index) {
    sg_str word = command->items[index];
    char letter = word.len ? ascii_lower(word.ptr[0]) : 0;
    for (const char *at = list; *at;) {
        const char *end = at, *plus = NULL;
        if (*at != '*' && ascii_lower(*at) != letter) { /* as most are */
            while (*end && *end != ' ') end++;
            at = *end ? end + 1 : end;
            continue;
        }
        for (; *end && *end != ' '; end++)
            if (*end == '+' && end > at) plus = end;
        size_t len = (size_t)((plus ? plus : end) - at);
        if (word_fits(at, len, word) && (!plus || has_argument(command, plus + 1, (size_t)(end - plus - 1))))
            return true;
        at = *end ? end + 1 : end;
    }
    return false;
}

/* "czf", "-cJf", "--create" */
static bool creates_archive(sg_str option) {
    if (str_eq(option, STR("--create"))) return true;
    bool creates = false;
    for (size_t i = option.len && option.ptr[0] == '-'; i < option.len; i++) {
        if (!ascii_alpha(option.ptr[i]) || option.ptr[i] == 'x' || option.ptr[i] == 't') return false;
        creates = creates || option.ptr[i] == 'c';
    }
    return creates;
}

/* The first argument that is no option; 0: none. */
static size_t first_argument(const struct command *command) {
    for (size_t i = 1; i < command->count; i++) {
        sg_str word = command->items[i];
        if (word.len && word.ptr[0] != '-' && word.ptr[0] != '+' && !str_eq(word, STR("$"))) return i;
    }
    return 0;
}

/* Tools that take their verb anywhere: "apt-get -o X install", "make -C x check", "npm --prefix web run build". */
static bool takes_verb_anywhere(sg_str program) {
    return str_listed(
        "apt-get apt apk dnf yum microdnf tdnf zypper pacman xx-apk xx-apt xx-apt-get zip 7z make gmake ninja "
        "conda mamba micromamba npm yarn pnpm bun cargo mvn mvnw gradle gradlew git turbo nx lerna rake rails "
        "mix bazel java dotnet composer pip pip3 go helm",
        program);
}

bool purpose_row_fits(const struct purpose_row *row, const struct command *command, size_t *subcommand) {
    *subcommand = 0;
    if (!*row->subcommands) return true;
    sg_str program = command->program;
    if (str_eq(program, STR("tar"))) {
        *subcommand = 1;
        return command->count > 1 && creates_archive(command->items[1]);
    }
    size_t first = first_argument(command);
    if (str_eq(str_from(row->subcommands), STR("!"))) return !first;
    *subcommand = first;
    if (first && listed(row->subcommands, command, first)) return true;
    if (command->count <= 1u + (first == 1)) return false; /* no other word */
    bool anywhere = takes_verb_anywhere(program);
    for (size_t i = 1; i < command->count; i++) {
        sg_str word = command->items[i];
        bool verb = i == first || (word.len && word.ptr[0] == '-') ||
                    (i == first + 1 && str_listed("run run-script", command->items[first]));
        *subcommand = i;
        if ((anywhere || verb) && listed(row->subcommands, command, i)) return true;
    }
    return false;
}

/* ---- what a command runs in the end ---- */

/* "yarn vitest": a tool that package.json brings. */
static bool is_node_tool(sg_str word) {
    size_t count = 0;
    const unsigned short *found = purpose_rows_of(word, &count);
    enum deed_kind kind = found ? rows[*found].kind : DEED_NOISE;
    return kind == DEED_WEB || kind == DEED_TEST || kind == DEED_LINT || kind == DEED_GENERATE;
}

static bool is(struct command command, size_t index, const char *list) {
    return index < command.count && str_listed(list, index ? command.items[index] : command.program);
}

/* "python3 -m pip install" is "pip install", "uv run pytest" is "pytest". */
struct command command_unwrapped(struct command command) {
    for (int rounds = 0; rounds < 4 && command.count > 1; rounds++) {
        sg_str program = command.program;
        if (!program.len || !strchr("pnubmohvy", program.ptr[0])) break;
        bool python = str_starts(program, STR("python")) || str_starts(program, STR("pypy"));
        if (python && is(command, 1, "-m") && !is(command, 2, "build")) command = command_behind(command, 2);
        else if (python && str_ends(command.items[1], STR("setup.py"))) command = command_behind(command, 1);
        else if (is(command, 0, "npx bunx uvx pipx") && !is(command, 1, "install"))
            command = command_behind(command, is(command, 1, "-y --yes run") ? 2 : 1);
        else if (is(command, 0, "uv") && is(command, 1, "pip run"))
            command = command_behind(command, is(command, 1, "run") ? 2 : 1);
        else if (is(command, 0, "opam") && is(command, 1, "exec"))
            command = command_behind(command, is(command, 2, "--") ? 3 : 2);
        else if (is(command, 0, "poetry pdm pipenv hatch pixi bundle mise") && is(command, 1, "run exec"))
            command = command_behind(command, 2);
        else if (is(command, 0, "npm pnpm yarn bun") && is(command, 1, "exec dlx x") && command.count > 2)
            command = command_behind(command, 2);
        else if (is(command, 0, "pnpm yarn") && is_node_tool(command.items[1])) command = command_behind(command, 1);
        else break;
        while (command.count && str_starts(command.items[0], STR("--"))) command = command_behind(command, 1);
    }
    return command;
}
