/* What a stage does, by how much it says (docs/purposes.md): the words that the parts of a guessed purpose share. */
#ifndef ANNOTATE_DEED_H
#define ANNOTATE_DEED_H

#include "annotate/infer.h"

/* What all parts of a guess read. The arena is for words that one stage needs; what stays is copied. */
/* ENTRYPOINT and CMD, as a stage sets them or an image has them; NULL: none. */
struct started {
    const struct instruction *entrypoint, *cmd;
    bool known; /* they were looked for */
};

struct guess {
    const sg_doc *doc;
    struct arena *arena;
    const struct consumers *consumers;
    size_t *room;            /* as in shell.h */
    struct arena *kept;      /* for what other stages are told of */
    sg_str *made;            /* by stage: the one product that its build has; ptr == NULL: none, or more */
    struct names *fetched;   /* by stage: the sources that it fetched, as far as stages were asked */
    struct started *started; /* by stage: what it sets itself, as far as stages were asked */
};

/* A sentence that may be told, and where it came from. text.ptr == NULL: there is none. */
struct phrase {
    sg_str text;
    sg_str rule; /* for `list --why`: "comment above the instruction", "purpose.def: go build" */
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
/* Of a stage that picks one: "tool-linux, picked by TARGETOS". */
struct phrase picked_phrase(const struct guess *guess, const struct stage *stage);

/* What an image that is to be used starts: "Runs harbor_exporter on port 8080", "Serves the web app with nginx"; of a
 * shell only, none (program.c). */
struct phrase start_phrase(const struct guess *guess, const struct stage *stage);
/* The same where nothing is started: "Exports X" of scratch, "nginx with site.conf", "Holds a, b from build" (relation.c). */
struct phrase holding_phrase(const struct guess *guess, const struct stage *stage);
/* "Base of web, worker" of a stage that several start from; the caller says what it has (relation.c). */
struct phrase base_phrase(const struct guess *guess, const struct stage *stage);
/* A stage that is an image and nothing else that matters: "golangci-lint for lint", "Base of web, worker: Python" (relation.c). */
struct phrase provider_phrase(const struct guess *guess, const struct stage *stage);

#endif
