/* Bytes → instructions, as the dump of BuildKit's parser has them: lines, directives, words, JSON. */
#include "helper.h"

/* What the dump of a file looks like; "! id" for a file that BuildKit's parser refuses. */
struct row {
    sg_str text;
    const char *dump;
};

static void check_dump(const struct row *row) {
    sg_doc *doc = document_of(row->text, "");
    const char *input = arena_cstr(&doc->arena, row->text);
    if (row->dump[0] == '!') {
        assert_row(input, sg_diag_count(doc) ? sg_diag_at(doc, 0)->id : "no error", row->dump + 2);
    } else {
        if (doc->file.incomplete) assert_row(input, first_problem(doc), "");
        sg_output out = rendered(doc, "sexp", "");
        assert_int_equal(out.len, strlen(out.data));
        out.data[out.len - 1] = '\0'; /* the newline behind the last instruction */
        assert_row(input, out.data, row->dump);
        sg_output_free(&out);
    }
    sg_free(doc);
}

#define RUN_ROWS(rows)                                                                                                 \
    (void)state;                                                                                                       \
    for (size_t i = 0; i < COUNT(rows); i++) check_dump(&(rows)[i])

/* ---- lines ---- */

static const struct row line_table[] = {
    {BYTES("FROM a"), "(from \"a\")"},
    {BYTES("FROM a\r\nRUN b\r\n"), "(from \"a\")\n(run \"b\")"},
    {BYTES("FROM a\r\r\r\n"), "(from \"a\")"},
    {BYTES("FROM a\rRUN b\n"), "(from \"a\" \"RUN\" \"b\")"}, /* a lone CR is a blank */
    {BYTES("\n \n\t\nFROM a\n\n"), "(from \"a\")"},
    {BYTES("\xEF\xBB\xBF"
           "FROM a"),
     "(from \"a\")"},
    {BYTES("FROM a\n\xEF\xBB\xBF"
           "RUN b"),
     "(from \"a\")\n(\xEF\xBB\xBFrun \"\")"},
    {BYTES("  \xC2\xA0 FROM\va\fAS\tb  "), "(from \"a\" \"AS\" \"b\")"},
    {BYTES("from a"), "(from \"a\")"},
    {BYTES("fRoM a"), "(from \"a\")"},
    {BYTES("FROM"), "(from)"},
    {BYTES("FOO bar"), "(foo \"\")"},
    {BYTES("RUN\xC2\xA0x"), "(run\xC2\xA0x \"\")"}, /* only ASCII blanks part the keyword */
    {BYTES("RUN a\0b \xFF"), "(run \"a\\x00b \\xff\")"},
    {BYTES("\\"), "(\"\")"},
    {BYTES("FROM a\n\\"), "(from \"a\")\n(\"\")"},
    {BYTES("FROM a\n\\\n"), "(from \"a\")\n(\"\")"},
};

static void lines(void **state) {
    RUN_ROWS(line_table);
}

/* ---- comments and directives ---- */

static const struct row comment_table[] = {
    {BYTES("# a\nFROM a # b"), "(from \"a\" \"#\" \"b\")"},
    {BYTES("  \t# a \\\nFROM a"), "(from \"a\")"},
    {BYTES("\xC2\xA0# a\nFROM a"), "(from \"a\")"},
    {BYTES("#\n#\nFROM a"), "(from \"a\")"},
    {BYTES("RUN a \\\n# comment\n  # comment \\\n b"), "(run \"a  b\")"},
    {BYTES("RUN a \\\n#no\n\n \t\n b"), "(run \"a  b\")"},
};

static void comments(void **state) {
    RUN_ROWS(comment_table);
}

