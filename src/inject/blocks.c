/* Markdown → its blocks, and back with other contents. */
#include "inject/inject.h"

#include "inject/marker.h"

bool blocks_mentioned(sg_str text) {
    return str_find_str(text, STR("stagegraph")) < text.len;
}

/* ---- finding ---- */

struct finder {
    struct arena *arena;
    sg_str text;
    struct diags *diags;
    size_t source;
    struct blocks *blocks;
    struct markdown markdown;
    struct markdown inside; /* behind the marker that begins a block, and a blank line */
    struct block *open;     /* NULL: between blocks */
    bool good;
};

static bool is_marker(sg_str rest) {
    return marker_read(rest).kind != MARKER_NONE;
}

/* What stands in front of a marker, with blanks for what starts an item: what follows belongs to that. */
static sg_str prefix_of(struct arena *arena, sg_str before) {
    struct text prefix = {0};
    for (size_t i = 0; i < before.len; i++)
        text_put(arena, &prefix,
                 strchr("\t>", before.ptr[i]) && before.ptr[i] ? str_slice(before, i, i + 1) : STR(" "));
    if (before.len && before.ptr[before.len - 1] == '>') text_put(arena, &prefix, STR(" "));
    return text_done(arena, &prefix);
}

/* What comes behind the structure went wrong is not looked at: it would be wrong for the same reason. */
static bool stop(struct finder *finder) {
    finder->good = false;
    return false;
}

static bool begin_block(struct finder *finder, const struct marker *marker, struct block block) {
    struct blocks *blocks = finder->blocks;
    if (finder->open) {
        size_t line = diags_line(finder->diags, finder->source, finder->open->at);
        diag_add(finder->diags, DIAG_BLOCK_NESTED, finder->source, block.at, line, marker_end(finder->open->form));
        return stop(finder);
    }
    if (blocks->items.count == MOST_BLOCKS) {
        diag_add(finder->diags, DIAG_LIMIT, finder->source, block.at, "a document has at most 1000 blocks");
        return stop(finder);
    }
    block.form = marker->form;
    if (!marker_options(finder->arena, marker->words, finder->diags, finder->source, &block)) finder->good = false;
    LIST_ADD(finder->arena, &blocks->items) = block;
    finder->open = &blocks->items.items[blocks->items.count - 1];
    finder->inside = finder->markdown;
    return true;
}

/* What the old content left open has no say in where a block ends, or other content would end it elsewhere. */
static bool end_block(struct finder *finder, sg_str line, size_t start, size_t at) {
    struct markdown behind = finder->inside;
    size_t there;
    if (!finder->open) {
        diag_add(finder->diags, DIAG_BLOCK_END, finder->source, at);
        return stop(finder);
    }
    if (!markdown_line(&behind, line, is_marker, &there)) return true;
    finder->markdown = behind;
    finder->open->end = start;
    finder->open = NULL;
    return true;
}

/* line: at offset start of the text. */
static bool read_line(struct finder *finder, sg_str line, sg_str line_end, size_t start) {
    size_t at;
    if (!markdown_line(&finder->markdown, line, is_marker, &at)) return true;
    struct marker marker = marker_read(str_skip(line, at));
    if (marker.wrong) {
        diag_add(finder->diags, DIAG_MARKER_SYNTAX, finder->source, start + at, marker.wrong);
        return stop(finder);
    }
    if (marker.kind == MARKER_ENDS) return end_block(finder, line, start, start + at);
    struct block block = {.at = start + at, .start = start + line.len + line_end.len, .line_end = line_end};
    block.prefix = prefix_of(finder->arena, str_slice(line, 0, at));
    return begin_block(finder, &marker, block);
}

bool blocks_find(struct arena *arena, sg_str text, enum markdown_dialect dialect, struct diags *diags, size_t source,
                 struct blocks *blocks) {
    struct finder finder = {
        .arena = arena, .text = text, .diags = diags, .source = source, .blocks = blocks, .good = true};
    sg_str rest = str_skip(text, str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0), line_end;
    finder.markdown.dialect = dialect;
    for (bool more = true; more && rest.len;) {
        size_t start = text.len - rest.len;
        sg_str line = markdown_next(&rest, &line_end);
        more = read_line(&finder, line, line_end, start);
    }
    if (finder.open && finder.good)
        diag_add(diags, DIAG_BLOCK_OPEN, source, finder.open->at, marker_end(finder.open->form));
    return finder.good && !finder.open;
}

/* ---- filling ---- */

static void put_line(const struct block *block, sg_str line, struct buf *out) {
    sg_str prefix = block->prefix;
    while (!line.len && prefix.len && prefix.ptr[prefix.len - 1] != '>') prefix.len--;
    buf_put(out, prefix);
    buf_put(out, line);
    buf_put(out, block->line_end);
}

static void put_block(const struct block *block, sg_str content, struct buf *out) {
    put_line(block, STR(""), out);
    for (sg_str line; content.len;) {
        str_cut(content, '\n', &line, &content);
        put_line(block, line, out);
    }
    put_line(block, STR(""), out);
}

void blocks_fill(sg_str text, const struct blocks *blocks, const sg_str *contents, struct buf *out) {
    size_t done = 0;
    for (size_t i = 0; i < blocks->items.count; i++) {
        const struct block *block = &blocks->items.items[i];
        buf_put(out, str_slice(text, done, block->start));
        put_block(block, contents[i], out);
        done = block->end;
    }
    buf_put(out, str_skip(text, done));
}
