/* Platforms: os[(version)][/arch[/variant]] (containerd/platforms). */
#ifndef DOCKERFILE_PLATFORM_H
#define DOCKERFILE_PLATFORM_H

#include "base/arena.h"

struct platform {
    sg_str os, version, architecture, variant;
};

/* Parses and normalises. Where BuildKit would fill in the host's system, this takes linux or amd64, so that output does
 * not depend on the machine. On failure false, with *error in BuildKit's words. */
bool platform_parse(struct arena *arena, sg_str text, struct platform *platform, sg_str *error);
/* Drops variants that mean nothing more, such as arm64's v8: done to what --platform says, not to FROM --platform. */
void platform_normalise(struct arena *arena, struct platform *platform);
/* "linux/arm/v7"; with the version as "windows(10.0.17763)/amd64". */
sg_str platform_format(struct arena *arena, const struct platform *platform);

#endif
