/* Looks words up in phrases.def and verbs.def: by the first two letters, then one by one. */
#include "annotate/lexicon.h"

#include "annotate/deed.h"
#include "base/utf8.h"

static const struct lexeme phrases[] = {
#define NOTHING TELLS_NOTHING
#define EVERYDAY TELLS_EVERYDAY
#define NOTICE TELLS_NOTICE
#define LICENCE TELLS_LICENCE
#define WHOLE_FILE TELLS_WHOLE_FILE
#define ORIGIN TELLS_ORIGIN
#define FOR_BUILDER TELLS_FOR_BUILDER
#define ASIDE TELLS_ASIDE
#define REASON TELLS_REASON
#define PHRASE(text, anywhere, opening) {(text), (anywhere), (opening)},
#include "annotate/phrases.def"
};

static const struct lexeme verbs[] = {
#define BUILD 1u << DEED_BUILD
#define CHECK 1u << DEED_CHECK
#define COPY 1u << DEED_COPY
#define DEPENDENCIES 1u << DEED_DEPENDENCIES
#define FETCH 1u << DEED_FETCH
#define GENERATE 1u << DEED_GENERATE
#define LINT 1u << DEED_LINT
#define PACKAGE 1u << DEED_PACKAGE
#define PACKAGES 1u << DEED_PACKAGES
#define PREPARE 1u << DEED_PREPARE
#define SCRIPT 1u << DEED_SCRIPT
#define START 1u << DEED_START
#define TEST 1u << DEED_TEST
#define TOOL 1u << DEED_TOOL
#define WRITE 1u << DEED_WRITE
#define VERB(text, mask) {(text), (mask), 0},
#include "annotate/verbs.def"
};

struct first_byte {
    unsigned short row; /* the first of its rows, or of a later byte's */
    uint32_t seconds;   /* which bytes may come second: second_bit() */
};
#include "phrases.inc" /* scripts/lexicon-index */
#include "verbs.inc"

static uint32_t second_bit(sg_str text) {
    char c = text.len > 1 ? ascii_lower(text.ptr[1]) : 0;
    if (c >= 'a' && c <= 'z') return 2u << (c - 'a');
    return c == ' ' || c == '\n' ? 1u << 27 : 1u;
}

/* Where the rows begin that may be what a text starts with; count if there are none. */
static size_t first_row(const struct first_byte *by_first, size_t count, sg_str text) {
    unsigned char first = text.len ? (unsigned char)ascii_lower(text.ptr[0]) : 0;
    return first < 128 && by_first[first].seconds & second_bit(text) ? by_first[first].row : count;
}

sg_str word_next(sg_str *rest) {
    sg_str at = *rest, word = {0};
    while (at.len) {
        sg_str here = at;
        uint32_t rune = utf8_next(&at);
        bool inside = rune_is_letter(rune) || rune_is_digit(rune) || (word.ptr && rune == '\'');
        if (inside && !word.ptr) word.ptr = here.ptr;
        if (inside) continue;
        if (word.ptr) {
            at = here;
            break;
        }
    }
    if (word.ptr) word.len = (size_t)(at.ptr - word.ptr);
    *rest = at;
    return word;
}

/* How many bytes of text are the phrase; line breaks are blanks. */
static bool starts_with(sg_str text, const char *phrase, size_t *len) {
    size_t i = 0;
    for (; phrase[i]; i++) {
        char c = i < text.len ? ascii_lower(text.ptr[i]) : 0;
        if (c != phrase[i] && !(phrase[i] == ' ' && c == '\n')) return false;
    }
    *len = i;
    return true;
}

static bool in_word(char c) {
    return ascii_alnum(c) || c == '\'' || c == '_';
}

