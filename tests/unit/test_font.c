/* Widths against the sums of Adobe's metrics, and bytes that are no text. */
#include "base/font.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct {
    enum font font;
    const char *text;
    int units; /* thousandths of the size */
} rows[] = {
    {FONT_SANS, "", 0},
    {FONT_SANS, "Base", 667 + 556 + 500 + 556},
    {FONT_SANS, "76.1\xC2\xA0MB", 556 * 2 + 278 + 556 + 278 + 833 + 667},
    {FONT_SANS, " ~", 278 + 584},
    {FONT_SANS_BOLD, "Base", 722 + 556 + 556 + 556},
    {FONT_SANS_BOLD, "HTTP app", 722 + 611 + 611 + 667 + 278 + 556 + 611 + 611},
    {FONT_MONO, "python:3.12", 11 * 600},
    {FONT_SANS, "\xC3\xA9\xC3\x89\xC3\x9F", 556 + 667 + 556}, /* éÉ, and ß as wide as b */
    {FONT_SANS, "e\xCC\x81", 556},                            /* e and a combining accent */
    {FONT_SANS, "\xE6\xBC\xA2\xE5\xAD\x97", 2000},            /* two ideographs */
    {FONT_MONO, "\xF0\x9F\x90\xB3", 1000},                    /* a whale */
    {FONT_SANS, "\xE2\x80\x8B", 0},                           /* zero-width space */
    {FONT_SANS, "\xD7\xA9", 590},                             /* one column without an entry */
};

static void widths(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        double width = font_width(rows[i].font, 10, str_from(rows[i].text));
        if (fabs(width - rows[i].units / 100.0) > 1e-9) fail_msg("row %zu: %f, not %d", i, width, rows[i].units);
    }
}

static void any_bytes(void **state) {
    (void)state;
    static const char bytes[] = "\xFF\x00\xC3\xF0\x9F\xE2\x80";
    for (size_t len = 0; len <= sizeof bytes - 1; len++) {
        double width = font_width(FONT_SANS, 12, (sg_str){bytes, len});
        assert_true(width >= 0 && width < 200);
    }
    assert_true(font_width(FONT_SANS, 12, (sg_str){NULL, 0}) == 0);
}

static void families(void **state) {
    (void)state;
    assert_int_equal(font_of(STR("Helvetica,sans-Serif"), false), FONT_SANS);
    assert_int_equal(font_of(STR("Helvetica"), true), FONT_SANS_BOLD);
    assert_int_equal(font_of(STR("Courier,monospace"), true), FONT_MONO);
    assert_int_equal(font_of(STR("DejaVu Sans Mono"), false), FONT_MONO);
    assert_int_equal(font_of((sg_str){0}, false), FONT_SANS);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(widths), cmocka_unit_test(any_bytes),
                                       cmocka_unit_test(families)};
    return cmocka_run_group_tests_name("font", tests, NULL, NULL);
}
