/* Shell text cut into commands: quotes, variables, operators, heredocs, and where reading stops. */
#include "annotate/shell.h"

#include "helper.h"

/* Words with their ends visible, "a|b c", commands separated by " ; ". */
static const char *commands_of(void **state, sg_str text, const struct env_node *env) {
    struct commands commands = {0};
    struct text out = {0};
    shell_commands(*state, text, '\\', env, &(size_t){SHELL_ROOM}, &commands);
    for (size_t i = 0; i < commands.count; i++) {
        if (i) text_put(*state, &out, STR(" ; "));
        for (size_t w = 0; w < commands.items[i].count; w++) {
            if (w) text_put(*state, &out, STR("|"));
            text_put(*state, &out, commands.items[i].items[w]);
        }
    }
    return text_of(state, text_str(&out));
}

/* V=1, EMPTY= and LIST="gcc make" are in the environment. */
static const struct env_node *environment(void **state) {
    const struct env_node *env = env_set(*state, NULL, STR("V"), STR("1"));
    env = env_set(*state, env, STR("EMPTY"), STR(""));
    return env_set(*state, env, STR("LIST"), STR("gcc make"));
}

static const struct {
    const char *script, *commands;
} scripts[] = {
    {"", ""},
    {"  \t ", ""},
    {"a", "a"},
    {"a b  c\td", "a|b|c|d"},
    /* quotes and escapes */
    {"a 'b c' \"d e\"", "a|b c|d e"},
    {"a b'c d'\"e\"f", "a|bc def"},
    {"a '' \"\"", "a||"},
    {"a 'b\"c' \"d'e\"", "a|b\"c|d'e"},
    {"a \"b\\\"c\" b\\ c \\\\", "a|b\"c|b c|\\"},
    {"a '$V' 'b\\c'", "a|$V|b\\c"},
    {"a 'b", "a|b"}, /* nothing ends it */
    {"a \"b\\", "a|b"},
    {"a \\", "a|"},
    {"a 'b;c&&d|e' \"#\"", "a|b;c&&d|e|#"},
    {"a \\; b\\&c", "a|;|b&c"},
    {"a b\\\nc \\\n d", "a|bc|d"}, /* a heredoc has its own continuations */
    /* variables of the stage */
    {"a $V ${V} x$V.y \"$V\"", "a|1|1|x1.y|1"},
    {"a $NOPE ${NOPE} x$NOPE/y", "a|$|$|x$/y"},
    {"a ${V:-2} ${V%.*} ${#V}", "a|$|$|$"}, /* more than a plain variable is not known */
    {"a $1 $@ $? $", "a|$|$@|$?|$"},
    {"a ${V", "a|$"},
    {"a $V$V-$V", "a|11-1"},
    {"a $LIST b", "a|gcc|make|b"},
    {"a \"$LIST\" b", "a|gcc make|b"},
    {"apk add x$LIST", "apk|add|xgcc|make"},
    /* and of the script */
    {"W=2; a $W", "a|2"},
    {"W=2 && a \"$W\" && W=3 && a $W", "a|2 ; a|3"},
    {"W=\"b c\"; a $W", "a|b|c"},
    {"builddeps='gcc g++ make' && apt-get install -y $builddeps && apt-get purge $builddeps",
     "apt-get|install|-y|gcc|g++|make ; apt-get|purge|gcc|g++|make"},
    {"deps=\"gcc \\\n make\"; apk add $deps", "apk|add|gcc|make"},
    {"V=2; a $V", "a|2"},
    {"W=$V.$V; a $W", "a|1.1"},
    {"W=$(x); a $W", "a|$"},
    {"export W=2; a $W", "export|W=2 ; a|$"},
    {"2W=1 a", "2W=1|a"}, /* no name */
    {"a W=1", "a|W=1"},
    /* substitutions are not known and not read */
    {"a $(b; c | d) e", "a|$|e"},
    {"a \"$(b \"c\")\" e", "a|$|e"},
    {"a $(b $(c) d) e", "a|$|e"},
    {"a `b; c` e", "a|$|e"},
    {"a $((1 + 2)) e", "a|$|e"},
    {"a x$(b)y", "a|x$y"},
    {"a $(b", "a|$"},
    {"$(a) b", "$|b"},
    /* operators */
    {"a && b || c ; d | e & f", "a ; b ; c ; d ; e ; f"},
    {"a&&b||c;d|e&f", "a ; b ; c ; d ; e ; f"},
    {"a |& b", "a ; b"},
    {"a;;b", "a ; b"},
    {"a\nb\n\nc", "a ; b ; c"},
    {"&& ; |", ""},
    {"(a; b) && c", "a ; b ; c"},
    {"{ a; b; } > x", "a ; b"},
    {"(a (b))", "a ; b"},
    /* words of the shell itself go, what they hold stays */
    {"if a; then b; elif c; then d; else e; fi", "a ; b ; c ; d ; e ; fi"},
    {"! a", "a"},
    {"while a; do b; done", "a ; b ; done"},
    {"for i in 1 2; do a $i; done", "for|i|in|1|2 ; a|$ ; done"},
    {"f() { a; }; f", "f ; a ; f"},
    /* wrappers */
    {"sudo a b", "a|b"},
    {"exec nice a", "a"},
    {"env X=1 a", "a"},
    {"time a && command b", "a ; b"},
    {"a | xargs b c", "a ; b|c"},
    {"sudo", ""},
    /* redirections */
    {"a > b", "a"},
    {"a >> b c", "a|c"},
    {"a >b 2>&1 c", "a|2|c"}, /* a number in front is a word: no harm */
    {"a < b > c", "a"},
    {"> b a", "a"},
    {"a &> b", "a"},
    {"a > b; c", "a ; c"},
    {"a > 'b c' d", "a|d"},
    {"a <<< b c", "a|b|c"},
    /* heredocs of the script */
    {"a << E\nb\nE\nc", "a ; c"},
    {"a <<E > x\nb; c\nE\nd", "a ; d"},
    {"a <<-'E'\n\tb $(\n\tE\nd", "a ; d"},
    {"a <<\"E\" | b\nc\nE\nd", "a ; b ; d"},
    {"a <<E\nb", "a"},
    {"a <<E\nEE\nE x\nE\nb", "a ; b"},
    /* comments */
    {"# a\nb # c; d\ne", "b ; e"},
    {"a b#c", "a|b#c"},
    {"a '# b' c", "a|# b|c"},
    {"#", ""},
    /* assignments in front */
    {"A=1 B=2 a b", "a|b"},
    {"A='x y' a", "a"},
    {"A= a", "a"},
    {"A=1", ""},
    {"CGO_ENABLED=0 GOOS=$V go build", "go|build"},
    {"A=$(b c) d", "d"},
    /* shells in the shell */
    {"sh -c \"a && b 'c d'\"", "a ; b|c d"},
    {"bash -ec 'a; b'", "a ; b"},
    {"/bin/bash -o pipefail -c 'a'", "/bin/bash|-o|pipefail|-c|a"},
    {"sh x.sh -c y", "sh|x.sh|-c|y"},
    {"sh -c \"sh -c 'a; b'\"; c", "a ; b ; c"},
    {"sh -c 'a $V'", "a|1"},
    {"sh -c", "sh|-c"},
};

