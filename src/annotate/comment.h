/* Comments, from the lines above an instruction to a purpose: comment.c tells kinds of lines apart, prose.c makes paragraphs
 * of lines and a text of paragraphs, sentence.c cleans a sentence and weighs it. */
#ifndef ANNOTATE_COMMENT_H
#define ANNOTATE_COMMENT_H

#include "graph/graph.h"

enum comment_kind {
    COMMENT_PROSE,
    COMMENT_EMPTY,
    COMMENT_DIRECTIVE,
    COMMENT_PRAGMA,
    COMMENT_RULE,   /* "=====" */
    COMMENT_BANNER, /* the same with words in it */
    COMMENT_ASIDE,  /* a link, a usage */
    COMMENT_CODE
};

struct comment {
    sg_str text; /* without "#" and surrounding blanks; a slice of the source */
    size_t line; /* counted from 1 */
    enum comment_kind kind;
};

struct comments {
    struct comment *items;
    size_t count, capacity;
};

/* The comment lines that touch an instruction, no blank line between. previous_end: the last line of what stands before. */
struct comments comments_touching(struct arena *arena, const sg_doc *doc, const struct instruction *instruction,
                                  size_t previous_end);
/* Those that touch a FROM. */
struct comments comments_above(struct arena *arena, const sg_doc *doc, const struct stage *stage);
/* Those that a run of FROM lines shares; above, which the stage has itself, if there is no such run. */
struct comments comments_shared(struct arena *arena, const sg_doc *doc, const struct stage *stage,
                                struct comments above);
/* "## x" is prose with some decoration, "# x #" the side of a box. */
sg_str comment_plain(sg_str text);
/* What a banner is about: the words between its rules. */
sg_str banner_words(sg_str text);

/* ---- from prose to purposes ---- */

/* Whose comments are read. */
struct subject {
    const sg_doc *doc;
    const struct stage *stage;
    struct arena *arena; /* of what is told */
};

/* How much of a text is taken as it is. */
enum trust {
    TRUST_VALUE,  /* all of it: the author wrote "Purpose:" */
    TRUST_LABEL,  /* it must say something */
    TRUST_DOC,    /* the same, and counters and the stage's name go from its front */
    TRUST_COMMENT /* anything may stand there */
};

/* text.ptr == NULL: there is nothing to say. */
struct told {
    sg_str text;
    size_t
        line; /* of the first word, counted in line breaks of what it was told from; of a comment block, in the file */
};

/* The purpose that a comment block tells. */
struct told comments_tell(const struct subject *subject, const struct comments *comments);
/* At most two sentences of a paragraph, and no more than fit a box. */
struct told prose_tell(const struct subject *subject, sg_str prose, enum trust trust);
/* The next sentence of a paragraph, or false. */
bool sentence_next(sg_str *rest, sg_str *sentence);
/* The text of one paragraph: the first that holds prose. Lines are parted by \n. ptr == NULL if there is none. */
struct told prose_first(struct arena *arena, const struct comments *comments);
/* No more than fits a box; ptr == NULL if nothing does. */
sg_str sentence_clipped(struct arena *arena, sg_str sentence);

/* BuildKit's description of a stage (instructions/parse.go, getDocComment), and the purpose made of it. */
sg_str doc_comment(const struct stage *stage);
struct told doc_comment_tells(const struct subject *subject, sg_str description);

/* ---- sentences ---- */

/* Without bullets, counters and labels: "1. x", "[2/3] x", "STAGE 2: x". *labelled, if it is given: the label was the
 * stage's name. */
sg_str sentence_uncounted(const struct subject *subject, sg_str sentence, bool *labelled);
/* What goes from the front does: also "In the final stage, we", "NAME is a", "stage is for running". named: the name stood in
 * front of it. */
sg_str sentence_cleaned(const struct subject *subject, sg_str sentence, bool named, bool *labelled);
/* All its words could stand above any stage, or repeat name, title or base image. */
bool sentence_is_empty(const struct subject *subject, sg_str sentence);
/* The same, and the stage's name is among them. */
bool sentence_names(const struct subject *subject, sg_str sentence);
/* One identifier, path or URL, or a few words without a verb. */
bool sentence_is_heading(const struct subject *subject, sg_str sentence);
/* It names a stage that has nothing to do with this one, and not this one. */
bool speaks_of_another(const struct subject *subject, sg_str prose);
sg_str capitalised(struct arena *arena, sg_str text);

#endif
