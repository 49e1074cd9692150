/* Heredocs, positions of what was joined from several lines, and what an instruction remembers of its comments. */
#include "helper.h"

/* ---- which words open a heredoc, and what its body is ---- */

/* "name|expand|chomp|body" for each, separated by " & "; "! id" if the parser refuses the file. */
static const struct {
    const char *text, *heredocs;
} rows[] = {
    {"RUN <<EOF\na\nb\nEOF\nRUN c", "EOF|1|0|a\nb\n"},
    {"RUN <<EOF\nEOF", "EOF|1|0|"},
    {"RUN <<EOF\na\nEOF", "EOF|1|0|a\n"},
    {"RUN << EOF\na\nEOF", "EOF|1|0|a\n"},
    {"RUN <<'EOF'\n$a\nEOF", "EOF|0|0|$a\n"},
    {"RUN <<\"E\"OF\n$a\nEOF", "EOF|0|0|$a\n"},
    {"RUN <<-EOF\n\ta\n\t\tEOF\nRUN b", "EOF|1|1|\ta\n"},
    {"RUN <<EOF\n\tEOF\nEOF", "EOF|1|0|\tEOF\n"},
    {"RUN <<EOF\nEOF \nEOF", "EOF|1|0|EOF \n"},
    {"RUN <<EOF\r\na\r\nEOF\r\n", "EOF|1|0|a\r\n"},
    {"RUN 3<<EOF\na\nEOF", "EOF|1|0|a\n"},
    {"RUN cat <<A <<B\n1\nA\n2\nB", "A|1|0|1\n & B|1|0|2\n"},
    {"RUN cat <<A <<A\n1\nA\n2\nA", "A|1|0|1\n & A|1|0|2\n"},
    {"COPY <<a <<b /x/\n1\na\n2\nb", "a|1|0|1\n & b|1|0|2\n"},
    {"ADD <<a /x\n1\na", "a|1|0|1\n"},
    {"ONBUILD RUN <<EOF\na\nEOF", "EOF|1|0|a\n"},
    {"ONBUILD COPY <<EOF /x\na\nEOF", "EOF|1|0|a\n"},
    {"RUN <<EOF\n# no comment\nRUN \\\nEOF\nRUN b", "EOF|1|0|# no comment\nRUN \\\n"},
    {"RUN a \\\n <<EOF\nb\nEOF", "EOF|1|0|b\n"},
    {"RUN a # <<EOF\nb\nEOF", "EOF|1|0|b\n"}, /* the shell's comment opens one all the same */
    {"RUN echo 1 <<2\nb\n2", "2|1|0|b\n"},    /* so does a shift by two */
    {"RUN <<EOF cat\na\nEOF", "EOF|1|0|a\n"},
    {"RUN <<EO\\F\na\nEOF", "EOF|1|0|a\n"}, /* an escape is no quote */
    {"RUN <<$X\na\n$X", "$X|1|0|a\n"},
    {"RUN cat <<<EOF\nRUN b", ""},
    {"RUN cat <<<<EOF\nRUN b", ""},
    {"RUN a<<EOF\nRUN b", ""},
    {"RUN \"<<EOF\"\nRUN b", ""},
    {"RUN '<<EOF'\nRUN b", ""},
    {"RUN \\<<EOF\nRUN b", ""},
    {"RUN a <<\nRUN b", ""},
    {"RUN [\"<<EOF\"]\nRUN b", ""}, /* never in JSON form */
    {"CMD <<EOF\nRUN b", ""},
    {"ENV a <<EOF\nRUN b", ""},
    {"ONBUILD CMD <<EOF\nRUN b", ""},
    {"RUN it's <<EOF\nRUN b", ""}, /* a line that does not lex has none */
    {"RUN ${a[@]} <<EOF\nRUN b", ""},
    {"RUN ${a <<EOF\nRUN b", ""},
    {"RUN <<EOF\na", "! unterminated-heredoc"},
    {"RUN <<A <<B\nA\nb", "! unterminated-heredoc"},
    {"RUN <<-EOF\n EOF", "! unterminated-heredoc"},
};

static const char *heredocs_of(sg_doc *doc) {
    struct text out = {0};
    const struct instruction *instruction = &doc->file.items[1];
    for (size_t i = 0; i < instruction->heredoc_count; i++) {
        const struct heredoc *h = &instruction->heredocs[i];
        text_put(&doc->arena, &out,
                 arena_printf(&doc->arena, "%s%.*s|%d|%d|%.*s", i ? " & " : "", STR_ARG(h->name), h->expand, h->chomp,
                              STR_ARG(h->body)));
    }
    return arena_cstr(&doc->arena, text_str(&out));
}

static void heredoc_rows(void **state) {
    for (size_t i = 0; i < COUNT(rows); i++) {
        sg_str text = arena_printf(*state, "FROM x\n%s", rows[i].text);
        sg_doc *doc = document_of(text, "");
        if (rows[i].heredocs[0] == '!')
            assert_row(rows[i].text, doc->file.incomplete ? sg_diag_at(doc, 0)->id : "", rows[i].heredocs + 2);
        else assert_row(rows[i].text, heredocs_of(doc), rows[i].heredocs);
        sg_free(doc);
    }
}

