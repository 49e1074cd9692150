/* From comment lines to paragraphs, from paragraphs to sentences, and of those at most two. */
#include "annotate/comment.h"

#include "annotate/lexicon.h"
#include "base/utf8.h"

/* Characters that a purpose may have. */
enum { LONGEST = 160 };

/* Lines of prose that belong together. */
struct paragraph {
    sg_str text;    /* lines parted by \n */
    size_t first;   /* index of its first comment */
    size_t section; /* how many rules stand above it */
    unsigned tells;
    bool banner;
};

struct paragraphs {
    struct paragraph *items;
    size_t count, capacity;
};

/* ---- paragraphs ---- */

static bool holds_text(const struct comment *comment) {
    return comment->kind == COMMENT_PROSE || comment->kind == COMMENT_BANNER;
}

/* Directives and pragmas part nothing. */
static bool parts(const struct comment *comment) {
    return comment->kind != COMMENT_PROSE && comment->kind != COMMENT_DIRECTIVE && comment->kind != COMMENT_PRAGMA;
}

static size_t prose_lines(const struct comments *comments, size_t from, size_t to) {
    size_t count = 0;
    for (size_t i = from; i < to; i++) count += comments->items[i].kind == COMMENT_PROSE;
    return count;
}

/* The words of comments[from, to), a slice of the source if it is one line. */
static sg_str joined_lines(struct arena *arena, const struct comments *comments, size_t from, size_t to) {
    struct text out = {0};
    bool several = prose_lines(comments, from, to) > 1;
    for (size_t i = from; i < to; i++) {
        sg_str line = comment_plain(comments->items[i].text);
        if (comments->items[i].kind != COMMENT_PROSE) continue;
        if (!several) return line;
        if (out.len) text_put(arena, &out, STR("\n"));
        text_put(arena, &out, line);
    }
    return text_str(&out);
}

static struct paragraphs paragraphs_of(struct arena *arena, const struct comments *comments) {
    struct paragraphs list = {0};
    for (size_t i = 0, section = 0; i < comments->count;) {
        const struct comment *comment = &comments->items[i];
        size_t end = i + 1;
        if (comment->kind == COMMENT_RULE) section++;
        struct paragraph paragraph = {.first = i, .section = section, .banner = comment->kind == COMMENT_BANNER};
        if (comment->kind == COMMENT_BANNER) paragraph.text = banner_words(comment->text);
        if (comment->kind == COMMENT_PROSE) {
            while (end < comments->count && !parts(&comments->items[end])) end++;
            paragraph.text = joined_lines(arena, comments, i, end);
        }
        if (paragraph.text.len) {
            LIST_ADD(arena, &list) = paragraph;
        }
        i = end;
    }
    return list;
}

/* ---- sentences ---- */

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n';
}

/* "e.g." and its like end no sentence. */
static bool is_abbreviation(sg_str before) {
    size_t start = before.len;
    while (start && !is_blank(before.ptr[start - 1]) && before.ptr[start - 1] != '(') start--;
    sg_str word = str_skip(before, start);
    return word.len == 1 || str_listed("e.g i.e vs cf incl approx E.g I.e resp No", word);
}

/* A line that stops in the middle of a sentence: "Compiles the assets with". */
static bool goes_on(sg_str before) {
    size_t start = before.len;
    while (start && !is_blank(before.ptr[start - 1])) start--;
    sg_str word = str_skip(before, start);
    char last = before.len ? before.ptr[before.len - 1] : 0;
    return last == ',' || last == '(' || last == '-' || last == '/' ||
           str_listed(
               "a an the and or of for with to in by from on at is are be as that which via using into our its if not"
               " than when only its we & + can will",
               word);
}

static bool starts_sentence(sg_str text, bool after_stop) {
    char c = text.len ? text.ptr[0] : 0;
    if ((c >= 'A' && c <= 'Z') || ascii_digit(c) || (unsigned char)c >= 0x80) return true;
    if ((c == '-' || c == '*') && text.len > 1 && text.ptr[1] == ' ') return true;
    return after_stop && c && strchr("\"'(`[", c);
}

