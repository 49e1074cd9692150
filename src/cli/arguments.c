/* The command line, read with getopt_long by the tables of commands and options. */
#include "cli/cli.h"

#include "base/log.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "dockerfile/platform.h"
#include "render/render.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { FIRST_LONG = 256 };

const struct command commands[] = {
#define COMMAND(id, name, function, does) {name, COMMAND_##id, function, does},
#include "cli/commands.def"
#undef COMMAND
    {0}};

/* A stranger may have named what the message is about. Nothing is allocated: this has to work when memory is short. */
void complain(const char *format, ...) {
    char text[8192] = "stagegraph: ", shown[3 * sizeof text];
    size_t start = strlen(text);
    struct buf line = {.ptr = shown};
    va_list args;
    va_start(args, format);
    vsnprintf(text + start, sizeof text - start, format, args);
    va_end(args);
    for (sg_str rest = str_from(text); rest.len;) line.len += utf8_encode(log_rune(utf8_next(&rest)), shown + line.len);
    log_tame(&line, 0);
    fwrite(line.ptr, 1, line.len, stderr);
    fputc('\n', stderr);
}

_Noreturn void end_without_memory(void) {
    complain("out of memory");
    exit(EXIT_SYSTEM);
}

/* ---- words that are not known ---- */

enum { NAMES = OPTION_COUNT + 16 }; /* more than there are commands, formats or options */

struct names {
    sg_str items[NAMES];
    size_t count;
};

static void add_name(struct names *names, const char *name) {
    if (names->count < NAMES) names->items[names->count++] = str_from(name);
}

/* "stagegraph: MESSAGE (did you mean --format?)"; instead of the question --help is named if no name is near. */
static void complain_unknown(const char *what, const char *dashes, sg_str word, const struct names *names) {
    jump failed;
    struct arena arena = {.out_of_memory = &failed};
    if (jump_mark(failed)) end_without_memory();
    sg_str nearest = nearest_name(&arena, word, names->items, names->count), only = {0};
    size_t starting = 0; /* how many names the word is the start of */
    for (size_t i = 0; i < names->count && word.len; i++)
        if (str_starts(names->items[i], word)) starting++, only = names->items[i];
    if (starting == 1) nearest = only;
    if (nearest.ptr) complain("%s%.*s (did you mean %s%.*s?)", what, STR_ARG(word), dashes, STR_ARG(nearest));
    else complain("%s%.*s; --help lists them", what, STR_ARG(word));
    arena_free(&arena);
}

/* The command, other than this one, that takes the option; NULL if none does. */
static const struct command *taken_by(const struct option_row *row, const struct command *other) {
    for (const struct command *command = commands; command->name; command++)
        if (command != other && (row->commands & command->bit)) return command;
    return NULL;
}

/* An option of that name, or letter, that belongs to another command: then that is told. */
static bool is_elsewhere(const struct command *command, sg_str name, char letter) {
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_row *row = &option_rows[i];
        if (letter ? row->letter != letter : !str_eq(name, str_from(row->name))) continue;
        const struct command *other = taken_by(row, command);
        if (other) complain("%s does not take --%s; %s does", command->name, row->name, other->name);
        return other != NULL;
    }
    return false;
}

static void unknown_letter(const struct command *command, char letter) {
    if (!is_elsewhere(command, STR(""), letter)) complain("unknown option -%c; --help lists them", letter);
}

/* word as it was typed: "--formt=svg" */
static void unknown_option(const struct command *command, const char *word) {
    struct names names = {.count = 0};
    sg_str name, value;
    str_cut(str_skip(str_from(word), strlen("--")), '=', &name, &value);
    if (is_elsewhere(command, name, '\0')) return;
    for (int i = 0; i < OPTION_COUNT; i++)
        if (option_rows[i].commands & command->bit) add_name(&names, option_rows[i].name);
    complain_unknown("unknown option --", "--", name, &names);
}

/* ---- options ---- */

struct table {
    struct option rows[OPTION_COUNT + 1];
    char letters[2 * OPTION_COUNT + 2];
};

