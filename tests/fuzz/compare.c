/* What takes the place of memcmp() in the fuzzer: the sanitizer's tells libFuzzer of each call, which would be a quarter of
 * the time. The linker puts it there (--wrap), for the fuzzer only; a replay has the sanitizer's. */
#include <stddef.h>

int __wrap_memcmp(const void *a, const void *b, size_t size);
int __wrap_bcmp(const void *a, const void *b, size_t size);

int __wrap_memcmp(const void *a, const void *b, size_t size) {
    const unsigned char *left = a, *right = b;
    for (; size; size--, left++, right++)
        if (*left != *right) return *left < *right ? -1 : 1;
    return 0;
}

int __wrap_bcmp(const void *a, const void *b, size_t size) {
    return __wrap_memcmp(a, b, size);
}
