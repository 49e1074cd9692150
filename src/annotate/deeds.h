/* All that a stage does, found in its instructions. */
#ifndef ANNOTATE_DEEDS_H
#define ANNOTATE_DEEDS_H

#include "annotate/deed.h"

struct deed {
    enum deed_kind kind;
    const struct purpose_row *row;         /* NULL: a script, a file that is written */
    sg_str program;                        /* as it was called, or the path of the script */
    sg_str path;                           /* of the first file that is written */
    const char *phrase;                    /* told in place of the row's; NULL: the row's */
    struct names names;                    /* what the row names in the commands */
    const struct instruction *instruction; /* of the stage itself; NULL: a trigger that its base left */
    bool script;                           /* of the project: program is its path */
    bool worded;                           /* text is known */
    sg_str text;
    bool in_clone; /* it works on what was fetched: nothing else had come before, or `cd` leads there */
};

/* A command that adds packages of the distribution, or removes them: its names are asked only where they are told. */
struct package_step {
    const struct purpose_row *row;
    struct command command;
    size_t subcommand;
};

struct deeds {
    struct deed *items;
    size_t count, capacity;
    LIST(struct package_step) package_steps;            /* what was done to the packages of the distribution */
    struct names fetched;                               /* sources by name, newest last */
    struct names unknown;                               /* programs that nobody knows */
    const struct instruction *packages_by, *unknown_by; /* the first that brings some */
    bool tests, context;                                /* a test ran; files of the build context were copied */
    sg_str folder;                                      /* the last part of the last WORKDIR before a build */
};

/* Reads the RUN, COPY and ADD of a stage. */
struct deeds deeds_read(const struct guess *guess, const struct stage *stage);
/* The packages that are there at the end. */
struct names deeds_packages(struct arena *arena, const struct deeds *deeds);
/* What other stages take from it, by name; *taken: whether they take anything at all. */
struct names products_taken(const struct guess *guess, const struct stage *stage, bool *taken);
/* The purpose, from all of that (tell.c). */
struct phrase tell_deeds(const struct guess *guess, const struct stage *stage, const struct alternatives *alternatives);

#endif
