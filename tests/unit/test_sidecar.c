/* The annotations file: what it says about stages, groups and options, and what is wrong with it. */
#include "base/module.h"
#include "options/options.h"

#include "helper.h"

#include <stdio.h>
#include <stdlib.h>

static const char dockerfile[] = "FROM alpine AS base\n"                            /* 0 */
                                 "FROM base AS http_a\n"                            /* 1 */
                                 "# stagegraph: title=Said group=own size=1kB\n"    /* 2 */
                                 "# http_b serves\n"                                /* */
                                 "FROM base AS http_b\nCOPY --from=http_a /a /b\n"; /* */
static const char unnamed[] = "FROM base\nCOPY --from=http_a /x /y\n";              /* 3 */

static bool installed(void) {
    struct buf reason = {0};
    const void *yaml = module_open(MODULE_YAML, &reason);
    buf_free(&reason);
    return yaml != NULL;
}

static sg_doc *annotated(sg_str yaml, const char *words) {
    char text[512];
    sg_doc *doc = NULL;
    sg_options *options = options_from(words);
    snprintf(text, sizeof text, "%s%s", dockerfile, unnamed);
    char *exact = malloc(yaml.len + 1); /* as in document_of() */
    assert_non_null(exact);
    if (yaml.len) memcpy(exact, yaml.ptr, yaml.len);
    assert_int_equal(sg_options_set_annotations(options, exact, yaml.len, "notes.yaml"), SG_OK);
    free(exact);
    assert_int_equal(sg_parse(text, strlen(text), "Dockerfile", options, &doc), SG_OK);
    sg_options_free(options);
    return doc;
}

/* ---- facts ---- */

/* "title source|group source|purpose source|size" of a stage; sources by their first letter, as in Directive, Sidecar,
 * Comment (of BuildKit's form), Inferred, Name. What is guessed from instructions is another test's. */
static const char *facts_of(void **state, const sg_stage *stage) {
    static const char letters[] = {'-', 'D', 'S', 'C', 'L', 'B', 'I', 'N'};
    bool guessed = stage->purpose_source == SG_FACT_INFERRED;
    return text_of(state, arena_printf(*state, "%.*s %c|%.*s %c|%.*s %c|%lld", STR_ARG(stage->title),
                                       letters[stage->title_source], STR_ARG(stage->group),
                                       letters[stage->group_source], STR_ARG(guessed ? STR("") : stage->purpose),
                                       guessed ? '-' : letters[stage->purpose_source], (long long)stage->size.total));
}

static const struct {
    const char *yaml;
    size_t stage;
    const char *facts;
} facts[] = {
    {"", 0, "Base N| -| -|-1"},
    {"stages: {base: {title: T, group: g, purpose: P, size: 2 MB}}", 0, "T S|g S|P S|2000000"},
    {"stages:\n  base:\n    title: T\n    size: 800\n", 0, "T S| -| -|800"},
    {"{\"stages\": {\"base\": {\"title\": \"\\u00e9 \\\"q\\\"\", \"size\": 1000}}}", 0, "\xC3\xA9 \"q\" S| -| -|1000"},
    {"{\n\t\"stages\": {\n\t\t\"base\": {\n\t\t\t\"title\": \"T\"\n\t\t}\n\t}\n}\n", 0, "T S| -| -|-1"},
    {"stages: {BASE: {title: T}}", 0, "T S| -| -|-1"},
    {"stages: {0: {title: T}}", 0, "T S| -| -|-1"},
    {"stages: {'3': {title: T}}", 3, "T S| -| -|-1"},
    {"stages: {3: {title: 3.13, purpose: true}}", 3, "3.13 S| -|true S|-1"}, /* text as it is written */
    {"stages: {base: {title: null and void}}", 0, "null and void S| -| -|-1"},
    {"stages: {base: {title: 'null'}}", 0, "null S| -| -|-1"},
    {"stages:\n base:\n  purpose: |\n   one\n   two\n", 0, "Base N| -|one\ntwo S|-1"},
    {"stages:\n base:\n  purpose: >\n   one\n   two\n", 0, "Base N| -|one two S|-1"},
    {"stages: {base: {title: ' T '}}", 0, "T S| -| -|-1"},
    {"stages: {base: {title: \xE6\xBC\xA2}} # c", 0, "\xE6\xBC\xA2 S| -| -|-1"},
    {"\xEF\xBB\xBFstages: {base: {title: T}}\r\n", 0, "T S| -| -|-1"},
    {"---\nstages: {base: {title: T}}\n...\n", 0, "T S| -| -|-1"},
    /* a directive of the Dockerfile counts more, a comment less */
    {"stages: {http_b: {title: T, group: g, purpose: P, size: 1GB}}", 2, "Said D|own D|P S|1000"},
    {"stages: {http_a: {title: T}}", 1, "T S| -| -|-1"},
    /* groups of the same name are one, whoever named them */
    {"stages: {base: {group: OWN}}", 0, "Base N|OWN S| -|-1"},
    {"stages: {base: {group: OWN}}", 2, "Said D|OWN D|Serves C|1000"},
    /* nothing at all */
    {"# nothing", 0, "Base N| -| -|-1"},
    {"---\n", 0, "Base N| -| -|-1"},
    {"~", 0, "Base N| -| -|-1"},
    {"{}", 0, "Base N| -| -|-1"},
    {"stages:\ngroups:\ndefaults:\n", 0, "Base N| -| -|-1"},
    {"stages: {base:, http_a: ~}", 0, "Base N| -| -|-1"},
};

