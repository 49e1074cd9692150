/* Image references (distribution/reference) and what an ADD source is. */
#ifndef DOCKERFILE_REFERENCE_H
#define DOCKERFILE_REFERENCE_H

#include "dockerfile/dockerfile.h"

/* Whether BuildKit takes s for an image reference; if not, *error is why, in its words. */
bool reference_valid(struct arena *arena, sg_str s, sg_str *error);
/* The name under which a build context is looked up: familiar, without ":latest" (dockerui, NamedContext). s is valid. */
sg_str reference_context_key(struct arena *arena, sg_str s);

/* What a git URL says beside the repository. */
struct git_source {
    sg_str ref, subdir, checksum;
    int keep_git_dir; /* -1: not said */
    bool local;       /* "github.com/…": a local path to ADD and COPY, though its query is looked at */
};
/* Whether a source word is a git reference; *error says what is wrong with its query, or is empty. */
bool git_source(struct arena *arena, sg_str source, struct git_source *git, sg_str *error);

enum source_type { SOURCE_LOCAL, SOURCE_GIT, SOURCE_HTTP };
/* What a source word of ADD or COPY is; *error is set for a git reference with a bad query (dfgitutil/git_ref.go). */
enum source_type source_type(struct arena *arena, sg_str source, sg_str *error);
/* algorithm:hex as opencontainers/go-digest checks it; "" if it is fine. */
sg_str digest_error(sg_str digest);
/* Why COPY --chmod=mode is refused, or "". */
sg_str chmod_error(struct arena *arena, sg_str mode);
/* Whether --chown=owner names a user or a group, beside root. */
bool chown_by_name(sg_str owner);
/* Why EXPOSE refuses a port, or "". */
sg_str port_error(struct arena *arena, sg_str port);
/* IPv4 or IPv6, without zone and brackets. */
bool is_address(sg_str s);
/* STOPSIGNAL's names and numbers (moby/sys/signal on Linux). */
bool signal_valid(sg_str name);

#endif
