/* Chunks from malloc, cut into allocations; growing sizes keep the number of chunks logarithmic. Large blocks have a chunk
 * each, which realloc can extend: a list of a million items leaves no old copies behind. */
#include "base/arena.h"

#include "base/utf8.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST_CHUNK = 16 * 1024, LARGEST_CHUNK = 1024 * 1024, LARGE = 64 * 1024, ALIGNMENT = alignof(max_align_t) };

struct arena_chunk {
    struct arena_chunk *older, *newer; /* newer: of large ones only */
    max_align_t data[];
};

static void free_chunks(struct arena_chunk *chunk) {
    while (chunk) {
        struct arena_chunk *older = chunk->older;
        free(chunk);
        chunk = older;
    }
}

static void free_memory(struct arena *arena) {
    struct arena *next = arena->next;
    jump *out_of_memory = arena->out_of_memory;
    free_chunks(arena->chunk);
    free_chunks(arena->large);
    *arena = (struct arena){.next = next, .out_of_memory = out_of_memory};
}

/* Children have none themselves: they stand in the chunks of their parent. */
void arena_free(struct arena *arena) {
    for (struct arena *child = arena->child; child; child = child->next) free_memory(child);
    free_memory(arena);
}

bool arena_guard(struct arena *arena, void (*work)(void *state), void *state) {
    jump *outer = arena->out_of_memory, out_of_memory;
    volatile bool done = false;
    arena->out_of_memory = &out_of_memory;
    if (!jump_mark(out_of_memory)) {
        work(state);
        done = true;
    }
    arena->out_of_memory = outer;
    return done;
}

_Noreturn void arena_fail(struct arena *arena) {
    jump_to(arena->out_of_memory);
}

/* A chunk for size bytes, or the same with another size. */
static struct arena_chunk *resized(struct arena *arena, struct arena_chunk *chunk, size_t size) {
    if (size > SIZE_MAX - sizeof *chunk) arena_fail(arena);
    chunk = realloc(chunk, sizeof *chunk + size);
    if (!chunk) arena_fail(arena);
    return chunk;
}

static void add_chunk(struct arena *arena, size_t needed) {
    size_t size = arena->total < FIRST_CHUNK ? FIRST_CHUNK : arena->total;
    if (size > LARGEST_CHUNK) size = LARGEST_CHUNK;
    if (size < needed) size = needed;
    struct arena_chunk *chunk = resized(arena, NULL, size);
    chunk->older = arena->chunk;
    arena->chunk = chunk;
    arena->at = (char *)chunk->data;
    arena->end = arena->at + size;
    arena->total += size;
}

void arena_reset(struct arena *arena) {
    free_chunks(arena->large);
    arena->large = NULL;
    if (!arena->chunk) return;
    free_chunks(arena->chunk->older);
    arena->chunk->older = NULL;
    arena->at = (char *)arena->chunk->data;
    arena->total = (size_t)(arena->end - arena->at);
}

static void link_large(struct arena *arena, struct arena_chunk *chunk) {
    if (chunk->newer) chunk->newer->older = chunk;
    else arena->large = chunk;
    if (chunk->older) chunk->older->newer = chunk;
}

struct arena *arena_child(struct arena *parent) {
    struct arena *child = arena_one(parent, struct arena);
    child->out_of_memory = parent->out_of_memory;
    child->next = parent->child;
    return parent->child = child;
}

static void *add_large(struct arena *arena, size_t size) {
    struct arena_chunk *chunk = resized(arena, NULL, size);
    chunk->older = arena->large;
    chunk->newer = NULL;
    link_large(arena, chunk);
    return chunk->data;
}

char *arena_bytes(struct arena *arena, size_t size) {
    if (size >= LARGE) return add_large(arena, size);
    if (!arena->at || size > (size_t)(arena->end - arena->at)) add_chunk(arena, size);
    char *block = arena->at;
    arena->at += size;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size) {
    size_t gap = -(uintptr_t)arena->at & (ALIGNMENT - 1);
    if (gap && size < LARGE)
        arena->at += gap < (size_t)(arena->end - arena->at) ? gap : (size_t)(arena->end - arena->at);
    return arena_bytes(arena, size);
}

void *arena_zeroed(struct arena *arena, size_t count, size_t size) {
    if (size && count > SIZE_MAX / size) arena_fail(arena);
    return memset(arena_alloc(arena, count * size), 0, count * size);
}

void *arena_resize(struct arena *arena, void *old, size_t old_size, size_t new_size) {
    if (old_size >= LARGE && new_size >= LARGE) {
        struct arena_chunk *chunk = (struct arena_chunk *)((char *)old - offsetof(struct arena_chunk, data));
        chunk = resized(arena, chunk, new_size); /* a failure leaves the old one linked */
        link_large(arena, chunk);
        return chunk->data;
    }
    bool last = old && old_size < LARGE && (char *)old + old_size == arena->at;
    if (last && new_size < LARGE && new_size <= (size_t)(arena->end - (char *)old)) {
        arena->at = (char *)old + new_size;
        return old;
    }
    if (new_size <= old_size) return old;
    void *block = arena_alloc(arena, new_size);
    if (old_size) memcpy(block, old, old_size);
    return block;
}

