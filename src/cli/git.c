/* A call of git → its answer: one process, without a shell, between three pipes. */
#include "cli/git.h"

#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* POSIX (posix_spawn) lets a library tell of a program that could not be run by this status alone. */
enum { ERROR_LIMIT = 4096, STATUS_NOT_RUN = 127 };

/* Options of git itself. The last two keep what is asked for from being looked for elsewhere, and names from being patterns. */
static const char *const always[] = {"git",
                                     "-c",
                                     "safe.bareRepository=explicit",
                                     "-c",
                                     "core.fsmonitor=false",
                                     "-c",
                                     "core.hooksPath=/dev/null",
                                     "-c",
                                     "protocol.allow=never",
                                     "--no-pager",
                                     "--no-replace-objects",
                                     "--no-optional-locks",
                                     "--literal-pathspecs"};
static const char *const added_environment[] = {"GIT_NO_LAZY_FETCH=1", "GIT_TERMINAL_PROMPT=0"};

/* ---- what is handed to it ---- */

static size_t count_words(const char *const *words) {
    size_t count = 0;
    while (words && words[count]) count++;
    return count;
}

static char **copy_words(char **at, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) *at++ = (char *)(uintptr_t)words[i]; /* which posix_spawn() leaves alone */
    return at;
}

static char **list_new(size_t count) {
    char **list = calloc(count + 1, sizeof *list);
    if (!list) end_without_memory();
    return list;
}

static char **make_arguments(const struct git_call *call) {
    const char *const folder[] = {"-C", call->folder}, *const end[] = {"--end-of-options"};
    size_t words = count_words(call->words), values = count_words(call->values);
    char **list = list_new(COUNT(always) + COUNT(folder) + words + COUNT(end) + values);
    char **at = copy_words(list, always, COUNT(always));
    if (call->folder) at = copy_words(at, folder, COUNT(folder));
    at = copy_words(at, call->words, words);
    if (values) at = copy_words(at, end, COUNT(end));
    copy_words(at, call->values, values);
    return list;
}

static char **make_environment(void) {
    size_t count = count_words((const char *const *)environ);
    char **list = list_new(count + COUNT(added_environment));
    char **at = copy_words(list, added_environment, COUNT(added_environment));
    copy_words(at, (const char *const *)environ, count);
    return list;
}

/* ---- the process ---- */

enum pipe_id { PIPE_IN, PIPE_OUT, PIPE_ERROR, PIPES };

struct process {
    pid_t id;
    int ours[PIPES], its[PIPES]; /* -1: closed */
};

static void close_end(int *descriptor) {
    if (*descriptor >= 0) close(*descriptor);
    *descriptor = -1;
}

static void close_all(int ends[PIPES]) {
    for (int i = 0; i < PIPES; i++) close_end(&ends[i]);
}

