/* Every mark has a look in every format, and a mark that nothing sets yet is drawn from a scene made by hand. */
#include "helper.h"
#include "render/render.h"
#include "scene/scene.h"

/* The formats whose looks are words or code. Pictures of bytes are drawn from the DOT text: they only have to differ. */
enum { MERMAID, DOT, SVG, HTML, MARKDOWN, TEXT, LOOKS };
static const char *const look_formats[LOOKS] = {"mermaid", "dot", "svg", "html", "markdown", "text"};

#define TWO "# Base.\nFROM scratch AS a\n# App.\nFROM a AS b\n"
#define MEASURED "# Base.\nFROM scratch AS a\n# App.\n# stagegraph: size=150MB\nFROM a AS b\n"

static const struct {
    const char *name;
    const char *text;     /* NULL: TWO */
    const char *options;  /* NULL: none */
    unsigned stage, edge; /* marks of the first stage, and of every edge, in the scene */
    const char *looks[LOOKS];
} rows[] = {
    {"target", .looks = {"class b target", "class=\"stage target final\"", "stage target final", "mark target\">target",
                         "class b target", "[target, final image]"}},
    {"final", .text = "FROM scratch AS a\nFROM a AS b\nFROM a AS c\n",
     .looks = {"class b final", "class=\"stage final\"", "class=\"node stage final\"", "mark final\">final image",
               "class b final", "[final image]"}},
    {"guessed", .text = "FROM i AS a\nCMD [\"y\"]\n",
     .looks = {"class a guessed", "<I>Runs y</I>", "font-style=\"italic\"",
               "<i>Runs y</i></p>\n<p class=\"origin\">guessed", "*Runs y*", "(Runs y)"}},
    {"replaced", .text = "FROM i AS b\nFROM b AS a\n", .options = "build-context=b=d",
     .looks = {"class b replaced", "ROUNDED,DASHED", "stage replaced", "mark replaced\">replaced by a build context",
               "class b replaced", "[replaced by a build context]"}},
    {"forward", .text = "FROM scratch AS a\nCOPY --from=b x y\nFROM scratch AS b\n",
     .looks = {"b --x a", "arrowhead=tee", "edge copy forward", "takes from a later stage", "b --x a",
               "COPY b (a later stage)"}},
    {"unknown", .options = "image-template=x:{stage}",
     .looks = {"size\xC2\xA0?", "size\xC2\xA0?", "size\xC2\xA0?", "<dd>? <small>", "size\xC2\xA0?", "size\xC2\xA0?"}},
    {"unmeasured", .text = MEASURED,
     .looks = {"#126;150\xC2\xA0MB", "STYLE=\"ROUNDED,DASHED\" COLOR=\"#0550ae\"", "stroke-dasharray", "~150\xC2\xA0MB",
               "~150\xC2\xA0MB", "~150\xC2\xA0MB"}},
    {"large", .text = MEASURED, .options = "size-threshold=100MB",
     .looks = {"class b large", "COLOR=\"#bc4c00\"", "fill=\"#bc4c00\"", "mark large\">large", "class b large",
               "large]"}},
    {"focus", .options = "focus=a",
     .looks = {"class a focus", "class=\"stage focus\"", "stage focus", "mark focus\">in focus", "class a focus",
               "[in focus]"}},
    {"ships", .options = "ships",
     .looks = {"a ==> b", "class=\"from ships\",penwidth=3,color=\"#1a7f37\"", "class=\"node stage ships\"",
               "mark ships\">ships", "class a,b ships", "[ships]"}},
    {"aside", .text = "FROM i AS a\nFROM i AS b\n", .options = "ships",
     .looks = {"class a aside", "COLOR=\"#1f232859\"", "class=\"node stage final aside\" opacity=\"0.35\"",
               "mark aside\">not needed for the target", "class a aside", "[final image, not needed for the target]"}},
    {"added", .stage = MARK_ADDED, .edge = MARK_ADDED,
     .looks = {"a[\"#43; A", "<B>+ A</B>", "+ A", "mark added\">added", "class a added", "[added]"}},
    {"removed", .stage = MARK_REMOVED, .edge = MARK_REMOVED,
     .looks = {"class a removed", "<B>\xE2\x88\x92 A</B>", "\xE2\x88\x92 A", "mark removed\">removed",
               "| \xE2\x88\x92 A", "[removed]"}},
    {"changed", .stage = MARK_CHANGED,
     .looks = {"class a changed", "<B>~ A</B>", "~ A", "mark changed\">changed", "| \\~ A", "[changed]"}},
    {"rebuilds", .stage = MARK_REBUILDS,
     .looks = {"class a rebuilds", "<B>\xE2\x86\xBB A</B>", "\xE2\x86\xBB A", "mark rebuilds\">rebuilds",
               "| \xE2\x86\xBB A", "[rebuilds]"}},
    {"may rebuild", .stage = MARK_MAY_REBUILD,
     .looks = {"class a mayrebuild", "<B>\xE2\x86\xBB? A</B>", "\xE2\x86\xBB? A", "mark mayrebuild\">may rebuild",
               "| \xE2\x86\xBB? A", "[may rebuild]"}},
    {"kept", .stage = MARK_KEPT, .looks = {"class a kept", "<B>= A</B>", "= A", "mark kept\">kept", "| = A", "[kept]"}},
};

