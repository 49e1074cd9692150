/* The command line, read with getopt_long by the table of options. */
#include "cli/cli.h"

#include "dockerfile/suggest.h"
#include "render/render.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST_LONG = 256 };

void complain(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fputs("stagegraph: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
}

/* ---- help ---- */

enum { HELP_COLUMN = 30, HELP_WIDTH = 80 };

/* The help of an option, wrapped behind its name. */
static void put_help(const char *left, const char *help) {
    size_t column = (size_t)printf("%-*s", HELP_COLUMN, left);
    if (column > HELP_COLUMN) column = HELP_WIDTH; /* too long a name: the help starts on a line of its own */
    for (const char *at = help; *at;) {
        size_t len = strcspn(at, " ");
        if (column + len + 1 > HELP_WIDTH) column = (size_t)printf("\n%*s", HELP_COLUMN, "") - 1;
        column += (size_t)printf("%s%.*s", column > HELP_COLUMN ? " " : "", (int)len, at);
        at += len + (at[len] == ' ');
    }
    putchar('\n');
}

static void help_option(const struct option_row *row) {
    char left[64], help[256];
    snprintf(left, sizeof left, "  %c%c%s--%s%s%s", row->letter ? '-' : ' ', row->letter ? row->letter : ' ',
             row->letter ? ", " : "  ", row->name, row->argument ? " " : "", row->argument ? row->argument : "");
    if (row->kind == OPTION_CHOICE) snprintf(help, sizeof help, "%s (%s)", row->help, row->values);
    else if (row->kind == OPTION_NUMBER)
        snprintf(help, sizeof help, "%s (%ld)", row->help, strtol(row->values, NULL, 10));
    else snprintf(help, sizeof help, "%s", row->help);
    put_help(left, help);
}

static void help_options(unsigned command, enum option_scope scope, const char *heading) {
    printf("\n%s\n", heading);
    for (int i = 0; i < OPTION_COUNT; i++)
        if ((option_rows[i].commands & command) && option_rows[i].scope == scope) help_option(&option_rows[i]);
}

static void help_formats(void) {
    printf("\nFormats:\n");
    for (size_t i = 0; i < sg_format_count(); i++) {
        const sg_format *format = sg_format_at(i);
        if (!format->hidden) printf("  %-10s%s\n", format->name, format->help);
    }
}

static void help(unsigned command) {
    bool list = command == COMMAND_LISTING;
    if (list) printf("Usage: stagegraph list [OPTIONS] [FILE]\n\nLists the stages of a Dockerfile as a table.\n");
    else
        printf(
            "Usage: stagegraph [COMMAND] [OPTIONS] [FILE]\n\nDraws the stages of a Dockerfile. FILE is \"Dockerfile\" (else "
            "\"Containerfile\")\nunless given; \"-\" is standard input.\n\nCommands:\n  render    draw the file (the default)\n"
            "  list      list its stages as a table\n");
    help_options(command, SCOPE_INPUT, "What is read:");
    help_options(command, SCOPE_DRAW, "What is drawn:");
    help_options(command, SCOPE_SIZE, "Sizes, and where they come from:");
    help_options(command, SCOPE_OUTPUT, "Where it goes:");
    if (!list) help_formats();
    printf("\nExit status: 0 fine, 1 the Dockerfile is wrong, 2 wrong usage, 3 the system failed.\n");
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
        int argument = row->kind == OPTION_SWITCH ? no_argument : required_argument;
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

static void complain_unknown(const char *word, unsigned command) {
    jmp_buf failed;
    struct arena arena = {.out_of_memory = &failed};
    sg_str names[OPTION_COUNT];
    size_t count = 0;
    if (setjmp(failed)) return;
    for (int i = 0; i < OPTION_COUNT; i++)
        if (option_rows[i].commands & command) names[count++] = str_from(option_rows[i].name);
    sg_str name = str_from(word), rest;
    while (name.len && name.ptr[0] == '-') name = str_skip(name, 1);
    str_cut(name, '=', &name, &rest);
    sg_str hint = suggestion(&arena, name, names, count);
    complain("unknown option %s%.*s; --help lists them", word, STR_ARG(hint));
    arena_free(&arena);
}

static bool set_option(struct arguments *arguments, enum option_id option) {
    sg_str value = option_rows[option].kind == OPTION_SWITCH ? (sg_str){0} : str_from(optarg);
    if (option_set(arguments->options, option, value)) return true;
    complain("%s", sg_options_error(arguments->options));
    return false;
}

static bool read_options(struct arguments *arguments, int argc, char **argv) {
    struct table table;
    fill_table(&table, arguments->command);
    opterr = 0;
    for (;;) {
        int before = optind, found = getopt_long(argc, argv, table.letters, table.rows, NULL);
        if (found == -1) break;
        const char *word = argv[optind > before ? optind - 1 : before];
        char letter[] = {'-', (char)optopt, '\0'};
        if (found == '?') {
            bool is_letter = optopt > 0 && optopt < FIRST_LONG;
            if (optopt >= FIRST_LONG) complain("--%s takes no value", option_rows[optopt - FIRST_LONG].name);
            else complain_unknown(is_letter ? letter : word, arguments->command);
            return false;
        }
        if (found == ':') {
            complain("%s needs a value", optopt >= FIRST_LONG ? word : letter);
            return false;
        }
        if (!set_option(arguments, option_of(found))) return false;
    }
    arguments->files = argv + optind;
    arguments->file_count = argc - optind;
    return true;
}

/* ---- the whole ---- */

static bool check_format(const struct arguments *arguments) {
    sg_str name = option_text(arguments->options, OPT_format), names[16];
    size_t count = 0;
    if (!option_is_set(arguments->options, OPT_format) || format_named(name)) return true;
    jmp_buf failed;
    struct arena arena = {.out_of_memory = &failed};
    if (setjmp(failed)) return false;
    for (; count < sg_format_count() && count < COUNT(names); count++)
        names[count] = str_from(sg_format_at(count)->name);
    sg_str hint = suggestion(&arena, name, names, count);
    complain("there is no format \"%.*s\"%.*s; --help lists them", STR_ARG(name), STR_ARG(hint));
    arena_free(&arena);
    return false;
}

static bool check_standard_input(const struct arguments *arguments) {
    bool file = arguments->file_count && strcmp(arguments->files[0], "-") == 0;
    if (!file || !str_eq(option_text(arguments->options, OPT_annotations), STR("-"))) return true;
    complain("standard input cannot be both the Dockerfile and its annotations");
    return false;
}

/* The first word is a command if it is one of their names; "render NAME" draws a file that is called like a command. */
static void read_command(struct arguments *arguments, int *argc, char ***argv) {
    static const struct {
        const char *name;
        unsigned command;
    } commands[] = {{"render", COMMAND_RENDER}, {"list", COMMAND_LISTING}};
    arguments->command = COMMAND_RENDER;
    for (size_t i = 0; *argc > 1 && i < COUNT(commands); i++) {
        if (strcmp((*argv)[1], commands[i].name) != 0) continue;
        arguments->command = commands[i].command;
        ++*argv;
        --*argc;
        return;
    }
}

bool arguments_read(struct arguments *arguments, int argc, char **argv, enum exit_code *exit_code) {
    *arguments = (struct arguments){.options = sg_options_new()};
    *exit_code = EXIT_SYSTEM;
    if (!arguments->options) {
        complain("out of memory");
        return false;
    }
    read_command(arguments, &argc, &argv);
    *exit_code = EXIT_USAGE;
    if (!read_options(arguments, argc, argv)) return false;
    *exit_code = EXIT_FINE;
    if (option_on(arguments->options, OPT_help)) return help(arguments->command), false;
    if (option_on(arguments->options, OPT_version)) return printf("stagegraph %s\n", sg_version()), false;
    *exit_code = EXIT_USAGE;
    if (arguments->file_count > 1) {
        complain("one file at a time, not also \"%s\"", arguments->files[1]);
        return false;
    }
    return check_standard_input(arguments) && check_format(arguments) && sizes_prepare(arguments);
}
