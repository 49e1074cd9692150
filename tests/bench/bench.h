/* What the parts of the bench share: the table, and whole runs of programs. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>

_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

enum limit { AT_MOST, AT_LEAST };

void heading(const char *text);
void row(const char *what, double value, const char *unit, enum limit limit, double target);

/* Runs a program, with its output to a file and, if there is a place for it, its exit status there: without one any but 0
 * ends the bench. Gives what it used of a processor where `used` is asked for, else the time that passed, in seconds, and
 * raises *memory to the most KiB that it used. */
double run(const char *const *argv, const char *output, long *memory, bool used, int *status);

/* lists.c: every list that a document has, with 10,000 and 100,000 items, in every text format; files in folder. To be
 * called while this process is small: a child's peak memory starts with that of the process it was made from. */
/* name: only lists with that in their name; NULL: all. */
void bench_lists(const char *program, const char *folder, const char *name);

#endif
