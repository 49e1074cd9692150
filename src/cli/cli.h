/* What the commands share: arguments, files, diagnostics. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/buf.h"
#include "base/diag.h"
#include "options/options.h"

#include <limits.h>

enum exit_code { EXIT_FINE = 0, EXIT_INPUT = 1, EXIT_USAGE = 2, EXIT_SYSTEM = 3 };

struct arguments;

struct command {
    const char *name;
    unsigned bit; /* COMMAND_RENDER and its like, in option_row.commands */
    enum exit_code (*run)(const struct arguments *arguments);
    const char *does; /* "draws the stages of a Dockerfile" */
};

/* The rows of commands.def, and one without a name behind them. */
extern const struct command commands[];

struct arguments {
    const struct command *command;
    sg_options *options;
    char **files;
    int file_count;
};

/* Reads the command line. False: *exit_code is what the program ends with (0 after --help). */
bool arguments_read(struct arguments *arguments, int argc, char **argv, enum exit_code *exit_code);
/* The help of one command; NULL: of the program. */
void help_print(const struct command *command);
/* "stagegraph: message" on standard error, as a line that neither a terminal nor a CI log obeys. */
PRINTF_LIKE(1, 2) void complain(const char *format, ...);

/* Says that memory ran out and ends the program with 3: nothing has been written then. */
_Noreturn void end_without_memory(void);

/* Reads a whole file, or standard input for "-", of at most one byte over the size limit. False: complained. */
bool file_read(const char *path, struct buf *out);
/* "Dockerfile" or "Containerfile" in the current folder; NULL: complained. */
const char *file_default(void);
/* The path of a file of that name in the same folder; false if there is none. *refused: what it is that keeps it from being
 * read without being named ("a link"), or NULL. */
bool file_beside(const char *path, const char *name, char beside[PATH_MAX], const char **refused);
/* Whether a link is on the way to a file: in its name, or below the current folder in those of its folders. */
bool file_is_linked(const char *path);
/* Replaces path by a complete file or not at all; NULL or "-" is standard output. False: complained. */
bool file_write(const char *path, const char *data, size_t len);

/* Whether a path is no file of a name of its own, but a pipe or what is open already: "-", "/dev/fd/63". */
bool file_is_stream(const char *path);
/* guard.c. Whether writing to --output loses nothing of the user's: it is none of what is read, nor a document that stagegraph did
 * not write. False: complained. annotations may be NULL. */
bool output_is_free(const struct arguments *arguments, const char *dockerfile, const char *annotations);
/* Whether a path (NULL, "-", "/dev/stdout") means standard output. */
bool is_standard_output(const char *path);

/* Parses the file that the arguments name; NULL: complained, and *exit_code says how to end. */
sg_doc *document_read(const struct arguments *arguments, enum exit_code *exit_code);
/* Prints diagnostics from index `from` on; --quiet leaves out all but errors. */
void diags_report(const struct diags *diags, const struct arguments *arguments, size_t from);
void document_report(const sg_doc *doc, const struct arguments *arguments, size_t from);
/* What the environment says about sources of sizes, and options that need each other. False: complained. */
bool sizes_prepare(const struct arguments *arguments);
/* Measures the document unless it is too wrong for that. False: nothing is to be written. In both cases *exit_code says
 * how to end if nothing worse happens. */
bool document_is_fit(sg_doc *doc, const struct arguments *arguments, enum exit_code *exit_code);
/* list --why: where each fact of the stages came from. */
void why_make(struct arena *arena, const sg_doc *doc, const sg_options *options, bool color, struct buf *out);
/* Sets the option "columns" where standard output is a terminal. */
void terminal_measure(const struct arguments *arguments);
bool use_color(const struct arguments *arguments, int descriptor);

#define COMMAND(id, name, function, does) enum exit_code function(const struct arguments *arguments);
#include "cli/commands.def"
#undef COMMAND

#endif
