/* The terminal that results go to, if they go to one. */
#include "cli/cli.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

void terminal_measure(const struct arguments *arguments) {
    sg_str path = option_text(arguments->options, OPT_output);
    struct winsize size;
    char columns[16];
    if (!is_standard_output(path.len ? path.ptr : NULL) || !isatty(STDOUT_FILENO)) return;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || !size.ws_col) return;
    snprintf(columns, sizeof columns, "%d", size.ws_col < MOST_COLUMNS ? size.ws_col : MOST_COLUMNS);
    if (!option_set(arguments->options, OPT_columns, str_from(columns))) end_without_memory();
}
