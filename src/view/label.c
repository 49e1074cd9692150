/* Text for labels: clean, wrapped by display width, cut. */
#include "view/label.h"

#include "base/utf8.h"

enum { AUTHOR_WIDTH = 40, DIGEST_DIGITS = 7 };

static bool is_emoji(uint32_t rune) {
    return rune == 0xFE0F || (rune >= 0x2190 && rune <= 0x2BFF) || (rune >= 0x1F000 && rune <= 0x1FAFF);
}

/* Moves past the next character: a blank for a control, 0 for what is not seen and so not drawn. A joiner stays between two
 * emoji, of which it makes one. */
static uint32_t next_shown(sg_str *text, uint32_t before) {
    enum { JOINER = 0x200D };
    uint32_t rune = utf8_next(text);
    if (rune < 0x20 || (rune >= 0x7F && rune < 0xA0) || rune == 0x2028 || rune == 0x2029) return ' ';
    if (rune_is_bidi_control(rune)) return ' ';
    sg_str rest = *text;
    if (rune == JOINER && is_emoji(before) && rest.len && is_emoji(utf8_next(&rest))) return rune;
    return rune_is_invisible(rune) ? 0 : rune;
}

/* Most texts need nothing: printable ASCII, no blanks around it. */
static bool is_plain(sg_str text, bool one_blank) {
    char before = ' ';
    for (size_t i = 0; i < text.len; before = text.ptr[i++])
        if (text.ptr[i] < 0x20 || text.ptr[i] > 0x7E || (text.ptr[i] == ' ' && before == ' ' && (one_blank || !i)))
            return false;
    return before != ' ' || !text.len;
}

sg_str label_clean(struct arena *arena, sg_str text) {
    if (is_plain(text, false)) return text;
    bool clean = true;
    uint32_t rune = 0;
    for (sg_str rest = text; rest.len && clean;) {
        sg_str before = rest, plain = rest;
        rune = next_shown(&rest, rune);
        clean = utf8_next(&plain) == rune && !(rune == RUNE_INVALID && before.len - rest.len == 1);
    }
    if (clean) return str_trim(text);
    struct text out = {0};
    for (rune = 0; text.len;)
        if ((rune = next_shown(&text, rune))) text_rune(arena, &out, rune);
    return str_trim(text_str(&out));
}

static void add(struct arena *arena, struct label_lines *lines, sg_str line) {
    line = label_clean(arena, line);
    if (line.len) LIST_ADD(arena, lines) = line;
}

static bool keeps_breaks(struct arena *arena, sg_str text) {
    sg_str line;
    bool several = str_has(text, '\n');
    for (bool more = several; more;) {
        more = str_cut(text, '\n', &line, &text);
        line = label_clean(arena, line);
        if (!line.len || str_width(line) > AUTHOR_WIDTH) return false;
    }
    return several;
}

/* The next piece that must not be broken: a word, or one character of a script that breaks anywhere. */
static sg_str next_piece(sg_str text) {
    sg_str rest = text;
    while (rest.len) {
        sg_str before = rest;
        uint32_t rune = utf8_next(&rest);
        bool anywhere = rune_breaks_anywhere(rune);
        if (rune == ' ' || (anywhere && before.len < text.len)) return str_slice(text, 0, text.len - before.len);
        if (!anywhere) continue;
        while (rest.len) { /* marks and punctuation stay with it */
            sg_str mark = rest;
            uint32_t next = utf8_next(&mark);
            if (next == ' ' || rune_breaks_anywhere(next) || (next < 0x80 && ascii_alnum((char)next))) break;
            rest = mark;
        }
        return str_slice(text, 0, text.len - rest.len);
    }
    return text;
}

/* "of" alone on a line, as a long name behind it makes it: the word before it comes down to it. */
static sg_str joined_by_word(struct label_lines *lines, sg_str line, size_t width) {
    enum { SMALL = 3 };
    sg_str *above = lines->count ? &lines->items[lines->count - 1] : NULL;
    if (!above || line.len > SMALL || above->ptr + above->len + 1 != line.ptr) return line;
    for (size_t i = 0; i < line.len; i++)
        if (!ascii_alpha(line.ptr[i])) return line;
    size_t start = above->len;
    while (start && above->ptr[start - 1] != ' ') start--;
    sg_str longer = {above->ptr + start, above->len - start + 1 + line.len};
    if (start < 2 || str_width(longer) > width) return line;
    above->len = start - 1;
    return longer;
}

static void add_flowing(struct arena *arena, sg_str text, size_t width, struct label_lines *lines) {
    sg_str line = str_slice(text, 0, 0);
    while (text.len) {
        sg_str blank = text;
        while (text.len && text.ptr[0] == ' ') text = str_skip(text, 1);
        sg_str piece = next_piece(text);
        size_t gap = (size_t)(text.ptr - blank.ptr) > 0 && line.len ? 1 : 0;
        if (line.len && str_width(line) + gap + str_width(piece) > width) {
            add(arena, lines, joined_by_word(lines, line, width));
            line = piece;
        } else {
            line = line.len ? (sg_str){line.ptr, (size_t)(piece.ptr + piece.len - line.ptr)} : piece;
        }
        text = str_skip(text, piece.len);
    }
    add(arena, lines, line);
}

