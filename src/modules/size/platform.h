/* Which of the images for several platforms is meant (containerd/platforms, Only). */
#ifndef MODULES_SIZE_PLATFORM_H
#define MODULES_SIZE_PLATFORM_H

#include "base/arena.h"

struct image_platform {
    sg_str os, version, architecture, variant;
};

/* "windows(10.0.17763)/amd64", "linux/arm/v7"; linux/amd64 is taken for what is not said. */
struct image_platform platform_split(sg_str text);
/* How well an image for one platform serves another: 0 not at all, else more is better. */
unsigned platform_fit(const struct image_platform *wanted, const struct image_platform *offered);
/* "linux/arm/v7", without the version; ptr == NULL if the platform has no system or architecture. */
sg_str platform_text(struct arena *arena, const struct image_platform *platform);

#endif
