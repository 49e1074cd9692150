/* Stages of which a variable picks one: FROM build-${TARGETARCH}. */
#ifndef ANNOTATE_ALTERNATIVES_H
#define ANNOTATE_ALTERNATIVES_H

#include "annotate/deed.h"

#define NO_SET ((size_t)-1)

struct alternative_set {
    sg_str prefix, suffix; /* what the names of the stages have around the value, in lower case */
    sg_str of;             /* what they are variants of: "build" */
    sg_str variable;
    sg_str usual;    /* what stands in for the variable if nobody sets it; ptr == NULL: nothing known */
    size_t line;     /* of the instruction that picks first */
    size_t last;     /* the last stage that picks */
    size_t consumer; /* the only one, or NO_STAGE */
    size_t members;
    bool platform; /* the value is that of a platform */
};

/* A stage that takes whichever is picked. */
struct pick {
    size_t set, stage;
};

struct alternatives {
    LIST(struct alternative_set) sets;
    LIST(struct pick) picks; /* by stage */
    size_t *set_of;          /* by stage, or NO_SET */
    sg_str *values;          /* by stage: what its name has for the variable */
};

#endif