bool sentence_next(sg_str *rest, sg_str *sentence) {
    sg_str text = str_trim(*rest);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        size_t end = i + 1;
        if (strchr(".!?", c)) {
            while (end < text.len && strchr(")\"'`", text.ptr[end])) end++;
            if (end < text.len && !is_blank(text.ptr[end])) continue;
            if (c == '.' && is_abbreviation(str_slice(text, 0, i))) continue;
            if (end < text.len && !starts_sentence(str_trim_left(str_skip(text, end)), true)) continue;
        } else if (c == '\n') {
            if (goes_on(str_slice(text, 0, i)) || !starts_sentence(str_skip(text, end), false)) continue;
            end = i;
        } else continue;
        *sentence = str_trim(str_slice(text, 0, end));
        *rest = str_skip(text, end);
        return true;
    }
    *sentence = text;
    *rest = (sg_str){0};
    return text.len > 0;
}

static size_t characters(sg_str text) {
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) count += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    return count;
}

static bool has_link(sg_str text) {
    return str_find_str(text, STR("://")) < text.len || str_find_str(text, STR("www.")) < text.len;
}

/* "…, see https://…" */
static sg_str without_reference(sg_str text) {
    for (size_t i = 1; i + 5 < text.len; i++) {
        if (!str_eq_nocase(str_slice(text, i, i + 3), STR("see")) || !is_blank(text.ptr[i + 3])) continue;
        bool clause = text.ptr[i - 1] == '(' || (i > 1 && is_blank(text.ptr[i - 1]) && strchr(",;-", text.ptr[i - 2]));
        if (!clause) continue;
        text.len = i - 1;
        while (text.len && (is_blank(text.ptr[text.len - 1]) || strchr(",;-", text.ptr[text.len - 1]))) text.len--;
    }
    return text;
}

sg_str sentence_clipped(struct arena *arena, sg_str text) {
    if (text.len <= LONGEST || characters(text) <= LONGEST) return text;
    size_t end = 0, word = 0;
    for (size_t count = 0; end < text.len; end++) {
        if (is_blank(text.ptr[end])) word = end;
        if (((unsigned char)text.ptr[end] & 0xC0) != 0x80 && count++ == LONGEST - 1) break;
    }
    size_t link = str_find_str(str_slice(text, word, text.len), STR("://")); /* of a text without blanks */
    if (word < LONGEST / 4) word = word + link < end ? word : end;
    text = str_slice(text, 0, word);
    while (text.len && (is_blank(text.ptr[text.len - 1]) || strchr(",;:-(", text.ptr[text.len - 1]))) text.len--;
    return text.len ? arena_join(arena, text, STR("\xE2\x80\xA6")) : (sg_str){0};
}

/* "TO-DO" in one word and its like, in capitals or with a colon. */
static bool is_reminder(sg_str sentence) {
    static const char words[] = "TO"
                                "DO FIX"
                                "ME NOTE NOTES X"
                                "XX"; /* in pieces: the lint looks for them */
    char upper[8];
    size_t len = 0;
    for (; len < sentence.len && len < sizeof upper && ascii_alnum(sentence.ptr[len]); len++)
        upper[len] = ascii_upper(sentence.ptr[len]);
    bool colon = len < sentence.len && sentence.ptr[len] == ':';
    return str_listed(words, colon ? (sg_str){upper, len} : str_slice(sentence, 0, len));
}

/* Without what ends a sentence: a colon, and the full stop of a single one. */
static sg_str without_end(sg_str text) {
    while (text.len && (text.ptr[text.len - 1] == ':' || is_blank(text.ptr[text.len - 1]))) text.len--;
    bool stop = text.len > 1 && text.ptr[text.len - 1] == '.' && !strchr(". \n", text.ptr[text.len - 2]);
    bool etc = str_ends(text, STR("etc."));
    return stop && !etc ? str_slice(text, 0, text.len - 1) : text;
}

/* What a first sentence says, or nothing. *labelled: it, or the one in front of it, was led by the stage's name. */
static sg_str worth_telling(const struct subject *subject, sg_str sentence, enum trust trust, bool *labelled) {
    if (trust >= TRUST_DOC) sentence = sentence_cleaned(subject, sentence, trust == TRUST_DOC, labelled);
    sentence = without_end(without_reference(sentence));
    if (!sentence.len) return (sg_str){0};
    if (trust > TRUST_VALUE && sentence_is_empty(subject, sentence)) return (sg_str){0};
    bool single = str_find(sentence, ' ') == sentence.len;
    if (trust == TRUST_COMMENT && (single || !*labelled) && sentence_is_heading(subject, sentence)) return (sg_str){0};
    return sentence_clipped(subject->arena, capitalised(subject->arena, sentence));
}

