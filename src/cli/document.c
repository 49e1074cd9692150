/* Reading the document that a command works on, and printing its diagnostics. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

bool use_color(const struct arguments *arguments, int descriptor) {
    int mode = option_choice(arguments->options, OPT_color);
    const char *no_color = getenv("NO_COLOR");
    if (mode != COLOR_AUTO) return mode == COLOR_ALWAYS;
    return !(no_color && no_color[0]) && isatty(descriptor);
}

sg_doc *document_read(const struct arguments *arguments, enum exit_code *exit_code) {
    const char *path = arguments->file_count ? arguments->files[0] : file_default();
    struct buf source = {0};
    sg_doc *doc = NULL;
    *exit_code = EXIT_SYSTEM;
    if (path && file_read(path, &source)) {
        sg_status status = sg_parse(source.ptr, source.len, path, arguments->options, &doc);
        if (status != SG_OK) complain("%s: %s", path, sg_status_text(status));
    }
    buf_free(&source);
    return doc;
}

void document_report(sg_doc *doc, const struct arguments *arguments, size_t from) {
    bool color = use_color(arguments, STDERR_FILENO), quiet = option_on(arguments->options, OPT_quiet);
    for (size_t i = from; i < sg_diag_count(doc); i++) {
        sg_output text;
        const sg_diag *diag = sg_diag_at(doc, i);
        if (!diag || (quiet && diag->level != SG_ERROR)) continue;
        if (sg_diag_text(doc, i, color, &text) != SG_OK) continue;
        fwrite(text.data, 1, text.len, stderr);
        sg_output_free(&text);
    }
}
