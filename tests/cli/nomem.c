/* Preloaded into the program: from the allocation on that NOMEM_AT counts, memory is short. */
#include <errno.h>
#include <stdlib.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);

static long left = -1;

__attribute__((constructor)) static void start(void) {
    const char *at = getenv("NOMEM_AT");
    left = at ? atol(at) : -1;
}

static int is_refused(void) {
    if (left > 0) left--;
    else if (left == 0) errno = ENOMEM;
    return left == 0;
}

void *malloc(size_t size) {
    return is_refused() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    return is_refused() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    return is_refused() ? NULL : __libc_realloc(block, size);
}
