/* What goes from the front of a sentence, and whether what is left says anything of the stage. */
#include "annotate/comment.h"

#include "annotate/lexicon.h"
#include "base/utf8.h"

/* ---- words that say nothing here ---- */

/* Whether it is one of a list, in any case. */
static bool is_word(sg_str word, const char *list) {
    char lower[12];
    if (!word.len || word.len >= sizeof lower) return false;
    for (size_t i = 0; i < word.len; i++) lower[i] = ascii_lower(word.ptr[i]);
    return str_listed(list, (sg_str){lower, word.len});
}

enum { LONGEST_NAME = 200, FAR_ENOUGH = 2000, FEW = 16 }; /* what is longer is nothing that people read */

static bool has_word(sg_str text, sg_str word) {
    text = str_slice(text, 0, LONGEST_NAME);
    for (sg_str own; (own = word_next(&text)).len;)
        if (str_eq_nocase(own, word)) return true;
    return false;
}

/* Of the stage's name or title. */
static bool is_own(const struct subject *subject, sg_str word) {
    const sg_stage *stage = &subject->stage->public;
    return has_word(stage->name, word) || (stage->title_source != SG_FACT_NAME && has_word(stage->title, word));
}

static bool is_number(sg_str word) {
    size_t digits = 0;
    while (digits < word.len && ascii_digit(word.ptr[digits])) digits++;
    return digits == word.len;
}

static bool says_nothing(const struct subject *subject, sg_str word) {
    return word_tells(word) & TELLS_NOTHING || is_number(word) || is_own(subject, word) ||
           has_word(subject->stage->public.base, word);
}

bool sentence_is_empty(const struct subject *subject, sg_str sentence) {
    for (sg_str word; (word = word_next(&sentence)).len;)
        if (!says_nothing(subject, word)) return false;
    return true;
}

/* It names the stage by a word that not every stage has. */
static bool names_own(const struct subject *subject, sg_str text, unsigned common) {
    for (sg_str word; (word = word_next(&text)).len;)
        if (!(word_tells(word) & common) && !is_number(word) && is_own(subject, word)) return true;
    return false;
}

bool sentence_names(const struct subject *subject, sg_str sentence) {
    return names_own(subject, sentence, TELLS_NOTHING) && sentence_is_empty(subject, sentence);
}

/* Scripts without blanks between words: a word is no measure there. */
static bool has_ideographs(sg_str text) {
    while (text.len)
        if (rune_breaks_anywhere(utf8_next(&text))) return true;
    return false;
}

bool sentence_is_heading(const struct subject *subject, sg_str sentence) {
    size_t blanks = 0, telling = 0, verbs = 0, joints = 0;
    for (size_t i = 0; i < sentence.len; i++) blanks += sentence.ptr[i] == ' ' || sentence.ptr[i] == '\n';
    if (blanks > 2 || has_ideographs(sentence)) return false;
    bool led = false;
    sg_str rest = sentence;
    for (sg_str word; blanks && (word = word_next(&rest)).len;) {
        enum verb_form form;
        bool verb = verb_of(word, &form);
        led = led || (verb && word.ptr == sentence.ptr);
        verbs += verb;
        joints += is_word(word, "of for from");
        bool common = word_tells(word) & TELLS_NOTHING || is_number(word) || is_own(subject, word);
        telling += !common && !(verb && word.ptr == sentence.ptr);
    }
    return !(telling && (led || joints)) && !(verbs && telling > 1);
}

/* ---- other stages ---- */

static bool takes(const sg_doc *doc, size_t consumer, size_t source) {
    const struct stage *stage = &doc->stages.items[consumer];
    for (size_t i = 0; i < stage->edge_count; i++) {
        const sg_edge *edge = &doc->edges.items[stage->first_edge + i].public;
        if (edge->source_kind == SG_SOURCE_STAGE && edge->source_stage == source) return true;
    }
    return false;
}

static bool name_byte(char c) {
    return ascii_alnum(c) || c == '-' || c == '_' || c == '.';
}

/* The same comment stands above that stage: it was copied from there. */
static bool copied_from(const struct stage *other, sg_str prose) {
    sg_str line = str_slice(prose, 0, str_find(prose, '\n'));
    for (size_t i = 0; i < other->comment_line_count && i < FEW; i++)
        if (str_eq(other->comment_lines[i], line)) return true;
    return false;
}

/* A name may be a word of English: it calls a stage if it looks like a name, or what follows says so. */
static bool is_called(sg_str name, sg_str after, bool first) {
    for (size_t i = 1; i + 1 < name.len; i++)
        if (!ascii_alpha(name.ptr[i])) return true;
    bool colon = first && after.len && after.ptr[0] == ':';
    return colon || (is_word(word_next(&after), first ? "stage is" : "stage"));
}