static const struct row directive_table[] = {
    {BYTES("# escape=`\nRUN a `\n b\\"), "(run \"a  b\\\\\")"},
    {BYTES("#escape=`\nRUN a `\n b"), "(run \"a  b\")"},
    {BYTES("# ESCAPE = ` \nRUN a `\n b"), "(run \"a  b\")"},
    {BYTES("  # escape=`\nRUN a `\n b"), "(run \"a  b\")"}, /* leading blanks are accepted */
    {BYTES("\xEF\xBB\xBF# escape=`\r\nRUN a `\r\n b"), "(run \"a  b\")"},
    {BYTES("# syntax=x\n# check=skip=a\n# escape=`\nRUN a `\n b"), "(run \"a  b\")"},
    {BYTES("# escape=\\\nRUN a \\\n b"), "(run \"a  b\")"},
    {BYTES("\n# escape=`\nRUN a `"), "(run \"a `\")"},                   /* a blank line ends the directives */
    {BYTES("# hello\n# escape=`\nRUN a `"), "(run \"a `\")"},            /* so does another comment */
    {BYTES("# foo=bar\n# escape=`\nRUN a `"), "(run \"a `\")"},          /* and an unknown key */
    {BYTES("RUN x\n# escape=`\nRUN a `"), "(run \"x\")\n(run \"a `\")"}, /* and an instruction */
    {BYTES("#!/bin/x\n# escape=`\nRUN a `"), "(run \"a `\")"},
    {BYTES("## escape=`\nRUN a `"), "(run \"a `\")"},
    {BYTES("# escape=\nRUN a `"), "(run \"a `\")"},
    {BYTES("# escape=x\nRUN a"), "! escape-directive"},
    {BYTES("# escape=``\nRUN a"), "! escape-directive"},
    {BYTES("# escape=\\\n# escape=`\nRUN a"), "! duplicate-directive"},
    {BYTES("# syntax=a\n# Syntax=b\nRUN a"), "! duplicate-directive"},
    {BYTES("# check=skip=a\n# check=skip=a\nRUN a"), "! duplicate-directive"},
    {BYTES(""), "! empty-file"},
    {BYTES("\n"), "! no-instructions"},
    {BYTES("# escape=`"), "! no-instructions"},
};

static void directives(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(directive_table); i++) {
        if (directive_table[i].text.len) check_dump(&directive_table[i]);
        else {
            sg_doc *doc = document("", "");
            assert_string_equal(first_problem(doc), "empty-file: the Dockerfile cannot be empty");
            sg_free(doc);
        }
    }
}

/* ---- continuations ---- */

static const struct row continuation_table[] = {
    {BYTES("RUN a\\\nb"), "(run \"ab\")"},
    {BYTES("RUN a \\ \t\n  b"), "(run \"a   b\")"},
    {BYTES("RUN a\\\r\nb"), "(run \"ab\")"},
    {BYTES("RUN a\\\\\nRUN b"), "(run \"a\\\\\\\\\")\n(run \"b\")"}, /* two at the end: no continuation */
    {BYTES("RUN a\\\\\\\nRUN b"), "(run \"a\\\\\\\\\\\\\")\n(run \"b\")"},
    {BYTES("RUN a\\\n\\\n\\\nb"), "(run \"ab\")"},
    {BYTES("RUN a\\"), "(run \"a\")"},
    {BYTES("RUN a \\\n\n\n"), "(run \"a\")"},
    {BYTES("FR\\\nOM a"), "(from \"a\")"},
    {BYTES("\\\nFROM a"), "(from \"a\")"},
    {BYTES("RUN a `\nRUN b"), "(run \"a `\")\n(run \"b\")"},
    {BYTES("RUN a \\\n  RUN b"), "(run \"a   RUN b\")"},
    {BYTES("ENV a=1 \\\n # c\n b=2"), "(env \"a\" \"1\" \"=\" \"b\" \"2\" \"=\")"},
    {BYTES("RUN a \\\v\nRUN b"), "(run \"a \\\\\")\n(run \"b\")"}, /* only blank and tab may follow */
};

static void continuations(void **state) {
    RUN_ROWS(continuation_table);
}

/* ---- flags ---- */

static const struct row flag_table[] = {
    {BYTES("COPY --from=a --link b c"), "(copy [\"--from=a\" \"--link\"] \"b\" \"c\")"},
    {BYTES("COPY --from='a b' c d"), "(copy [\"--from=a b\"] \"c\" \"d\")"},
    {BYTES("COPY --fr\"om\"=a c d"), "(copy [\"--from=a\"] \"c\" \"d\")"},
    {BYTES("COPY --from=a\\ b c d"), "(copy [\"--from=a b\"] \"c\" \"d\")"},
    {BYTES("COPY --a='x\\'y' c"), "(copy [\"--a=x'y\"] \"c\")"}, /* the escape works in both kinds of quotes */
    {BYTES("COPY -- --from=a b"), "(copy \"--from=a\" \"b\")"},
    {BYTES("COPY --x -- --from=a b"), "(copy [\"--x\"] \"--from=a\" \"b\")"},
    {BYTES("COPY - --from=a b"), "(copy \"-\" \"--from=a\" \"b\")"},
    {BYTES("COPY a --from=a"), "(copy \"a\" \"--from=a\")"},
    {BYTES("RUN --mount=type=cache,target=/x echo --x"), "(run [\"--mount=type=cache,target=/x\"] \"echo --x\")"},
    {BYTES("RUN --a\n"), "(run [\"--a\"])"},
    {BYTES("RUN --a='b"), "(run [\"--a=b\"])"},
    {BYTES("# escape=`\nCOPY --a=x`\"y c"), "(copy [\"--a=x\\\"y\"] \"c\")"},
    {BYTES("FOO --a b"), "(foo [\"--a\"] \"\")"},
};