/* Inside a heredoc a line that is too long only leaves it open. */
static void long_line_in_heredoc(void **state) {
    (void)state;
    struct buf text = {0};
    buf_text(&text, "FROM a\nRUN <<EOF\n");
    buf_fill(&text, 'x', 70000);
    buf_text(&text, "\nEOF\n");
    sg_doc *doc = document_of(buf_str(&text), "");
    bool open = false;
    for (size_t i = 0; i < sg_diag_count(doc); i++)
        open = open || strcmp(sg_diag_at(doc, i)->id, "unterminated-heredoc") == 0;
    assert_true(open);
    assert_int_equal(sg_worst(doc), SG_ERROR);
    sg_free(doc);
    buf_free(&text);
}

/* ---- lines ---- */

static const struct {
    const char *text;
    size_t index, line, end_line;
} spans[] = {
    {"FROM a\nRUN b", 1, 2, 2},
    {"\n\n# x\nFROM a", 0, 4, 4},
    {"FROM a\nRUN b \\\n# c\n\n d\nRUN e", 1, 2, 5},
    {"FROM a\nRUN b \\\n# c\n\n d\nRUN e", 2, 6, 6},
    {"FROM a\nRUN <<A <<B\n1\nA\n2\nB\nRUN c", 1, 2, 6},
    {"FROM a\nRUN <<A <<B\n1\nA\n2\nB\nRUN c", 2, 7, 7},
    {"FROM a\r\nRUN b\\\r\n c", 1, 2, 3},
};

static void span_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(spans); i++) {
        sg_doc *doc = document(spans[i].text, "");
        const sg_instruction *got = &doc->file.items[spans[i].index].public;
        if (got->line != spans[i].line || got->end_line != spans[i].end_line)
            fail_msg("%s: %zu to %zu", spans[i].text, got->line, got->end_line);
        sg_free(doc);
    }
}

/* A diagnostic about a word points at the word, on whatever line of the instruction it stands. */
static const struct {
    const char *text, *problems;
} positions[] = {
    {"FROM a\nEXPOSE \\\n  80 \\\n  x", "4:3 warning port"},
    {"FROM a\nEXPOSE 80 \\\n# comment\n\n\tx", "5:2 warning port"},
    {"  FROM a\n  EXPOSE 80 x", "2:13 warning port"},
    {"FROM a\r\nEXPOSE \\\r\n x", "3:2 warning port"},
    {"\xEF\xBB\xBF"
     "FROM $X",
     "1:9 warning base-blank"},
    {"FROM a\nCOPY --link=maybe a b", "2:6 error flag"},
    {"FROM a\nCOPY --link \\\n   --nope a b", "3:4 error flag"},
    {"FROM a\nONBUILD FROM b", "2:9 error onbuild-trigger"},
    {"FROM a\nENV a=b \\\n   c", "3:4 error missing-equals"},
    {"FROM a\nENV a=b d=${X", "2:11 warning expansion"},
    {"FROM a\nARG b c=${X", "2:9 warning expansion"},
    {"FROM a\nRUN <<E\nx", "2:1 error unterminated-heredoc"},
};

static void position_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(positions); i++) {
        sg_doc *doc = document(positions[i].text, "");
        assert_row(positions[i].text, all_problems(doc), positions[i].problems);
        sg_free(doc);
    }
}

/* ---- comments kept for an instruction ---- */

static const struct {
    const char *text, *comments; /* of the last instruction, separated by "|" */
} kept[] = {
    {"# a\n#b\n  # c\nFROM a", "a|b|# c"}, /* an indented one keeps its "#" */
    {"# a\n\n# b\nFROM a", "a|b"},         /* a blank line forgets nothing */
    {"# a\n#\n# b\nFROM a", "b"},          /* a bare one does */
    {"# a\n#  \t\n# b\nFROM a", "b"},       {"# syntax=x\n# a\nFROM a", "a"},
    {"# syntax=x\n# escape=`\nFROM a", ""}, {"# a\n# syntax=x\nFROM a", "a|syntax=x"},
    {"# a\nFROM a\n# b\nRUN c", "b"},       {"# a\nFROM a\nRUN b \\\n# c\n d\nRUN e", ""},
};

static void kept_comments(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(kept); i++) {
        sg_doc *doc = document(kept[i].text, "");
        struct text out = {0};
        const struct instruction *last = &doc->file.items[doc->file.count - 1];
        for (size_t c = 0; c < last->comment_count; c++) {
            if (c) text_put(&doc->arena, &out, STR("|"));
            text_put(&doc->arena, &out, last->comments[c]);
        }
        assert_row(kept[i].text, arena_cstr(&doc->arena, text_str(&out)), kept[i].comments);
        sg_free(doc);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heredoc_rows),  cmocka_unit_test(long_line_in_heredoc), cmocka_unit_test(span_rows),
        cmocka_unit_test(position_rows), cmocka_unit_test(kept_comments),
    };
    return cmocka_run_group_tests_name("heredoc", tests, arena_setup, arena_teardown);
}
