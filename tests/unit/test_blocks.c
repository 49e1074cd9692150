/* Markdown → blocks: which lines are markers, what they set, and that all else is kept. */
#include "helper.h"

#include "inject/inject.h"

/* The document with "X" and an empty line and "Y" in each block; or "id line:column" of the first thing that is wrong. */
static const char *filled_in(void **state, sg_str text, enum markdown_dialect dialect) {
    struct arena *arena = *state;
    struct diags diags = {.arena = arena};
    struct blocks blocks = {0};
    sg_str contents[8] = {{0}};
    for (size_t i = 0; i < COUNT(contents); i++) contents[i] = STR("X\n\nY\n");
    size_t source = diags_add_source(&diags, STR("a.md"), text);
    bool good = blocks_find(arena, text, dialect, &diags, source, &blocks);
    diags_locate(&diags);
    assert_int_equal(good, diags.items.count == 0);
    if (!good) {
        const sg_diag *diag = &diags.items.items[0].public;
        return text_of(state, arena_printf(arena, "%s %zu:%zu", diag->id, diag->line, diag->column));
    }
    assert_true(blocks.items.count <= COUNT(contents));
    struct buf out = {0};
    blocks_fill(text, &blocks, contents, &out);
    const char *copy = text_of(state, buf_str(&out));
    buf_free(&out);
    return copy;
}

#define BEGIN "<!-- stagegraph: D -->"
#define END "<!-- /stagegraph -->"
#define XY "\nX\n\nY\n\n"

/* out == NULL: nothing is a block, and all stays. */
static const struct row {
    const char *in, *out;
} rows[] = {
    {BEGIN "\n" END "\n", BEGIN "\n" XY END "\n"},
    {BEGIN "\nold\n\nold\n" END, BEGIN "\n" XY END}, /* no final newline */
    {"\xEF\xBB\xBF" BEGIN "\n" END, "\xEF\xBB\xBF" BEGIN "\n" XY END},
    {"a\r\n" BEGIN "\r\nold\n" END "\nb\r", "a\r\n" BEGIN "\r\n\r\nX\r\n\r\nY\r\n\r\n" END "\nb\r"},
    {BEGIN "\r" END "\r", BEGIN "\r\rX\r\rY\r\r" END "\r"},
    {BEGIN "\n" END "\n" BEGIN "\n" END, BEGIN "\n" XY END "\n" BEGIN "\n" XY END},
    {"[//]: # (stagegraph: D)\n[//]: # (/stagegraph)", "[//]: # (stagegraph: D)\n" XY "[//]: # (/stagegraph)"},
    {"{/* stagegraph: D */}\n{/* /stagegraph */}", "{/* stagegraph: D */}\n" XY "{/* /stagegraph */}"},
    {"text\n" BEGIN "\n" END, "text\n" BEGIN "\n" XY END}, /* a comment ends a paragraph */
    {"   " BEGIN "\n" END, "   " BEGIN "\n\n   X\n\n   Y\n\n" END},
    /* none of ours */
    {"<!-- stagegraph:diff D -->\n", NULL},
    {"<!-- stagegraph:-->\n", NULL},
    {"<!-- Stagegraph: D -->\n", NULL},
    {"`" BEGIN "`\nsee " BEGIN "\n", NULL},
    /* code is text */
    {"```\n" BEGIN "\n```\n", NULL},
    {"````\n```\n" BEGIN "\n````\n", NULL},
    {"~~~ a`b\n" BEGIN "\n```\n" BEGIN "\n", NULL},
    {"``` a`b\n" BEGIN "\n" END, "``` a`b\n" BEGIN "\n" XY END}, /* no fence: a backtick behind it */
    {"    ```\n" BEGIN "\n" END, "    ```\n" BEGIN "\n" XY END}, /* indented code, so no fence */
    {"    " BEGIN "\n", NULL},
    {"\t" BEGIN "\n", NULL},
    {"- a\n\n      " BEGIN "\n", NULL},
    {"-      " BEGIN "\n", NULL}, /* five blanks and more are code in the item */
    {"text\n    " BEGIN "\n", NULL},
    {"> ```\n> " BEGIN "\n> ```\n", NULL},
    {"> ```\n" BEGIN "\n" END, "> ```\n" BEGIN "\n" XY END}, /* the fence ends with its quotation */
    {"- ```\n  " BEGIN "\n", NULL},
    {"- ```\n" BEGIN "\n" END, "- ```\n" BEGIN "\n" XY END},
    {"<!--\n" BEGIN "\n", NULL},
    {"<!--\n-->\n" BEGIN "\n" END, "<!--\n-->\n" BEGIN "\n" XY END},
    {"<pre>\n\n" BEGIN "\n</pre>\n", NULL},
    {"<details>\n" BEGIN "\n" END "\n</details>", "<details>\n" BEGIN "\n" XY END "\n</details>"},
    {"<b>\n```\n" BEGIN "\n" END, "<b>\n```\n" BEGIN "\n" XY END}, /* what HTML holds is no fence */
    {"a\n<b>\n```\n" BEGIN "\n", NULL},                            /* such a tag does not end a paragraph */
    /* lists and quotations */
    {"- a\n\n  " BEGIN "\n  " END, "- a\n\n  " BEGIN "\n\n  X\n\n  Y\n\n  " END},
    {"- " BEGIN "\n  " END, "- " BEGIN "\n\n  X\n\n  Y\n\n  " END},
    {"10. " BEGIN "\n    " END, "10. " BEGIN "\n\n    X\n\n    Y\n\n    " END},
    {"- a\n\n\t" BEGIN "\n\t" END, "- a\n\n\t" BEGIN "\n\n\tX\n\n\tY\n\n\t" END},
    {"> " BEGIN "\n> " END, "> " BEGIN "\n>\n> X\n>\n> Y\n>\n> " END},
    {">" BEGIN "\n>" END, ">" BEGIN "\n>\n> X\n>\n> Y\n>\n>" END},
    {"> - " BEGIN "\n>   " END, "> - " BEGIN "\n>\n>   X\n>\n>   Y\n>\n>   " END},
    {"> a\n" BEGIN "\n" END, "> a\n" BEGIN "\n" XY END},
    /* the structure */
    {"a\n" BEGIN "\n", "block-open 2:1"},
    {BEGIN "\n```\n" END "\n", "block-open 1:1"},
    {BEGIN "\n " BEGIN "\n" END "\n" END, "block-nested 2:2"},
    {"> " END "\n", "block-end 1:3"},
    {BEGIN END "\n", "marker-syntax 1:1"},
    {"a\n\n" BEGIN " b\n", "marker-syntax 3:1"},
    {"<!-- stagegraph: D\n-->\n", "marker-syntax 1:1"},
};

