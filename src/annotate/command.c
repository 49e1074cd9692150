/* Which row of purpose.def a command fits. */
#include "annotate/infer.h"

#define PURPOSE(kind, commands, subcommands, naming, phrase, bare)                                                     \
    {PHRASE_##kind, commands, subcommands, NAME_##naming, phrase, bare},
static const struct purpose_row rows[] = {
#include "annotate/purpose.def"
};
#undef PURPOSE

/* As str_listed(), without regard to case: PowerShell has none. */
static bool listed(const char *list, sg_str word) {
    for (const char *at = list; *at && word.len;) {
        size_t i = 0;
        while (i < word.len && at[i] && ascii_lower(at[i]) == ascii_lower(word.ptr[i])) i++;
        if (i == word.len && (at[i] == ' ' || !at[i])) return true;
        for (at += i; *at && *at != ' ';) at++;
        at += *at == ' ';
    }
    return false;
}

static struct command without_first(struct command command, size_t count) {
    if (count > command.count) count = command.count;
    return (struct command){command.items + count, command.count - count, 0};
}

static bool is(struct command command, size_t index, const char *list) {
    return index < command.count && listed(list, index ? command.items[index] : program_name(command.items[index]));
}

/* "python3 -m pip install" is "pip install", "npm run build" is "npm build". */
struct command command_unwrapped(struct command command) {
    for (int rounds = 0; rounds < 4 && command.count > 1; rounds++) {
        sg_str program = program_name(command.items[0]);
        if (str_starts(program, STR("python")) && is(command, 1, "-m")) command = without_first(command, 2);
        else if (is(command, 0, "npx bunx uvx gosu su-exec chroot")) command = without_first(command, 1);
        else if (is(command, 0, "uv") && is(command, 1, "pip run tool"))
            command = without_first(command, is(command, 1, "tool") ? 3 : is(command, 1, "run") ? 2 : 1);
        else if (is(command, 0, "poetry pdm pipenv pnpm bundle mise corepack") && is(command, 1, "run exec dlx") &&
                 !is(command, 0, "pnpm corepack"))
            command = without_first(command, 2);
        else break;
    }
    return command;
}

/* The first argument that is no option; options with values of their own would be rare here. */
static size_t first_argument(const struct command *command) {
    for (size_t i = 1; i < command->count; i++) {
        sg_str word = command->items[i];
        bool skip = !word.len || word.ptr[0] == '-' || str_eq(word, STR("run")) || str_eq(word, STR("$"));
        if (!skip) return i;
    }
    return 0;
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

/* Some tools take their verb anywhere ("apt-get -o X install"), and tar has its verb among the options. */
static size_t matching_argument(const struct command *command, const char *subcommands) {
    if (!*subcommands) return 0;
    if (is(*command, 0, "tar")) return command->count > 1 && creates_archive(command->items[1]);
    size_t first = first_argument(command);
    if (first && listed(subcommands, command->items[first])) return first;
    bool anywhere = listed(
        "apt-get apt apk dnf yum microdnf zypper pacman xx-apk xx-apt xx-apt-get zip 7z make conda mamba micromamba npm yarn pnpm bun cargo mvn mvnw gradle gradlew",
        program_name(command->items[0]));
    for (size_t i = 1; anywhere && i < command->count; i++)
        if (listed(subcommands, command->items[i])) return i;
    return 0;
}

/* "hack/make" is a script of the project, whatever its name; "node_modules/.bin/tsc" and "./mvnw" are what theirs say. */
static bool is_own(sg_str path) {
    sg_str name = path_base(path), folder = str_slice(path, 0, path.len - name.len);
    bool relative = folder.len && folder.ptr[0] != '/' && !str_has(folder, ':') && !str_has(folder, '$');
    return relative && !str_ends(folder, STR("bin/")) && !str_ends(folder, STR("bin\\")) &&
           !listed("mvnw gradlew configure autogen.sh composer sbt bazel", name);
}

const struct purpose_row *purpose_row_of(const struct command *command, size_t *subcommand) {
    sg_str program = program_name(command->items[0]);
    for (size_t i = 0; i < COUNT(rows) && !is_own(command->items[0]); i++) {
        if (!listed(rows[i].commands, program)) continue;
        *subcommand = matching_argument(command, rows[i].subcommands);
        if (*subcommand || !*rows[i].subcommands) return &rows[i];
    }
    return NULL;
}
