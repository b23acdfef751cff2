#include "mitra/text.h"

#include <stdint.h>
#include <string.h>

#include "mitra/complain.h"
#include "mitra/memory.h"

const char *mitra_in(mitra_language language, const mitra_text *text) {
  switch (language) {
    case MITRA_TE:
      return text->te;
    case MITRA_EN:
      return text->en;
    case MITRA_HI:
      return text->hi;
  }
  return text->en;
}

const char *mitra_fill_parts(mitra_language language, const mitra_text *text, const char *const *parts) {
  const char *pattern = mitra_in(language, text);
  size_t length = strlen(pattern) + 1;
  for (const char *const *part = parts; *part != NULL; part++) length += strlen(*part);
  char *filled = mitra_take(length);
  char *to = filled;
  for (const char *from = pattern; *from != 0;) {
    if (from[0] != '{' || from[1] != '}') {
      *to++ = *from++;
      continue;
    }
    from += 2;
    if (*parts == NULL) {
      mitra_complain("a text has more `{}` than parts: %s", pattern);
      continue;
    }
    size_t n_bytes = strlen(*parts);
    memcpy(to, *parts++, n_bytes);
    to += n_bytes;
  }
  if (*parts != NULL) mitra_complain("a text has fewer `{}` than parts: %s", pattern);
  return filled;
}

const char *mitra_join_parts(const char *const *parts) {
  size_t length = 1;
  for (const char *const *part = parts; *part != NULL; part++) length += strlen(*part);
  char *joined = mitra_take(length);
  char *to = joined;
  for (const char *const *part = parts; *part != NULL; part++) {
    size_t n_bytes = strlen(*part);
    memcpy(to, *part, n_bytes);
    to += n_bytes;
  }
  return joined;
}

bool mitra_is(const char *text, const char *other) { return strcmp(text, other) == 0; }

bool mitra_begins(const char *text, const char *beginning) {
  return strncmp(text, beginning, strlen(beginning)) == 0;
}

size_t mitra_code_points(const char *text) {
  size_t count = 0;
  // Every byte but those that go on with a code point, 10xxxxxx.
  for (; *text != 0; text++) count += ((unsigned char)*text & 0xC0) != 0x80;
  return count;
}

size_t mitra_characters(const char *text) {
  size_t count = mitra_code_points(text);
  // Code points of four bytes, 11110xxx, lie beyond the first plane and take two units.
  for (; *text != 0; text++) count += (unsigned char)*text >= 0xF0;
  return count;
}

// How many bytes the code point that begins here has; 0 if it is none.
static size_t code_point_bytes(const unsigned char *at) {
  // The ranges of the second byte keep out overlong forms, surrogates and what is beyond U+10FFFF.
  // Source: The Unicode Standard 15.0, table 3-7.
  static const struct {
    unsigned char first_min, first_max, second_min, second_max;
    size_t n_bytes;
  } FORMS[] = {
      {0x01, 0x7F, 0x00, 0x00, 1}, {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
      {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
      {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
  };
  for (size_t form = 0; form < sizeof FORMS / sizeof *FORMS; form++) {
    if (at[0] < FORMS[form].first_min || at[0] > FORMS[form].first_max) continue;
    size_t n_bytes = FORMS[form].n_bytes;
    if (n_bytes > 1 && (at[1] < FORMS[form].second_min || at[1] > FORMS[form].second_max)) return 0;
    for (size_t byte = 2; byte < n_bytes; byte++) {
      if ((at[byte] & 0xC0) != 0x80) return 0;
    }
    return n_bytes;
  }
  return 0;
}

bool mitra_is_utf8(const char *text) {
  const unsigned char *at = (const unsigned char *)text;
  while (*at != 0) {
    size_t n_bytes = code_point_bytes(at);
    if (n_bytes == 0) return false;
    at += n_bytes;
  }
  return true;
}