static void fill_table(struct table *table, unsigned command) {
    size_t count = 0, letter = 0;
    table->letters[letter++] = ':'; /* a missing value is told from an unknown option */
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_row *row = &option_rows[i];
        if (!(row->commands & command)) continue;
        int argument = row->kind == OPTION_SWITCH ? no_argument
                       : option_stands_alone(row) ? optional_argument
                                                  : required_argument;
        table->rows[count++] = (struct option){row->name, argument, NULL, FIRST_LONG + i};
        if (!row->letter) continue;
        table->letters[letter++] = row->letter;
        if (argument == required_argument) table->letters[letter++] = ':';
    }
    table->rows[count] = (struct option){0};
    table->letters[letter] = '\0';
}

static enum option_id option_of(int found) {
    if (found >= FIRST_LONG) return (enum option_id)(found - FIRST_LONG);
    int i = 0;
    while (i < OPTION_COUNT && option_rows[i].letter != found) i++;
    return (enum option_id)i;
}

/* getopt_long takes any start of a name for the name; here "--check" must never mean "--check-sizes". */
static bool is_in_full(const char *word, enum option_id option) {
    size_t len = strlen(option_rows[option].name);
    return strncmp(word + 2, option_rows[option].name, len) == 0 && (word[2 + len] == '\0' || word[2 + len] == '=');
}

static bool set(struct arguments *arguments, enum option_id option, sg_str value) {
    if (option_set(arguments->options, option, value)) return true;
    if (options_starved(arguments->options)) end_without_memory();
    complain("%s", sg_options_error(arguments->options));
    return false;
}

/* `--build-arg NAME` takes the value from the environment; a name that is not there sets nothing, as for docker build. */
static bool set_from_environment(struct arguments *arguments, sg_str name) {
    const char *value = getenv(name.ptr);
    char *pair = value ? malloc(name.len + strlen(value) + 2) : NULL;
    if (!value) return true;
    if (!pair) end_without_memory();
    sprintf(pair, "%s=%s", name.ptr, value);
    bool good = set(arguments, OPT_build_arg, str_from(pair));
    free(pair);
    return good;
}

static bool set_option(struct arguments *arguments, enum option_id option) {
    sg_str value = optarg ? str_from(optarg) : (sg_str){0};
    if (option == OPT_build_arg && value.len && !str_has(value, '=')) return set_from_environment(arguments, value);
    return set(arguments, option, value);
}

/* What getopt_long found, with the word it found it in; false: complained. */
static bool take_option(struct arguments *arguments, int found, const char *word) {
    bool refused = found == '?' || found == ':';
    int option = refused ? optopt : found;
    if (option >= FIRST_LONG ? !is_in_full(word, option_of(option)) : option == 0) {
        unknown_option(arguments->command, word);
    } else if (found == '?') {
        if (option >= FIRST_LONG) complain("--%s takes no value", option_rows[option_of(option)].name);
        else unknown_letter(arguments->command, (char)option);
    } else if (found == ':') {
        if (option >= FIRST_LONG) complain("%s needs a value", word);
        else complain("-%c needs a value", (char)option);
    } else {
        return set_option(arguments, option_of(found));
    }
    return false;
}

static bool read_options(struct arguments *arguments, int argc, char **argv) {
    struct table table;
    fill_table(&table, arguments->command->bit);
    opterr = 0;
    for (int found; optarg = NULL, (found = getopt_long(argc, argv, table.letters, table.rows, NULL)) != -1;) {
        bool separate = found != '?' && found != ':' && optarg && optarg == argv[optind - 1];
        if (!take_option(arguments, found, argv[optind - (separate ? 2 : 1)])) return false;
    }
    arguments->files = argv + optind;
    arguments->file_count = argc - optind;
    return true;
}

/* ---- what is wrong whatever the file says ---- */

