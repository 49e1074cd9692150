/* JSON → values in the order of the text. Stricter than most readers: what it takes, every other takes. */
#include "base/utf8.h"
#include "fuzz.h"

struct parser {
    struct arena *arena;
    struct tree tree;
    sg_str all, rest;
};

static char peek(const struct parser *parser) {
    return parser->rest.len ? parser->rest.ptr[0] : '\0';
}

static void skip_blanks(struct parser *parser) {
    while (parser->rest.len && strchr(" \t\n\r", parser->rest.ptr[0]) && parser->rest.ptr[0])
        parser->rest = str_skip(parser->rest, 1);
}

static void take(struct parser *parser, char c) {
    check_text(peek(parser) == c, parser->rest.len ? parser->rest : parser->all);
    parser->rest = str_skip(parser->rest, 1);
}

static void take_escape(struct parser *parser) {
    char c = peek(parser);
    check_text(c && strchr("\"\\/bfnrtu", c), parser->rest);
    parser->rest = str_skip(parser->rest, 1);
    for (int i = 0; i < 4 && c == 'u'; i++, parser->rest = str_skip(parser->rest, 1))
        check_text(peek(parser) && strchr("0123456789abcdefABCDEF", peek(parser)), parser->rest);
}

static bool ends_run(char c) {
    return c == '"' || c == '\\' || (unsigned char)c < 0x20;
}

static sg_str take_string(struct parser *parser) {
    take(parser, '"');
    const char *start = parser->rest.ptr;
    for (;;) {
        size_t len = 0;
        while (len < parser->rest.len && !ends_run(parser->rest.ptr[len])) len++;
        parser->rest = str_skip(parser->rest, len);
        if (peek(parser) != '\\') break;
        parser->rest = str_skip(parser->rest, 1);
        take_escape(parser);
    }
    check_text(peek(parser) == '"', parser->all);
    sg_str string = {start, (size_t)(parser->rest.ptr - start)};
    parser->rest = str_skip(parser->rest, 1);
    return string;
}

static void take_digits(struct parser *parser) {
    check_text(ascii_digit(peek(parser)), parser->rest);
    while (ascii_digit(peek(parser))) parser->rest = str_skip(parser->rest, 1);
}

static sg_str take_number(struct parser *parser) {
    const char *start = parser->rest.ptr;
    if (peek(parser) == '-') take(parser, '-');
    if (peek(parser) == '0') take(parser, '0');
    else take_digits(parser);
    if (peek(parser) == '.') take(parser, '.'), take_digits(parser);
    return (sg_str){start, (size_t)(parser->rest.ptr - start)};
}

static sg_str take_word(struct parser *parser) {
    static const sg_str words[] = {{"null", 4}, {"true", 4}, {"false", 5}};
    for (size_t i = 0; i < COUNT(words); i++) {
        if (!str_starts(parser->rest, words[i])) continue;
        parser->rest = str_skip(parser->rest, words[i].len);
        return words[i];
    }
    check_failed("a value", __FILE__, __LINE__, parser->rest.len ? parser->rest : parser->all);
}

static void take_value(struct parser *parser, sg_str key, int depth);

static void check_new_key(const struct parser *parser, size_t object, sg_str key) {
    const struct tree_value *items = parser->tree.items;
    for (size_t i = object + 1; i < parser->tree.count; i = items[i].end) check_text(!str_eq(items[i].key, key), key);
}

static void take_members(struct parser *parser, size_t index, bool object, int depth) {
    char close = object ? '}' : ']';
    take(parser, object ? '{' : '[');
    skip_blanks(parser);
    while (peek(parser) != close) {
        sg_str key = {0};
        if (object) {
            key = take_string(parser);
            check_new_key(parser, index, key);
            skip_blanks(parser);
            take(parser, ':');
        }
        take_value(parser, key, depth + 1);
        if (peek(parser) == close) break;
        take(parser, ',');
        skip_blanks(parser);
        check_text(peek(parser) != close, parser->all);
    }
    take(parser, close);
}

static void take_value(struct parser *parser, sg_str key, int depth) {
    check(depth < TREE_DEPTH);
    skip_blanks(parser);
    size_t index = parser->tree.count;
    char c = peek(parser);
    struct tree_value value = {.kind = TREE_WORD, .key = key};
    if (c == '"') value.kind = TREE_STRING, value.text = take_string(parser);
    else if (c == '{' || c == '[') value.kind = c == '{' ? TREE_OBJECT : TREE_ARRAY;
    else if (c == '-' || ascii_digit(c)) value.kind = TREE_NUMBER, value.text = take_number(parser);
    else value.text = take_word(parser);
    LIST_ADD(parser->arena, &parser->tree) = value;
    if (c == '{' || c == '[') take_members(parser, index, c == '{', depth);
    parser->tree.items[index].end = parser->tree.count;
    skip_blanks(parser);
}

struct tree tree_read(struct arena *arena, sg_str text) {
    struct parser parser = {.arena = arena, .all = text, .rest = text};
    check_text(utf8_valid(text), text);
    take_value(&parser, (sg_str){0}, 0);
    check_text(!parser.rest.len, parser.rest);
    return parser.tree;
}

const struct tree_value *tree_get(const struct tree *tree, const struct tree_value *object, const char *key) {
    check(object->kind == TREE_OBJECT);
    for (size_t i = (size_t)(object - tree->items) + 1; i < object->end; i = tree->items[i].end)
        if (str_eq(tree->items[i].key, str_from(key))) return &tree->items[i];
    check_failed("a member of that name", __FILE__, __LINE__, str_from(key));
}
