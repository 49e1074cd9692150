/* Shell text cut into commands: quotes, variables, operators, heredocs, and where reading stops. */
#include "annotate/shell.h"

#include "helper.h"

static void put_words(void **state, struct text *out, const struct command *command) {
    for (size_t w = 0; w < command->count; w++) {
        if (w) text_put(*state, out, STR("|"));
        text_put(*state, out, command->items[w]);
    }
}

/* Words with their ends visible, "a|b c", commands separated by " ; ". */
static const char *commands_of(void **state, sg_str text, const struct env_node *env) {
    struct commands commands = {0};
    struct text out = {0};
    shell_commands(*state, text, '\\', env, &(size_t){SHELL_ROOM}, &commands);
    for (size_t i = 0; i < commands.count; i++) {
        if (i) text_put(*state, &out, STR(" ; "));
        put_words(state, &out, &commands.items[i]);
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
    {"W=$(x); a $W", "x ; a|$"},
    {"export W=2; a $W", "export|W=2 ; a|$"},
    {"2W=1 a", "2W=1|a"}, /* no name */
    {"a W=1", "a|W=1"},
    /* of substitutions the value is not known, but they are read */
    {"a $(b; c | d) e", "b ; c ; d ; a|$|e"},
    {"a \"$(b \"c\")\" e", "b|c ; a|$|e"},
    {"a $(b $(c) d) e", "c ; b|$|d ; a|$|e"},
    {"a `b; c` e", "b ; c ; a|$|e"},
    {"a $((1 + 2)) e", "a|$|e"},
    {"a x$(b)y", "b ; a|x$y"},
    {"a $(b", "b ; a|$"},
    {"$(a) b", "a ; $|b"},
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
    {"f() { a; }; f", "a"},
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
    {"a >b 2>&1 c", "a|c"}, /* a number in front belongs to it */
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
    {"A=$(b c) d", "b|c ; d"},
    /* shells in the shell */
    {"sh -c \"a && b 'c d'\"", "a ; b|c d"},
    {"bash -ec 'a; b'", "a ; b"},
    {"/bin/bash -o pipefail -c 'a'", "a"},
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

/* The same with what stands around a command: "|" it reads the one before, "$" in a substitution, "!" a condition;
 * ">f" its output, "<[b]" its heredoc, "@d" where it runs. */
static const char *marked(void **state, sg_str script) {
    struct commands commands = {0};
    struct text out = {0};
    shell_commands(*state, script, '\\', environment(state), &(size_t){SHELL_ROOM}, &commands);
    for (size_t i = 0; i < commands.count; i++) {
        const struct command *command = &commands.items[i];
        text_put(*state, &out,
                 arena_printf(*state, "%s%s%s%s", i ? " ; " : "", command->piped ? "|" : "", command->inner ? "$" : "",
                              command->failing ? "!" : ""));
        put_words(state, &out, command);
        sg_str parts[] = {command->output, command->body, command->folder};
        static const char *const forms[] = {" >%.*s", " <[%.*s]", " @%.*s"};
        for (size_t p = 0; p < COUNT(parts); p++)
            if (parts[p].ptr) text_put(*state, &out, arena_printf(*state, forms[p], STR_ARG(parts[p])));
    }
    return text_of(state, text_str(&out));
}

static const struct {
    const char *script, *commands;
} marks[] = {
    /* output */
    {"a > b", "a >b"},
    {"a >> b 2>&1", "a >b"},
    {"a 1> b", "a >b"},
    {"a 2> b", "a"},
    {"a 2>b c", "a|c"},
    {"a > /dev/null", "a"},
    {"a > /dev/stderr", "a"},
    {"a >&2", "a"},
    {"a &> b", "a >b"},
    {"a &>> b", "a >b"},
    {"a >| b", "a >b"},
    {"a > b > c", "a >c"},
    {"> b", ""},
    {"a > \"x y/$V.txt\"", "a >x y/1.txt"},
    {"a >b; c", "a >b ; c"},
    {"a | b > c", "a ; |b >c"},
    {"a 2 > b", "a|2 >b"},
    {"a x2> b", "a|x2 >b"},
    {"a >(b) c", "a ; b ; c"},
    /* heredocs */
    {"a <<E > b\nc\nE", "a >b <[c\n]"},
    {"a <<E | b\nc\nE", "a <[c\n] ; |b"},
    {"a && b <<E\nc\nE\nd", "a ; b <[c\n] ; d"},
    {"a <<E && b\nc\nE\nd", "a <[c\n] ; b ; d"},
    {"sudo a <<E\nc\nE", "a <[c\n]"},
    {"a <<< b", "a|b"},
    {"(a <<E\nc\nE\n)", "a <[c\n]"},
    {"a <<E\nb", "a <[b]"},
    /* folders */
    {"cd a && b", "cd|a ; b @a"},
    {"cd a; cd b/$V; c", "cd|a ; cd|b/1 @a ; c @b/1"},
    {"cd a; sh -c \"b\"", "cd|a ; b @a"},
    {"cd a; b $(c)", "cd|a ; $c @a ; b|$ @a"},
    {"cd; a", "cd ; a"},
    {"cd $NOPE && a", "cd|$ ; a @$"},
    {"builtin cd x; a", "cd|x ; a @x"},
    /* pipes */
    {"a | b | c", "a ; |b ; |c"},
    {"a |& b", "a ; |b"},
    {"a || b", "a ; b"},
    {"a | b || c", "a ; |b ; c"},
    {"a |\n b", "a ; |b"},
    {"a | (b; c)", "a ; |b ; c"},
    {"a | { b; }", "a ; |b"},
    {"a | while read x; do b $x; done", "a ; |!read|x ; b|$ ; done"},
    {"{ a; b; } | c", "a ; b ; |c"},
    {"a | sudo -u x b", "a ; |b"},
    /* substitutions */
    {"a $(b) c", "$b ; a|$|c"},
    {"a \"$(b | c)\"", "$b ; |$c ; a|$"},
    {"a `b`", "$b ; a|$"},
    {"x=$(a; b > c)", "$a ; $b >c"},
    {"a $(b $(c))", "$c ; $b|$ ; a|$"},
    {"a $(sh -c 'b')", "$b ; a|$"},
    {"[ -z \"$(git status --porcelain)\" ]", "$git|status|--porcelain ; [|-z|$|]"},
    /* conditions */
    {"if a; then b; else c; fi", "!a ; b ; c ; fi"},
    {"if a && b; then c; fi", "!a ; !b ; c ; fi"},
    {"if ! a; then b; fi", "!a ; b ; fi"},
    {"! a && b", "!a ; !b"},
    {"a || { b; exit 1; }", "a ; b ; exit|1"},
    {"while ! a; do b; done", "!a ; b ; done"},
    {"until a; do b; done", "!a ; b ; done"},
    {"if [ -n \"$(a)\" ]; then b; exit 1; fi", "$!a ; ![|-n|$|] ; b ; exit|1 ; fi"},
    /* cases */
    {"case $V in 1) a;; 2|3) b c;; *) d;; esac; e", "a ; b|c ; d ; e"},
    {"case \"$V\" in\n (1)\n a b\n ;;\n x*) c\n esac\nd", "a|b ; c ; d"},
    {"case $V in a) case $V in b) c;; esac;; d) e;; esac; f", "c ; e ; f"},
    {"case a in b) c;; esac | d", "c ; |d"},
    {"case in in in) a;; esac", "a"},
    {"case x in", ""},
    {"a in case", "a|in|case"},
    {"echo esac; a", "echo|esac ; a"},
    {"esac", ""},
    /* functions */
    {"f() { a; }\nf b; c", "a ; c"},
    {"f () { a; }; f; g", "a ; g"},
    {"f(){ a;}; f", "a"},
    {"f() (a); b f", "a ; b|f"},
    {"function f { a; }; f", "a"},
    {"function f() { a; }; f", "a"},
    {"function", ""},
    /* braces */
    {"mkdir -p /x/{a,b} && c", "mkdir|-p|/x/{a,b} ; c"},
    {"a {} b", "a|{}|b"},
    {"a } b", "a ; b"},
    {"if (x) { Install-Module y } else { z }", "!x ; Install-Module|y ; z"},
    /* wrappers with options that have values */
    {"sudo -u app bundle install", "bundle|install"},
    {"sudo -E -H -u app a b", "a|b"},
    {"sudo -- a", "a"},
    {"sudo A=1 a", "a"},
    {"A=1 sudo B=2 a", "a"},
    {"sudo sudo sudo a", "a"},
    {"env -u X A=1 cmd", "cmd"},
    {"env -i a", "a"},
    {"env", ""},
    {"timeout -k 5 10 cmd a", "cmd|a"},
    {"timeout --kill-after=5 10s cmd", "cmd"},
    {"timeout $T a", "a"},
    {"retry 5 a", "a"},
    {"retry a b", "a|b"},
    {"gosu user cmd x", "cmd|x"},
    {"su-exec a:b cmd", "cmd"},
    {"chroot /x cmd", "cmd"},
    {"flock -w 9 /x cmd", "cmd"},
    {"setpriv --reuid 1 --regid=2 cmd", "cmd"},
    {"runuser -u u -- cmd", "cmd"},
    {"a | xargs -n 1 cmd", "a ; |cmd"},
    {"xargs -r -I {} cmd {}", "cmd|{}"},
    {"find . -name x -exec cmd {} \\;", "cmd|{}|;"},
    {"find . -exec sh -c \"a b\" \\;", "a|b"},
    {"find . -execdir a {} +", "a|{}|+"},
    {"find . -name x", "find|.|-name|x"},
    {"nice -n 10 a", "a"},
    {"ionice -c 3 nice a", "a"},
    {"taskset -c 1 stdbuf -oL a", "a"},
    {"time -p a", "a"},
    {"exec -a x b", "b"},
    {"command a", "a"},
    {"command -v a", "command|-v|a"},
    {"xvfb-run -a a", "a"},
    {"xvfb-run -s \"-screen 0\" a", "a"},
    {"scl enable x a", "a"},
    {"scl enable x 'a b'", "a|b"},
    {"scl enable x -- a", "a"},
    {"tini -- a", "a"},
    {"eval \"a\"", "a"},
    /* scripts in words */
    {"su user -c 'a; b'", "a ; b"},
    {"su -c 'a' user", "a"},
    {"su - user -c \"a\"", "a"},
    {"su user -s /bin/sh -c a", "a"},
    {"su user", "su|user"},
    {"runuser -l app -c 'a; b'", "a ; b"},
    {"bash -o pipefail -c 'a | b'", "a ; |b"},
    {"bash -euo pipefail -c 'a'", "a"},
    {"busybox sh -c 'a'", "a"},
    {"/bin/bash -lc 'a'", "a"},
    {"bash --login -c a", "a"},
    {"sh x -c y", "sh|x|-c|y"},
};

static void mark_rows(void **state) {
    for (size_t i = 0; i < COUNT(marks); i++)
        assert_row(marks[i].script, marked(state, str_from(marks[i].script)), marks[i].commands);
}

/* Whatever is cut off where, reading ends, and no word holds more than there was. */
static void every_prefix(void **state) {
    for (size_t i = 0; i < COUNT(scripts) + COUNT(marks); i++) {
        sg_str script = str_from(i < COUNT(scripts) ? scripts[i].script : marks[i - COUNT(scripts)].script);
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
    assert_int_equal(count_of(state, &text), 4); /* as deep as is read */
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
        cmocka_unit_test(script_rows), cmocka_unit_test(mark_rows), cmocka_unit_test(every_prefix),
        cmocka_unit_test(every_byte),  cmocka_unit_test(limits),    cmocka_unit_test(nesting),
        cmocka_unit_test(doubling),
    };
    return cmocka_run_group_tests_name("shell", tests, arena_setup, arena_teardown);
}