static bool check_format(const struct arguments *arguments) {
    struct names names = {.count = 0};
    sg_str name = option_text(arguments->options, OPT_format);
    if (!option_is_set(arguments->options, OPT_format) || format_named(name)) return true;
    for (size_t i = 0; i < sg_format_count(); i++)
        if (!sg_format_at(i)->hidden) add_name(&names, sg_format_at(i)->name);
    complain_unknown("there is no format ", "", name, &names);
    return false;
}

static bool check_platform(const struct arguments *arguments) {
    jump failed;
    struct arena arena = {.out_of_memory = &failed};
    struct platform platform;
    sg_str error;
    if (!option_is_set(arguments->options, OPT_platform)) return true;
    if (jump_mark(failed)) end_without_memory();
    bool good = platform_parse(&arena, option_text(arguments->options, OPT_platform), &platform, &error);
    if (!good) complain("--platform: %.*s", STR_ARG(error));
    arena_free(&arena);
    return good;
}

static bool check_standard_input(const struct arguments *arguments) {
    bool file = arguments->file_count && strcmp(arguments->files[0], "-") == 0;
    if (!file || !str_eq(option_text(arguments->options, OPT_annotations), STR("-"))) return true;
    complain("standard input cannot be both the Dockerfile and its annotations");
    return false;
}

/* ---- commands ---- */

static const struct command *command_named(const char *word) {
    for (const struct command *command = commands; command->name; command++)
        if (strcmp(command->name, word) == 0) return command;
    return NULL;
}

static struct names command_names(void) {
    struct names names = {.count = 0};
    for (const struct command *command = commands; command->name; command++) add_name(&names, command->name);
    add_name(&names, "help");
    add_name(&names, "version");
    return names;
}

/* A word that is no file, but nearly a command: then that is told. */
static bool is_nearly_command(const char *word) {
    jump failed;
    struct arena arena = {.out_of_memory = &failed};
    struct names names = command_names();
    if (strpbrk(word, "/.") || access(word, F_OK) == 0) return false;
    if (jump_mark(failed)) end_without_memory();
    sg_str near = near_hint(&arena, str_from(word), names.items, names.count);
    if (near.len) complain("%s is no command and no file%.*s", word, STR_ARG(near));
    arena_free(&arena);
    return near.len > 0;
}

static bool help_and_end(const char *word, enum exit_code *exit_code) {
    const struct command *command = word ? command_named(word) : NULL;
    struct names names = command_names();
    *exit_code = word && !command ? EXIT_USAGE : EXIT_FINE;
    if (*exit_code == EXIT_FINE) help_print(command);
    else complain_unknown("there is no command ", "", str_from(word), &names);
    return false;
}

static bool version_and_end(enum exit_code *exit_code) {
    printf("stagegraph %s\n", sg_version());
    *exit_code = EXIT_FINE;
    return false;
}

bool arguments_read(struct arguments *arguments, int argc, char **argv, enum exit_code *exit_code) {
    *arguments = (struct arguments){.options = sg_options_new(), .command = commands};
    *exit_code = EXIT_SYSTEM;
    if (!arguments->options) end_without_memory();
    const char *word = argc > 1 ? argv[1] : "";
    const struct command *named = command_named(word);
    if (strcmp(word, "help") == 0) return help_and_end(argc > 2 ? argv[2] : NULL, exit_code);
    if (strcmp(word, "version") == 0) return version_and_end(exit_code);
    if (named) arguments->command = named;
    *exit_code = EXIT_USAGE;
    if (!read_options(arguments, argc - (named != NULL), argv + (named != NULL))) return false;
    if (option_on(arguments->options, OPT_help)) return help_and_end(named ? named->name : NULL, exit_code);
    if (option_on(arguments->options, OPT_version)) return version_and_end(exit_code);
    if (!named && arguments->file_count && is_nearly_command(arguments->files[0])) return false;
    if (arguments->file_count > 1) {
        complain("one file at a time, not also \"%s\"", arguments->files[1]);
        return false;
    }
    terminal_measure(arguments);
    return check_standard_input(arguments) && check_format(arguments) && check_platform(arguments) &&
           sizes_prepare(arguments);
}
