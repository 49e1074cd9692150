/* Stage names made readable: "http_builder" → "HTTP builder". */
#include "annotate/annotate.h"

static const char *const initialisms[] = {
    "ABI", "API", "AWS", "CD",  "CI",   "CLI",  "CMS",   "CPU", "CRM", "CSS", "CUDA", "DB",   "DNS", "E2E",  "FTP",
    "GCC", "GCP", "GPU", "GUI", "HTML", "HTTP", "HTTPS", "IP",  "JDK", "JRE", "JS",   "JSON", "JVM", "LDAP", "LLVM",
    "MCP", "ML",  "NPM", "OCI", "OS",   "PDF",  "PHP",   "PNG", "QA",  "RPC", "SDK",  "SMTP", "SPA", "SQL",  "SSH",
    "SSL", "SSR", "SVG", "TCP", "TLS",  "TS",   "UDP",   "UI",  "URL", "UX",  "VM",   "VPN",  "XML", "YAML"};

/* A dot between digits belongs to a version: "go-1.2" is "Go 1.2". */
static bool separates(sg_str name, size_t at) {
    char c = name.ptr[at];
    if (c == '_' || c == '-') return true;
    bool version = at > 0 && at + 1 < name.len && ascii_digit(name.ptr[at - 1]) && ascii_digit(name.ptr[at + 1]);
    return c == '.' && !version;
}

static void put_word(struct arena *arena, struct text *out, sg_str word) {
    bool first = out->len == 0;
    if (!first) text_put(arena, out, STR(" "));
    for (size_t i = 0; i < COUNT(initialisms); i++) {
        if (!str_eq_nocase(word, str_from(initialisms[i]))) continue;
        text_put(arena, out, str_from(initialisms[i]));
        return;
    }
    char c = first ? ascii_upper(word.ptr[0]) : word.ptr[0];
    text_put(arena, out, (sg_str){&c, 1});
    text_put(arena, out, str_skip(word, 1));
}

sg_str readable_name(struct arena *arena, sg_str name) {
    struct text out = {0};
    for (size_t at = 0, start = 0; at <= name.len; at++) {
        if (at < name.len && !separates(name, at)) continue;
        if (at > start) put_word(arena, &out, str_slice(name, start, at));
        start = at + 1;
    }
    return out.len ? text_str(&out) : name;
}