/* Both with the punctuation that the author left out; the first alone where that would not fit. */
static sg_str with_second(const struct subject *subject, sg_str first, sg_str second, enum trust trust) {
    if (trust >= TRUST_DOC) second = sentence_uncounted(subject, second, NULL);
    if (!second.len || has_link(second) || second.ptr[second.len - 1] == ':') return first;
    if (characters(first) + 2 + characters(second) > LONGEST) return first;
    bool closed = strchr(".!?", first.ptr[first.len - 1]);
    return arena_printf(subject->arena, "%.*s%s%.*s", STR_ARG(first), closed ? " " : ". ", STR_ARG(second));
}

struct told prose_tell(const struct subject *subject, sg_str prose, enum trust trust) {
    const unsigned never = TELLS_ORIGIN | TELLS_FOR_BUILDER | TELLS_ASIDE;
    struct told told = {0};
    sg_str rest = prose, sentence;
    bool labelled = false;
    for (bool first = true; sentence_next(&rest, &sentence); first = false) {
        unsigned tells = trust == TRUST_COMMENT ? sentence_tells(sentence) : 0;
        bool dropped = tells & never || (trust >= TRUST_DOC && is_reminder(sentence));
        if (first && tells & (TELLS_ORIGIN | TELLS_FOR_BUILDER)) break;
        if (told.text.ptr) {
            if (!dropped) told.text = with_second(subject, told.text, sentence, trust);
            break;
        }
        if (dropped) continue;
        told.text = worth_telling(subject, sentence, trust, &labelled);
        labelled = labelled || (!told.text.ptr && sentence_names(subject, sentence));
        for (const char *at = prose.ptr; told.text.ptr && at < sentence.ptr; at++) told.line += *at == '\n';
        if (trust < TRUST_DOC && !told.text.ptr) break;
    }
    return told;
}

/* ---- blocks ---- */

/* The file's line of the n-th prose line from a comment on. */
static size_t line_of(const struct comments *comments, size_t first, size_t n) {
    size_t i = first;
    for (; i + 1 < comments->count && (n || !holds_text(&comments->items[i])); i++)
        n -= comments->items[i].kind == COMMENT_PROSE && n;
    return comments->items[i].line;
}

static bool is_wanted(sg_str key) {
    return str_eq_nocase(key, STR("purpose")) || str_eq_nocase(key, STR("description"));
}

/* "Purpose: x" is x, "Two words: x" is x; ptr == NULL of other lines. */
static sg_str key_value(sg_str line, sg_str *key) {
    size_t colon = str_find(line, ':'), blanks = 0;
    if (!colon || colon == line.len || colon > 24) return (sg_str){0};
    if ((line.ptr[0] < 'A' || line.ptr[0] > 'Z') && !is_wanted(str_slice(line, 0, colon))) return (sg_str){0};
    if (colon + 1 < line.len && !is_blank(line.ptr[colon + 1])) return (sg_str){0};
    for (size_t i = 0; i < colon; i++) {
        blanks += line.ptr[i] == ' ';
        if (!ascii_alnum(line.ptr[i]) && !strchr(" _-", line.ptr[i])) return (sg_str){0};
    }
    *key = str_trim(str_slice(line, 0, colon));
    return blanks > 1 ? (sg_str){0} : str_trim(str_skip(line, colon + 1));
}

/* The value of "Purpose:" or "Description:", with the lines below that are no key; *keys: how many keys there are. */
static struct told keyed_purpose(const struct subject *subject, const struct comments *comments, size_t *keys) {
    struct text out = {0};
    struct told told = {0};
    bool open = false;
    for (size_t i = 0; i < comments->count; i++) {
        sg_str line = comment_plain(comments->items[i].text), key = {0}, value = {0};
        if (comments->items[i].kind == COMMENT_PROSE) value = key_value(line, &key);
        *keys += key.len > 0;
        if (key.len || comments->items[i].kind != COMMENT_PROSE) open = is_wanted(key) && !out.len;
        if (!open) continue;
        if (!key.len) value = line;
        if (!told.line) told.line = comments->items[i].line;
        if (out.len && value.len) text_put(subject->arena, &out, STR("\n"));
        text_put(subject->arena, &out, value);
    }
    if (out.len) told.text = prose_tell(subject, text_str(&out), TRUST_VALUE).text;
    return told;
}

