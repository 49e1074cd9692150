/* Asking git: what it answers, what never is an option, and what a stranger's repository must not get run. */
#include "cli/git.h"

#include "cli/cli.h"

#include "helper.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A repository of one commit, whose configuration would leave a file named "ran" behind. */
static const char make_repository[] =
    "exec > /dev/null 2>&1; set -e; cd %s; git init -q .; printf 'one\\n' > file; printf 'two\\n' > ./--output=ran; git add -A; "
    "git -c user.name=t -c user.email=t@example.org commit -q -m 1; "
    "for key in core.fsmonitor core.pager core.editor diff.external diff.x.textconv core.sshCommand core.askPass; do "
    "git config \"$key\" \"touch $PWD/ran; false\"; done; git config diff.x.command \"touch $PWD/ran\"; "
    "printf '#!/bin/sh\\ntouch %s/ran\\n' > .git/hooks/post-index-change; chmod +x .git/hooks/post-index-change; "
    "printf '* diff=x\\n' > .gitattributes; git clone -q --bare . bare; git -C bare config core.fsmonitor \"touch $PWD/ran\"";

static char folder[] = "/tmp/stagegraph-git-"
                       "XX"
                       "XX"
                       "XX";

static int repository_setup(void **state) {
    char command[sizeof make_repository + 2 * sizeof folder];
    if (!mkdtemp(folder)) return -1;
    snprintf(command, sizeof command, make_repository, folder, folder);
    return system(command) == 0 ? arena_setup(state) : -1;
}

static int repository_teardown(void **state) {
    char command[sizeof folder + 16];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command) == 0 ? arena_teardown(state) : -1;
}

static bool ran(void) {
    char path[sizeof folder + 16];
    snprintf(path, sizeof path, "%s/ran", folder);
    return access(path, F_OK) == 0;
}

static struct git_answer ask(const char *where, const char *const *words, const char *const *values, sg_str input) {
    struct git_call call = {where, words, values, input, 1 << 20};
    struct git_answer answer;
    assert_true(git_run(&call, &answer));
    return answer;
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void test_answers(void **state) {
    struct git_answer answer = ask(folder, WORDS("cat-file", "blob"), WORDS("HEAD:file"), (sg_str){0});
    assert_int_equal(answer.status, 0);
    assert_string_equal(text_of(state, buf_str(&answer.out)), "one\n");
    git_answer_free(&answer);
    answer =
        ask(folder, WORDS("cat-file", "--batch-check=%(objecttype) %(objectsize)"), NULL, STR("HEAD:file\nHEAD\nno\n"));
    assert_true(str_starts(buf_str(&answer.out), STR("blob 4\ncommit ")));
    assert_true(str_ends(buf_str(&answer.out), STR("\nno missing\n")));
    git_answer_free(&answer);
}

static void test_failure_is_told(void **state) {
    struct git_answer answer = ask(folder, WORDS("rev-parse", "--verify"), WORDS("nowhere^{commit}"), (sg_str){0});
    assert_int_equal(answer.status, 128);
    assert_string_equal(text_of(state, git_words(&answer)), "Needed a single revision");
    git_answer_free(&answer);
}

static void test_values_are_no_options(void **state) {
    static const char *const values[] = {"--output=ran", "-h", "--exec-path", "--git-dir", "--help", "-c", ""};
    for (size_t i = 0; i < COUNT(values); i++) {
        struct git_answer answer = ask(folder, WORDS("rev-parse", "--verify"), WORDS(values[i]), (sg_str){0});
        assert_int_equal(answer.status, 128);
        assert_int_equal(answer.out.len, 0);
        git_answer_free(&answer);
    }
    struct git_answer answer =
        ask(folder, WORDS("diff-tree", "-r", "-z", "--root"), WORDS("HEAD", "--output=ran"), (sg_str){0});
    assert_int_equal(answer.status, 128);
    git_answer_free(&answer);
    answer = ask(folder, WORDS("ls-files", "-z"), WORDS("*"), (sg_str){0}); /* a name, and no pattern */
    assert_string_equal(text_of(state, buf_str(&answer.out)), "");
    git_answer_free(&answer);
    assert_false(ran());
}

static void test_nothing_is_run(void **state) {
    static const char *const words[][6] = {{"ls-files", "-z", "--cached", "--others", "--exclude-standard", NULL},
                                           {"diff-tree", "-r", "-z", "--no-renames", "HEAD", NULL},
                                           {"diff-index", "-z", "HEAD", NULL},
                                           {"diff-files", "-z", NULL},
                                           {"ls-tree", "-r", "-z", "HEAD", NULL},
                                           {"cat-file", "blob", "HEAD:file", NULL}};
    (void)state;
    for (size_t i = 0; i < COUNT(words); i++) {
        struct git_answer answer = ask(folder, words[i], NULL, (sg_str){0});
        assert_int_equal(answer.status, 0);
        git_answer_free(&answer);
    }
    assert_false(ran());
}

static void test_bare_repository_is_none(void **state) {
    char bare[sizeof folder + 8];
    snprintf(bare, sizeof bare, "%s/bare", folder);
    struct git_answer answer = ask(bare, WORDS("rev-parse", "--git-dir"), NULL, (sg_str){0});
    assert_int_equal(answer.status, 128);
    assert_non_null(strstr(text_of(state, git_words(&answer)), "bare"));
    git_answer_free(&answer);
    setenv("GIT_DIR", bare, 1);
    answer = ask(folder, WORDS("rev-parse", "--is-bare-repository"), NULL, (sg_str){0});
    assert_string_equal(text_of(state, buf_str(&answer.out)), "true\n");
    git_answer_free(&answer);
    unsetenv("GIT_DIR");
}

/* More than pipes hold, in both directions at once. */
static void test_large_input(void **state) {
    struct buf input = {0};
    (void)state;
    for (int i = 0; i < 20000; i++) buf_text(&input, "HEAD:file\n");
    struct git_answer answer = ask(folder, WORDS("cat-file", "--batch-check=%(objectname)"), NULL, buf_str(&input));
    assert_int_equal(answer.out.len, 20000 * 41);
    git_answer_free(&answer);
    struct git_call call = {folder, WORDS("cat-file", "--batch-check"), NULL, buf_str(&input), 1000};
    assert_false(git_run(&call, &answer)); /* and over the limit */
    git_answer_free(&answer);
    answer = ask(folder, WORDS("rev-parse", "HEAD"), NULL, buf_str(&input)); /* which nobody reads */
    assert_int_equal(answer.out.len, 41);
    git_answer_free(&answer);
    buf_free(&input);
}

static void test_not_installed(void **state) {
    const char *path = text_of(state, str_from(getenv("PATH")));
    struct git_call call = {folder, WORDS("version"), NULL, {0}, 100};
    struct git_answer answer;
    setenv("PATH", folder, 1);
    assert_false(git_run(&call, &answer));
    git_answer_free(&answer);
    setenv("PATH", path, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_failure_is_told),
        cmocka_unit_test(test_values_are_no_options),
        cmocka_unit_test(test_nothing_is_run),
        cmocka_unit_test(test_bare_repository_is_none),
        cmocka_unit_test(test_large_input),
        cmocka_unit_test(test_not_installed),
    };
    return cmocka_run_group_tests(tests, repository_setup, repository_teardown);
}
