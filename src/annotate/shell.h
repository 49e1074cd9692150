/* The commands of a RUN, read as a shell would cut them: enough to tell what a stage does, never run. */
#ifndef ANNOTATE_SHELL_H
#define ANNOTATE_SHELL_H

#include "base/arena.h"
#include "dockerfile/expand.h"

/* A simple command: words without quotes; redirections, assignments in front and wrappers such as sudo are gone. A word
 * with a variable that has no known value is "$". */
struct command {
    sg_str *items;
    size_t count, capacity;
};

struct commands {
    struct command *items;
    size_t count, capacity;
};

/* What the variables of all commands of a file may take up: values of 1 MiB can stand in every other word. */
enum { SHELL_ROOM = 4 << 20 };

/* text: the command line of a RUN, or the body of its heredoc. escape: of the Dockerfile. env: of the stage. room: what is
 * left of SHELL_ROOM; for a variable whose value has none it is "$". */
void shell_commands(struct arena *arena, sg_str text, char escape, const struct env_node *env, size_t *room,
                    struct commands *commands);

#endif
