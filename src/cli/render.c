/* stagegraph render: one Dockerfile → one drawing. */
#include "render/render.h"
#include "cli/cli.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* By --format, else by the extension of --output, else the first of the table. NULL: complained. */
static const struct format *choose_format(const struct arguments *arguments) {
    sg_str output = option_text(arguments->options, OPT_output);
    if (option_is_set(arguments->options, OPT_format)) return format_named(option_text(arguments->options, OPT_format));
    size_t dot = output.len;
    while (dot && output.ptr[dot - 1] != '.' && output.ptr[dot - 1] != '/') dot--;
    bool extended = dot > 1 && output.ptr[dot - 1] == '.' && output.ptr[dot - 2] != '/';
    if (!extended) return format_named(str_from(sg_format_at(0)->name));
    const struct format *format = format_for_extension(str_skip(output, dot));
    if (!format)
        complain("no format has the extension \"%.*s\"; name one with --format", STR_ARG(str_skip(output, dot)));
    return format;
}

/* Graphviz cannot be told to stop: nothing has been written yet, so the process may end here. */
static void layout_takes_too_long(int signal_number) {
    static const char message[] =
        "stagegraph: the layout took longer than --layout-timeout; --focus, --target or -f mermaid may help\n";
    (void)signal_number;
    ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
    (void)written;
    _exit(EXIT_SYSTEM);
}

static sg_status draw(const sg_doc *doc, const struct format *format, const struct arguments *arguments,
                      sg_output *out) {
    struct sigaction action = {.sa_handler = layout_takes_too_long};
    sigaction(SIGALRM, &action, NULL);
    if (format->draws == DRAWS_LAYOUT) alarm((unsigned)option_number(arguments->options, OPT_layout_timeout));
    sg_status status = sg_render(doc, format->public.name, NULL, out);
    alarm(0);
    return status;
}

static enum exit_code write_drawing(const sg_doc *doc, const struct format *format, const struct arguments *arguments) {
    sg_output out;
    sg_status status = draw(doc, format, arguments, &out);
    enum exit_code code = EXIT_FINE;
    if (out.report) diags_report(&out.report->diags, arguments, 0);
    if (sg_worst(doc) == SG_ERROR || sg_report_worst(out.report) == SG_ERROR || status == SG_NO_DOCUMENT)
        code = EXIT_INPUT;
    sg_str path = option_text(arguments->options, OPT_output);
    if (status == SG_NO_MEMORY) complain("%s", sg_status_text(status));
    if (status == SG_OK && !file_write(path.len ? path.ptr : NULL, out.data, out.len)) code = EXIT_SYSTEM;
    if (status != SG_OK && status != SG_NO_DOCUMENT) code = EXIT_SYSTEM;
    sg_output_free(&out);
    return code;
}

enum exit_code command_render(const struct arguments *arguments) {
    enum exit_code code;
    const struct format *format = choose_format(arguments);
    if (!format) return EXIT_USAGE;
    sg_str path = option_text(arguments->options, OPT_output);
    if (format->public.binary && is_standard_output(path.len ? path.ptr : NULL) && isatty(STDOUT_FILENO)) {
        complain("%s is not for a terminal: name a file with --output", format->public.name);
        return EXIT_USAGE;
    }
    sg_doc *doc = document_read(arguments, &code);
    if (!doc) return code;
    document_report(doc, arguments, 0);
    if (format->draws == DRAWS_INSTRUCTIONS) {
        code = write_drawing(doc, format, arguments);
    } else if (document_is_fit(doc, arguments, &code)) {
        enum exit_code written = write_drawing(doc, format, arguments);
        if (written > code) code = written;
    }
    sg_free(doc);
    return code;
}
