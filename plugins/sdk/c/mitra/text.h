// Texts in three languages, and how long a text is.

#ifndef MITRA_TEXT_H
#define MITRA_TEXT_H

#include <stdbool.h>
#include <stddef.h>

// The languages a citizen can choose.
typedef enum { MITRA_TE, MITRA_EN, MITRA_HI } mitra_language;

// The same text in Telugu, English and Hindi. None of them may be empty.
typedef struct {
  const char *te;
  const char *en;
  const char *hi;
} mitra_text;

// The text in this language.
const char *mitra_in(mitra_language language, const mitra_text *text);

// The text in this language with its `{}`s filled in, in order: mitra_fill(turn->language, &HOURS, ward, hours).
#define mitra_fill(language, text, ...) mitra_fill_parts(language, text, (const char *const[]){__VA_ARGS__, NULL})

// The same with a list of parts that ends with NULL. A `{}` without a part is a mistake, as is a part without a `{}`.
const char *mitra_fill_parts(mitra_language language, const mitra_text *text, const char *const *parts);

// Texts behind each other; the list ends with NULL.
#define mitra_join(...) mitra_join_parts((const char *const[]){__VA_ARGS__, NULL})
const char *mitra_join_parts(const char *const *parts);

// Whether two texts are the same.
bool mitra_is(const char *text, const char *other);

// Whether the text begins so.
bool mitra_begins(const char *text, const char *beginning);

// How many Unicode code points a text has.
size_t mitra_code_points(const char *text);

// How long a text is for the contract: in UTF-16 units, of which an emoji has two.
size_t mitra_characters(const char *text);

// Whether the bytes of a text are UTF-8.
bool mitra_is_utf8(const char *text);

#endif
