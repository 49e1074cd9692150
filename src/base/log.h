/* What a stranger wrote, on its way to a terminal or to the log of a CI system. Both are interpreters: a terminal obeys
 * escape sequences; GitHub's runner obeys lines that start with "::", blanks before it trimmed, and "##[…]" anywhere in a
 * line; that of Azure Pipelines "##vso[…]" anywhere. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/buf.h"

#include <stdint.h>

/* The character as it may be shown: a tab as a blank, so that columns stay; controls, what turns the direction of text, and
 * what nobody sees (between "##" and "[", say) as U+FFFD. */
uint32_t log_rune(uint32_t rune);
/* A text of such characters, on one line. */
void log_put(struct buf *out, sg_str text);
/* Makes the lines of buf from offset `from` on, which must start a line, ones that no runner takes for a command, without
 * changing how long they are: "##vso(", ".:error". */
void log_tame(struct buf *buf, size_t from);

#endif