bool speaks_of_another(const struct subject *subject, sg_str prose) {
    const sg_doc *doc = subject->doc;
    size_t self = subject->stage->public.index;
    prose = str_slice(prose, 0, FAR_ENOUGH);
    if (doc->stages.count < 2 || names_own(subject, prose, TELLS_NOTHING | TELLS_EVERYDAY)) return false;
    for (size_t at = 0, end; at < prose.len; at = end + 1) {
        for (end = at; end < prose.len && name_byte(prose.ptr[end]);) end++;
        sg_str name = str_slice(prose, at, end);
        while (name.len && !ascii_alnum(name.ptr[name.len - 1])) name.len--;
        const size_t *other = name.len > 1 ? map_get_nocase(&doc->stage_names, name) : NULL;
        if (!other || *other == self || word_tells(name) & (TELLS_NOTHING | TELLS_EVERYDAY)) continue;
        if (!is_called(name, str_skip(prose, at + name.len), !at) && !copied_from(&doc->stages.items[*other], prose))
            continue;
        if (!takes(doc, self, *other) && !takes(doc, *other, self)) return true;
    }
    return false;
}

/* ---- the front ---- */

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n';
}

/* "- x", "1. x", "[2/3] x", "(1) x", "#1: x" */
static sg_str without_counter(sg_str text) {
    static const sg_str bullets[] = {{"- ", 2},
                                     {"* ", 2},
                                     {"+ ", 2},
                                     {": ", 2},
                                     {"-- ", 3},
                                     {"-> ", 3},
                                     {"\xE2\x80\xA2 ", 4},
                                     {"\xE2\x80\x93 ", 4},
                                     {"\xE2\x80\x94 ", 4}};
    for (size_t i = 0; i < COUNT(bullets); i++)
        if (str_starts(text, bullets[i])) return str_trim(str_skip(text, bullets[i].len));
    size_t at = 0, digits = 0;
    bool open = text.len && strchr("([", text.ptr[0]);
    if (text.len && strchr("([#", text.ptr[0])) at++;
    for (; at < text.len && (ascii_digit(text.ptr[at]) || (digits && strchr("./", text.ptr[at]))); at++) digits++;
    if (!digits || at == text.len) return text;
    bool closed = open ? strchr(")]", text.ptr[at]) != NULL
                       : strchr("):", text.ptr[at]) != NULL || (is_blank(text.ptr[at]) && text.ptr[at - 1] == '.');
    sg_str rest = str_skip(text, at + 1);
    if (!closed || (!open && strchr("):", text.ptr[at]) && rest.len && !is_blank(rest.ptr[0]))) return text;
    return str_trim(rest);
}

/* Behind the first ": " or dash; len == 0 if there is none near. */
static sg_str behind_label(sg_str text, sg_str *label) {
    enum { LONGEST_LABEL = 48 };
    for (size_t i = 1; i < text.len && i < LONGEST_LABEL; i++) {
        bool last = i + 1 == text.len, wide = !last && is_blank(text.ptr[i + 1]);
        *label = str_slice(text, 0, i);
        if (text.ptr[i] == ':' && (last || wide)) return str_trim(str_skip(text, i + 1));
        if (!is_blank(text.ptr[i - 1])) continue;
        if (text.ptr[i] == '-' && wide) return str_trim(str_skip(text, i + 1));
        sg_str dash = str_slice(text, i, i + 4);
        if (str_eq(dash, STR("\xE2\x80\x93 ")) || str_eq(dash, STR("\xE2\x80\x94 ")))
            return str_trim(str_skip(text, i + 4));
    }
    return (sg_str){0};
}

sg_str sentence_uncounted(const struct subject *subject, sg_str text, bool *labelled) {
    enum { MOST = 4 };
    for (int i = 0; i < MOST; i++) {
        sg_str label, rest = without_counter(text);
        if (rest.len == text.len) {
            rest = behind_label(text, &label);
            if (!rest.len || !sentence_is_empty(subject, label)) break;
            if (labelled && names_own(subject, label, TELLS_NOTHING)) *labelled = true;
        }
        text = rest;
    }
    return text;
}

/* "stage", "image" and the like: what a sentence about the stage calls it. */
static bool is_noun(sg_str word) {
    return is_word(word, "stage image container target phase layer step");
}

/* Behind "This final stage", "The web-app image", "builder"; *named is false if nothing in it calls the stage. */
static sg_str behind_subject(const struct subject *subject, sg_str text, bool *named) {
    enum { MOST = 6 };
    sg_str rest = text;
    for (int i = 0; i < MOST; i++) {
        sg_str at = rest, word = word_next(&at);
        if (!word.len ||
            is_word(word,
                    "is for to used runs run builds build in that and of with on as using our we here an its itself"))
            if (!is_word(word, "an") && !(word.len && is_own(subject, word) && !i)) break;
        size_t gap = (size_t)(word.ptr - rest.ptr);
        if (gap > 1 || (gap && !strchr(" \n-_`'\".", rest.ptr[0]))) break;
        bool own = is_own(subject, word), noun = is_noun(word);
        if (!own && !noun && !(word_tells(word) & TELLS_NOTHING) && !is_number(word)) break;
        *named = *named || noun || (own && !is_word(word, "a an the this"));
        rest = at;
    }
    return rest;
}

/* What stands between a subject and what is told of it, and what must follow. */
enum link { LINK_NOUN, LINK_BASE, LINK_WILL, LINK_THIRD, LINK_GERUND };

