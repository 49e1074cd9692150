/* How the file itself spells the words of its stages' names. */
#include "annotate/name.h"

static bool upper(char c) {
    return c >= 'A' && c <= 'Z';
}

sg_str written_name(const struct stage *stage) {
    sg_str name = stage->public.name;
    if (!name.ptr || stage->from->args.count != 3) return name;
    sg_str written = stage->from->args.items[2].text;
    bool any = false, all = true;
    for (size_t i = 0; i < written.len; i++) {
        any |= upper(written.ptr[i]);
        all &= written.ptr[i] == ascii_upper(written.ptr[i]);
    }
    return any && !all && written.len == name.len ? written : name;
}

/* Short words stand for too many things. */
static void want_words(struct arena *arena, struct spellings *spellings, sg_str name) {
    for (sg_str part; (part = name_first(name)).len; name = name_rest(name)) {
        if (part.len < 3 || map_get(&spellings->words, part)) continue;
        map_put(arena, &spellings->words, part, spellings->items.count);
        LIST_ADD(arena, &spellings->items) = (struct spelling){0};
    }
}

/* One walk over the source, from one upper-case letter to the next. */
struct walk {
    sg_str source;
    size_t word, end;     /* the last word with an upper-case letter */
    size_t counted, line; /* up to where lines were counted */
    bool capital; /* it starts with one, and stands not first in its line, where instructions have their names */
};

/* Whether the line that at is in is a comment, as far as one looks back. */
static bool in_comment(sg_str source, size_t at) {
    size_t start = at;
    while (start && source.ptr[start - 1] != '\n') {
        if (at - start == 200) return false;
        start--;
    }
    return str_starts(str_trim_ascii(str_slice(source, start, at)), STR("#"));
}

static void found(struct walk *walk, struct spellings *spellings, sg_str key, sg_str text) {
    const size_t *known = map_get_nocase(&spellings->words, key);
    if (!known || spellings->items.items[*known].text.ptr) return;
    size_t at = (size_t)(text.ptr - walk->source.ptr);
    if (!upper(text.ptr[0]) && !in_comment(walk->source, at)) return; /* camelCase is a variable's: not so "macOS" */
    for (; walk->counted < at; walk->counted++) walk->line += walk->source.ptr[walk->counted] == '\n';
    spellings->items.items[*known] = (struct spelling){text, walk->line};
}

/* "ImageMagick": more than a capital in front, and no shout. */
static bool mixed(sg_str word) {
    bool inner = false, lower = false;
    for (size_t i = 0; i < word.len; i++) {
        inner |= i && upper(word.ptr[i]);
        lower |= word.ptr[i] >= 'a' && word.ptr[i] <= 'z';
    }
    return inner && lower;
}

static void at_capital(struct walk *walk, struct spellings *spellings, size_t at) {
    sg_str source = walk->source;
    size_t start = at, end = at + 1, before = walk->word;
    while (start > walk->end && ascii_alnum(source.ptr[start - 1])) start--;
    while (end < source.len && ascii_alnum(source.ptr[end])) end++;
    bool capital = start == at,
         pair = capital && walk->capital && walk->end + 1 == start && source.ptr[walk->end] == ' ';
    walk->word = start;
    walk->end = end;
    walk->capital = capital && start && source.ptr[start - 1] != '\n';
    sg_str word = str_slice(source, start, end);
    if (word.len < 64 && mixed(word)) found(walk, spellings, word, word);
    char key[64];
    if (!pair || end - before > sizeof key) return;
    size_t first = start - 1 - before; /* "Argo CD" is what "argocd" is */
    memcpy(key, source.ptr + before, first);
    memcpy(key + first, word.ptr, word.len);
    found(walk, spellings, (sg_str){key, first + word.len}, str_slice(source, before, end));
}

/* The next upper-case letter from `at` on, or the end: eight bytes at a time. */
static size_t next_upper(sg_str source, size_t at) {
    const uint64_t ones = UINT64_MAX / 255, high = ones << 7;
    for (uint64_t bytes; at + 8 <= source.len; at += 8) {
        memcpy(&bytes, source.ptr + at, 8);
        uint64_t low = bytes & ~high, from_a = low + ones * (128 - 'A'), behind_z = low + ones * (127 - 'Z');
        if (from_a & ~behind_z & ~bytes & high) break;
    }
    while (at < source.len && !upper(source.ptr[at])) at++;
    return at;
}

struct spellings spellings_of(struct arena *arena, const sg_doc *doc) {
    struct spellings spellings = {0};
    for (size_t s = 0; s < doc->stages.count; s++) want_words(arena, &spellings, doc->stages.items[s].public.name);
    struct walk walk = {.source = doc->file.source, .line = 1};
    if (!spellings.items.count) return spellings;
    for (size_t at; (at = next_upper(walk.source, walk.end)) < walk.source.len;) at_capital(&walk, &spellings, at);
    return spellings;
}
