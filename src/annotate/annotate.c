/* Titles and purposes: each fact from the best source that has it (docs/annotations.md). */
#include "annotate/annotate.h"

#include "annotate/naming.h"

/* A label of the stage itself, its last value. Labels pass on by FROM and describe the image, so they count only where
 * they are set, and only for a final image. */
static sg_str own_label(const struct stage *stage, const char *key) {
    for (size_t i = stage->label_count; stage->public.is_final && i-- > 0;)
        if (str_eq(stage->label_keys[i], str_from(key)) && stage->label_values[i].len) return stage->label_values[i];
    return (sg_str){0};
}

static void set_title(sg_doc *doc, struct stage *stage, const struct declared *declared,
                      const struct spellings *spellings) {
    sg_stage *public = &stage->public;
    sg_str label = own_label(stage, "org.opencontainers.image.title");
    if (declared->title.text.ptr) {
        public->title = declared->title.text;
        public->title_source = declared->title.source;
    } else if (label.ptr) {
        public->title = label;
        public->title_source = SG_FACT_LABEL;
    } else {
        title_by_name(doc, stage, spellings);
    }
}

static void set_purpose(sg_doc *doc, struct stage *stage, const struct declared *declared,
                        const struct comments *comments) {
    sg_stage *public = &stage->public;
    public->description = doc_comment(stage);
    sg_str label = own_label(stage, "org.opencontainers.image.description");
    sg_str prose = comment_purpose(&doc->arena, comments_prose(&doc->arena, comments), public);
    if (declared->purpose.text.ptr) {
        public->purpose = declared->purpose.text;
        public->purpose_source = declared->purpose.source;
    } else if (public->description.ptr) {
        public->purpose = doc_comment_purpose(doc, stage, public->description);
        public->purpose_source = SG_FACT_DOC_COMMENT;
    } else if (label.ptr) {
        public->purpose = label;
        public->purpose_source = SG_FACT_LABEL;
    } else if (prose.ptr) {
        public->purpose = prose;
        public->purpose_source = SG_FACT_COMMENT;
    }
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
                directive_read(doc, directive_text(comments.items[i].text), &declared[s]);
        keep_lines(doc, stage, &comments);
        set_title(doc, stage, &declared[s], &spellings);
        set_purpose(doc, stage, &declared[s], &comments);
        stage->stated_size = declared[s].size;
    }
    guess_purposes(doc);
    directives_check(temp, doc);
    annotate_groups(temp, doc, declared, &spellings);
    sidecar_title_groups(doc, &sidecar);
    arena_free(temp);
    return status;
}
