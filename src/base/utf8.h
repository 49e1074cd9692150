/* UTF-8 and the few Unicode properties that Dockerfiles and labels need. The properties come from a generated table
 * (unicode.inc), not from a library at run time: the same input must give the same output on every machine. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/arena.h"
#include "base/buf.h"

#define RUNE_INVALID 0xFFFDu

/* Decodes one code point and moves past it. An invalid byte gives RUNE_INVALID and is one byte long, as in Go's
 * unicode/utf8. s must not be empty. */
uint32_t utf8_next(sg_str *s);
/* Bytes written to out (at most 4). */
size_t utf8_encode(uint32_t rune, char out[4]);
bool utf8_valid(sg_str s);
/* s itself if it is valid, else a copy with U+FFFD for each invalid byte. */
sg_str utf8_clean(struct arena *arena, sg_str s);
void buf_rune(struct buf *buf, uint32_t rune);

/* Go's unicode.IsSpace, IsLetter, IsDigit, IsPrint (the last as strconv.Quote uses it). */
bool rune_is_space(uint32_t rune);
bool rune_is_letter(uint32_t rune);
bool rune_is_digit(uint32_t rune);
bool rune_is_print(uint32_t rune);
/* Go's unicode.ToLower, and strings.ToLower: an invalid byte becomes U+FFFD unless all is ASCII. */
uint32_t rune_lower(uint32_t rune);
sg_str utf8_lower(struct arena *arena, sg_str s);
/* Display columns: 0 for combining and other invisible marks, 2 for East Asian wide and emoji, else 1. */
int rune_width(uint32_t rune);
/* A line may be broken before and after it without a space: ideographs, kana, hangul. */
bool rune_breaks_anywhere(uint32_t rune);
/* Turns the direction of text around it (U+202A…U+202E, U+2066…U+2069 and the marks): never drawn. */
bool rune_is_bidi_control(uint32_t rune);
/* Takes no room and shows nothing: joiners, zero-width spaces, fillers, tags (Unicode's Default_Ignorable_Code_Point, less
 * the two signs that choose between text and emoji). What is hidden there is read by programs only. */
bool rune_is_invisible(uint32_t rune);

/* Without leading and trailing white space in the sense of rune_is_space(). */
sg_str str_trim(sg_str s);
sg_str str_trim_left(sg_str s);
/* Sum of rune_width(). */
size_t str_width(sg_str s);

#endif