static void fact_rows(void **state) {
    for (size_t i = 0; i < COUNT(facts); i++) {
        sg_doc *doc = annotated(str_from(facts[i].yaml), "");
        assert_row(facts[i].yaml, all_problems(doc), "");
        assert_row(facts[i].yaml, facts_of(state, sg_stage_at(doc, facts[i].stage)), facts[i].facts);
        sg_free(doc);
    }
}

static void group_titles(void **state) {
    sg_doc *doc = annotated(STR("stages: {http_a: {group: web}, base: {group: Web}}\n"
                                "groups: {WEB: {title: The web}, own: {title: Own}}"),
                            "");
    assert_string_equal(all_problems(doc), "");
    assert_int_equal(sg_group_count(doc), 2);
    const sg_group *group = sg_group_at(doc, 0);
    assert_string_equal(text_of(state, group->name), "Web");
    assert_string_equal(text_of(state, group->title), "The web");
    assert_int_equal(group->source, SG_FACT_SIDECAR);
    assert_int_equal(group->stage_count, 2);
    assert_string_equal(text_of(state, sg_group_at(doc, 1)->title), "Own");
    sg_free(doc);
}

/* A guessed group stays one when it is given a title. */
static void title_of_guessed_group(void **state) {
    sg_options *options = options_from("");
    sg_doc *doc;
    static const char text[] = "FROM a AS x_a\nFROM x_a AS x_b\nFROM b AS c", yaml[] = "groups: {x: {title: X!}}";
    assert_int_equal(sg_options_set_annotations(options, yaml, strlen(yaml), NULL), SG_OK);
    assert_int_equal(sg_parse(text, strlen(text), NULL, options, &doc), SG_OK);
    assert_string_equal(text_of(state, sg_group_at(doc, 0)->title), "X!");
    assert_int_equal(sg_group_at(doc, 0)->source, SG_FACT_INFERRED);
    sg_free(doc);
    sg_options_free(options);
}

/* ---- options ---- */

static void defaults(void **state) {
    static const char yaml[] =
        "defaults: {direction: LR, legend: true, layers: false, wrap: 44, images: separate=alpine}";
    sg_doc *doc = annotated(str_from(yaml), "wrap=20");
    assert_string_equal(all_problems(doc), "");
    assert_int_equal(option_choice(doc->options, OPT_direction), DIRECTION_LR);
    assert_true(option_on(doc->options, OPT_legend));
    assert_true(option_is_set(doc->options, OPT_layers) && !option_on(doc->options, OPT_layers));
    assert_int_equal(option_number(doc->options, OPT_wrap), 20); /* that of the command line */
    assert_int_equal(option_choice(doc->options, OPT_images), IMAGES_SEPARATE);
    assert_string_equal(text_of(state, option_detail(doc->options, OPT_images)), "alpine");
    sg_output out;
    assert_int_equal(sg_render(doc, "mermaid", NULL, &out), SG_OK);
    assert_non_null(strstr(out.data, "flowchart LR"));
    sg_output_free(&out);
    assert_int_equal(sg_render(doc, "json", NULL, &out), SG_OK);
    assert_non_null(strstr(out.data, "\"direction\": \"LR\""));
    sg_output_free(&out);
    sg_free(doc);
}

/* ---- what is wrong ---- */

