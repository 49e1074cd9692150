/* From a run of text to its size, for Graphviz: a text-layout plug-in over base/font.
 *
 * Graphviz's own estimate is 8 % too narrow in bold and counts UTF-8 by bytes; pango's depends on the machine's
 * fonts and takes 9 ms to start. This one is quick and gives the same picture everywhere. */
#include "base/font.h"
#include "modules/graphviz/graphviz.h"

#include <gvplugin_textlayout.h>

/* The distance of two lines, and of the baseline from the middle, as in Graphviz's own estimate. */
static const double line_spacing = 1.2, center_offset = 0.1;

static void measure(textspan_t *span) {
    enum font font = font_of(str_from(span->font->name), (span->font->flags & HTML_BF) != 0);
    span->size.x = font_width(font, span->font->size, str_from(span->str));
    span->size.y = span->font->size * line_spacing;
    span->yoffset_layout = 0;
    span->yoffset_centerline = center_offset * span->font->size;
    span->layout = NULL;
    span->free_layout = NULL;
}

/* The result is unsigned char in old versions, bool in new ones. */
static unsigned char measure_byte(textspan_t *span, char **font_path) {
    (void)font_path;
    measure(span);
    return 1;
}

static bool measure_bool(textspan_t *span, char **font_path) {
    (void)font_path;
    measure(span);
    return true;
}

typedef struct gvtextlayout_engine_s text_engine;

static text_engine engine = {
    _Generic(((text_engine *)0)->textlayout, bool (*)(textspan_t *, char **)
             : measure_bool, default
             : measure_byte),
};

/* Above the quality of pango and gd, so that it is chosen where they are there too. */
enum { QUALITY = 1000 };

static gvplugin_installed_t types[] = {{0, "textlayout", QUALITY, &engine, NULL}, {0, NULL, 0, NULL, NULL}};
static gvplugin_api_t apis[] = {{API_textlayout, types}, {(api_t)0, NULL}};
static char package[] = "stagegraph";
gvplugin_library_t text_plugin = {package, apis};
