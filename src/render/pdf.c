/* From a view to a PDF page. */
#include "render/layout.h"

/* cairo writes when the page was made, "/CreationDate (D:20240229123000Z)". The same input shall give the same
 * bytes, so its digits become those of 2000-01-01; the length stays, and with it every offset of the file. */
static void forget_time(struct buf *pdf) {
    static const char key[] = "/CreationDate (D:", fixed[] = "20000101000000";
    size_t at = str_find_str(buf_str(pdf), str_from(key)) + strlen(key);
    for (size_t i = 0; fixed[i] && at + i < pdf->len && ascii_digit(pdf->ptr[at + i]); i++) pdf->ptr[at + i] = fixed[i];
}

sg_status render_pdf(const struct drawing *drawing, struct buf *out) {
    sg_status status = lay_out(drawing, "pdf", 1, out);
    if (status == SG_OK) forget_time(out);
    return status;
}
