/* Shell words as BuildKit's shell/lex.go processes them: quotes, escapes and $-expansion, over an environment of ARG and
 * ENV. */
#ifndef DOCKERFILE_EXPAND_H
#define DOCKERFILE_EXPAND_H

#include "dockerfile/dockerfile.h"

/* An environment is a persistent hash trie: setting a name gives a new root that shares all else with the old one, so a
 * stage inherits its base's environment by keeping a pointer. NULL is the empty environment. */
const struct env_node *env_set(struct arena *arena, const struct env_node *env, sg_str name, sg_str value);
/* The same for somebody who sets many names in turn and shows nobody the environments between: nodes that this owner made
 * are changed in place. owner: a number that was not used before a pointer to the environment was last kept; 0: nobody. */
struct env_node *env_edit(struct arena *arena, const struct env_node *env, uint32_t owner, sg_str name, sg_str value);
/* The value of a name that is set to something known. */
bool env_get(const struct env_node *env, sg_str name, sg_str *value);

/* The value of what is set but hangs on something outside the file, such as ENV A=$X where X may come from an image. */
extern const sg_str env_unknown;
enum env_state { ENV_UNSET, ENV_UNKNOWN, ENV_KNOWN };
enum env_state env_find(const struct env_node *env, sg_str name, sg_str *value);

enum {
    EXPAND_RAW_QUOTES = 1,  /* quotes stay in the result */
    EXPAND_RAW_ESCAPES = 2, /* so do escape characters */
    EXPAND_NO_QUOTES = 4,   /* quotes mean nothing */
    EXPAND_SKIP_UNSET = 8   /* $X stays as it is if X is not set */
};

/* How much work one Dockerfile may cause: ten lines of ARG that each double the last would be 640 GB. */
/* A fuzzer has a smaller one, so that it gets to the limits in no time. */
#ifndef EXPAND_WORD_BITS
#define EXPAND_WORD_BITS 20
#endif
enum {
    EXPAND_WORD_LIMIT = 1 << EXPAND_WORD_BITS,
    EXPAND_TOTAL_LIMIT = 64 * EXPAND_WORD_LIMIT,
    EXPAND_DEPTH_LIMIT = 500
};

struct expander {
    struct arena *arena;
    char escape;
    size_t spent;     /* of EXPAND_TOTAL_LIMIT */
    bool over_limit;  /* a limit was hit: the error says which */
    sg_str unmatched; /* the last variable that had no value */
    sg_str blank;     /* the last variable, set or not, that was empty and had no other word to stand in for it */
    bool outside;     /* a name that is not set may be set by an outside image: its value is unknown, not empty */
    bool unknown;     /* the last word hangs on such a value, so that its result is the word as written */
    void (*looked_up)(void *user, sg_str name); /* called for each name in a word; NULL: nobody asks */
    void *user;
    sg_str as_empty; /* then: the result if all that is unknown were empty */
};

/* Takes something else that a file makes of its words from the total; false, and *error says so, if it is used up. */
bool expander_charge(struct expander *expander, size_t bytes, sg_str *error);
/* On failure false, and *error is BuildKit's message, `failed to process "${X": …`. What would be an error only for some
 * values of an unknown name is none. */
bool expand_word(struct expander *expander, sg_str word, const struct env_node *env, unsigned flags, sg_str *result,
                 sg_str *error);
/* The result split at blanks outside quotes (ProcessWords); one word, as written, if it is unknown. */
bool expand_words(struct expander *expander, sg_str word, const struct env_node *env, unsigned flags,
                  struct words *words, sg_str *error);

/* A word that opens a heredoc, such as "3<<-'EOF'". False if it does not; *error is set if its name does not lex. */
bool heredoc_word(struct arena *arena, sg_str word, struct heredoc *heredoc, sg_str *error);

#endif