void arena_release(struct arena *arena, void *block, size_t size) {
    if (size < LARGE) {
        if (size && (char *)block + size == arena->at) arena->at = block;
        return;
    }
    struct arena_chunk *chunk = (struct arena_chunk *)((char *)block - offsetof(struct arena_chunk, data));
    if (chunk->newer) chunk->newer->older = chunk->older;
    else arena->large = chunk->older;
    if (chunk->older) chunk->older->newer = chunk->newer;
    free(chunk);
}

void *list_grown(struct arena *arena, void *items, size_t *capacity, size_t item_size) {
    size_t old = *capacity, grown = old ? old * 2 : item_size < 64 ? 2 : 1;
    if (grown > SIZE_MAX / item_size) arena_fail(arena);
    *capacity = grown;
    return arena_resize(arena, items, old * item_size, grown * item_size);
}

sg_str arena_copy(struct arena *arena, sg_str s) {
    char *copy = arena_bytes(arena, s.len);
    if (s.len) memcpy(copy, s.ptr, s.len);
    return (sg_str){copy, s.len};
}

const char *arena_cstr(struct arena *arena, sg_str s) {
    char *copy = arena_bytes(arena, s.len + 1);
    if (s.len) memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    return copy;
}

sg_str arena_join(struct arena *arena, sg_str a, sg_str b) {
    char *joined = arena_bytes(arena, a.len + b.len);
    if (a.len) memcpy(joined, a.ptr, a.len);
    if (b.len) memcpy(joined + a.len, b.ptr, b.len);
    return (sg_str){joined, a.len + b.len};
}

sg_str arena_lower(struct arena *arena, sg_str s) {
    char *lower = arena_bytes(arena, s.len);
    for (size_t i = 0; i < s.len; i++) lower[i] = ascii_lower(s.ptr[i]);
    return (sg_str){lower, s.len};
}

sg_str arena_upper(struct arena *arena, sg_str s) {
    char *upper = arena_bytes(arena, s.len);
    for (size_t i = 0; i < s.len; i++) upper[i] = ascii_upper(s.ptr[i]);
    return (sg_str){upper, s.len};
}

/* The first block is the only one that need not be a copy, so it comes from arena_bytes(). */
static void text_grow(struct arena *arena, struct text *text, size_t more) {
    size_t capacity = text->capacity ? text->capacity * 2 : 32;
    while (capacity - text->len < more) capacity *= 2;
    text->ptr =
        text->capacity ? arena_resize(arena, text->ptr, text->capacity, capacity) : arena_bytes(arena, capacity);
    text->capacity = capacity;
}

void text_put(struct arena *arena, struct text *text, sg_str s) {
    if (text->capacity - text->len < s.len) text_grow(arena, text, s.len);
    if (s.len) memcpy(text->ptr + text->len, s.ptr, s.len);
    text->len += s.len;
}

sg_str text_done(struct arena *arena, struct text *text) {
    if (text->capacity > text->len) text->ptr = arena_resize(arena, text->ptr, text->capacity, text->len);
    text->capacity = text->len;
    return text_str(text);
}

void text_rune(struct arena *arena, struct text *text, uint32_t rune) {
    char bytes[4];
    text_put(arena, text, (sg_str){bytes, utf8_encode(rune, bytes)});
}

/* One conversion other than a string, through snprintf: "%zu", "%02x", "%0*llu", "%.0f". */
static void put_conversion(struct arena *arena, struct text *out, const char *spec, size_t len, va_list *args) {
    char format[16], result[64];
    bool star = memchr(spec, '*', len) != NULL;
    if (len >= sizeof format) return;
    memcpy(format, spec, len);
    format[len] = '\0';
    int width = star ? va_arg(*args, int) : 0, written;
    size_t longs = 0;
    for (size_t i = 0; i < len; i++) longs += format[i] == 'l';
#define PRINT(type)                                                                                                    \
    written = star ? snprintf(result, sizeof result, format, width, va_arg(*args, type))                               \
                   : snprintf(result, sizeof result, format, va_arg(*args, type))
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    if (memchr(spec, 'z', len)) PRINT(size_t);
    else if (format[len - 1] == 'f') PRINT(double);
    else if (longs == 2) PRINT(long long);
    else if (longs == 1) PRINT(long);
    else PRINT(int);
#pragma GCC diagnostic pop
#undef PRINT
    if (written > 0) text_put(arena, out, (sg_str){result, (size_t)written});
}

/* printf with strings by length: "%.*s" takes the NUL bytes of a slice as they are, which vsnprintf would not. */
sg_str arena_vprintf(struct arena *arena, const char *format, va_list args) {
    struct text out = {0};
    va_list copy;
    va_copy(copy, args);
    while (*format) {
        size_t plain = strcspn(format, "%");
        text_put(arena, &out, (sg_str){format, plain});
        format += plain;
        if (!*format) break;
        size_t len = 1 + strcspn(format + 1, "csdufxX%") + 1;
        sg_str spec = {format, len};
        format += len;
        if (str_eq(spec, STR("%.*s"))) {
            int count = va_arg(copy, int);
            text_put(arena, &out, (sg_str){va_arg(copy, const char *), (size_t)count});
        } else if (str_eq(spec, STR("%s"))) {
            text_put(arena, &out, str_from(va_arg(copy, const char *)));
        } else if (str_eq(spec, STR("%%"))) {
            text_put(arena, &out, STR("%"));
        } else {
            put_conversion(arena, &out, spec.ptr, spec.len, &copy);
        }
    }
    va_end(copy);
    return text_done(arena, &out);
}

sg_str arena_printf(struct arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    sg_str text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}