static void flags(void **state) {
    RUN_ROWS(flag_table);
}

/* ---- words ---- */

static const struct row pair_table[] = {
    {BYTES("ENV a=b c=\"d e\" f='g h'"), "(env \"a\" \"b\" \"=\" \"c\" \"\\\"d e\\\"\" \"=\" \"f\" \"'g h'\" \"=\")"},
    {BYTES("ENV a b c"), "(env \"a\" \"b c\" \"\")"},
    {BYTES("ENV a  b=c"), "(env \"a\" \"b=c\" \"\")"},
    {BYTES("ENV \"a b\" c"), "(env \"\\\"a\" \"b\\\" c\" \"\")"}, /* the old form knows no quotes */
    {BYTES("ENV a=b\\ c"), "(env \"a\" \"b\\\\ c\" \"=\")"},
    {BYTES("ENV a=b=c"), "(env \"a\" \"b=c\" \"=\")"},
    {BYTES("ENV a="), "(env \"a\" \"\" \"=\")"},
    {BYTES("ENV =b"), "(env \"\" \"b\" \"=\")"},
    {BYTES("ENV"), "(env)"},
    {BYTES("ENV a='x\\' b=c"), "(env \"a\" \"'x\\\\'\" \"=\" \"b\" \"c\" \"=\")"}, /* no escape in single quotes */
    {BYTES("ENV a=\"x\\\" b=c\""), "(env \"a\" \"\\\"x\\\\\\\" b=c\\\"\" \"=\")"},
    {BYTES("ENV a=\"b c"), "(env \"a\" \"\\\"b c\" \"=\")"}, /* open quotes are the expansion's business */
    {BYTES("ENV a=b\\\\"), "(env \"a\" \"b\\\\\\\\\" \"=\")"},
    {BYTES("LABEL \"a b\"=c d=e"), "(label \"\\\"a b\\\"\" \"c\" \"=\" \"d\" \"e\" \"=\")"},
    {BYTES("LABEL a b"), "(label \"a\" \"b\" \"\")"},
    {BYTES("ENV a"), "! two-arguments"},
    {BYTES("LABEL a"), "! two-arguments"},
    {BYTES("ENV a=b c"), "! missing-equals"},
    {BYTES("ARG a b=c d=\"e f\""), "(arg \"a\" \"b=c\" \"d=\\\"e f\\\"\")"},
    {BYTES("ARG a=b\\ c"), "(arg \"a=b\\\\ c\")"},
    {BYTES("ARG\ta"), "(arg \"a\")"},
    {BYTES("ARG"), "(arg)"},
};

static void pairs(void **state) {
    RUN_ROWS(pair_table);
}

