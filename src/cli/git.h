/* Asking git. Nothing that a repository configures is run: no file watcher, hook, pager, external diff or text conversion, and a
 * bare repository in a stranger's tree is none; an object that a partial clone left out is not fetched. */
#ifndef CLI_GIT_H
#define CLI_GIT_H

#include "base/buf.h"

struct git_call {
    const char *folder;       /* where git looks for the repository, and what relative paths mean; NULL: here */
    const char *const *words; /* a command and its options, NULL behind them: known when this was written */
    const char *const
        *values;  /* what somebody named: never taken for options, nor for patterns; NULL behind them, or NULL */
    sg_str input; /* for its standard input */
    size_t limit; /* in bytes: an answer that is longer is none */
};

struct git_answer {
    struct buf out;   /* its standard output, whole */
    struct buf error; /* the start of its standard error, which may repeat what a stranger wrote */
    int status;       /* it ended with; 128 and the signal's number if one ended it */
};

/* The environment is git's as it is, GIT_DIR and its like included. False: git is not installed, gave no whole answer, or
 * memory ran out; complained. The answer is to be freed in both cases. */
bool git_run(const struct git_call *call, struct git_answer *answer);
void git_answer_free(struct git_answer *answer);
/* The first line of what git complained of, without "fatal: "; "" if it said nothing. */
sg_str git_words(const struct git_answer *answer);

#endif
