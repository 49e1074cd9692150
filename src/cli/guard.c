/* Nothing of the user's is lost: what --output may not replace. */
#include "cli/cli.h"

#include "render/markdown.h"

#include <sys/stat.h>
#include <unistd.h>

/* The file that a path leads to, through links; only regular ones can be lost. */
static bool find_file(const char *path, struct stat *status) {
    bool found = strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, status) == 0 : stat(path, status) == 0;
    return found && S_ISREG(status->st_mode);
}

static bool find_output(const char *path, struct stat *status) {
    if (!is_standard_output(path)) return find_file(path, status);
    return fstat(STDOUT_FILENO, status) == 0 && S_ISREG(status->st_mode);
}

static bool is_input(const char *path, const struct stat *output) {
    struct stat input;
    return path && find_file(path, &input) && input.st_dev == output->st_dev && input.st_ino == output->st_ino;
}

static bool is_any_input(const struct arguments *arguments, const char *dockerfile, const char *annotations,
                         const struct stat *output) {
    const sg_options *options = arguments->options;
    if (is_input(dockerfile, output) || is_input(annotations, output)) return true;
    if (option_on(options, OPT_registry) && is_input(option_text(options, OPT_docker_config).ptr, output)) return true;
    for (size_t i = 0; i < option_list_count(options, OPT_archive); i++)
        if (is_input(option_list_at(options, OPT_archive, i).ptr, output)) return true;
    return false;
}

static bool is_markdown(const char *path) {
    const char *dot = strrchr(path, '.');
    sg_str extension = str_from(dot ? dot + 1 : "");
    return str_eq_nocase(extension, STR("md")) || str_eq_nocase(extension, STR("markdown")) ||
           str_eq_nocase(extension, STR("mdx"));
}

static bool document_is_ours(const char *path) {
    struct buf text = {0};
    bool ours = file_read(path, &text) && markdown_is_ours(buf_str(&text));
    buf_free(&text);
    return ours;
}

bool output_is_free(const struct arguments *arguments, const char *dockerfile, const char *annotations) {
    sg_str path = option_text(arguments->options, OPT_output);
    struct stat output;
    if (!find_output(path.len ? path.ptr : NULL, &output)) return true;
    if (is_any_input(arguments, dockerfile, annotations, &output)) {
        complain("%s is read, so it cannot be written: name another file", path.len ? path.ptr : "standard output");
        return false;
    }
    bool free = !path.len || !is_markdown(path.ptr) || option_on(arguments->options, OPT_force) || !output.st_size;
    if (free || document_is_ours(path.ptr)) return true;
    complain("%s is a document that stagegraph did not write: use inject to keep a diagram in it (a command of the "
             "next version), or --force to replace it",
             path.ptr);
    return false;
}
