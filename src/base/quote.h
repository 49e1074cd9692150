/* Strings as Go's strconv.Quote prints them: in BuildKit's messages (%q) and in its dump of the parse. */
#ifndef BASE_QUOTE_H
#define BASE_QUOTE_H

#include "base/arena.h"

sg_str go_quote(struct arena *arena, sg_str s);

#endif
