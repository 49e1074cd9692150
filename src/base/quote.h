/* Text in quotes. */
#ifndef BASE_QUOTE_H
#define BASE_QUOTE_H

#include "base/arena.h"

/* As Go's strconv.Quote prints it: in BuildKit's messages (%q) and in its dump of the parse. */
sg_str go_quote(struct arena *arena, sg_str s);

/* A value as directives and markers have it, up to the next blank or in quotes ("two words", with \" \\ and \n): the one
 * that rest starts with, which is moved behind it. False: the closing quote is missing. */
bool quoted_value(struct arena *arena, sg_str *rest, sg_str *value);

#endif