/* The messages are in tests/golden. */
static const struct {
    sg_str yaml;
    const char *problems;
} problems[] = {
    /* libfyaml's own */
    {BYTES("stages: [1"), "1:11 error annotations-syntax"},
    {BYTES("stages: \"x"), "1:10 error annotations-syntax"},
    {BYTES("stages:\n\tbase: {}"), "2:1 error annotations-syntax"},
    {BYTES("stages: {}}"), "1:11 error annotations-syntax"},
    {BYTES("stages: {base: {\n\n"),
     "1:17 error annotations-syntax"}, /* what is missing is missing behind the last word */
    {BYTES("\xC3\xA9: \"\xC3\xA9\" x"), "1:10 error annotations-syntax"}, /* columns are bytes */
    /* what YAML has and we do not take */
    {BYTES("stages: &a {}"), "1:9 error annotations-syntax"},
    {BYTES("stages: *a"), "1:9 error annotations-syntax"},
    {BYTES("a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]"), "1:4 error annotations-syntax"},
    {BYTES("stages:\n  base:\n    <<: *a"), "3:9 error annotations-syntax"},
    {BYTES("stages: !!map {}"), "1:9 error annotations-syntax"},
    {BYTES("stages: {}\n---\nstages: {}"), "2:1 error annotations-syntax"},
    {BYTES("%YAML 1.2\n---\nstages: {}"), "1:1 error annotations-syntax"},
    {BYTES("\xEF\xBB\xBF%%"), "1:4 error annotations-syntax"},
    {BYTES("stages: {}\n...\n%"), "3:1 error annotations-syntax"},
    {BYTES("? [stages]\n: {}"), "1:3 error annotations-syntax"},
    {BYTES("? {a: b}\n: {}"), "1:3 error annotations-syntax"},
    {BYTES("stages: {}\nstages: {}"), "2:1 error annotations-syntax"},
    {BYTES("stages: {base: {title: a, \"title\": b}}"), "1:27 error annotations-syntax"},
    {BYTES("[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]"), "1:17 error annotations-syntax"},
    /* what is no text */
    {BYTES("stages: {}\n\xFF"), "2:1 error annotations-syntax"},
    {BYTES("stages: {}\n# \xC0\xAF"), "2:3 error annotations-syntax"},
    {BYTES("# \xEF\xBF\xBD"), ""}, /* U+FFFD itself is text */
    {BYTES("stages: {}\0groups: x"), "1:11 error annotations-syntax"},
    {BYTES("# \x1B[2J"), "1:3 error annotations-syntax"},
    {BYTES("\xFF\xFE"
           "a\0"),
     "1:1 error annotations-syntax"},
    {BYTES("\x1F\x8B\x08\0"), "1:1 error annotations-syntax"},
    /* types */
    {BYTES("hello"), "1:1 error annotations-value"},
    {BYTES("- stages"), "1:1 error annotations-value"},
    {BYTES("stages: base"), "1:9 error annotations-value"},
    {BYTES("stages: [base]"), "1:9 error annotations-value"},
    {BYTES("stages: {base: T}"), "1:16 error annotations-value"},
    {BYTES("stages: {base: ''}"), "1:16 error annotations-value"},
    {BYTES("stages:\n  base:\n    title: [T]\n    size: {a: 1}"),
     "3:12 error annotations-value\n4:11 error annotations-value"},
    /* What is left out stands where the word before it does; libfyaml's versions say different things. */
    {BYTES("stages: {base: {title: }}"), "1:17 error annotations-value"},
    {BYTES("stages:\n  base:\n    title:   # none\n    purpose: [a]"),
     "3:5 error annotations-value\n4:14 error annotations-value"},
    {BYTES("stages: {base: {title: , size: }}"), "1:17 error annotations-value\n1:26 error annotations-value"},
    {BYTES("defaults:\n  direction:\n  legend:"), "2:3 error annotations-value\n3:3 error annotations-value"},
    {BYTES("stages: {base: {title: null}}"), "1:24 error annotations-value"},
    {BYTES("stages: {base: {title: ' '}}"), "1:24 error annotations-value"},
    {BYTES("stages: {base: {size: 12 parsecs}}"), "1:23 error annotations-value"},
    {BYTES("stages: {base: {size: -1}}"), "1:23 error annotations-value"},
    {BYTES("groups: {own: Own}"), "1:15 error annotations-value"},
    {BYTES("groups: {own: {title: ~}}"), "1:23 error annotations-value"},
    {BYTES("defaults: LR"), "1:11 error annotations-value"},
    /* keys */
    {BYTES("stage: {}"), "1:1 error annotations-key"},
    {BYTES("Stages: {}"), "1:1 error annotations-key"},
    {BYTES("stages: {base: {titel: T}}"), "1:17 error annotations-key"},
    {BYTES("stages: {base: {'': T}}"), "1:17 error annotations-key"},
    {BYTES("groups: {own: {purpose: T}}"), "1:16 error annotations-key"},
    {BYTES("stages:\n  base: {}\n  Base: {}\n  0: {}"), "3:3 error annotations-key\n4:3 error annotations-key"},
    {BYTES("groups: {own: {}, OWN: {}}"), "1:19 error annotations-key"},
    /* stages and groups that are not there */
    {BYTES("stages: {bas: {title: T}}"), "1:10 warning annotations-stage"},
    {BYTES("stages: {4: {}}"), "1:10 warning annotations-stage"},
    {BYTES("stages: {-1: {}}"), "1:10 warning annotations-stage"},
    {BYTES("stages: {99999999999999999999: {}}"), "1:10 warning annotations-stage"},
    {BYTES("stages: {alpine: {}}"), "1:10 warning annotations-stage"},
    {BYTES("stages: {'': {}}"), "1:10 warning annotations-stage"},
    {BYTES("stages: {bas: {titel: T}}"), "1:10 warning annotations-stage\n1:16 error annotations-key"},
    {BYTES("groups: {web: {title: T}}"), "1:10 warning annotations-group"},
    /* options */
    {BYTES("defaults: {directon: LR}"), "1:12 error annotations-option"},
    {BYTES("defaults: {direction: up}"), "1:23 error annotations-option"},
    {BYTES("defaults: {legend: yes}"), "1:20 error annotations-option"},
    {BYTES("defaults: {wrap: 1}"), "1:18 error annotations-option"},
    {BYTES("defaults: {legend: }"), "1:12 error annotations-value"},
    {BYTES("defaults: {direction: [LR]}"), "1:23 error annotations-value"},
    {BYTES("defaults: {target: base}"), "1:12 error annotations-option"},
    {BYTES("defaults: {output: /etc/passwd}"), "1:12 error annotations-option"},
    {BYTES("defaults: {format: svg, annotations: x, strict: true}"),
     "1:12 error annotations-option\n1:25 error annotations-option\n1:41 error annotations-option"},
};

