/* Prints viewer.inc: style and script of the page of -f html as C strings, with the hashes that its Content-Security-
 * Policy allows them by. A program of the build, not of the library; the style starts with the colours of palette.def.
 * Indentation, lines of comments and needless blanks are left out.
 *
 *     embed viewer.css viewer.js > viewer.inc */
#include "base/compiler.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text {
    size_t len;
    char bytes[1 << 18];
};

static void fail(const char *what) {
    fprintf(stderr, "embed: %s\n", what);
    exit(1);
}

/* ---- the texts ---- */

/* A line without its indentation; nothing of one that is empty or has only a comment, which ends where it began. */
static void add_line(struct text *text, const char *line) {
    line += strspn(line, " \t");
    size_t len = strlen(line);
    if (len <= 1 || (line[0] == '/' && (line[1] == '/' || line[1] == '*'))) return;
    if (len >= sizeof text->bytes - text->len) fail("no room");
    memcpy(text->bytes + text->len, line, len);
    text->len += len;
}

static void add_file(struct text *text, const char *path) {
    char line[1024];
    FILE *file = fopen(path, "rb");
    if (!file) fail(path);
    while (fgets(line, sizeof line, file)) {
        if (!strchr(line, '\n')) fail("a line without an end, or too long");
        add_line(text, line);
    }
    if (ferror(file)) fail(path);
    fclose(file);
}

PRINTF_LIKE(2, 3) static void add(struct text *text, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int len = vsnprintf(text->bytes + text->len, sizeof text->bytes - text->len, format, args);
    va_end(args);
    if (len < 0 || (size_t)len >= sizeof text->bytes - text->len) fail("no room");
    text->len += (size_t)len;
}

/* Blanks between the parts of a rule; in selectors they mean something. */
static void squeeze(struct text *style) {
    size_t len = 0;
    for (size_t i = 0; i < style->len; i++) {
        bool between = style->bytes[i] == ' ' && len && i + 1 < style->len &&
                       (strchr("{;:,", style->bytes[len - 1]) || strchr("{}", style->bytes[i + 1]));
        if (!between) style->bytes[len++] = style->bytes[i];
    }
    style->len = len;
}

static const struct {
    const char *id, *light, *dark;
} colors[] = {
#define COLOR(id, light, dark) {#id, light, dark},
#include "render/palette.def"
#undef COLOR
};
enum { COLOR_COUNT = sizeof colors / sizeof colors[0] };

/* SIZE_GROUND → "--size-ground" */
static const char *variable(const char *id) {
    static char name[32];
    size_t i = 0;
    for (; id[i] && i < sizeof name - 1; i++) name[i] = id[i] == '_' ? '-' : (char)tolower((unsigned char)id[i]);
    name[i] = 0;
    return name;
}

/* A variable for each colour, and the picture's own colours replaced by them: cells of a table have no class, so by
 * value. A browser that does not know light-dark() shows the light ones. */
static void add_palette(struct text *text) {
    add(text, ":root{");
    for (int i = 0; i < COLOR_COUNT; i++) add(text, "--%s:%s;", variable(colors[i].id), colors[i].light);
    add(text, "}\n@supports (color:light-dark(red,red)){:root{");
    for (int i = 0; i < COLOR_COUNT; i++)
        add(text, "--%s:light-dark(%s,%s);", variable(colors[i].id), colors[i].light, colors[i].dark);
    add(text, "}}\n");
    for (int i = 0; i < COLOR_COUNT; i++) {
        const char *name = variable(colors[i].id), *light = colors[i].light;
        add(text, "svg [fill=\"%s\"]{fill:var(--%s)}svg [stroke=\"%s\"]{stroke:var(--%s)}\n", light, name, light, name);
    }
}

/* ---- SHA-256 (FIPS 180-4) ---- */

static uint32_t rotated(uint32_t x, int by) {
    return x >> by | x << (32 - by);
}

