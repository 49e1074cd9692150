/* .dockerignore: patterns as Docker reads them. The rows were checked against moby/patternmatcher itself. */
#include "helper.h"

#include "size/glob.h"
#include "size/ignore.h"

struct row {
    const char *file;
    const char *in, *out; /* paths that stay and that are left out, blank-separated */
};

static const struct row rows[] = {
    {"", "a a/b", ""},
    {"a", "b ab b/a", "a a/b a/b/c"},
    {"/a/", "b b/a", "a a/b"}, /* slashes around it mean nothing */
    {"./a/../b", "a", "b b/x"},
    {"../a", "a", ""},
    {".", "a a/b", ""},
    {"# a\n #b\n\n  c  \n", "a b", "#b c"}, /* a comment starts in column one */
    {"\xEF\xBB\xBF# a\nb", "a #", "b"},
    {"\xEF\xBB\xBF"
     "a\r\nb\r\n",
     "c", "a b"},
    /* one star stays in its folder */
    {"*", "", "a .a a/b"},
    {"*.md", "a/b.md a.mdx", "a.md .md"},
    {"*/*.md", "a.md a/b/c.md", "a/b.md"},
    {"a?c", "ac a/c abbc", "abc a.c"},
    {"a*c", "a/c", "ac abc abbc"},
    /* two do not */
    {"**", "", "a a/b"},
    {"**/a", "ab ba b/ba", "a b/a b/c/a b/a/c"},
    {"**a", "b ab", "a ba b/a b/ba"},
    {"a/**", "a b/a/c", "a/b a/b/c"},
    {"a**", "ba", "a ab a/b"},
    {"a/**/b", "a b a/b2 b/a/b", "a/b a/c/b a/c/d/b"},
    {"**/*.pyc", "a.py a.pyc2", "a.pyc b/a.pyc b/c/a.pyc"},
    {"**/__pycache__/**", "__pycache__ a", "__pycache__/a b/__pycache__/a b/__pycache__/c/d"},
    {"***", "", "a a/b"},
    /* classes and escapes */
    {"[a-c]x", "dx x ax2", "ax bx cx"},
    {"[^a-c]x", "ax", "dx"},
    {"[\\]]", "a", "]"},
    {"\\*", "a ab", "*"},
    {"\\#a", "a", "#a"},
    {"a.b*", "acb", "a.b a.bc"},
    {"*.{js,ts}", "a.js", "a.{js,ts}"}, /* braces are no alternatives */
    {"a+b(c)$*", "aab", "a+b(c)$ a+b(c)$d"},
    {"[*]", "* a", ""}, /* no: "*" becomes [^/]* even here, so this is any number of "[", "^" or "/", and a "]" */
    {"a^", "a", "a^"},
    {"\xC3\xA9?", "e\xC3\xA9", "\xC3\xA9x \xC3\xA9\xC3\xA9"},
    /* the last that matches decides */
    {"*\n!a", "a a/b", "b b/a"},
    {"*\n!a/b", "a/b a/b/c", "a a/c b"},
    {"*.md\n!README*.md\nREADME-secret.md", "README.md README-x.md", "a.md README-secret.md"},
    {"!a\na", "", "a"},
    {"a\n!a", "a a/b", ""},
    {"a\n! /a/b/ ", "a/b", "a a/c"},
    {"**/x\n!a/**", "a/x a/b/x", "x b/x"},
    /* an exception is only asked where something was left out: for the folder it was not */
    {"a/*.md\n!a", "a a/b", "a/c.md"},
    {"/!a", "a", ""}, /* the "/" goes first, so this is an exception */
};

static void matching(void **state) {
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct ignore *ignore = ignore_read(*state, str_from(rows[i].file));
        size_t problems;
        ignore_problems(ignore, &problems);
        assert_row(rows[i].file, problems ? "a problem" : "", "");
        for (int out = 0; out < 2; out++)
            for (sg_str rest = str_from(out ? rows[i].out : rows[i].in), path; rest.len;) {
                str_cut(rest, ' ', &path, &rest);
                const char *text = arena_cstr(*state, arena_printf(*state, "%s\n%.*s", rows[i].file, STR_ARG(path)));
                assert_row(text, ignore_matches(ignore, path) ? "out" : "in", out ? "out" : "in");
            }
    }
}

