/* Diagnostics are data: what went wrong, where, in which words. Line and column are computed when they are reported. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "base/arena.h"
#include "base/buf.h"

enum diag_id {
#define DIAG(id, name, level, text) DIAG_##id,
#include "base/diags.def"
#undef DIAG
    DIAG_COUNT
};

/* Their texts, DIAG_X_FORMAT for DIAG_X, so that the compiler can check what is put into them. */
#define DIAG(id, name, level, text) __attribute__((unused)) static const char DIAG_##id##_FORMAT[] = text;
#include "base/diags.def"
#undef DIAG

/* A text that diagnostics point into: a Dockerfile, or a command line value. */
struct source {
    sg_str name;
    sg_str text;
    bool placeless; /* an option: its name says all, and nobody counts its columns */
    bool concealed; /* of what stands in it nothing is shown: only what is wrong, and where */
    size_t *lines;  /* offsets of line starts, made when first needed */
    size_t line_count;
};

#define NOWHERE ((size_t)-1)

struct diag {
    sg_diag public; /* line and column are filled in by diags_locate() */
    size_t source;
    size_t offset; /* NOWHERE: a remark about the whole source */
};

struct diags {
    struct arena *arena;
    bool strict; /* levels of diags.def that depend on --strict are errors */
    LIST(struct source) sources;
    LIST(struct diag) items;
    size_t located; /* how many have their line and column */
    sg_level worst;
};

/* What one call has to say beside what it makes. It borrows nothing. */
struct sg_report {
    struct arena arena;
    struct diags diags;
};

size_t diags_add_source(struct diags *diags, sg_str name, sg_str text);
/* A value of an option, which stands in messages as it was typed: "--target lint". */
size_t diags_add_option(struct diags *diags, const char *option, sg_str value);
/* A file that was reached through a link may be anything that its reader can read: nothing of it goes into a log. */
void diags_conceal(struct diags *diags, size_t source);
/* Adds one: diag_add(diags, DIAG_X, source, offset, ...). The texts in diags.def are printf formats, and arguments that do
 * not fit do not compile: so the id is written out here. Slices are passed as STR_ARG(). */
#define diag_add(diags, id, ...) diag_add_format(diags, id, id##_FORMAT, __VA_ARGS__)
__attribute__((format(printf, 3, 6))) void diag_add_format(struct diags *diags, enum diag_id id, const char *format,
                                                           size_t source, size_t offset, ...);
/* For functions that report at a place of their own: a macro like diag_add() in front of each checks its arguments. */
__attribute__((format(printf, 3, 0))) void diag_add_args(struct diags *diags, enum diag_id id, const char *format,
                                                         size_t source, size_t offset, va_list args);
/* The same for an id that only the running program knows: nobody checks the arguments. */
void diag_add_any(struct diags *diags, enum diag_id id, size_t source, size_t offset, ...);
/* The message is ready-made. */
void diag_add_text(struct diags *diags, enum diag_id id, size_t source, size_t offset, sg_str message);
/* The line of a place, 1-based; 0 if it has none. */
size_t diags_line(struct diags *diags, size_t source, size_t offset);
/* Fills in line and column of all: to be called when nothing more is added, before one is looked at. */
void diags_locate(struct diags *diags);
/* "Dockerfile:3:1: error: unknown instruction: FRMO (did you mean FROM?) [unknown-instruction]", then
 *    3 | FRMO alpine
 *      | ^
 * No line of it can be a command to a terminal or a CI log (log.h).
 */
void diag_print(const struct diags *diags, size_t index, bool color, struct buf *out);

#endif
