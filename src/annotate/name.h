/* Names of stages as words: how they are parted, spelled and told. */
#ifndef ANNOTATE_NAME_H
#define ANNOTATE_NAME_H

#include "graph/graph.h"

/* Whether a name is parted there: at _ - . and /, but not within "1.2" and "x86_64". */
bool name_parted(sg_str name, size_t at);
/* Its first and last part; empty parts do not count. */
sg_str name_first(sg_str name);
sg_str name_last(sg_str name);
/* What follows the first part. */
sg_str name_rest(sg_str name);

/* ---- words that make no family of the stages that share them (group_words.c) ---- */

/* "linux", "arm64", "v7" */
bool platform_word(sg_str word);
/* The same of all its parts: "linux-arm64". */
bool platform_words(sg_str text);
/* Verbs, words that only order, particles, numbers: "build", "stage", "to", "2". */
bool empty_word(sg_str word);
/* Words that say nothing as the last one: "base", "final", "2", "amd64". */
bool ordering_word(sg_str word);

/* ---- spelling ---- */

struct spelling {
    sg_str text; /* a slice of the source; ptr == NULL: it is nowhere */
    size_t line;
};

/* How the file spells the words of its stages' names: "ImageMagick", "Argo CD". */
struct spellings {
    struct map words; /* in lower case → items */
    LIST(struct spelling) items;
};
struct spellings spellings_of(struct arena *arena, const sg_doc *doc);

/* The name of a stage; as it is written, if that is in mixed case. */
sg_str written_name(const struct stage *stage);
/* "http_builder" → "HTTP builder". *spelled: the line of a word that is spelled as it is there, else unchanged. */
sg_str readable_name(struct arena *arena, sg_str name, const struct spellings *spellings, size_t *spelled);
/* The title of a stage of which nobody has said one. */
void title_by_name(sg_doc *doc, struct stage *stage, const struct spellings *spellings);

#endif
