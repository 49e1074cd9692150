/* JSON: its strings, what is null and what is empty, its fields; every output is read back by a small checker. */
#include "base/utf8.h"
#include "helper.h"

/* ---- a checker of JSON's grammar: moves past one value, or gives NULL ---- */

static const char *skip_space(const char *at) {
    return at + strspn(at, " \n");
}

static const char *skip_string(const char *at) {
    if (*at++ != '"') return NULL;
    for (; *at && *at != '"'; at++) {
        if ((unsigned char)*at < 0x20) return NULL;
        if (*at != '\\') continue;
        at++;
        if (*at == 'u') {
            if (strspn(at + 1, "0123456789abcdef") < 4) return NULL;
            at += 4;
        } else if (!*at || !strchr("\"\\/bfnrt", *at)) {
            return NULL;
        }
    }
    return *at ? at + 1 : NULL;
}

static const char *skip_scalar(const char *at) {
    static const char *const words[] = {"null", "true", "false"};
    if (*at == '"') return skip_string(at);
    for (size_t i = 0; i < COUNT(words); i++)
        if (strncmp(at, words[i], strlen(words[i])) == 0) return at + strlen(words[i]);
    size_t digits = strspn(at, "0123456789");
    return digits && (digits == 1 || *at != '0') ? at + digits : NULL;
}

/* Nesting is as deep as the format has it, so recursion is fine. */
static const char *skip_value(const char *at) {
    at = skip_space(at);
    if (*at != '{' && *at != '[') return skip_scalar(at);
    char close = *at == '{' ? '}' : ']';
    at = skip_space(at + 1);
    if (*at == close) return at + 1;
    for (;;) {
        if (close == '}') {
            at = skip_string(skip_space(at));
            if (!at || *at++ != ':') return NULL;
        }
        at = skip_value(at);
        if (!at) return NULL;
        at = skip_space(at);
        if (*at == close) return at + 1;
        if (*at++ != ',') return NULL;
    }
}

static sg_output json_of(sg_doc *doc, const char *options) {
    sg_output out = rendered(doc, "json", options);
    const char *end = skip_value(out.data);
    if (!end || strcmp(end, "\n") != 0) fail_msg("no JSON:\n%s", out.data);
    assert_int_equal(strlen(out.data), out.len);
    assert_true(utf8_valid((sg_str){out.data, out.len}));
    return out;
}

static void checker(void **state) {
    (void)state;
    static const char *const bad[] = {"{", "{\"a\":}", "[1,]", "\"\n\"", "\"\\x\"", "{\"a\" 1}", "01", "[1 2]", "nul"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        const char *end = skip_value(bad[i]);
        assert_true(!end || *end);
    }
    assert_string_equal(skip_value("{\"a\": [1, null, \"\\u00ff\\n\"], \"b\": {}}"), "");
}

/* ---- strings ---- */

static const struct {
    sg_str text; /* of an instruction */
    const char *json;
} strings[] = {
    {BYTES("RUN a"), "\"RUN a\""},
    {BYTES("RUN \"a\\b\""), "\"RUN \\\"a\\\\b\\\"\""},
    {BYTES("RUN a\tb"), "\"RUN a\\tb\""},
    {BYTES("RUN a\0b\x1b\x7f"), "\"RUN a\\u0000b\\u001b\\u007f\""},
    {BYTES("RUN \xE6\xBC\xA2\xF0\x9F\x90\xB3"), "\"RUN \xE6\xBC\xA2\xF0\x9F\x90\xB3\""},
    {BYTES("RUN \xFF\xC3(\xED\xA0\x80x"), "\"RUN \xEF\xBF\xBD\xEF\xBF\xBD(\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDx\""},
    {BYTES("RUN a\xE2\x80\xA8"
           "b"),
     "\"RUN a\\u2028b\""},
    {BYTES("RUN </script>"), "\"RUN </script>\""},
};

