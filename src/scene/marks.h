/* What is special about a stage, an image or an edge of a picture: bits of the fields called `marks`. */
#ifndef SCENE_MARKS_H
#define SCENE_MARKS_H

enum mark {
    MARK_TARGET = 1 << 0,     /* the stage that would be built */
    MARK_FINAL = 1 << 1,      /* no other stage needs it */
    MARK_GUESSED = 1 << 2,    /* its purpose was inferred from instructions */
    MARK_REPLACED = 1 << 3,   /* a build context stands in for it */
    MARK_FORWARD = 1 << 4,    /* an edge from a later stage, which BuildKit refuses to build */
    MARK_UNKNOWN = 1 << 5,    /* its size was asked for, and nobody knows it */
    MARK_UNMEASURED = 1 << 6, /* its size is declared, a lower bound or a compressed one */
    MARK_LARGE = 1 << 7,      /* its size reaches --size-threshold */
    MARK_FOCUS = 1 << 8,      /* --focus names it */

    /* set by a scene of two documents: what became of it */
    MARK_ADDED = 1 << 9,
    MARK_REMOVED = 1 << 10,
    MARK_CHANGED = 1 << 11,
    /* and whether it runs again */
    MARK_REBUILDS = 1 << 12,
    MARK_MAY_REBUILD = 1 << 13,
    MARK_KEPT = 1 << 14,

    /* --ships: an edge ships if it is FROM and its end does */
    MARK_SHIPS = 1 << 15, /* the image of the target is made of it */
    MARK_ASIDE = 1 << 16  /* the target needs nothing of it */
};

enum { MARK_COUNT = 17 };

#endif