/* What has no effect, and why. */
static void problems(void **state) {
    static const struct {
        const char *file, *expected;
    } bad[] = {
        {"a\n[b\nc", "2 [b: syntax error in pattern"},
        {"[]a]", "1 []a]: syntax error in pattern"},
        {"a\\", "1 a\\: syntax error in pattern"},
        {"!", "1 !: nothing stands behind \"!\""},
        {" ! / ", "1 ! /: nothing stands behind \"!\""},
        {"[c-a]", "1 [c-a]: this form of pattern is not supported"},
        {"\\d*", "1 \\d*: this form of pattern is not supported"},
        {"*a|b", "1 *a|b: this form of pattern is not supported"},
        {"*a{2,3}", "1 *a{2,3}: this form of pattern is not supported"},
        {"[[:alpha:]]", "1 [[:alpha:]]: this form of pattern is not supported"},
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        size_t count;
        struct ignore *ignore = ignore_read(*state, str_from(bad[i].file));
        const struct ignore_problem *problem = ignore_problems(ignore, &count);
        assert_int_equal(count, 1);
        assert_row(bad[i].file,
                   arena_cstr(*state, arena_printf(*state, "%zu %.*s: %.*s", problem->line, STR_ARG(problem->pattern),
                                                   STR_ARG(problem->reason))),
                   bad[i].expected);
    }
}

/* A folder is left out as a whole only if nothing below it can come back. */
static void pruning(void **state) {
    static const struct {
        const char *file, *folder;
        bool prunes;
    } folders[] = {
        {"node_modules", "node_modules", true},
        {"**/node_modules", "a/node_modules", true},
        {"**/node_modules", "a", false},
        {"*\n!src", "node_modules", true},
        {"*\n!src", "src", false},
        {"*\n!src/a", "src", false},
        {"*\n!src/a", "src/b", true},
        {"*\n!src/a/**", "src/b", true},
        {"*\n!src/*/x", "src/b", false},
        {"*\n!**/x", "node_modules", false},
        {"*\n!*.md", "node_modules", false},
        {"!**/x\n*", "node_modules", true},
        {"a/**\n!b", "a", false}, /* the folder itself is not left out */
        {"a/**\n!b", "a/c", true},
    };
    for (size_t i = 0; i < COUNT(folders); i++) {
        struct ignore *ignore = ignore_read(*state, str_from(folders[i].file));
        const char *text = arena_cstr(*state, arena_printf(*state, "%s\n%s", folders[i].file, folders[i].folder));
        bool prunes = ignore_prunes(ignore, str_from(folders[i].folder));
        assert_row(text, prunes ? "prunes" : "enters", folders[i].prunes ? "prunes" : "enters");
    }
}

/* The letters that a pattern ends with are looked at first: not those that "**" may leave out. */
static void tails(void **state) {
    static const struct {
        const char *patterns, *path;
        bool left_out;
    } tails_of[] = {{"**/a*.pyc", "x/ab.pyc", true},
                    {"**/a*.pyc", "x/ab.py", false},
                    {"*a/**/b", "xa/b", true},
                    {"*a/**/b", "xa/y/b", true},
                    {"a?**/b", "axb", true},
                    {"*\\*", "x*", true},
                    {"*\xC3\xA9", "caf\xC3\xA9", true},
                    {"*[a]", "ba", true},
                    {"*a*", "ab", true}};
    for (size_t i = 0; i < COUNT(tails_of); i++) {
        struct ignore *ignore = ignore_read(*state, str_from(tails_of[i].patterns));
        if (ignore_matches(ignore, str_from(tails_of[i].path)) != tails_of[i].left_out)
            fail_msg("%s %s", tails_of[i].patterns, tails_of[i].path);
    }
}

/* What a backtracking matcher does not survive, and paths that are none. */
static void hostile(void **state) {
    static const char *const odd[] = {"", "/", "//", "/a", "a/", "a//b", ".", ".."};
    struct ignore *all = ignore_read(*state, STR("*\n!x"));
    for (size_t i = 0; i < COUNT(odd); i++) ignore_prunes(all, str_from(odd[i]));
    struct text stars = {0}, path = {0};
    for (int i = 0; i < 100; i++) text_put(*state, &stars, STR("*a**/")), text_put(*state, &path, STR("aaaa/"));
    text_put(*state, &stars, STR("[b]")); /* no letter that every match ends with */
    text_put(*state, &path, STR("c"));
    size_t count;
    struct ignore *ignore = ignore_read(*state, text_str(&stars));
    ignore_problems(ignore, &count);
    assert_int_equal(count, 0);
    assert_false(ignore_matches(ignore, text_str(&path)));
    sg_str pattern = text_str(&stars);
    uint64_t budget = 1 << 20;
    ignore = ignore_patterns(*state, &pattern, 1, &budget);
    assert_false(ignore_matches(ignore, STR("x")));
    assert_true(ignore_matches(ignore, text_str(&path))); /* the time is up */
    assert_true(ignore_matches(ignore, STR("x")));
    for (int i = 0; i < 800; i++) text_put(*state, &stars, STR("*a**/"));
    ignore_problems(ignore_read(*state, text_str(&stars)), &count);
    assert_int_equal(count, 1); /* longer than any path */
    struct text many = {0};
    for (int i = 0; i < 20000; i++) text_put(*state, &many, STR("a\n"));
    ignore = ignore_read(*state, text_str(&many));
    ignore_problems(ignore, &count);
    assert_int_equal(count, 20000 - 16384);
    assert_true(ignore_matches(ignore, STR("a")));
}

