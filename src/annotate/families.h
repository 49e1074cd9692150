/* Which word of its name may make a stage one of a family (families.c), for groups.c. */
#ifndef ANNOTATE_FAMILIES_H
#define ANNOTATE_FAMILIES_H

#include "annotate/alternatives.h"
#include "annotate/name.h"

struct families {
    sg_doc *doc;
    struct arena *temp;
    const struct alternatives *alternatives; /* NULL: there are none */
    sg_str *names; /* by stage: without the name of the project; a slice of the stage's name */
    sg_str *words; /* by stage: what it shares with its family; empty: nothing */
};

struct families families_of(struct arena *temp, sg_doc *doc, const struct alternatives *alternatives);
/* Sets the words of stages that are in no group yet. */
void families_by_first(struct families *families, const size_t *group_of);
void families_by_last(struct families *families, const size_t *group_of);

#endif