static void problem_rows(void **state) {
    for (size_t i = 0; i < COUNT(problems); i++) {
        sg_doc *doc = annotated(problems[i].yaml, "");
        const char *input = text_of(state, problems[i].yaml);
        assert_row(input, all_problems(doc), problems[i].problems);
        if (sg_diag_count(doc)) assert_string_equal(text_of(state, sg_diag_at(doc, 0)->file), "notes.yaml");
        assert_int_equal(sg_stage_count(doc), 4);
        sg_free(doc);
    }
}

/* Every option that is not about drawing is refused. */
static void scopes(void **state) {
    for (int i = 0; i < OPTION_COUNT; i++) {
        sg_str yaml = arena_printf(*state, "defaults: {%s: x}", option_rows[i].name);
        sg_doc *doc = annotated(yaml, "");
        const char *only = strstr(first_problem(doc), "only the command line can set");
        assert_row(text_of(state, yaml), only ? "refused" : "fine",
                   option_rows[i].scope == SCOPE_DRAW ? "fine" : "refused");
        sg_free(doc);
    }
}

/* Warnings about stages that were never read would mislead. */
static void broken_dockerfile(void **state) {
    (void)state;
    static const char text[] = "FROM alpine AS base\nRUN <<EOF\nFROM base AS app", yaml[] = "stages: {app: {}}";
    sg_options *options = options_from("");
    sg_doc *doc;
    assert_int_equal(sg_options_set_annotations(options, yaml, strlen(yaml), NULL), SG_OK);
    assert_int_equal(sg_parse(text, strlen(text), NULL, options, &doc), SG_OK);
    assert_null(strstr(all_problems(doc), "annotations"));
    sg_free(doc);
    sg_options_free(options);
}

/* ---- limits ---- */

enum { LIMIT = 1024 * 1024 };

/* part, again and again, up to len bytes. */
static sg_str repeated(void **state, const char *part, size_t len) {
    char *text = arena_alloc(*state, len);
    for (size_t i = 0; i < len; i++) text[i] = part[i % strlen(part)];
    return (sg_str){text, len};
}

