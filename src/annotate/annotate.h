/* Facts about stages beyond the graph: id, title, purpose, group, each with where it came from. */
#ifndef ANNOTATE_ANNOTATE_H
#define ANNOTATE_ANNOTATE_H

#include "graph/graph.h"

/* Fills in the annotation of all stages, and doc->groups. SG_NO_MODULE: without the annotations file. */
sg_status annotate(sg_doc *doc);

/* ---- between the parts: `temp` is for what is not kept in the document ---- */

/* text.ptr == NULL: nobody said anything. */
struct fact {
    sg_str text;
    sg_fact_source source;
};

/* What somebody said of one stage, in a directive or in the annotations file. */
struct declared {
    struct fact title, group, purpose;
    struct stated_size size;
};

/* What the annotations file says about groups. */
struct group_note {
    sg_str name;
    size_t offset; /* of the name */
    sg_str title;  /* ptr == NULL: not said */
};

struct sidecar {
    size_t source; /* in doc->diags */
    LIST(struct group_note) groups;
};

/* A line of the comment block that touches a FROM. */
enum comment_kind {
    COMMENT_PROSE,
    COMMENT_EMPTY,
    COMMENT_DIRECTIVE,
    COMMENT_PRAGMA,
    COMMENT_BANNER,
    COMMENT_REMINDER,
    COMMENT_ASIDE, /* a link, a usage, a hint to whoever edits the file */
    COMMENT_CODE
};

struct comment {
    sg_str text; /* without "#" and surrounding blanks; a slice of the source */
    enum comment_kind kind;
};

struct comments {
    struct comment *items;
    size_t count, capacity;
};

/* The comment block above a stage, told apart by kind. */
struct comments comments_above(struct arena *arena, sg_doc *doc, const struct stage *stage);
/* The prose of a block, lines separated by \n; a banner's words if there is nothing else; ptr == NULL if there is none. */
sg_str comments_prose(struct arena *arena, const struct comments *comments);

/* The text behind "stagegraph:", or ptr == NULL. */
sg_str directive_text(sg_str comment);
/* What was to be one, but for its colon or case: "title=x" in "stagegraph title=x"; ptr == NULL otherwise. */
sg_str directive_miswritten(sg_str comment);
/* Reads one directive into declared; problems are reported. */
void directive_read(sg_doc *doc, sg_str text, struct declared *declared);
/* Warns of directives that touch no FROM, or stand above a parser directive. */
void directives_check(struct arena *temp, sg_doc *doc);

/* Reads the annotations file, if there is one, into declared, doc->options and sidecar. */
sg_status sidecar_read(sg_doc *doc, struct declared *declared, struct sidecar *sidecar);
/* Gives doc->groups the titles of the annotations file. */
void sidecar_title_groups(sg_doc *doc, const struct sidecar *sidecar);

/* What a comment block says beyond the stage's name: "tools: Git and WiX" is "Git and WiX", a mere "tools" is nothing
 * (ptr == NULL). */
sg_str comment_purpose(struct arena *arena, sg_str prose, const sg_stage *stage);
/* BuildKit's description of a stage (instructions/parse.go, getDocComment), and the purpose made of it. */
sg_str doc_comment(const struct stage *stage);
sg_str doc_comment_purpose(sg_doc *doc, const struct stage *stage, sg_str description);

/* Ids that Mermaid takes: letters, digits and _, unique, none of its words. */
void annotate_ids(struct arena *temp, sg_doc *doc);
/* text as such an id, not yet unique; prefix if it does not start with a letter. */
sg_str mermaid_id(struct arena *arena, sg_str text, sg_str prefix);
/* Guesses the purposes that nobody told (purposes.c). */
void guess_purposes(sg_doc *doc);
/* Declared groups, then those inferred from names. declared is indexed by stage. */
struct spellings;
void annotate_groups(struct arena *temp, sg_doc *doc, const struct declared *declared,
                     const struct spellings *spellings);

#endif
