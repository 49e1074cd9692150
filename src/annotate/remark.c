/* Comments inside a stage: an imperative directly above an instruction may say what that does. */
#include "annotate/deed.h"

#include "annotate/annotate.h"
#include "annotate/lexicon.h"

/* What may stand between a comment and the instruction that it tells of. */
static bool is_between(enum keyword keyword) {
    return keyword == KEYWORD_ENV || keyword == KEYWORD_ARG || keyword == KEYWORD_WORKDIR;
}

static bool has_prose(const struct comments *comments) {
    for (size_t i = 0; i < comments->count; i++)
        if (comments->items[i].kind == COMMENT_PROSE || comments->items[i].kind == COMMENT_BANNER) return true;
    return false;
}

/* The nearest comment that has words, no blank line between it and the instruction. */
static struct comments nearest(const struct guess *guess, const struct stage *stage,
                               const struct instruction *instruction) {
    enum { MOST = 16 };
    struct comments none = {0};
    for (size_t i = 0; i < MOST && instruction >= stage->instructions; i++) {
        const struct instruction *above = instruction == stage->instructions ? stage->from : instruction - 1;
        bool touches = above->public.end_line + 1 == instruction->public.line;
        if (instruction->comment_count) {
            struct comments comments = comments_touching(guess->arena, guess->doc, instruction, above->public.end_line);
            if (has_prose(&comments)) return comments;
            touches = above->public.end_line + 1 + comments.count == instruction->public.line;
        }
        if (!touches || !is_between(above->keyword)) return none;
        instruction = above;
    }
    return none;
}

/* What every stage has: "the dependencies", "all required packages". */
static bool is_generic(sg_str word) {
    static const char *const words[] = {"dependencies", "dependency",   "deps",      "packages", "package",
                                        "modules",      "requirements", "libraries", "libs",     "tools",
                                        "system",       "necessary",    "all",       "some",     "other",
                                        "files",        "up",           "then",      "stuff",    "things",
                                        "additional",   "extra",        "common",    "basic",    "various"};
    if (word_tells(word) & TELLS_NOTHING) return true;
    for (size_t i = 0; i < COUNT(words); i++)
        if (str_eq_nocase(word, str_from(words[i]))) return true;
    return false;
}

/* libfoo2, foo_bar, pkg/foo, fooBar: no word of English. */
static bool is_identifier(sg_str word) {
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        if (c == '_' || c == '/' || (ascii_digit(c) && i)) return true;
        if (i && c >= 'A' && c <= 'Z' && word.ptr[i - 1] >= 'a' && word.ptr[i - 1] <= 'z') return true;
    }
    return false;
}

static bool holds_nocase(sg_str text, sg_str part) {
    for (size_t i = 0; i + part.len <= text.len; i++)
        if (str_eq_nocase(str_slice(text, i, i + part.len), part)) return true;
    return false;
}

/* A thing that is not the product, by a name of its own. */
static bool names_another(sg_str object, sg_str product) {
    for (size_t at = 0, end; product.len && at < object.len; at = end + 1) {
        for (end = at; end < object.len && object.ptr[end] != ' ' && object.ptr[end] != '\n';) end++;
        sg_str word = str_slice(object, at, end);
        while (word.len && !ascii_alnum(word.ptr[word.len - 1])) word.len--;
        while (word.len && !ascii_alnum(word.ptr[0])) word = str_skip(word, 1);
        if (is_identifier(word) && !holds_nocase(word, product) && !holds_nocase(product, word)) return true;
    }
    return false;
}

/* Something is named that not every stage has; "Build the app" is enough where nothing better is known. */
static bool has_object(sg_str object, enum deed_kind kind, sg_str product) {
    bool makes = kind <= DEED_GENERATE || kind == DEED_SCRIPT || kind == DEED_TEST || kind == DEED_LINT;
    size_t words = 0, telling = 0;
    sg_str rest = object;
    for (sg_str word; (word = word_next(&rest)).len; words++) telling += !is_generic(word);
    return words && (telling || (makes && !product.len && words > 1));
}

/* "Finally, build x" */
static sg_str behind_adverb(sg_str text) {
    static const char *const adverbs[] = {"finally", "then", "next", "now", "and", "also"};
    sg_str rest = text, word = word_next(&rest);
    if (rest.len && rest.ptr[0] == ',') rest = str_skip(rest, 1);
    for (size_t i = 0; i < COUNT(adverbs); i++)
        if (str_eq_nocase(word, str_from(adverbs[i]))) return str_trim_ascii(rest);
    return text;
}

static bool tells_deed(const struct subject *subject, sg_str sentence, enum deed_kind kind, sg_str product) {
    const unsigned never = TELLS_REASON | TELLS_ASIDE | TELLS_NOTICE | TELLS_LICENCE | TELLS_ORIGIN | TELLS_WHOLE_FILE;
    enum verb_form form;
    sg_str object = sentence;
    const struct lexeme *verb = verb_of(word_next(&object), &form);
    if (!verb || form != VERB_BASE || !(verb->anywhere >> kind & 1) || !object.len || object.ptr[0] != ' ')
        return false;
    if (str_find_str(object, STR("://")) < object.len || str_find(object, '?') < object.len) return false;
    if (sentence_tells(sentence) & never || names_another(object, product)) return false;
    return has_object(object, kind, product) && !speaks_of_another(subject, sentence);
}

struct phrase remark_above(const struct guess *guess, const struct stage *stage, const struct instruction *instruction,
                           enum deed_kind kind, sg_str product) {
    struct subject subject = {guess->doc, stage, guess->arena};
    struct comments comments = nearest(guess, stage, instruction);
    if (!comments.count) return (struct phrase){0};
    struct told prose = prose_first(guess->arena, &comments);
    sg_str rest = prose.text, sentence;
    if (!prose.text.ptr || !sentence_next(&rest, &sentence)) return (struct phrase){0};
    sentence = behind_adverb(sentence_uncounted(&subject, sentence, NULL));
    while (sentence.len && strchr(".:!", sentence.ptr[sentence.len - 1])) sentence.len--;
    if (!tells_deed(&subject, sentence, kind, product)) return (struct phrase){0};
    sg_str text = sentence_clipped(guess->arena, capitalised(guess->arena, sentence));
    return (struct phrase){text, STR("comment above the instruction"), prose.line};
}
