/* What the parts of the instruction check share. */
#ifndef DOCKERFILE_CHECK_H
#define DOCKERFILE_CHECK_H

#include "dockerfile/dockerfile.h"

struct check {
    struct arena *arena;
    struct diags *diags;
    size_t source;
    struct instruction *instruction;
};

/* Reports at a position of the logical line and marks the instruction broken. The arguments are those of the text in
 * diags.def, as in diag_add(). */
#define check_refuse(check, id, ...) check_refuse_format(check, id, id##_FORMAT, __VA_ARGS__)
__attribute__((format(printf, 3, 5))) void check_refuse_format(struct check *check, enum diag_id id, const char *format,
                                                               size_t line_at, ...);
/* Flags against the table of the keyword (instructions/bflag.go). */
bool check_flags(struct check *check);
/* Values of RUN's --mount, --device, --network and --security. */
void check_run_flags(struct check *check);
void check_healthcheck(struct check *check);

#endif