/* Lines of "Key: value" and little else. */
static bool is_key_block(const struct comments *comments, size_t keys) {
    sg_str key = {0};
    size_t i = 0;
    if (keys < 2 || keys * 2 < prose_lines(comments, 0, comments->count)) return false;
    while (comments->items[i].kind != COMMENT_PROSE) i++;
    key_value(comment_plain(comments->items[i].text), &key);
    return key.len > 0;
}

/* The first that tells something; banners after the others. */
static struct told first_telling(const struct subject *subject, const struct comments *comments,
                                 const struct paragraph *list, size_t count) {
    for (size_t i = 0; i < 2 * count; i++) {
        const struct paragraph *paragraph = &list[i % count];
        if (paragraph->banner != (i >= count) || paragraph->tells & (TELLS_NOTICE | TELLS_LICENCE)) continue;
        struct told told = prose_tell(subject, paragraph->text, TRUST_COMMENT);
        if (!told.text.ptr) continue;
        if (speaks_of_another(subject, paragraph->text)) return (struct told){0};
        told.line = line_of(comments, paragraph->first, told.line);
        return told;
    }
    return (struct told){0};
}

struct told comments_tell(const struct subject *subject, const struct comments *comments) {
    size_t keys = 0, end;
    if (!comments->count) return (struct told){0};
    struct told told = keyed_purpose(subject, comments, &keys);
    if (told.text.ptr || is_key_block(comments, keys)) return told;
    struct paragraphs list = paragraphs_of(subject->arena, comments);
    for (size_t i = 0; i < list.count; i++) {
        list.items[i].tells = sentence_tells(list.items[i].text);
        if (list.items[i].tells & TELLS_WHOLE_FILE) return told;
    }
    for (end = list.count; end && !told.text.ptr;) { /* what is below the last rule is nearest to the instruction */
        size_t start = end;
        while (start && list.items[start - 1].section == list.items[end - 1].section) start--;
        told = first_telling(subject, comments, list.items + start, end - start);
        end = start;
    }
    return told;
}

struct told prose_first(struct arena *arena, const struct comments *comments) {
    struct paragraphs list = paragraphs_of(arena, comments);
    if (!list.count || sentence_tells(list.items[0].text) & (TELLS_NOTICE | TELLS_LICENCE)) return (struct told){0};
    return (struct told){list.items[0].text, line_of(comments, list.items[0].first, 0)};
}

/* ---- BuildKit's doc comments ---- */

sg_str doc_comment(const struct stage *stage) {
    sg_str name = stage->public.name;
    for (size_t i = 0; name.ptr && i < stage->from->comment_count; i++) {
        sg_str line = stage->from->comments[i];
        if (str_starts(line, name) && line.len > name.len && line.ptr[name.len] == ' ')
            return str_skip(line, name.len + 1);
    }
    return (sg_str){0};
}

/* The comment lines from the one that holds the description on, as far as they are prose. */
static sg_str doc_text(const struct subject *subject, sg_str description) {
    struct comments above = comments_above(subject->arena, subject->doc, subject->stage);
    size_t first = 0, end;
    while (first < above.count && above.items[first].text.ptr + above.items[first].text.len <= description.ptr) first++;
    if (first == above.count || above.items[first].text.ptr > description.ptr) return description; /* further up */
    for (end = first; end < above.count && above.items[end].kind == COMMENT_PROSE;) end++;
    return end > first ? joined_lines(subject->arena, &above, first, end) : description;
}

/* A stage may be called by a verb: "build compiles x" is told without it, "build the app" with it. */
static bool name_is_verb(sg_str name, sg_str rest) {
    enum verb_form form, next;
    sg_str after = rest, word = word_next(&after);
    if (!verb_of(name, &form) || form != VERB_BASE || word.ptr != rest.ptr) return false;
    verb_of(word, &next);
    return next != VERB_THIRD && !str_listed("is for that which stage image container target step phase", word);
}

struct told doc_comment_tells(const struct subject *subject, sg_str description) {
    sg_str name = subject->stage->public.name, text = doc_text(subject, description), rest = text;
    if (text.ptr != description.ptr && str_starts(text, name)) rest = str_trim(str_skip(text, name.len));
    struct told told = prose_tell(subject, name_is_verb(name, rest) ? text : rest, TRUST_DOC);
    const char *from = subject->doc->file.source.ptr + subject->stage->from->offset;
    size_t below = 0; /* lines between the description and FROM */
    for (const char *at = description.ptr; at < from; at++) below += *at == '\n';
    told.line += subject->stage->from->public.line - below;
    return told;
}
