/* What a stage does, by how much it says (docs/purposes.md): the words that the parts of a guessed purpose share. */
#ifndef ANNOTATE_DEED_H
#define ANNOTATE_DEED_H

#include "annotate/infer.h"

/* Strongest first. */
enum deed_kind {
    DEED_START,    /* ENTRYPOINT and CMD of an image that is to be used */
    DEED_BUILD,    /* compiles programs, libraries, sites */
    DEED_PACKAGE,  /* makes a wheel, a jar, a .deb, an archive */
    DEED_GENERATE, /* writes code, documents, indexes */
    DEED_CHECK,    /* compares and fails */
    DEED_TEST,
    DEED_LINT,
    DEED_DEPENDENCIES, /* installs what an app needs */
    DEED_TOOL,         /* installs a named tool */
    DEED_FETCH,        /* downloads, clones */
    DEED_COPY,         /* takes what other stages and images made */
    DEED_SCRIPT,       /* a script of the project's own */
    DEED_WRITE,        /* cmd > FILE, touch FILE */
    DEED_PACKAGES,     /* of the distribution */
    DEED_PREPARE,      /* users, folders, configuration */
    DEED_KINDS
};

/* What all parts of a guess read. The arena is for words that one stage needs; what stays is copied. */
struct guess {
    const sg_doc *doc;
    struct arena *arena;
    const struct consumers *consumers;
    size_t *room; /* as in shell.h */
};

/* A sentence that may be told, and where it came from. text.ptr == NULL: there is none. */
struct phrase {
    sg_str text;
    sg_str rule; /* for `list --why`: "comment above the instruction", "row of purpose.def: go build" */
    size_t line; /* 1-based, of the instruction or the comment; 0: of none */
};

/* The comment that stands directly above an instruction of the stage, if it is an imperative that says what the
 * instruction does (remark.c). product: what the deed makes, or empty: names of other things are none of its business. */
struct phrase remark_above(const struct guess *guess, const struct stage *stage, const struct instruction *instruction,
                           enum deed_kind kind, sg_str product);

/* Stages of which a variable picks one, and siblings that differ in a word (alternatives.c). */
struct alternatives;
struct alternatives *alternatives_of(struct arena *arena, const sg_doc *doc);
/* "arm64 variant of build", "app with DEBUG=false"; none if the stage is no alternative. */
struct phrase alternative_phrase(const struct guess *guess, const struct alternatives *alternatives,
                                 const struct stage *stage);
/* Whether two stages are alternatives of one thing: they are connected, then. */
bool alternatives_same(const struct alternatives *alternatives, size_t stage, size_t other);

/* What an image that is to be used starts: "Runs harbor_exporter on port 8080", "Serves the web app with nginx"; of a
 * shell only, none (program.c). */
struct phrase start_phrase(const struct guess *guess, const struct stage *stage);
/* The same where nothing is started: "Exports X" of scratch, "nginx with site.conf", "Holds a, b from build" (relation.c). */
struct phrase holding_phrase(const struct guess *guess, const struct stage *stage);
/* A stage that is an image and nothing else that matters: "golangci-lint for lint", "Base of web, worker: Python" (relation.c). */
struct phrase provider_phrase(const struct guess *guess, const struct stage *stage);

/* What is made, from its path: "/out/bin/toold" is "toold"; ptr == NULL of what names nothing: folders, archives, licences,
 * configuration, text, patterns without a word (product.c). */
sg_str product_of_path(struct arena *arena, sg_str path);

#endif
