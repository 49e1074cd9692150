/* Stage names made readable: "http_builder" → "HTTP builder". */
#include "annotate/name.h"

static const char *const initialisms[] = {
    "ABI", "AI",   "API", "AWS",  "CD",  "CI",   "CLI", "CMS",  "CPU",  "CRM",   "CSS", "CUDA", "DB",  "DNS",
    "E2E", "FTP",  "GCC", "GCP",  "GPU", "GRPC", "GUI", "HTML", "HTTP", "HTTPS", "IDE", "IP",   "JDK", "JRE",
    "JS",  "JSON", "JVM", "LDAP", "LLM", "LLVM", "LSP", "MCP",  "ML",   "NPM",   "OCI", "OS",   "PDF", "PHP",
    "PNG", "QA",   "RPC", "RPM",  "SDK", "SMTP", "SPA", "SQL",  "SSH",  "SSL",   "SSR", "SVG",  "TCP", "TLS",
    "TS",  "UDP",  "UI",  "URL",  "UX",  "VM",   "VPN", "WSGI", "XML",  "YAML"};

static bool digit_at(sg_str name, size_t at) {
    return at < name.len && ascii_digit(name.ptr[at]);
}

bool name_parted(sg_str name, size_t at) {
    char c = name.ptr[at];
    if (c == '.') return !(at && digit_at(name, at - 1) && digit_at(name, at + 1));
    if (c != '_' && c != '-') return c == '/';
    return !(at >= 3 && str_eq(str_slice(name, at - 3, at), STR("x86")) &&
             str_eq(str_slice(name, at + 1, at + 3), STR("64")));
}

static sg_str without_separators(sg_str name) {
    while (name.len && name_parted(name, 0)) name = str_skip(name, 1);
    return name;
}

sg_str name_first(sg_str name) {
    name = without_separators(name);
    size_t end = 0;
    while (end < name.len && !name_parted(name, end)) end++;
    return str_slice(name, 0, end);
}

sg_str name_rest(sg_str name) {
    name = without_separators(name);
    return without_separators(str_skip(name, name_first(name).len));
}

sg_str name_last(sg_str name) {
    while (name.len && name_parted(name, name.len - 1)) name.len--;
    size_t start = name.len;
    while (start && !name_parted(name, start - 1)) start--;
    return str_skip(name, start);
}

static bool has_upper(sg_str word) {
    for (size_t i = 0; i < word.len; i++)
        if (word.ptr[i] >= 'A' && word.ptr[i] <= 'Z') return true;
    return false;
}

/* "arm64" and "v2" have no capital in front. */
static bool stays(sg_str word) {
    bool digit = false;
    for (size_t i = 0; i < word.len; i++) digit |= ascii_digit(word.ptr[i]);
    return digit && platform_word(word);
}

static void put_word(struct arena *arena, struct text *out, sg_str word, const struct spellings *spellings,
                     size_t *spelled) {
    for (size_t i = 0; i < COUNT(initialisms); i++)
        if (initialisms[i][0] == ascii_upper(word.ptr[0]) && str_eq_nocase(word, str_from(initialisms[i]))) {
            text_put(arena, out, has_upper(word) ? word : str_from(initialisms[i]));
            return;
        }
    const size_t *known = has_upper(word) ? NULL : map_get(&spellings->words, word);
    const struct spelling *spelling = known ? &spellings->items.items[*known] : NULL;
    if (spelling && spelling->text.ptr) {
        text_put(arena, out, spelling->text);
        *spelled = spelling->line;
        return;
    }
    char c = out->len || has_upper(word) || stays(word) ? word.ptr[0] : ascii_upper(word.ptr[0]);
    text_put(arena, out, (sg_str){&c, 1});
    text_put(arena, out, str_skip(word, 1));
}

sg_str readable_name(struct arena *arena, sg_str name, const struct spellings *spellings, size_t *spelled) {
    struct text out = {0};
    for (sg_str part, rest = name; (part = name_first(rest)).len; rest = name_rest(rest)) {
        if (out.len) text_put(arena, &out, STR(" "));
        put_word(arena, &out, part, spellings, spelled);
    }
    return out.len ? text_done(arena, &out) : name;
}

void title_by_name(sg_doc *doc, struct stage *stage, const struct spellings *spellings) {
    sg_stage *public = &stage->public;
    public->title_source = SG_FACT_NAME;
    public->title_line = public->line;
    if (!public->name.ptr) {
        bool target = public->index + 1 == doc->stages.count; /* --target takes names only */
        public->title = target ? STR("Final image") : arena_printf(&doc->arena, "Stage %zu", public->index);
        public->title_rule = target ? STR("the last stage") : STR("the stage's number");
        return;
    }
    size_t spelled = 0;
    public->title = readable_name(&doc->arena, written_name(stage), spellings, &spelled);
    public->title_rule =
        spelled ? arena_printf(&doc->arena, "spelled as in line %zu", spelled) : STR("the stage's name");
    if (spelled) public->title_line = spelled;
}