static void sha256_block(uint32_t state[8], const unsigned char block[64]) {
    static const uint32_t k[64] = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};
    uint32_t w[64], s[8];
    for (int i = 0; i < 16; i++, block += 4)
        w[i] = (uint32_t)block[0] << 24 | (uint32_t)block[1] << 16 | (uint32_t)block[2] << 8 | block[3];
    for (int i = 16; i < 64; i++)
        w[i] = w[i - 16] + (rotated(w[i - 15], 7) ^ rotated(w[i - 15], 18) ^ w[i - 15] >> 3) + w[i - 7] +
               (rotated(w[i - 2], 17) ^ rotated(w[i - 2], 19) ^ w[i - 2] >> 10);
    memcpy(s, state, sizeof s);
    for (int i = 0; i < 64; i++) {
        uint32_t a = s[7] + (rotated(s[4], 6) ^ rotated(s[4], 11) ^ rotated(s[4], 25)) +
                     ((s[4] & s[5]) ^ (~s[4] & s[6])) + k[i] + w[i];
        uint32_t b = (rotated(s[0], 2) ^ rotated(s[0], 13) ^ rotated(s[0], 22)) +
                     ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += a;
        s[0] = a + b;
    }
    for (int i = 0; i < 8; i++) state[i] += s[i];
}

static void sha256(const struct text *text, unsigned char digest[32]) {
    uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    unsigned char tail[128] = {0};
    size_t whole = text->len / 64 * 64, rest = text->len - whole, padded = rest < 56 ? 64 : 128;
    for (size_t at = 0; at < whole; at += 64) sha256_block(state, (const unsigned char *)text->bytes + at);
    memcpy(tail, text->bytes + whole, rest);
    tail[rest] = 0x80;
    for (size_t i = 0; i < 8; i++) tail[padded - 1 - i] = (unsigned char)((uint64_t)text->len * 8 >> 8 * i);
    for (size_t at = 0; at < padded; at += 64) sha256_block(state, tail + at);
    for (int i = 0; i < 32; i++) digest[i] = (unsigned char)(state[i / 4] >> (24 - 8 * (i % 4)));
}

static void print_hash(const char *name, const struct text *text) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned char digest[33] = {0};
    sha256(text, digest);
    printf("#define %s_HASH \"sha256-", name);
    for (int i = 0; i < 43; i++) { /* 43 letters of 6 bits hold 256, and "=" fills up to 44 */
        int bit = i * 6, pair = digest[bit / 8] << 8 | digest[bit / 8 + 1];
        putchar(letters[pair >> (10 - bit % 8) & 63]);
    }
    puts("=\"");
}

/* ---- C ---- */

static void print_string(const char *name, const struct text *text) {
    printf("static const char %s[] =\n    \"", name);
    for (size_t i = 0; i < text->len; i++) {
        unsigned char c = (unsigned char)text->bytes[i];
        if (c == '\n') fputs(i + 1 < text->len ? "\\n\"\n    \"" : "\\n", stdout);
        else if (c == '"' || c == '\\') printf("\\%c", c);
        else if (c < 0x20 || c > 0x7E) printf("\\%03o", (unsigned)c);
        else putchar(c);
    }
    puts("\";");
}

int main(int count, char **arguments) {
    static struct text style, script;
    if (count != 3) fail("usage: embed viewer.css viewer.js");
    add_palette(&style);
    add_file(&style, arguments[1]);
    squeeze(&style);
    add_file(&script, arguments[2]);
    puts("/* Made by src/render/html/embed.c. */");
    puts("#pragma GCC diagnostic ignored \"-Woverlength-strings\"");
    print_string("viewer_style", &style);
    print_hash("STYLE", &style);
    print_string("viewer_script", &script);
    print_hash("SCRIPT", &script);
    if (fflush(stdout) || ferror(stdout)) fail("cannot write");
    return 0;
}