static void string_rows(void **state) {
    for (size_t i = 0; i < COUNT(strings); i++) {
        sg_doc *doc = document_of(arena_join(*state, STR("FROM a\n"), strings[i].text), "");
        sg_output out = json_of(doc, "");
        const char *expected = text_of(state, arena_printf(*state, "\"text\": %s, ", strings[i].json));
        if (!strstr(out.data, expected)) fail_msg("no %s in\n%s", expected, out.data);
        sg_output_free(&out);
        sg_free(doc);
    }
}

/* ---- fields ---- */

/* Parts that must be there, or with a leading "!" must not. */
static const struct {
    const char *text, *options, *parts[6];
} fields[] = {
    {"FROM a",
     "",
     {"\"format\": \"stagegraph\"", "\"version\": 1", "\"file\": \"Dockerfile\"", "\"target\": 0", "\"name\": null",
      "\"options\": {}"}},
    {"FROM scratch",
     "",
     {"\"purpose\": null", "\"purpose_source\": \"none\"", "\"group\": null", "\"description\": null",
      "\"platform_raw\": null", "\"size\": null"}},
    {"FROM scratch",
     "",
     {"\"purpose_source\": \"none\", \"purpose_line\": null, \"purpose_rule\": null",
      "\"group_source\": \"none\", \"group_line\": null, \"group_rule\": null"}},
    {"FROM a\nCMD [\"x\"]\nRUN pip install -r y",
     "",
     {"\"purpose\": \"Runs x \xC2\xB7 Installs Python dependencies\"", "\"purpose_source\": \"inferred\"",
      "\"purpose_lines\": [\"Runs x \xC2\xB7 Installs Python\", \"dependencies\"]"}},
    {"FROM --platform= a AS b",
     "",
     {"\"platform_raw\": \"\"", "\"platform\": \"linux/amd64\"", "\"name\": \"b\"", "\"id\": \"b\"", "\"title\": \"B\"",
      "\"title_source\": \"name\""}},
    {"ARG V=1\nFROM a:$V",
     "",
     {"\"base\": \"a:1\"", "\"base_raw\": \"a:$V\"", "\"line\": 2", "\"raw\": \"a:$V\"", "\"ref\": \"a:1\"",
      "\"scratch\": false"}},
    {"FROM a AS b\nFROM c\nCOPY --from=b x y",
     "",
     {"\"kind\": \"copy\"", "\"source\": {\"stage\": 0}", "\"source\": {\"image\": \"a\"}", "\"lines\": [3]",
      "\"sources\": [\"x\"], \"dest\": \"y\"", "\"forward\": false"}},
    {"FROM a\nADD https://x/y.git /\nADD https://x/z /",
     "",
     {"\"kind\": \"add-git\"", "\"kind\": \"add-http\"", "\"source\": {\"url\": \"https://x/z\"}"}},
    {"FROM a", "build-context=a=d", {"\"source\": {\"context\": \"a\"}", "\"build-context\": [\"a=d\"]"}},
    {"FROM a AS b", "build-context=b=d", {"\"replaced\": true"}},
    {"# b is x\n# y\nFROM a AS b",
     "",
     {"\"description\": \"is x\"", "\"purpose\": \"X\\ny\"", "\"purpose_source\": \"doc-comment\"",
      "\"comment_lines\": [\"b is x\", \"y\"]", "\"purpose_lines\": [\"X\", \"y\"]"}},
    {"# stagegraph: size=1kB group=G title=T purpose=P\nFROM a",
     "",
     {"\"total\": 1000", "\"method\": \"declared\"", "\"group_source\": \"directive\"",
      "\"title_source\": \"directive\"",
      "\"groups\": [\n    {\"name\": \"G\", \"title\": \"G\", \"source\": \"directive\", \"stages\": [0]}]"}},
    {"FROM a\nENV V=1\nLABEL k=1 k=2 e= w=$V\nEXPOSE 80 $V",
     "",
     {"\"labels\": {\"k\": \"2\", \"e\": \"\", \"w\": \"1\"}", "\"ports\": [\"80\", \"1\"]"}},
    {"FROM a AS b\nFROM c",
     "target=b",
     {"\"target\": 0", "\"default\": true, \"final\": true, \"reachable\": true",
      "\"default\": false, \"final\": false, \"reachable\": false", "!unused-stage", "\"target\": [\"b\"]"}},
    {"FROM a",
     "images=separate=x,y wrap=40 legend strict color=never platform=linux/arm64",
     {"\"images\": \"separate=x,y\"", "\"wrap\": 40", "\"legend\": true", "\"strict\": true",
      "\"platform\": \"linux/arm64\"", "!\"color\""}},
    {"FROM a\nWORKDIR /x\nENV a=b",
     "",
     {"\"keyword\": \"WORKDIR\"", "\"layer\": true", "\"keyword\": \"ENV\"", "\"layer\": false", "\"end_line\": 3"}},
    /* what a terminal or a log would obey, or nobody would see, is a number */
    {"# a\x7F\xC2\x9B\xE2\x80\xAE\xE2\x80\x8B\xF3\xA0\x81\xA1z ##vso[x] [y]\nFROM scratch AS a",
     "",
     {"\"comment_lines\": [\"a\\u007f\\u009b\\u202e\\u200b\\udb40\\udc61z ##vso\\u005bx] [y]\"]"}},
    {"FROM $X",
     "",
     {"\"level\": \"warning\", \"id\": \"base-blank\", \"file\": \"Dockerfile\", \"line\": 1, \"column\": 6",
      "\"message\": \"base name ($X) should not be blank\""}},
};

