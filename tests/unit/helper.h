/* What the unit tests share: an arena per group, documents from text, and texts to compare with. */
#ifndef TESTS_UNIT_HELPER_H
#define TESTS_UNIT_HELPER_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "graph/graph.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* A slice as a static initialiser, NUL bytes included. */
#define BYTES(literal)                                                                                                 \
    { (literal), sizeof(literal) - 1 }

/* An arena for the tests of a group; *state is the arena. */
int arena_setup(void **state);
int arena_teardown(void **state);
/* A NUL-terminated copy that lives until the group ends; "(null)" for an unknown slice. */
const char *text_of(void **state, sg_str s);

/* Fails unless both are equal; input names the row. */
#define assert_row(input, actual, expected) check_row((input), (actual), (expected), __FILE__, __LINE__)
void check_row(const char *input, const char *actual, const char *expected, const char *file, int line);

/* Options from words such as "strict target=app build-arg=A=1". */
sg_options *options_from(const char *words);
/* A document called "Dockerfile"; options as for options_from(). The caller frees it. */
sg_doc *document(const char *text, const char *options);
sg_doc *document_of(sg_str text, const char *options);

/* "id: message" of the first diagnostic, or "" without; lives as long as the document. */
const char *first_problem(sg_doc *doc);
/* The same of the first thing that a drawing of it says. */
const char *first_report(sg_doc *doc, const sg_output *out);
/* All of them, a line each: "2:1 warning unused-stage". */
const char *all_problems(sg_doc *doc);
/* The output of a format as a C string, to be freed by sg_output_free(). */
sg_output rendered(sg_doc *doc, const char *format, const char *options);
/* All edges in order: "from alpine>0, copy 0>1": a number is a stage, "=x" the build context x. */
const char *all_edges(sg_doc *doc);
/* The stage of that name, which must be there. */
const sg_stage *stage_named(const sg_doc *doc, const char *name);

#endif
