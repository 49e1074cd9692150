/* The parts of the size module. */
#ifndef MODULES_SIZE_SIZE_H
#define MODULES_SIZE_SIZE_H

#include "base/module.h"
#include "size/source.h"

/* Each is a member of struct size_module, with its contract. */
bool engine_read_sizes(struct size_job *job, sg_str host);
bool registry_read_sizes(struct size_job *job, const struct registry_access *access);
bool archive_read_sizes(struct size_job *job, sg_str path);
bool folder_list(struct arena *arena, sg_str path, folder_filter *filter, void *user, struct folder *found,
                 sg_str *problem);
bool file_read_text(struct arena *arena, sg_str path, size_t limit, sg_str *text, bool *linked, sg_str *problem);

/* Calls work(state), then release(state), which gives back what no arena holds. If work() runs out of the arena's
 * memory, the jump is caught, and goes on behind release(). */
bool guarded(struct arena *arena, bool (*work)(void *state), void (*release)(void *state), void *state);

/* Adds a size that was told; false, and *sum is as before, if it is none or the sum is more than there can be. */
bool sum_add(int64_t *sum, int64_t size);

#endif
