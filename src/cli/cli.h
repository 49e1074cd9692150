/* What the commands share: arguments, files, diagnostics. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/buf.h"
#include "options/options.h"

#include <limits.h>

enum exit_code { EXIT_FINE = 0, EXIT_INPUT = 1, EXIT_USAGE = 2, EXIT_SYSTEM = 3 };

struct arguments {
    unsigned command; /* COMMAND_RENDER or COMMAND_LISTING */
    sg_options *options;
    char **files;
    int file_count;
};

/* Reads the command line. False: *exit_code is what the program ends with (0 after --help). */
bool arguments_read(struct arguments *arguments, int argc, char **argv, enum exit_code *exit_code);
/* "stagegraph: message" on standard error. */
__attribute__((format(printf, 1, 2))) void complain(const char *format, ...);

/* Reads a whole file, or standard input for "-", of at most one byte over the size limit. False: complained. */
bool file_read(const char *path, struct buf *out);
/* "Dockerfile" or "Containerfile" in the current folder; NULL: complained. */
const char *file_default(void);
/* The path of a file of that name in the same folder; false if there is none. */
bool file_beside(const char *path, const char *name, char beside[PATH_MAX]);
/* Replaces path by a complete file or not at all; NULL or "-" is standard output. False: complained. */
bool file_write(const char *path, const char *data, size_t len);

/* Whether a path (NULL, "-", "/dev/stdout") means standard output. */
bool is_standard_output(const char *path);

/* Parses the file that the arguments name; NULL: complained, and *exit_code says how to end. */
sg_doc *document_read(const struct arguments *arguments, enum exit_code *exit_code);
/* Prints the diagnostics from index `from` on; --quiet leaves out all but errors. */
void document_report(sg_doc *doc, const struct arguments *arguments, size_t from);
/* What the environment says about sources of sizes, and options that need each other. False: complained. */
bool sizes_prepare(const struct arguments *arguments);
/* Measures the document unless it is too wrong for that. False: nothing is to be written. In both cases *exit_code says
 * how to end if nothing worse happens. */
bool document_is_fit(sg_doc *doc, const struct arguments *arguments, enum exit_code *exit_code);
bool use_color(const struct arguments *arguments, int descriptor);

enum exit_code command_render(const struct arguments *arguments);
enum exit_code command_list(const struct arguments *arguments);

#endif
