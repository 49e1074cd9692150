/* One logical line → one instruction. */
#ifndef DOCKERFILE_PARSE_H
#define DOCKERFILE_PARSE_H

#include "dockerfile/dockerfile.h"

/* What all parts of the parser share. */
struct parser {
    struct dockerfile *file;
    struct arena *arena;
    struct diags *diags;
    size_t source;
};

/* Fills in everything but line numbers, comments and heredocs; segments must be there. */
void parse_line(struct parser *parser, struct instruction *instruction, sg_str line);
/* "key = value" of a directive, without its "#". */
bool directive_match(sg_str line, sg_str *key, sg_str *value);
enum keyword keyword_named(sg_str name);
/* Upper case; "" for KEYWORD_UNKNOWN. */
const char *keyword_name(enum keyword keyword);

#endif