static void test_blocks(void **state) {
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *want = rows[i].out ? rows[i].out : rows[i].in;
        const char *out = filled_in(state, str_from(rows[i].in), DIALECT_COMMONMARK);
        assert_row(rows[i].in, out, want);
        if (str_has(str_from(want), '\n') || !rows[i].out) /* and once more, nothing changes */
            assert_row(out, filled_in(state, str_from(out), DIALECT_COMMONMARK), want);
    }
}

static void test_mdx(void **state) {
    const char *in = "<Tabs>\n      {/* stagegraph: D */}\n      {/* /stagegraph */}\n</Tabs>\n";
    assert_row(in, filled_in(state, str_from(in), DIALECT_COMMONMARK), in);
    assert_row(in, filled_in(state, str_from(in), DIALECT_MDX),
               "<Tabs>\n      {/* stagegraph: D */}\n\n      X\n\n      Y\n\n      {/* /stagegraph */}\n</Tabs>\n");
}

/* What the words of a marker set: "file target=[…] direction=… legend=…", or "id column: message". */
static const char *read_words(void **state, const char *words) {
    struct arena *arena = *state;
    struct diags diags = {.arena = arena};
    struct blocks blocks = {0};
    sg_str text = arena_printf(arena, "<!-- stagegraph: %s -->\n" END "\n", words);
    size_t source = diags_add_source(&diags, STR("a.md"), text);
    blocks_find(arena, text, DIALECT_COMMONMARK, &diags, source, &blocks);
    diags_locate(&diags);
    if (diags.items.count) {
        const sg_diag *diag = &diags.items.items[0].public;
        return text_of(state, arena_printf(arena, "%s %zu: %.*s", diag->id, diag->column, STR_ARG(diag->message)));
    }
    const struct block *block = &blocks.items.items[0];
    struct text out = {0};
    text_put(arena, &out, block->file.ptr ? block->file : STR("(none)"));
    for (int i = 0; i < OPTION_COUNT; i++) {
        enum option_id option = (enum option_id)i;
        const struct option_row *row = &option_rows[i];
        assert_int_equal(option_is_set(block->options, option), block->places[i] != NOWHERE);
        if (!option_is_set(block->options, option)) continue;
        sg_str value = row->kind == OPTION_TEXT   ? option_text(block->options, option)
                       : row->kind == OPTION_LIST ? option_list_at(block->options, option, 0)
                                                  : arena_printf(arena, "%d", option_choice(block->options, option));
        text_put(arena, &out, arena_printf(arena, " %s=%.*s", row->name, STR_ARG(value)));
    }
    return text_of(state, text_str(&out));
}

