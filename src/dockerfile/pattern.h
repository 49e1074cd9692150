/* The patterns of ${X#p}, ${X%p} and ${X/p/r}: * and ?, \ before * ? or itself. Neither matches a newline. */
#ifndef DOCKERFILE_PATTERN_H
#define DOCKERFILE_PATTERN_H

#include "dockerfile/expand.h"

/* ${X#pattern} and, with suffix, ${X%pattern}; greedy for ## and %%. False with *error for a bad escape. */
bool pattern_trim(struct expander *expander, sg_str pattern, sg_str value, bool suffix, bool greedy, sg_str *result,
                  sg_str *error);
/* ${X/pattern/replacement} and, with all, ${X//pattern/replacement}. */
bool pattern_replace(struct expander *expander, sg_str pattern, sg_str replacement, sg_str value, bool all,
                     sg_str *result, sg_str *error);

#endif