/* Runs of white space become one space, so that widths add up. */
sg_str label_one_line(struct arena *arena, sg_str text) {
    if (is_plain(text, true)) return text;
    struct text out = {0};
    bool gap = false;
    for (uint32_t rune = 0; text.len;) {
        rune = next_shown(&text, rune);
        if (!rune) continue;
        if (rune == ' ' || (rune_is_space(rune) && rune != 0xA0 && rune != 0x202F)) {
            gap = out.len > 0;
            continue;
        }
        if (gap) text_put(arena, &out, STR(" "));
        gap = false;
        text_rune(arena, &out, rune);
    }
    return text_str(&out);
}

void label_flow(struct arena *arena, sg_str text, size_t width, struct label_lines *lines) {
    add_flowing(arena, label_one_line(arena, text), width, lines);
}

void label_wrap(struct arena *arena, sg_str text, size_t width, struct label_lines *lines) {
    if (!keeps_breaks(arena, text)) {
        label_flow(arena, text, width, lines);
        return;
    }
    sg_str line;
    for (bool more = true; more;) {
        more = str_cut(text, '\n', &line, &text);
        add(arena, lines, line);
    }
}

/* The longest start of text that fits; with from_end, the longest end. */
static sg_str fitting(sg_str text, size_t width, bool from_end) {
    size_t total = str_width(text), at = 0;
    sg_str rest = text;
    size_t used = 0;
    while (rest.len) {
        sg_str before = rest;
        used += (size_t)rune_width(utf8_next(&rest));
        if (from_end ? total - used <= width : used > width) {
            at = text.len - (from_end ? rest.len : before.len);
            break;
        }
        at = text.len - rest.len;
    }
    return from_end ? str_skip(text, at) : str_slice(text, 0, at);
}

sg_str label_end(struct arena *arena, sg_str text, size_t width) {
    if (str_width(text) <= width) return text;
    return arena_join(arena, str_trim(fitting(text, width - 1, false)), STR("\xE2\x80\xA6"));
}

static sg_str cut_middle(struct arena *arena, sg_str text, size_t width, size_t tail) {
    if (str_width(text) <= width) return text;
    sg_str head = arena_join(arena, fitting(text, width - 1 - tail, false), STR("\xE2\x80\xA6"));
    return arena_join(arena, head, fitting(text, tail, true));
}

sg_str label_middle(struct arena *arena, sg_str text, size_t width) {
    return cut_middle(arena, text, width, (width - 1) / 3);
}

/* "alpine@sha256:0123456…" */
static sg_str short_digest(struct arena *arena, sg_str text) {
    static const sg_str mark = {"@sha256:", 8};
    size_t end = str_find_str(text, mark) + mark.len, digits = 0;
    while (end + digits < text.len && ascii_alnum(text.ptr[end + digits])) digits++;
    if (digits <= DIGEST_DIGITS) return text;
    return arena_join(arena, str_slice(text, 0, end + DIGEST_DIGITS), STR("\xE2\x80\xA6"));
}

/* "github.com/…/runc.git": the first part of a path and as much of its end as fits; empty if that is too little. */
static sg_str cut_path(struct arena *arena, sg_str text, size_t width) {
    size_t first = str_find(text, '/');
    sg_str start = arena_join(arena, str_slice(text, 0, first), STR("/\xE2\x80\xA6")), end = str_skip(text, first + 1);
    while (end.len) {
        end = str_skip(end, str_find(end, '/'));
        if (end.len > 1 && str_width(start) + str_width(end) <= width) return arena_join(arena, start, end);
        end = str_skip(end, 1);
    }
    return end;
}

sg_str label_reference(struct arena *arena, sg_str text, size_t width) {
    text = label_clean(arena, text);
    if (str_starts(text, STR("https://")) && text.len > 8) text = str_skip(text, 8);
    text = short_digest(arena, text);
    if (str_width(text) <= width) return text;
    text = str_slice(text, 0, str_find(text, '?'));
    sg_str marked = arena_join(arena, text, STR("?\xE2\x80\xA6"));
    if (str_width(text) <= width) return str_width(marked) <= width ? marked : text;
    sg_str path = cut_path(arena, text, width);
    return path.len ? path : cut_middle(arena, text, width, width * 2 / 3);
}

sg_str label_limit(struct arena *arena, sg_str text, size_t most) {
    size_t count = 0;
    for (sg_str rest = text; rest.len; count++) {
        if (count + 1 == most && rest.len > 1) {
            sg_str after = rest;
            utf8_next(&after);
            if (after.len) return arena_join(arena, str_slice(text, 0, text.len - rest.len), STR("\xE2\x80\xA6"));
        }
        utf8_next(&rest);
    }
    return text;
}