static const struct row words[] = {
    {"", "(none)"},
    {"Dockerfile", "Dockerfile"},
    {"../api/Dockerfile --target prod", "../api/Dockerfile target=prod"},
    {"target=prod direction=LR api/Dockerfile", "api/Dockerfile target=prod direction=1"},
    {"--target=prod -f svg -o a.svg D", "D target=prod format=svg output=a.svg"},
    {"-tprod D", "D target=prod"},
    {"D legend", "D legend=1"},
    {"D --legend ships=true", "D legend=1 ships=1"},
    {"./legend", "./legend"},
    {"D title=\"My \\\"own\\\" stages\"", "D title=My \"own\" stages"},
    {"\"my Dockerfile\"", "my Dockerfile"},
    {"D build-arg=A=1=2", "D build-arg=A=1=2"},
    {"D --mermaid-init wrap=40", "D wrap=40 mermaid-init=1"},
    /* what is wrong, with its column */
    {"D --tarjet x", "marker-option 20: there is no option --tarjet (did you mean --target?)"},
    {"D tarjet=x", "marker-option 20: there is no option tarjet (did you mean target?)"},
    {"D -z", "marker-option 20: there is no option -z"},
    {"D --docker-host=unix:///x",
     "marker-scope 20: --docker-host cannot be set in a document, which may come from a stranger"},
    {"registry D", "marker-scope 18: --registry cannot be set in a document, which may come from a stranger"},
    {"D annotations=x", "marker-scope 20: --annotations cannot be set in a document, which may come from a stranger"},
    {"D build-arg=TOKEN",
     "marker-syntax 20: --build-arg needs KEY=VALUE here: only the command line reads the environment"},
    {"D direction=up", "marker-value 20: --direction: is one of TB|LR|BT|RL, not: \"up\""},
    {"D target", "marker-value 20: --target needs a value: target=STAGE"},
    {"D --target", "marker-value 20: --target needs a value: target=STAGE"},
    {"D title=\"a", "marker-syntax 26: the closing quote is missing"},
    {"D E", "marker-syntax 20: a block has one Dockerfile, and this is another one"},
    {"/etc/passwd", "marker-file 18: /etc/passwd is not relative to this document"},
    {"-", "marker-file 18: - is no file"},
    {"\"\"", "marker-file 18:  is no file"},
    {".git/config", "marker-file 18: .git/config is in a folder of git's own"},
    {"a/../.GIT/x", "marker-file 18: a/../.GIT/x is in a folder of git's own"},
};

static void test_words(void **state) {
    for (size_t i = 0; i < COUNT(words); i++) assert_row(words[i].in, read_words(state, words[i].in), words[i].out);
}

/* Every option: those of a marker can be set there, and no other. */
static void test_scope(void **state) {
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_row *row = &option_rows[i];
        sg_str word = arena_printf(*state, "D --%s=?", row->name);
        bool refused = strncmp(read_words(state, text_of(state, word)), "marker-scope", 12) == 0;
        bool named = str_listed("target build-arg platform format output", str_from(row->name));
        assert_row(row->name, refused ? "refused" : "taken", named || row->scope == SCOPE_DRAW ? "taken" : "refused");
    }
}

static void test_many(void **state) {
    struct buf text = {0};
    for (int i = 0; i <= MOST_BLOCKS; i++) buf_text(&text, BEGIN "\n" END "\n");
    assert_row("blocks", filled_in(state, buf_str(&text), DIALECT_COMMONMARK), "limit 2001:1");
    text.len = 0;
    for (int i = 0; i < 100000; i++) buf_text(&text, "> - ");
    for (int i = 0; i < 100000; i++) buf_text(&text, "\n");
    buf_text(&text, "\r" BEGIN "\n" END);
    assert_true(str_ends(str_from(filled_in(state, buf_str(&text), DIALECT_COMMONMARK)), STR(XY END)));
    buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_blocks), cmocka_unit_test(test_mdx),
                                       cmocka_unit_test(test_words), cmocka_unit_test(test_scope),
                                       cmocka_unit_test(test_many)};
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