/* ---- filepath.Match and paths ---- */

static void globs(void **state) {
    static const struct {
        const char *pattern, *path;
        int result; /* -1: malformed */
    } matches[] = {
        {"abc", "abc", 1},
        {"*", "abc", 1},
        {"*c", "abc", 1},
        {"a*", "a", 1},
        {"a*", "ab/c", 0},
        {"a*/b", "abc/b", 1},
        {"a*/b", "a/c/b", 0},
        {"a*b*c*d*e*/f", "axbxcxdxexxx/f", 1},
        {"ab[c]", "abc", 1},
        {"ab[b-d]", "abc", 1},
        {"ab[e-g]", "abc", 0},
        {"ab[^c]", "abc", 0},
        {"ab[^e-g]", "abc", 1},
        {"a\\*b", "a*b", 1},
        {"a\\*b", "ab", 0},
        {"a?b",
         "a\xE2\x98\xBA"
         "b",
         1},
        {"a?b", "a/b", 0},
        {"a*b", "a/b", 0},
        {"[\\]a]", "]", 1},
        {"[\\-x]", "-", 1},
        {"[x\\-]", "z", 0},
        {"[]a]", "]", -1},
        {"[-]", "-", -1},
        {"[x-]", "x", -1},
        {"[a-b-c]", "a", -1},
        {"[", "a", -1},
        {"[^", "a", -1},
        {"a[", "ab", -1},
        {"\\", "a", -1},
        {"*x", "xxx", 1},
        {"", "", 1},
        {"", "a", 0},
    };
    for (size_t i = 0; i < COUNT(matches); i++) {
        struct glob glob;
        uint64_t budget = GLOB_BUDGET;
        bool good = glob_compile(*state, str_from(matches[i].pattern), &glob);
        int result = good ? glob_matches(*state, &glob, str_from(matches[i].path), &budget) : -1;
        if (result != matches[i].result) fail_msg("%s %s: %d", matches[i].pattern, matches[i].path, result);
    }
}

static void paths(void **state) {
    static const struct {
        const char *path, *clean, *below;
    } cleaned[] = {
        {"", ".", ""},
        {".", ".", ""},
        {"/", "/", ""},
        {"a/", "a", "a"},
        {"a//b/./c", "a/b/c", "a/b/c"},
        {"a/../b", "b", "b"},
        {"../a", "../a", "a"},
        {"/../a", "/a", "a"},
        {"a/../../b", "../b", "b"},
        {"../..", "../..", ""},
        {"./*.txt", "*.txt", "*.txt"},
        {"...", "...", "..."},
    };
    for (size_t i = 0; i < COUNT(cleaned); i++) {
        assert_row(cleaned[i].path, text_of(state, path_clean(*state, str_from(cleaned[i].path))), cleaned[i].clean);
        assert_row(cleaned[i].path, text_of(state, path_below_root(*state, str_from(cleaned[i].path))),
                   cleaned[i].below);
    }
}

static const char *place_names(struct arena *arena, const char *dockerfile) {
    size_t count;
    const struct ignore_place *places = ignore_places(arena, str_from(dockerfile), &count);
    struct text out = {0};
    for (size_t i = 0; i < count; i++)
        text_put(arena, &out,
                 arena_printf(arena, "%s%s%.*s", i ? " " : "", places[i].beside ? "./" : "/", STR_ARG(places[i].name)));
    return arena_cstr(arena, text_str(&out));
}

static void places(void **state) {
    assert_row("", place_names(*state, "Dockerfile"), "./Dockerfile.dockerignore /.dockerignore");
    assert_row("", place_names(*state, "app.Dockerfile"), "./app.Dockerfile.dockerignore /.dockerignore");
    assert_row("", place_names(*state, "Containerfile"),
               "./Containerfile.dockerignore ./Containerfile.containerignore /.containerignore /.dockerignore");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matching), cmocka_unit_test(problems), cmocka_unit_test(pruning), cmocka_unit_test(tails),
        cmocka_unit_test(hostile),  cmocka_unit_test(globs),    cmocka_unit_test(paths),   cmocka_unit_test(places),
    };
    return cmocka_run_group_tests_name("ignore", tests, arena_setup, arena_teardown);
}
