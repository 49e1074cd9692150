/* Titles and purposes: each fact from the best source that has it (docs/annotations.md). */
#include "annotate/annotate.h"

#include "annotate/alternatives.h"
#include "annotate/lexicon.h"
#include "annotate/name.h"

/* A label that counts: its last value. */
struct label {
    sg_str key, value; /* ptr == NULL: there is none */
};

/* "org.opencontainers.image.description" and the like, such as io.k8s.description and Summary. */
static bool is_description(sg_str key) {
    size_t dot = key.len;
    while (dot && key.ptr[dot - 1] != '.') dot--;
    sg_str last = str_skip(key, dot);
    return str_eq_nocase(last, STR("description")) || str_eq_nocase(last, STR("summary"));
}

/* Labels pass on by FROM and describe the image, so they count only where they are set, and only for a final image. */
static struct label own_label(const struct stage *stage, const char *key) {
    for (size_t i = stage->label_count; stage->public.is_final && i-- > 0;)
        if (str_eq(stage->label_keys[i], str_from(key)) && stage->label_values[i].len)
            return (struct label){stage->label_keys[i], stage->label_values[i]};
    return (struct label){0};
}

static struct label description_label(const struct stage *stage) {
    struct label label = own_label(stage, "org.opencontainers.image.description");
    for (size_t i = stage->label_count; stage->public.is_final && !label.key.ptr && i-- > 0;)
        if (is_description(stage->label_keys[i]) && stage->label_values[i].len)
            label = (struct label){stage->label_keys[i], stage->label_values[i]};
    return label;
}

/* The line of the last LABEL with that key; 0 if no word is that key: it has variables. */
static size_t label_line(const struct stage *stage, sg_str key) {
    for (size_t i = stage->public.instruction_count; i-- > 0;) {
        const struct instruction *instruction = &stage->instructions[i];
        if (instruction->keyword != KEYWORD_LABEL) continue;
        for (size_t w = 0; w < instruction->args.count; w += 3)
            if (str_eq(instruction->args.items[w].text, key)) return instruction->public.line;
    }
    return 0;
}

static sg_str label_rule(sg_doc *doc, sg_str key) {
    return arena_printf(&doc->arena, "label %.*s", STR_ARG(key));
}

/* "Converts maps to tiles." is no title: it ends like a sentence, or most of its words are small. */
static bool is_sentence(sg_str title) {
    size_t words = 0, small = 0;
    bool stop = title.len && title.ptr[title.len - 1] == '.';
    for (sg_str rest = title, word; (word = word_next(&rest)).len; words++)
        small += words && word.ptr[0] >= 'a' && word.ptr[0] <= 'z' && !(word_tells(word) & TELLS_NOTHING);
    return words >= 3 && (stop || (words >= 4 && small >= 2 && 2 * small >= words - 2) || words > 8);
}

static sg_str declared_rule(sg_fact_source source) {
    return source == SG_FACT_DIRECTIVE ? STR("directive") : STR("annotations file");
}

static void set_title(sg_doc *doc, struct stage *stage, const struct declared *declared,
                      const struct spellings *spellings) {
    sg_stage *public = &stage->public;
    struct label label = own_label(stage, "org.opencontainers.image.title");
    if (declared->title.text.ptr) {
        public->title = declared->title.text;
        public->title_source = declared->title.source;
        public->title_line = declared->title.line;
        public->title_rule = declared_rule(declared->title.source);
    } else if (label.key.ptr && !is_sentence(label.value)) {
        public->title = label.value;
        public->title_source = SG_FACT_LABEL;
        public->title_line = label_line(stage, label.key);
        public->title_rule = label_rule(doc, label.key);
    } else {
        title_by_name(doc, stage, spellings);
    }
}

static bool purpose_is(sg_doc *doc, sg_stage *stage, struct told told, sg_fact_source source, sg_str rule) {
    if (!told.text.ptr) return false;
    stage->purpose = arena_copy(&doc->arena, told.text);
    stage->purpose_source = source;
    stage->purpose_line = told.line;
    stage->purpose_rule = rule;
    return true;
}

static bool label_tells(const struct subject *subject, struct label label, struct told *told) {
    if (!label.key.ptr) return false;
    *told = prose_tell(subject, label.value, TRUST_LABEL);
    told->line = label_line(subject->stage, label.key);
    return told->text.ptr;
}

/* The first source that has something to say. */
static void set_purpose(sg_doc *doc, struct arena *temp, struct stage *stage, const struct declared *declared,
                        struct comments comments) {
    sg_stage *public = &stage->public;
    struct subject subject = {doc, stage, temp};
    const struct fact *said = &declared->purpose;
    struct told told = {said->text, said->line};
    public->description = doc_comment(stage);
    if (purpose_is(doc, public, told, said->source, declared_rule(said->source))) return;
    if (public->description.ptr && purpose_is(doc, public, doc_comment_tells(&subject, public->description),
                                              SG_FACT_DOC_COMMENT, STR("doc comment")))
        return;
    struct label label = description_label(stage), title = own_label(stage, "org.opencontainers.image.title");
    if (public->title_source == SG_FACT_LABEL || !is_sentence(title.value)) title = (struct label){0};
    if (label_tells(&subject, label, &told) || label_tells(&subject, label = title, &told)) {
        purpose_is(doc, public, told, SG_FACT_LABEL, label_rule(doc, label.key));
        return;
    }
    comments = comments_shared(temp, doc, stage, comments);
    purpose_is(doc, public, comments_tell(&subject, &comments), SG_FACT_COMMENT, STR("comment block above FROM"));
}

static void keep_lines(sg_doc *doc, struct stage *stage, const struct comments *comments) {
    sg_str *lines = arena_array(&doc->arena, sg_str, comments->count);
    for (size_t i = 0; i < comments->count; i++) lines[i] = comments->items[i].text;
    stage->comment_lines = lines;
    stage->comment_line_count = comments->count;
}

sg_status annotate(sg_doc *doc) {
    struct arena *temp = arena_child(&doc->arena);
    struct declared *declared = arena_array(temp, struct declared, doc->stages.count);
    struct sidecar sidecar = {0};
    for (size_t s = 0; s < doc->stages.count; s++) declared[s].size.bytes = -1;
    annotate_ids(temp, doc);
    struct spellings spellings = spellings_of(temp, doc);
    sg_status status = sidecar_read(doc, declared, &sidecar); /* first, so that directives replace what it says */
    for (size_t s = 0; s < doc->stages.count; s++) {
        struct stage *stage = &doc->stages.items[s];
        struct comments comments = comments_above(temp, doc, stage);
        for (size_t i = 0; i < comments.count; i++)
            if (comments.items[i].kind == COMMENT_DIRECTIVE)
                directive_read(doc, directive_text(comments.items[i].text), comments.items[i].line, &declared[s]);
        keep_lines(doc, stage, &comments);
        set_title(doc, stage, &declared[s], &spellings);
        set_purpose(doc, temp, stage, &declared[s], comments);
        stage->stated_size = declared[s].size;
    }
    const struct alternatives *alternatives = alternatives_of(temp, doc);
    guess_purposes(temp, doc, alternatives);
    directives_check(temp, doc);
    annotate_groups(temp, doc, alternatives, declared, &spellings);
    sidecar_title_groups(doc, &sidecar);
    arena_free(temp);
    return status;
}