/* A format's output of the scene of a document, with these marks in it. */
static struct buf drawn(struct arena *arena, const struct format *format, const sg_doc *doc, const sg_options *options,
                        unsigned stage, unsigned edge) {
    struct scene scene = *scene_of(arena, doc);
    struct diags report = {.arena = arena};
    struct drawing drawing = {.options = options, .report = &report, .scratch = arena};
    struct buf out = {0};
    ((struct scene_stage *)scene.stages)[0].marks |= stage;
    for (size_t e = 0; e < scene.edge_count; e++) ((struct scene_edge *)scene.edges)[e].marks |= edge;
    drawing.view = view_make(arena, &scene, options, &report);
    assert_int_equal(format->render(&drawing, &out), SG_OK);
    buf_char(&out, '\0');
    return out;
}

static bool has(const struct buf *out, const char *look) {
    return str_find_str(buf_str(out), str_from(look)) < out->len;
}

static void looks(void **state) {
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *set = rows[i].options ? rows[i].options : "";
        sg_doc *doc = document(rows[i].text ? rows[i].text : TWO, set);
        sg_options *options = options_from(set);
        for (size_t l = 0; l < LOOKS; l++) {
            const struct format *format = format_named(str_from(look_formats[l]));
            struct buf out = drawn(*state, format, doc, options, rows[i].stage, rows[i].edge);
            if (!has(&out, rows[i].looks[l]))
                fail_msg("%s in %s: no %s in\n%s", rows[i].name, look_formats[l], rows[i].looks[l], out.ptr);
            buf_free(&out);
        }
        sg_options_free(options);
        sg_free(doc);
    }
}

/* In each format that draws a view, also in one that this test has never heard of. */
static void all_formats(void **state) {
    sg_doc *doc = document(TWO, "");
    sg_options *options = options_from("");
    for (size_t f = 0; f < sg_format_count(); f++) {
        const struct format *format = format_named(str_from(sg_format_at(f)->name));
        if (format->draws == DRAWS_DOCUMENT || format->draws == DRAWS_INSTRUCTIONS) continue;
        struct buf plain = drawn(*state, format, doc, options, 0, 0);
        for (size_t i = 0; i < COUNT(rows); i++) {
            if (!rows[i].stage) continue;
            struct buf marked = drawn(*state, format, doc, options, rows[i].stage, 0);
            if (str_eq(buf_str(&plain), buf_str(&marked)))
                fail_msg("%s does not show in %s", rows[i].name, sg_format_at(f)->name);
            buf_free(&marked);
        }
        buf_free(&plain);
    }
    sg_options_free(options);
    sg_free(doc);
}

/* Edges of a comparison. */
static void edges(void **state) {
    static const struct {
        const char *format, *added, *removed;
    } signs[] = {
        {"mermaid", "a -->|\"#43;\"| b", "a -->|\"\xE2\x88\x92\"| b"},
        {"dot", "class=\"from added\",xlabel=<<FONT POINT-SIZE=\"9\" COLOR=\"#57606a\">\xC2\xA0+\xC2\xA0",
         "class=\"from removed\",xlabel="},
        {"svg", "class=\"edge from added\"", "class=\"edge from removed\""},
    };
    sg_doc *doc = document(TWO, "");
    sg_options *options = options_from("");
    for (size_t i = 0; i < COUNT(signs); i++) {
        const struct format *format = format_named(str_from(signs[i].format));
        struct buf added = drawn(*state, format, doc, options, 0, MARK_ADDED),
                   removed = drawn(*state, format, doc, options, 0, MARK_REMOVED);
        if (!has(&added, signs[i].added)) fail_msg("no %s in\n%s", signs[i].added, added.ptr);
        if (!has(&removed, signs[i].removed)) fail_msg("no %s in\n%s", signs[i].removed, removed.ptr);
        buf_free(&added);
        buf_free(&removed);
    }
    sg_options_free(options);
    sg_free(doc);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(looks),
        cmocka_unit_test(all_formats),
        cmocka_unit_test(edges),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