static const struct {
    const char *text;
    enum link link;
} links[] = {{"is used to", LINK_BASE},
             {"can be used to", LINK_BASE},
             {"will be used to", LINK_BASE},
             {"used to", LINK_BASE},
             {"is to", LINK_BASE},
             {"is where we", LINK_BASE},
             {"where we", LINK_BASE},
             {"to", LINK_BASE},
             {"will", LINK_WILL},
             {"is responsible for", LINK_GERUND},
             {"responsible for", LINK_GERUND},
             {"is used for", LINK_GERUND},
             {"used for", LINK_GERUND},
             {"is for", LINK_GERUND},
             {"for", LINK_GERUND},
             {"that", LINK_THIRD},
             {"which", LINK_THIRD},
             {"is a", LINK_NOUN},
             {"is an", LINK_NOUN},
             {"is the", LINK_NOUN},
             {"is", LINK_NOUN},
             {"", LINK_THIRD}};

static bool starts_words(sg_str text, sg_str words) {
    return str_eq_nocase(str_slice(text, 0, words.len), words) &&
           (text.len == words.len || is_blank(text.ptr[words.len]));
}

/* The predicate behind a subject, as a sentence of its own; ptr == NULL if it makes none. */
static sg_str predicate(const struct subject *subject, sg_str text) {
    text = str_trim(text);
    for (size_t i = 0; i < COUNT(links); i++) {
        sg_str words = str_from(links[i].text);
        if (words.len && !starts_words(text, words)) continue;
        sg_str rest = str_trim(str_skip(text, words.len)), after = rest, word = word_next(&after);
        enum verb_form form;
        const struct lexeme *verb = verb_of(word, &form);
        if (word.ptr != rest.ptr || is_word(word, "not no also only now")) continue;
        if (links[i].link == LINK_NOUN) return rest;
        if (links[i].link == LINK_BASE && form == VERB_BASE) return rest;
        if (links[i].link == LINK_THIRD && form == VERB_THIRD) return rest;
        if ((links[i].link == LINK_GERUND && form == VERB_GERUND) || (links[i].link == LINK_WILL && form == VERB_BASE))
            return arena_join(subject->arena, verb_third(subject->arena, verb), after);
    }
    return (sg_str){0};
}

/* "In the final stage, we", "Here we" */
static sg_str behind_place(const struct subject *subject, sg_str text) {
    sg_str rest = text, word = word_next(&rest);
    bool named = is_word(word, "here");
    if (is_word(word, "in")) rest = behind_subject(subject, str_trim(rest), &named);
    else if (!named) rest = text;
    rest = str_trim(rest);
    if (rest.len && rest.ptr[0] == ',') rest = str_trim(str_skip(rest, 1));
    sg_str we = rest;
    if (is_word(word_next(&we), "we")) {
        enum verb_form form;
        sg_str after = we;
        verb_of(word_next(&after), &form);
        if (named || form == VERB_BASE) return str_trim(we);
    }
    return named && rest.len < text.len && is_word(word, "in") ? rest : text;
}

sg_str sentence_cleaned(const struct subject *subject, sg_str text, bool named, bool *labelled) {
    enum { MOST = 3 };
    text = sentence_uncounted(subject, text, labelled);
    text = behind_place(subject, text);
    for (int i = 0; i < MOST; i++) {
        bool called = named && !i;
        sg_str rest = starts_words(text, STR("this is")) ? str_skip(text, 5) : behind_subject(subject, text, &called);
        if (called && named && !i) {
            sg_str direct = predicate(subject, text); /* its name stands in front already */
            if (direct.ptr) rest = text;
        }
        if (!called && rest.ptr != text.ptr + 5) break;
        sg_str told = predicate(subject, rest);
        if (!told.ptr) break;
        text = told;
    }
    return sentence_uncounted(subject, text, labelled);
}

/* Whether it is what does something: "cargo-chef builds x". */
static bool is_doer(sg_str text) {
    enum verb_form form;
    size_t end = 0;
    if (verb_of(word_next(&(sg_str){text.ptr, text.len}), &form) && form == VERB_THIRD) return false;
    while (end < text.len && !is_blank(text.ptr[end])) end++;
    sg_str rest = str_skip(text, end);
    return verb_of(word_next(&rest), &form) && form == VERB_THIRD && rest.len;
}

/* A word of letters in lower case begins with a capital; names of programs, "x86", "go.mod" and "iOS" stay. */
sg_str capitalised(struct arena *arena, sg_str text) {
    size_t end = 0;
    while (end < text.len && !is_blank(text.ptr[end])) {
        char c = text.ptr[end++];
        if ((c >= 'A' && c <= 'Z') || ascii_digit(c) || c == '_' || c == '/' || c == '=') return text;
        if (c == '.' && end < text.len && ascii_alnum(text.ptr[end])) return text;
    }
    if (!text.len || ascii_upper(text.ptr[0]) == text.ptr[0] || is_doer(text)) return text;
    char first = ascii_upper(text.ptr[0]);
    return arena_join(arena, (sg_str){&first, 1}, str_skip(text, 1));
}
