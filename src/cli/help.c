/* What --help prints, from the tables of commands, options and formats. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>

enum { HELP_COLUMN = 30, HELP_WIDTH = 80 };

/* The explanation of a name, wrapped in its column; on a line of its own where two blanks would not part them. */
static void put_help(const char *name, const char *text) {
    size_t column = (size_t)printf("%-*s", HELP_COLUMN, name);
    if (strlen(name) > HELP_COLUMN - 2) column = HELP_WIDTH;
    for (const char *at = text; *at;) {
        size_t len = strcspn(at, " ");
        if (column + len + 1 > HELP_WIDTH) column = (size_t)printf("\n%*s", HELP_COLUMN, "") - 1;
        column += (size_t)printf("%s%.*s", column > HELP_COLUMN ? " " : "", (int)len, at);
        at += len + (at[len] == ' ');
    }
    putchar('\n');
}

/* "auto|light|dark" → "auto, light or dark; default auto" */
static void describe_choice(const char *values, char *text, size_t size) {
    sg_str rest = str_from(values), choice, first = str_slice(rest, 0, str_find(rest, '|'));
    size_t len = 0;
    for (bool more = true, start = true; more && len < size; start = false) {
        more = str_cut(rest, '|', &choice, &rest);
        len += (size_t)snprintf(text + len, size - len, "%s%.*s", start ? "" : more ? ", " : " or ", STR_ARG(choice));
    }
    if (len < size) snprintf(text + len, size - len, "; default %.*s", STR_ARG(first));
}

static void help_option(const struct option_row *row) {
    char name[64], text[400], values[160];
    snprintf(name, sizeof name, "  %c%c%s--%s%s%s", row->letter ? '-' : ' ', row->letter ? row->letter : ' ',
             row->letter ? ", " : "  ", row->name, option_stands_alone(row) ? "" : " ",
             row->argument ? row->argument : "");
    if (row->kind == OPTION_CHOICE) {
        describe_choice(row->values, values, sizeof values);
        snprintf(text, sizeof text, "%s (%s)", row->help, values);
    } else if (row->kind == OPTION_NUMBER) {
        snprintf(text, sizeof text, "%s (default %ld)", row->help, strtol(row->values, NULL, 10));
    } else {
        snprintf(text, sizeof text, "%s", row->help);
    }
    put_help(name, text);
}

static void help_options(unsigned command, enum option_scope scope, const char *heading) {
    printf("\n%s:\n", heading);
    for (int i = 0; i < OPTION_COUNT; i++)
        if ((option_rows[i].commands & command) && option_rows[i].scope == scope) help_option(&option_rows[i]);
}

static void help_formats(void) {
    printf("\nFormats:\n");
    for (size_t i = 0; i < sg_format_count(); i++) {
        const sg_format *format = sg_format_at(i);
        char name[32];
        snprintf(name, sizeof name, "  %s", format->name);
        if (!format->hidden) put_help(name, format->help);
    }
}

static void help_commands(void) {
    printf("\nCommands:\n");
    for (const struct command *command = commands; command->name; command++) {
        char name[32], text[128];
        snprintf(name, sizeof name, "  %s", command->name);
        snprintf(text, sizeof text, "%s%s", command->does, command == commands ? " (the default)" : "");
        put_help(name, text);
    }
    put_help("  help [COMMAND]", "tells what a command can do");
    put_help("  version", "shows the version");
}

/* One sentence from the table: "draws the stages of a Dockerfile" → "Draws the stages of a Dockerfile." */
static void put_purpose(const struct command *command) {
    const char *name = command == commands ? "[render]" : command->name;
    printf(
        "Usage: stagegraph %s [OPTIONS] [FILE]\n\n%c%s. FILE is \"Dockerfile\", else\n\"Containerfile\", unless given; "
        "\"-\" is standard input.\n",
        name, ascii_upper(command->does[0]), command->does + 1);
}

void help_print(const struct command *command) {
    bool all = !command;
    if (all) {
        command = commands;
        printf(
            "Usage: stagegraph [COMMAND] [OPTIONS] [FILE]\n\nDraws the build stages of a Dockerfile: what each is for, "
            "how large it is, and\nwhat it takes from the others. FILE is \"Dockerfile\", else \"Containerfile\", "
            "unless\ngiven; \"-\" is standard input.\n");
        help_commands();
    } else {
        put_purpose(command);
    }
    bool draws = command == commands;
    help_options(command->bit, SCOPE_INPUT, "What is read");
    help_options(command->bit, SCOPE_DRAW, draws ? "What is drawn" : "What is shown");
    help_options(command->bit, SCOPE_SIZE, "Sizes, and where they come from");
    help_options(command->bit, SCOPE_OUTPUT, "Where it goes");
    if (draws) help_formats();
    printf("\nExit status:\n");
    put_help("  0", "fine, warnings included");
    put_help("  1", "the Dockerfile is wrong, or a check failed");
    put_help("  2", "wrong usage");
    put_help("  3", "the system failed: an unreadable file, a full disk, a source that cannot be reached");
}
