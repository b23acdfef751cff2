#include "check.h"

#include <string.h>

#include "mitra/complain.h"
#include "mitra/limits.h"

// Where a text begins to show something: behind spaces, line breaks and what has no width. Not every space of Unicode:
// the host looks again.
static const char *behind_blanks(const char *text) {
  static const char *const BLANKS[] = {" ", "\n", "\t", "\r", "\xC2\xA0", "\xE2\x80\x8B", "\xE2\x80\x8C",
                                       "\xE2\x80\x8D", "\xEF\xBB\xBF"};
  for (size_t i = 0; i < sizeof BLANKS / sizeof *BLANKS;) {
    if (mitra_begins(text, BLANKS[i])) {
      text += strlen(BLANKS[i]);
      i = 0;
    } else {
      i++;
    }
  }
  return text;
}

static bool is_control(char byte) { return (unsigned char)byte < 0x20 || byte == 0x7F; }

bool mitra_check_text(const char *what, const char *text, size_t max) {
  if (text == NULL) {
    mitra_complain("%s is missing", what);
    return false;
  }
  if (!mitra_is_utf8(text)) {
    mitra_complain("%s is not UTF-8", what);
    return false;
  }
  if (*behind_blanks(text) == 0) {
    mitra_complain("%s shows nothing", what);
    return false;
  }
  size_t n_characters = mitra_characters(text);
  if (n_characters > max) {
    mitra_complain("%s has %zu characters, there may be %zu", what, n_characters, max);
    return false;
  }
  for (const char *at = text; *at != 0; at++) {
    if (is_control(*at) && *at != '\n' && *at != '\t') {
      mitra_complain("%s has a control character", what);
      return false;
    }
  }
  return true;
}

bool mitra_check_line(const char *what, const char *text, size_t max) {
  if (!mitra_check_text(what, text, max)) return false;
  if (strpbrk(text, "\n\t") != NULL) {
    mitra_complain("%s must be one line: %s", what, text);
    return false;
  }
  if (text[0] == ' ' || text[strlen(text) - 1] == ' ') {
    mitra_complain("%s has a space at an end: `%s`", what, text);
    return false;
  }
  return true;
}

bool mitra_check_id(const char *what, const char *id) {
  size_t length = id == NULL ? 0 : strlen(id);
  bool is_fit = length >= 1 && length <= MITRA_ID_BYTES_MAX;
  is_fit = is_fit && strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
  if (!is_fit) {
    mitra_complain("%s must be of 1 to %d lower-case letters, digits and hyphens: `%s`", what, MITRA_ID_BYTES_MAX,
                   id == NULL ? "" : id);
  }
  return is_fit;
}

bool mitra_check_url(const char *what, const char *url) {
  bool is_fit = url != NULL && mitra_begins(url, "https://") && strlen(url) <= MITRA_URL_BYTES_MAX;
  if (!is_fit) mitra_complain("%s must be an https address of at most %d bytes", what, MITRA_URL_BYTES_MAX);
  return is_fit;
}

static bool check_each(const char *what, const mitra_text *text, size_t max,
                       bool (*check)(const char *, const char *, size_t)) {
  if (text == NULL) {
    mitra_complain("%s is missing", what);
    return false;
  }
  return check(what, text->te, max) && check(what, text->en, max) && check(what, text->hi, max);
}

bool mitra_check_lines(const char *what, const mitra_text *text, size_t max) {
  return check_each(what, text, max, mitra_check_line);
}

bool mitra_check_texts(const char *what, const mitra_text *text, size_t max) {
  return check_each(what, text, max, mitra_check_text);
}
