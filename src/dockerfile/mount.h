/* RUN --mount=key=value,… and the other comma-separated flag values (instructions/commands_runmount.go). */
#ifndef DOCKERFILE_MOUNT_H
#define DOCKERFILE_MOUNT_H

#include "dockerfile/expand.h"

enum mount_type { MOUNT_BIND, MOUNT_CACHE, MOUNT_TMPFS, MOUNT_SECRET, MOUNT_SSH };

/* What hangs on an outside image is as written; nothing is wrong with it that holds for some values only. */
struct mount {
    enum mount_type type;
    sg_str from, source, target, id;
    bool has_env;
    bool type_unknown, target_unknown;
    bool source_maybe, id_maybe; /* it may be empty, as if it were not there */
};

/* Reads a mount. Without an expander this is BuildKit's first pass, which looks at `from` only; with one, values are
 * expanded and all keys are checked. On failure false, and *error is BuildKit's message. */
bool mount_parse(struct arena *arena, sg_str value, struct expander *expander, const struct env_node *env,
                 struct mount *mount, sg_str *error);
/* RUN --device=. */
bool device_check(struct arena *arena, sg_str value, sg_str *error);

/* Go's strconv.ParseBool and ParseUint, as far as validity goes. */
bool parse_bool(sg_str text, bool *value);
bool parse_unsigned(sg_str text, unsigned base, uint64_t most, uint64_t *value);

#endif