static const struct row argument_table[] = {
    {BYTES("RUN a  b"), "(run \"a  b\")"},
    {BYTES("RUN [\"a\", \"b\"]"), "(run \"a\" \"b\")"},
    {BYTES("RUN [ ]"), "(run)"},
    {BYTES("RUN [\"a\" \"b\"]"), "(run \"[\\\"a\\\" \\\"b\\\"]\")"}, /* invalid JSON is shell form */
    {BYTES("RUN [\"a\"] x"), "(run \"[\\\"a\\\"] x\")"},
    {BYTES("RUN ['a']"), "(run \"['a']\")"},
    {BYTES("RUN [\"a\",]"), "(run \"[\\\"a\\\",]\")"},
    {BYTES("RUN [\"\\u0041\\n\\ud83d\\udc33\\ud83d\"]"), "(run \"A\\n\xF0\x9F\x90\xB3\xEF\xBF\xBD\")"},
    {BYTES("RUN [\"a\\x\"]"), "(run \"[\\\"a\\\\x\\\"]\")"},
    {BYTES("RUN [\"a\tb\"]"), "(run \"[\\\"a\\tb\\\"]\")"}, /* no raw control characters in JSON */
    {BYTES("CMD [\"a\", 1]"), "! json-strings"},
    {BYTES("CMD [null]"), "! json-strings"},
    {BYTES("CMD [[\"a\"]]"), "! json-strings"},
    {BYTES("CMD [{\"a\": [1, 2.5e-3, true]}]"), "! json-strings"},
    {BYTES("CMD [01]"), "(cmd \"[01]\")"},
    {BYTES("CMD {\"a\": 1}"), "(cmd \"{\\\"a\\\": 1}\")"},
    {BYTES("ENTRYPOINT [\"a\"]"), "(entrypoint \"a\")"},
    {BYTES("SHELL [\"a\",\"-c\"]"), "(shell \"a\" \"-c\")"},
    {BYTES("COPY [\"a b\", \"c\"]"), "(copy \"a b\" \"c\")"},
    {BYTES("COPY [a b] c"), "(copy \"[a\" \"b]\" \"c\")"},
    {BYTES("COPY \"a b\" c"), "(copy \"\\\"a\" \"b\\\"\" \"c\")"},
    {BYTES("VOLUME /a /b"), "(volume \"/a\" \"/b\")"},
    {BYTES("VOLUME [\"/a b\"]"), "(volume \"/a b\")"},
    {BYTES("EXPOSE 80 443/tcp"), "(expose \"80\" \"443/tcp\")"},
    {BYTES("EXPOSE [\"80\"]"), "(expose \"[\\\"80\\\"]\")"},
    {BYTES("WORKDIR /a b"), "(workdir \"/a b\")"},
    {BYTES("USER a"), "(user \"a\")"},
    {BYTES("STOPSIGNAL 9"), "(stopsignal \"9\")"},
    {BYTES("MAINTAINER a b"), "(maintainer \"a b\")"},
    {BYTES("HEALTHCHECK NONE"), "(healthcheck \"NONE\")"},
    {BYTES("HEALTHCHECK --interval=5s CMD a b"), "(healthcheck [\"--interval=5s\"] \"CMD\" \"a b\")"},
    {BYTES("HEALTHCHECK CMD [\"a\",\"b\"]"), "(healthcheck \"CMD\" \"a\" \"b\")"},
    {BYTES("HEALTHCHECK"), "(healthcheck)"},
    {BYTES("ONBUILD RUN a"), "(onbuild (run \"a\"))"},
    {BYTES("ONBUILD COPY --from=a b c"), "(onbuild (copy [\"--from=a\"] \"b\" \"c\"))"},
    {BYTES("ONBUILD ONBUILD RUN [\"a\"]"), "(onbuild (onbuild (run \"a\")))"},
    {BYTES("ONBUILD foo x"), "(onbuild (foo \"\"))"},
    {BYTES("ONBUILD"), "(onbuild)"},
    {BYTES("ONBUILD CMD [1]"), "! json-strings"},
};

static void arguments(void **state) {
    RUN_ROWS(argument_table);
}

/* ---- long lines ---- */

static sg_doc *file_of_lengths(size_t first_line, bool newline) {
    static char text[70000];
    memset(text, 'x', sizeof text);
    memcpy(text, "RUN ", 4);
    size_t len = first_line;
    if (newline) text[len++] = '\n';
    return document_of((sg_str){text, len}, "");
}

static void longest_line(void **state) {
    (void)state;
    static const struct {
        size_t length; /* without newline */
        bool newline, good;
    } rows[] = {{65535, true, true}, {65536, true, false}, {65535, false, true}, {65536, false, false}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        sg_doc *doc = file_of_lengths(rows[i].length, rows[i].newline);
        const char *expected = rows[i].good ? "before-from: no build stage in current context"
                                            : "line-too-long: dockerfile line greater than max allowed size of 65535";
        assert_string_equal(first_problem(doc), expected);
        sg_free(doc);
    }
}

/* A continued line may be longer than that. */
static void long_continuation(void **state) {
    (void)state;
    struct buf text = {0};
    buf_text(&text, "FROM a\nRUN a");
    for (int i = 0; i < 5; i++) buf_fill(&text, 'x', 60000), buf_text(&text, "\\\n");
    sg_doc *doc = document_of(buf_str(&text), "");
    assert_string_equal(first_problem(doc), "");
    assert_int_equal(doc->file.items[1].args.items[0].text.len, 300001);
    sg_free(doc);
    buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines),     cmocka_unit_test(comments),     cmocka_unit_test(directives),
        cmocka_unit_test(flags),     cmocka_unit_test(pairs),        cmocka_unit_test(continuations),
        cmocka_unit_test(arguments), cmocka_unit_test(longest_line), cmocka_unit_test(long_continuation),
    };
    return cmocka_run_group_tests_name("lex", tests, NULL, NULL);
}
