/* Facts about stages beyond the graph: id, title, purpose, group, each with where it came from. */
#ifndef ANNOTATE_ANNOTATE_H
#define ANNOTATE_ANNOTATE_H

#include "annotate/comment.h"

/* Fills in the annotation of all stages, and doc->groups. SG_NO_MODULE: without the annotations file. */
sg_status annotate(sg_doc *doc);

/* ---- between the parts: `temp` is for what is not kept in the document ---- */

/* text.ptr == NULL: nobody said anything. */
struct fact {
    sg_str text;
    sg_fact_source source;
    size_t line; /* in the file that the source names */
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

/* The text behind "stagegraph:", or ptr == NULL. */
sg_str directive_text(sg_str comment);
/* What was to be one, but for its colon or case: "title=x" in "stagegraph title=x"; ptr == NULL otherwise. */
sg_str directive_miswritten(sg_str comment);
/* Reads one directive of that line into declared; problems are reported. */
void directive_read(sg_doc *doc, sg_str text, size_t line, struct declared *declared);
/* Warns of directives that touch no FROM, or stand above a parser directive. */
void directives_check(struct arena *temp, sg_doc *doc);

/* Reads the annotations file, if there is one, into declared, doc->options and sidecar. */
sg_status sidecar_read(sg_doc *doc, struct declared *declared, struct sidecar *sidecar);
/* Gives doc->groups the titles of the annotations file. */
void sidecar_title_groups(sg_doc *doc, const struct sidecar *sidecar);

/* Ids that Mermaid takes: letters, digits and _, unique, none of its words. */
void annotate_ids(struct arena *temp, sg_doc *doc);
/* text as such an id, not yet unique; prefix if it does not start with a letter. */
sg_str mermaid_id(struct arena *arena, sg_str text, sg_str prefix);
struct alternatives;
/* Guesses the purposes that nobody told (purposes.c). */
void guess_purposes(struct arena *temp, sg_doc *doc, const struct alternatives *alternatives);
/* Declared groups, then those inferred from names. declared is indexed by stage. */
struct spellings;
void annotate_groups(struct arena *temp, sg_doc *doc, const struct alternatives *alternatives,
                     const struct declared *declared, const struct spellings *spellings);

#endif