static void script_rows(void **state) {
    for (size_t i = 0; i < COUNT(scripts); i++)
        assert_row(scripts[i].script, commands_of(state, str_from(scripts[i].script), environment(state)),
                   scripts[i].commands);
}

/* Whatever is cut off where, reading ends, and no word holds more than there was. */
static void every_prefix(void **state) {
    for (size_t i = 0; i < COUNT(scripts); i++) {
        sg_str script = str_from(scripts[i].script);
        for (size_t len = 0; len < script.len; len++) {
            char *exact = test_malloc(len + 1); /* a block of that size: sanitizers see a read behind it */
            memcpy(exact, script.ptr, len);
            struct commands commands = {0};
            shell_commands(*state, (sg_str){exact, len}, '\\', NULL, &(size_t){SHELL_ROOM}, &commands);
            assert_true(commands.count <= len);
            test_free(exact);
        }
    }
}

static void every_byte(void **state) {
    for (int c = 0; c < 256; c++) {
        char text[] = {'a', ' ', (char)c, 'b', (char)c, '\n', (char)c, 'c', ' ', (char)c, (char)c};
        struct commands commands = {0};
        shell_commands(*state, (sg_str){text, sizeof text}, '\\', NULL, &(size_t){SHELL_ROOM}, &commands);
        assert_true(commands.count <= sizeof text);
        for (size_t i = 0; i < commands.count; i++) assert_true(commands.items[i].count > 0);
    }
}

/* ---- limits ---- */

static size_t count_of(void **state, const struct buf *text) {
    struct commands commands = {0};
    shell_commands(*state, buf_str(text), '\\', NULL, &(size_t){SHELL_ROOM}, &commands);
    return commands.count;
}

static void limits(void **state) {
    struct buf text = {0};
    for (int i = 0; i < 2500; i++) buf_text(&text, "a;");
    assert_int_equal(count_of(state, &text), 2000);
    text.len = 0;
    buf_fill(&text, ' ', 300 * 1024);
    buf_text(&text, "a"); /* too far away */
    assert_int_equal(count_of(state, &text), 0);
    text.len = 0;
    buf_fill(&text, '(', 100000);
    assert_int_equal(count_of(state, &text), 0);
    text.len = 0;
    for (int i = 0; i < 50000; i++) buf_text(&text, "$(");
    assert_int_equal(count_of(state, &text), 1);
    buf_free(&text);
}

/* A script in a script in a script is read, a fourth is a word. */
static void nesting(void **state) {
    const char *script = "sh -c \"sh -c \\\"sh -c \\\\\\\"sh -c 'a b'\\\\\\\"\\\"\"";
    assert_string_equal(commands_of(state, str_from(script), NULL), "sh|-c|a b");
}

/* Variables that hold each other do not grow without end. */
static void doubling(void **state) {
    struct buf text = {0};
    buf_text(&text, "A=xxxxxxxxxxxxxxxx\n");
    for (int i = 0; i < 18; i++) buf_text(&text, "A=$A$A\n");
    buf_text(&text, "b");
    size_t before = ((struct arena *)*state)->total;
    assert_int_equal(count_of(state, &text), 1);
    assert_true(((struct arena *)*state)->total - before < 64u << 20);
    buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(script_rows), cmocka_unit_test(every_prefix), cmocka_unit_test(every_byte),
        cmocka_unit_test(limits),      cmocka_unit_test(nesting),      cmocka_unit_test(doubling),
    };
    return cmocka_run_group_tests_name("shell", tests, arena_setup, arena_teardown);
}