static void field_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(fields); i++) {
        sg_doc *doc = document(fields[i].text, fields[i].options);
        sg_output out = json_of(doc, fields[i].options);
        for (size_t p = 0; p < COUNT(fields[i].parts) && fields[i].parts[p]; p++) {
            const char *part = fields[i].parts[p];
            bool absent = part[0] == '!';
            if ((strstr(out.data, part + absent) != NULL) == absent)
                fail_msg("%s: %s\n%s", fields[i].text, part, out.data);
        }
        sg_output_free(&out);
        sg_free(doc);
    }
}

/* Lines and rules, however they are found. */
static void origins(void **state) {
    (void)state;
    static const char *const parts[] = {
        "\"title_source\": \"name\", \"title_line\": 2, \"title_rule\": \"the name\", ",
        "\"purpose_source\": \"comment\", \"purpose_line\": 1, \"purpose_rule\": \"a \\\"block\\\"\", ",
        "\"group_source\": \"directive\", \"group_line\": 3, \"group_rule\": null, "};
    sg_doc *doc = document("# Runs it\nFROM scratch AS a\n# stagegraph: group=g\nFROM a AS b", "");
    sg_stage *stage = &doc->stages.items[0].public, *second = &doc->stages.items[1].public;
    stage->title_line = 2;
    stage->title_rule = STR("the name");
    stage->purpose_line = 1;
    stage->purpose_rule = STR("a \"block\"");
    second->group_line = 3;
    second->group_rule = (sg_str){0};
    sg_output out = json_of(doc, "");
    for (size_t i = 0; i < COUNT(parts); i++)
        if (!strstr(out.data, parts[i])) fail_msg("no %s in\n%s", parts[i], out.data);
    sg_output_free(&out);
    sg_free(doc);
}

/* Whatever bytes a file holds, the output is JSON in UTF-8. */
static void hostile_bytes(void **state) {
    (void)state;
    struct buf text = {0};
    for (int c = 0; c < 256; c++) {
        if (c == '\n' || c == '\r') continue;
        buf_printf(&text, "# b is %c\"\nFROM a AS b\nRUN x", c == 0 ? ' ' : c);
        buf_char(&text, (char)c);
        buf_printf(&text, "\"\\%c\nLABEL \"k%c=v\"=%c\nCOPY %c \"%c\n", c ? c : ' ', c ? c : ' ', c ? c : ' ',
                   c ? c : ' ', c ? c : ' ');
    }
    sg_doc *doc = document_of(buf_str(&text), "");
    sg_output out = json_of(doc, "");
    sg_output_free(&out);
    sg_free(doc);
    buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(checker), cmocka_unit_test(string_rows),
                                       cmocka_unit_test(field_rows), cmocka_unit_test(origins),
                                       cmocka_unit_test(hostile_bytes)};
    return cmocka_run_group_tests_name("json", tests, arena_setup, arena_teardown);
}
