/* What the parts of the fuzzer share.
 *
 *   fuzz.c      which target an input is for; libFuzzer's entry points
 *   document.c  target document: bytes of a Dockerfile → document → formats, with options
 *   ignore.c    target ignore: a .dockerignore and paths
 *   answers.c   target answers: what registries and engines say, and files with credentials
 *   archive.c   target archive: an archive of images, named part by named part
 *   mutate.c    how an input is changed: lines and words of a Dockerfile, choices, bytes
 *   layout.c    the layout module's stand-in
 *   tree.c      reads JSON strictly
 *   chart.c     reads a Mermaid chart of ours
 *   agree.c     whether chart and JSON have the same nodes and edges
 *   shapes.c    whether text is safe to print, and markup balanced
 *   table.c     the table of `stagegraph list`
 *   compare.c   memcmp() for the fuzzer alone
 *   replay.c    a main() without libFuzzer, for any compiler */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include "base/arena.h"
#include "base/buf.h"

/* An invariant: says which one does not hold, and ends the process. */
#define check(condition) ((condition) ? (void)0 : check_failed(#condition, __FILE__, __LINE__, (sg_str){0}))
/* The same, with the text that is wrong. */
#define check_text(condition, text) ((condition) ? (void)0 : check_failed(#condition, __FILE__, __LINE__, (text)))
_Noreturn void check_failed(const char *condition, const char *file, int line, sg_str text);

/* ---- targets ---- */

typedef void target_function(sg_str input);
target_function fuzz_document, fuzz_annotations, fuzz_ignore, fuzz_answers, fuzz_archive;

/* What the next inputs are for; false if there is no target of that name. */
bool fuzz_choose(sg_str name);
/* Whether an input may start with lines of choices: see document.c. */
bool fuzz_takes_choices(void);
size_t fuzz_mutate(uint8_t *data, size_t size, size_t max, unsigned seed);
/* Combinations of choices that a replay tries; NULL behind the last. */
extern const char *const replayed_choices[];

/* ---- what texts are read back as ---- */

enum { TREE_DEPTH = 32 };
enum tree_kind { TREE_WORD, TREE_NUMBER, TREE_STRING, TREE_ARRAY, TREE_OBJECT };

/* A value of a JSON text, in the order of the text: those inside of it are the next ones, up to before `end`. */
struct tree_value {
    enum tree_kind kind;
    sg_str key, text; /* as written, strings without their quotes */
    size_t end;
};
struct tree {
    struct tree_value *items;
    size_t count, capacity;
};
/* The whole text is one value as RFC 8259 has it, in valid UTF-8, no key twice in an object: else a check fails. */
struct tree tree_read(struct arena *arena, sg_str text);
/* The member of that name of an object; fails a check without. */
const struct tree_value *tree_get(const struct tree *tree, const struct tree_value *object, const char *key);

struct chart_node {
    sg_str id;
    bool outside; /* a stadium: an image, URL or context */
};
struct chart_edge {
    size_t from, to; /* nodes */
    char arrow;      /* '-' from · '.' copy and add · 'o' mount · 'x' refused */
};
struct chart {
    struct arena *arena;
    struct {
        struct chart_node *items;
        size_t count, capacity;
    } nodes;
    struct {
        struct chart_edge *items;
        size_t count, capacity;
    } edges;
};
/* A check fails at the first statement that is none of those that the renderer writes, and at an id that no node has. */
struct chart chart_read(struct arena *arena, sg_str text);
/* Chart and JSON of one document, both drawn without options. */
void check_agreement(struct arena *arena, sg_str mermaid, sg_str json);

/* ---- how texts look ---- */

/* Valid UTF-8 without control characters other than newlines and, if `also` is one, tabs. */
void check_plain(sg_str text, char also);
/* Moreover no C1 and bidi controls: words of messages. With color, escape sequences for colours are left out. */
void check_visible(sg_str text, bool color);
/* For a terminal and a CI log: moreover no line that is a command to what reads the log. */
void check_printable(sg_str text, bool color);
void check_xml(sg_str text);
void check_dot(sg_str text);
void check_markdown(struct arena *arena, sg_str text);
void check_sexp(sg_str text);

/* The table of `stagegraph list`. */
void list_table(struct arena *arena, const sg_doc *doc, const sg_options *options, struct buf *out);

/* Cuts a text at the first line that is "%%": what stands before it, and what behind. */
sg_str cut_section(sg_str *text);

#endif
