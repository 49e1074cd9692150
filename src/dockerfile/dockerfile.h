/* Bytes → logical lines → instructions, as BuildKit's frontend/dockerfile/parser and instructions packages read them.
 * Nothing here knows about stages. */
#ifndef DOCKERFILE_DOCKERFILE_H
#define DOCKERFILE_DOCKERFILE_H

#include "base/arena.h"
#include "base/diag.h"

enum keyword {
#define KEYWORD(id, name) KEYWORD_##id,
#include "dockerfile/keywords.def"
#undef KEYWORD
    KEYWORD_UNKNOWN
};

/* A word of a logical line after quote removal, and where it started: an offset into the logical line. */
struct word {
    sg_str text;
    size_t at;
};

struct words {
    struct word *items;
    size_t count, capacity;
};

struct heredoc {
    sg_str name;
    bool expand; /* no quote in the name: variables in the body are expanded (COPY and ADD) */
    bool chomp;  /* <<-: leading tabs are stripped */
    sg_str body; /* raw */
};

/* Where a piece of a continued logical line stands in the source. */
struct segment {
    size_t line_at, source_at;
};

struct instruction {
    sg_instruction public;
    enum keyword keyword;
    bool json;          /* the JSON array form */
    bool broken;        /* an error was reported for it: its words must not be relied on */
    sg_str name;        /* the keyword as typed */
    struct words flags; /* "--name=value", quotes removed */
    struct words args;  /* BuildKit's Node.Next chain; ENV and LABEL have three a pair: key, value, "=" or "" */
    const struct heredoc *heredocs;
    size_t heredoc_count;
    struct instruction *trigger; /* of ONBUILD: the instruction behind it */
    const sg_str *comments;      /* comment lines since the previous instruction, BuildKit's PrevComment */
    size_t comment_count;
    const struct segment *segments; /* empty: the line is one piece, starting at offset */
    size_t segment_count;
    size_t offset; /* of the keyword in the source */
};

/* A parsed file. Slices point into source or the arena. */
struct dockerfile {
    sg_str source;
    char escape;     /* '\\' or '`' */
    bool incomplete; /* a syntax error stopped the parse: instructions holds what came before */
    struct instruction *items;
    size_t count, capacity;
};

/* Reads the lines of one source of diags. Syntax errors are reported there; the rest of the file is still read where
 * that makes sense. */
void dockerfile_parse(struct dockerfile *file, struct arena *arena, struct diags *diags, size_t source);
/* Checks words and flags of each instruction (instructions/parse.go), marking the bad ones broken. */
void dockerfile_check(struct dockerfile *file, struct arena *arena, struct diags *diags, size_t source);
/* The same for one instruction. */
void instruction_check(struct instruction *instruction, struct arena *arena, struct diags *diags, size_t source);

/* The value of a directive up to its first blank, or ptr == NULL: unlike the parser, this skips a "#!" line, wants the
 * comment sign in column 1 and stops at a directive that stands there twice. */
sg_str dockerfile_directive(sg_str source, sg_str comment, sg_str name);
/* Why the options of # check= do not parse, and which of them, or "" (linter/linter.go, ParseLintOptions). */
sg_str check_options_error(struct arena *arena, sg_str options, size_t *at);

/* Source offset of a position in the logical line. */
size_t instruction_offset(const struct instruction *instruction, size_t line_at);
/* The last flag of that name, without dashes: its value, or ptr == NULL. A bare flag has the empty value. */
sg_str instruction_flag(const struct instruction *instruction, sg_str name, size_t *at);

#endif
