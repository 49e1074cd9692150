/* What compilers know beyond C11, and what is done where they do not. */
#ifndef BASE_COMPILER_H
#define BASE_COMPILER_H

#include <stddef.h>
#include <stdint.h>

/* In front of a function like printf(): which argument is the format, and which the first that it prints (0: none). */
#ifdef __GNUC__
#define PRINTF_LIKE(format_at, first) __attribute__((format(printf, format_at, first)))
#else
#define PRINTF_LIKE(format_at, first)
#endif

/* Of a word that is not zero. */
static inline size_t lowest_bit(uint64_t word) {
#ifdef __GNUC__
    return (size_t)__builtin_ctzll(word);
#else
    size_t bit = 0;
    while (!(word & 1)) word >>= 1, bit++;
    return bit;
#endif
}

#endif
