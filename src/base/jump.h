/* How the core leaves what it does when memory runs out: the only place that knows setjmp(). A platform whose compiler
 * has none (some of WebAssembly) builds with -DNO_JUMPS: there such a program ends. */
#ifndef BASE_JUMP_H
#define BASE_JUMP_H

#ifdef NO_JUMPS

#include <stdlib.h>

typedef int jump;
#define jump_mark(place) ((place) = 0)
#define jump_to(place) ((void)(place), abort())

#else

#include <setjmp.h>

typedef jmp_buf jump;
/* Zero, and once more, not zero, when jump_to() comes back here. */
#define jump_mark(place) setjmp(place)
#define jump_to(place) longjmp(*(place), 1)

#endif
#endif
