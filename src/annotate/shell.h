/* The commands of a RUN, read as a shell would cut them: enough to tell what a stage does, never run. */
#ifndef ANNOTATE_SHELL_H
#define ANNOTATE_SHELL_H

#include "base/arena.h"
#include "dockerfile/expand.h"

/* What is known of a program, by its name (command.c). */
struct program {
    const char *name;
    unsigned char len, wrapper;  /* a row of wrappers.def, counted from 1; 0: none */
    unsigned short first, count; /* rows of purpose.def */
};
/* NULL: nothing. */
const struct program *program_known(sg_str name);

/* A simple command: words without quotes; redirections, assignments in front, words of the shell and wrappers such as sudo
 * are gone. A word with a variable that has no known value has "$" in its place. What was not said is ptr == NULL. */
struct command {
    sg_str *items;
    size_t count, capacity;
    sg_str program; /* what it is called: the last element of its path, without ".exe" */
    const struct program *known;
    sg_str output; /* the file that its standard output goes to */
    sg_str body;   /* the heredoc that it reads */
    sg_str folder; /* what the last `cd` before it named */
    bool piped;    /* it reads what the command before it writes */
    bool inner;    /* stands in a substitution: "$(git status)" */
    bool failing;  /* a condition, or what ends the script: "test", "exit 1" */
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

/* The same command less its first words. */
struct command command_behind(struct command command, size_t count);
/* What a command runs in the end: without sudo, env, xargs, timeout and their like, and their options (wrapper.c). The
 * rest of the words is a part of the same array. None is left of a wrapper alone. */
struct command command_bare(struct command command);
/* The script that a shell is given by -c, or ptr == NULL: "bash -ec S", "su user -c S" (wrapper.c). */
sg_str command_script(const struct command *command);

#endif