/* Ours do not block, and do not stay open in it; none is one of the standard three, which may be closed here. */
static bool open_pipes(struct process *process) {
    for (int i = 0; i < PIPES; i++) process->ours[i] = process->its[i] = -1;
    for (int i = 0; i < PIPES; i++) {
        int ends[2];
        if (pipe(ends) != 0) return false;
        for (int e = 0; e < 2; e++) {
            int high = fcntl(ends[e], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
            close(ends[e]);
            *(e == (i == PIPE_IN) ? &process->ours[i] : &process->its[i]) = high;
        }
        if (process->ours[i] < 0 || process->its[i] < 0) return false;
        fcntl(process->ours[i], F_SETFL, O_NONBLOCK);
    }
    return true;
}

static int spawn(struct process *process, const struct git_call *call) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t defaults;
    char **arguments = make_arguments(call), **environment = make_environment();
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawn_file_actions_init(&actions);
    for (int i = 0; i < PIPES; i++) posix_spawn_file_actions_adddup2(&actions, process->its[i], i);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    int error = posix_spawnp(&process->id, arguments[0], &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    free(arguments);
    free(environment);
    return error;
}

/* ---- what goes through the pipes ---- */

/* False once nothing more comes. What is over the limit is read and dropped, but for one byte, which tells. */
static bool take(int descriptor, struct buf *out, size_t limit) {
    static char block[65536];
    ssize_t count = read(descriptor, block, sizeof block);
    if (count < 0) return errno == EINTR || errno == EAGAIN;
    size_t room = limit + 1 - out->len;
    buf_put(out, str_slice((sg_str){block, (size_t)count}, 0, room));
    return count > 0;
}

static bool give(int descriptor, sg_str *rest) {
    ssize_t count = rest->len ? write(descriptor, rest->ptr, rest->len) : 0;
    if (count < 0) return errno == EINTR || errno == EAGAIN;
    *rest = str_skip(*rest, (size_t)count);
    return rest->len > 0;
}

static void converse(struct process *process, const struct git_call *call, struct git_answer *answer) {
    sg_str rest = call->input;
    int *ours = process->ours;
    while (ours[PIPE_OUT] >= 0 || ours[PIPE_ERROR] >= 0) {
        struct pollfd waits[PIPES] = {
            {ours[PIPE_IN], POLLOUT, 0}, {ours[PIPE_OUT], POLLIN, 0}, {ours[PIPE_ERROR], POLLIN, 0}};
        if (poll(waits, PIPES, -1) < 0 && errno != EINTR) return;
        if (waits[PIPE_IN].revents && !give(ours[PIPE_IN], &rest)) close_end(&ours[PIPE_IN]);
        if (waits[PIPE_OUT].revents && !take(ours[PIPE_OUT], &answer->out, call->limit)) close_end(&ours[PIPE_OUT]);
        if (waits[PIPE_ERROR].revents && !take(ours[PIPE_ERROR], &answer->error, ERROR_LIMIT))
            close_end(&ours[PIPE_ERROR]);
        if (answer->out.failed || answer->out.len > call->limit) return; /* and git ends, as nobody listens */
    }
}

/* A write to somebody who has ended is an error that is looked at, and no end of this program. */
static void ignore_broken_pipes(struct sigaction *before) {
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, before);
}

static int wait_for(pid_t id) {
    int status = 0;
    while (waitpid(id, &status, 0) < 0 && errno == EINTR) continue;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static bool is_whole(const struct git_call *call, const struct git_answer *answer) {
    if (answer->out.failed || answer->error.failed) end_without_memory();
    if (answer->out.len > call->limit) complain("git %s: answers more than %zu bytes", call->words[0], call->limit);
    return answer->out.len <= call->limit;
}

bool git_run(const struct git_call *call, struct git_answer *answer) {
    struct process process;
    struct sigaction before;
    *answer = (struct git_answer){.status = -1};
    bool piped = open_pipes(&process);
    int error = piped ? spawn(&process, call) : errno;
    close_all(process.its);
    if (piped && !error) {
        ignore_broken_pipes(&before);
        converse(&process, call, answer);
        sigaction(SIGPIPE, &before, NULL);
    }
    close_all(process.ours);
    if (!error) answer->status = wait_for(process.id);
    if (answer->status == STATUS_NOT_RUN) error = ENOENT;
    if (error == ENOENT) complain("git is not installed: it is needed to read a repository");
    else if (error) complain("git cannot be run: %s", strerror(error));
    return !error && is_whole(call, answer);
}

void git_answer_free(struct git_answer *answer) {
    buf_free(&answer->out);
    buf_free(&answer->error);
}

sg_str git_words(const struct git_answer *answer) {
    static const sg_str prefixes[] = {{"fatal: ", 7}, {"error: ", 7}};
    sg_str line, rest;
    str_cut(buf_str(&answer->error), '\n', &line, &rest);
    for (size_t i = 0; i < COUNT(prefixes); i++)
        if (str_starts(line, prefixes[i])) line = str_skip(line, prefixes[i].len);
    return line;
}