unsigned sentence_tells(sg_str sentence) {
    unsigned told = 0;
    bool inside = false; /* the byte in front is a part of a word */
    for (size_t at = 0; at < sentence.len; at++) {
        bool starts = !inside && ascii_alnum(sentence.ptr[at]);
        inside = in_word(sentence.ptr[at]);
        if (!starts) continue;
        char letter = ascii_lower(sentence.ptr[at]);
        sg_str rest = str_skip(sentence, at);
        unsigned char second = rest.len > 1 ? (unsigned char)ascii_lower(rest.ptr[1]) : 0;
        if (second == '\n') second = ' ';
        for (size_t i = first_row(phrases_by_first, COUNT(phrases), rest), len; i < COUNT(phrases); i++) {
            unsigned char next = (unsigned char)phrases[i].text[1];
            if (phrases[i].text[0] != letter || next > second) break;
            if (next && next != second) continue;
            unsigned tells = phrases[i].anywhere | (at ? 0 : phrases[i].opening);
            if (!tells || !starts_with(rest, phrases[i].text, &len)) continue;
            bool year = ascii_digit(phrases[i].text[len - 1]); /* "copyright 20" of "copyright 2024" */
            if (year || len == rest.len || !in_word(rest.ptr[len])) told |= tells;
        }
        bool number = ascii_digit(letter) && (str_find_str(str_slice(rest, 0, 9), STR("-stage")) < 4 ||
                                              str_find_str(str_slice(rest, 0, 10), STR(" stages")) < 4);
        if (number) told |= TELLS_WHOLE_FILE;
    }
    return told;
}

unsigned word_tells(sg_str word) {
    char letter = word.len ? ascii_lower(word.ptr[0]) : 0;
    for (size_t i = first_row(phrases_by_first, COUNT(phrases), word), len; i < COUNT(phrases); i++) {
        if (phrases[i].text[0] != letter) return 0;
        if (starts_with(word, phrases[i].text, &len) && len == word.len) return phrases[i].anywhere;
    }
    return 0;
}

/* What is put behind a verb: "ing" also takes the place of an e, and doubles a letter. */
static enum verb_form form_of(sg_str word, sg_str verb) {
    if (word.len < verb.len - 1) return VERB_NONE;
    size_t stem = verb.len - 1;
    char last = verb.ptr[stem];
    if (!str_eq_nocase(str_slice(word, 0, stem), str_slice(verb, 0, stem))) return VERB_NONE;
    sg_str end = str_skip(word, stem);
    if (last == 'e' && str_eq_nocase(end, STR("ing"))) return VERB_GERUND;
    if (last == 'y' && str_eq_nocase(end, STR("ies"))) return VERB_THIRD;
    if (!end.len || ascii_lower(end.ptr[0]) != last) return VERB_NONE;
    end = str_skip(end, 1);
    if (!end.len) return VERB_BASE;
    if (str_eq_nocase(end, STR("s")) || str_eq_nocase(end, STR("es"))) return VERB_THIRD;
    if (str_eq_nocase(end, STR("ing"))) return VERB_GERUND;
    return ascii_lower(end.ptr[0]) == last && str_eq_nocase(str_skip(end, 1), STR("ing")) ? VERB_GERUND : VERB_NONE;
}

const struct lexeme *verb_of(sg_str word, enum verb_form *form) {
    char letter = word.len ? ascii_lower(word.ptr[0]) : 0;
    *form = VERB_NONE;
    for (size_t i = first_row(verbs_by_first, COUNT(verbs), word); i < COUNT(verbs) && verbs[i].text[0] == letter; i++)
        if ((*form = form_of(word, str_from(verbs[i].text))) != VERB_NONE) return &verbs[i];
    return NULL;
}

sg_str verb_third(struct arena *arena, const struct lexeme *verb) {
    sg_str base = str_from(verb->text);
    char last = base.ptr[base.len - 1], before = base.ptr[base.len - 2];
    if (last == 'y' && !strchr("aeiou", before)) return arena_join(arena, str_slice(base, 0, base.len - 1), STR("ies"));
    bool hissing = strchr("sxz", last) || (last == 'h' && strchr("cs", before));
    return arena_join(arena, base, hissing ? STR("es") : STR("s"));
}