static void size_limit(void **state) {
    sg_doc *doc = annotated(repeated(state, "# x\n", LIMIT), "");
    assert_string_equal(all_problems(doc), "");
    sg_free(doc);
    doc = annotated(repeated(state, " ", 251), "");
    assert_string_equal(all_problems(doc), ""); /* blank: it is not read */
    sg_free(doc);
    doc = annotated(arena_join(*state, repeated(state, " ", 251), STR("stages: {}")), "");
    assert_string_equal(all_problems(doc), "1:251 error annotations-syntax");
    sg_free(doc);
    doc = annotated(arena_join(*state, repeated(state, "\n", 251), STR("stages: {}")), "");
    assert_string_equal(all_problems(doc), "251:1 error annotations-syntax");
    sg_free(doc);
    doc = annotated(arena_join(*state, STR("!<"), repeated(state, "$", LIMIT - 2)), "");
    assert_string_equal(all_problems(doc), "1:251 error annotations-syntax");
    sg_free(doc);
    doc = annotated(repeated(state, "# x\n", LIMIT + 1), "");
    assert_string_equal(first_problem(doc), "limit: annotations are larger than 1 MiB");
    sg_free(doc);
}

/* A file as large as it may be, and as bad: few words about it, in reasonable time. */
static void large_and_bad(void **state) {
    static const char *const parts[] = {"[",   "{",  "- ",      "? ",  ": ", "&a ", "*a ",
                                        "!a ", "[{", "{\"a\":", "a: ", "\"", "|\n"};
    for (size_t i = 0; i < COUNT(parts); i++) {
        sg_doc *doc = annotated(repeated(state, parts[i], LIMIT / 8), "");
        assert_true(sg_diag_count(doc) >= 1 && sg_worst(doc) == SG_ERROR);
        sg_free(doc);
    }
    struct text many = {0};
    for (size_t i = 0; many.len < LIMIT - 32; i++) text_put(*state, &many, arena_printf(*state, "key%zu: x\n", i));
    sg_doc *doc = annotated(text_str(&many), "");
    assert_int_equal(sg_diag_count(doc), 20);
    sg_free(doc);
}

/* ---- calls ---- */

static void calls(void **state) {
    (void)state;
    sg_options *options = sg_options_new();
    sg_doc *doc;
    assert_int_equal(sg_options_set_annotations(NULL, "", 0, NULL), SG_BAD_ARGUMENT);
    assert_int_equal(sg_options_set_annotations(options, NULL, 1, NULL), SG_BAD_ARGUMENT);
    assert_int_equal(sg_options_set_annotations(options, "x", 1, NULL), SG_OK);
    assert_int_equal(sg_parse("FROM a", 6, NULL, options, &doc), SG_OK);
    assert_int_equal(sg_diag_at(doc, 0)->file.len, strlen(".stagegraph.yaml"));
    sg_free(doc);
    assert_int_equal(sg_options_set_annotations(options, NULL, 0, NULL), SG_OK);
    assert_int_equal(sg_parse("FROM a", 6, NULL, options, &doc), SG_OK);
    assert_int_equal(sg_diag_count(doc), 0);
    sg_free(doc);
    sg_options_free(options);
}

/* A document all the same, and a word about what brings the module. */
static void without_module(void **state) {
    (void)state;
    sg_options *options = sg_options_new();
    sg_doc *doc;
    assert_int_equal(sg_options_set_annotations(options, "stages: {}", 10, NULL), SG_OK);
    assert_int_equal(sg_parse("FROM a", 6, NULL, options, &doc), SG_NO_MODULE);
    assert_int_equal(sg_stage_count(doc), 1);
    assert_non_null(strstr(first_problem(doc), "run scripts/install-deps build"));
    sg_free(doc);
    sg_options_free(options);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fact_rows),
        cmocka_unit_test(group_titles),
        cmocka_unit_test(title_of_guessed_group),
        cmocka_unit_test(defaults),
        cmocka_unit_test(problem_rows),
        cmocka_unit_test(scopes),
        cmocka_unit_test(broken_dockerfile),
        cmocka_unit_test(size_limit),
        cmocka_unit_test(large_and_bad),
        cmocka_unit_test(calls),
    };
    const struct CMUnitTest alone[] = {cmocka_unit_test(without_module)};
    if (!installed()) return cmocka_run_group_tests_name("sidecar", alone, arena_setup, arena_teardown);
    return cmocka_run_group_tests_name("sidecar", tests, arena_setup, arena_teardown);
}
