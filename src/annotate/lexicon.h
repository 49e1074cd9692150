/* English as comments have it: words, and what some of them tell. */
#ifndef ANNOTATE_LEXICON_H
#define ANNOTATE_LEXICON_H

#include "base/arena.h"

/* What a sentence is about (phrases.def). */
enum {
    TELLS_NOTHING = 1 << 0,
    TELLS_EVERYDAY = 1 << 1,
    TELLS_NOTICE = 1 << 2,
    TELLS_LICENCE = 1 << 3,
    TELLS_WHOLE_FILE = 1 << 4,
    TELLS_ORIGIN = 1 << 5,
    TELLS_FOR_BUILDER = 1 << 6,
    TELLS_ASIDE = 1 << 7,
    TELLS_REASON = 1 << 8
};

/* A word or phrase in lower case, and what it tells. */
struct lexeme {
    const char *text;
    unsigned anywhere;
    unsigned opening; /* only at the start of a sentence */
};

/* The next run of letters and digits, an apostrophe inside included; len == 0 at the end. */
sg_str word_next(sg_str *rest);
/* All that the phrases of a sentence tell. */
unsigned sentence_tells(sg_str sentence);
/* What the word alone tells. */
unsigned word_tells(sg_str word);

enum verb_form { VERB_NONE, VERB_BASE, VERB_THIRD, VERB_GERUND };

/* The verb that a word is a form of, or NULL; `anywhere` has a bit for each kind of deed. */
const struct lexeme *verb_of(sg_str word, enum verb_form *form);
/* "copy" → "copies" */
sg_str verb_third(struct arena *arena, const struct lexeme *verb);

#endif
