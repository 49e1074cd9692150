/* Titles and purposes: each fact from the best source that has it (design: annotation). */
#include "annotate/annotate.h"

static void set_title(sg_doc *doc, sg_stage *stage, const struct declared *declared) {
    struct arena *arena = &doc->arena;
    stage->title_source = SG_FACT_NAME;
    if (declared->title.ptr) {
        stage->title = declared->title;
        stage->title_source = SG_FACT_DIRECTIVE;
    } else if (stage->name.ptr) {
        stage->title = readable_name(arena, stage->name);
    } else {
        bool final = stage->index + 1 == doc->stages.count;
        stage->title = final ? STR("Final image") : arena_printf(arena, "Stage %zu", stage->index);
    }
}

static void set_purpose(sg_doc *doc, struct stage *stage, const struct declared *declared,
                        const struct comments *comments) {
    sg_stage *public = &stage->public;
    public->description = doc_comment(stage);
    sg_str prose = comment_purpose(&doc->arena, comments_prose(&doc->arena, comments), public);
    if (declared->purpose.ptr) {
        public->purpose = declared->purpose;
        public->purpose_source = SG_FACT_DIRECTIVE;
    } else if (public->description.ptr) {
        public->purpose = doc_comment_purpose(doc, stage, public->description);
        public->purpose_source = SG_FACT_DOC_COMMENT;
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

void annotate(sg_doc *doc) {
    struct declared *declared = arena_array(&doc->arena, struct declared, doc->stages.count);
    annotate_ids(doc);
    for (size_t s = 0; s < doc->stages.count; s++) {
        struct stage *stage = &doc->stages.items[s];
        struct comments comments = comments_above(doc, stage);
        declared[s].size = -1;
        for (size_t i = 0; i < comments.count; i++)
            if (comments.items[i].kind == COMMENT_DIRECTIVE)
                directive_read(doc, directive_text(comments.items[i].text), &declared[s]);
        keep_lines(doc, stage, &comments);
        set_title(doc, &stage->public, &declared[s]);
        set_purpose(doc, stage, &declared[s], &comments);
        if (declared[s].size >= 0) stage->public.size = (sg_size){declared[s].size, SG_SIZE_DECLARED};
    }
    directives_check(doc);
    annotate_groups(doc, declared);
}
