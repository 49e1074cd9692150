/* All that a stage does, found in its instructions. */
#ifndef ANNOTATE_DEEDS_H
#define ANNOTATE_DEEDS_H

#include "annotate/deed.h"

struct deed {
    enum deed_kind kind;
    const struct purpose_row *row; /* NULL: a script, a file that is written */
    sg_str program;                /* as it was called, or the path of the script */
    sg_str path;                   /* of the first file that is written */
    struct names names;            /* what the row names in the commands */
    const struct instruction *instruction;
    bool script;   /* of the project: program is its path */
    bool in_clone; /* it works on what was fetched: nothing else had come before, or `cd` leads there */
};

struct deeds {
    struct deed *items;
    size_t count, capacity;
    struct names packages;                              /* of the distribution, without those that are gone again */
    struct names fetched;                               /* sources by name, newest last */
    struct names unknown;                               /* programs that nobody knows */
    const struct instruction *packages_by, *unknown_by; /* the first that brings some */
    bool tests, context;                                /* a test ran; files of the build context were copied */
    sg_str folder;                                      /* the last part of the last WORKDIR before a build */
};

/* Reads the RUN, COPY and ADD of a stage. */
struct deeds deeds_read(const struct guess *guess, const struct stage *stage);
/* What other stages take from it, by name; *taken: whether they take anything at all. */
struct names products_taken(const struct guess *guess, const struct stage *stage, bool *taken);
/* The purpose, from all of that (tell.c). */
struct phrase tell_deeds(const struct guess *guess, const struct stage *stage, const struct alternatives *alternatives);

#endif
