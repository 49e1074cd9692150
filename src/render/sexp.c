/* The parsed instructions as BuildKit dumps them (parser/parser.go, Node.Dump). */
#include "base/quote.h"
#include "base/utf8.h"
#include "render/render.h"

static void put_quoted(struct arena *arena, sg_str s, struct buf *out) {
    buf_put(out, go_quote(arena, s));
}

/* The word that should be an instruction is printed as it is, which may be anything: a control byte as "?". */
static void put_name(struct arena *arena, sg_str name, struct buf *out) {
    name = utf8_lower(arena, utf8_clean(arena, name));
    for (size_t i = 0; i < name.len; i++) {
        bool control = (unsigned char)name.ptr[i] < 0x20 || name.ptr[i] == 0x7F;
        buf_char(out, control ? '?' : name.ptr[i]);
    }
}

/* (onbuild (run "x")): triggers nest, so the closing brackets are counted. */
static void put_instruction(struct arena *arena, const struct instruction *instruction, struct buf *out) {
    size_t depth = 0;
    for (; instruction; instruction = instruction->trigger, depth++) {
        if (depth) buf_char(out, ' ');
        buf_char(out, '(');
        put_name(arena, instruction->name, out);
        for (size_t i = 0; i < instruction->flags.count; i++) {
            buf_text(out, i ? " " : " [");
            put_quoted(arena, instruction->flags.items[i].text, out);
        }
        if (instruction->flags.count) buf_char(out, ']');
        for (size_t i = 0; i < instruction->args.count; i++) {
            if (i || instruction->name.len || instruction->flags.count) buf_char(out, ' ');
            put_quoted(arena, instruction->args.items[i].text, out);
        }
    }
    buf_fill(out, ')', depth);
    buf_char(out, '\n');
}

sg_status render_sexp(const struct drawing *drawing, struct buf *out) {
    const struct dockerfile *file = &drawing->doc->file;
    for (size_t i = 0; i < file->count; i++) put_instruction(drawing->scratch, &file->items[i], out);
    return SG_OK;
}
