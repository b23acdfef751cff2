#include "mitra/json.h"

#include <stdlib.h>
#include <string.h>

#include "mitra/complain.h"
#include "mitra/storage.h"

// The longest number that is read, in bytes, its zero included: a double needs at most 25.
#define NUMBER_BYTES_MAX 40

static const mitra_json NOTHING = {NULL, NULL};

static const char *skip_space(const char *at, const char *end) {
  while (at < end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) at++;
  return at;
}

static bool is_digit(const char *at, const char *end) { return at < end && *at >= '0' && *at <= '9'; }

// The value of a hexadecimal digit; 16 for another character.
static unsigned hex(char c) {
  if (c >= '0' && c <= '9') return (unsigned)(c - '0');
  if (c >= 'a' && c <= 'f') return (unsigned)(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return (unsigned)(c - 'A') + 10;
  return 16;
}

// Behind the text that begins at `at` with its quote; NULL if it is none.
static const char *behind_string(const char *at, const char *end) {
  for (at++; at < end; at++) {
    if (*at == '"') return at + 1;
    if ((unsigned char)*at < 0x20) return NULL;
    if (*at != '\\') continue;
    at++;
    if (at == end) return NULL;
    if (*at == 'u') {
      for (int digit = 0; digit < 4; digit++) {
        at++;
        if (at == end || hex(*at) == 16) return NULL;
      }
    } else if (strchr("\"\\/bfnrt", *at) == NULL || *at == 0) {
      return NULL;
    }
  }
  return NULL;
}

static const char *behind_digits(const char *at, const char *end) {
  if (!is_digit(at, end)) return NULL;
  while (is_digit(at, end)) at++;
  return at;
}

static const char *behind_number(const char *at, const char *end) {
  if (*at == '-') at++;
  bool is_zero = at < end && *at == '0';
  at = is_zero ? at + 1 : behind_digits(at, end);
  if (at != NULL && at < end && *at == '.') at = behind_digits(at + 1, end);
  if (at != NULL && at < end && (*at == 'e' || *at == 'E')) {
    at++;
    if (at < end && (*at == '+' || *at == '-')) at++;
    at = behind_digits(at, end);
  }
  return at;
}

static const char *behind_word(const char *at, const char *end, const char *word) {
  size_t length = strlen(word);
  return (size_t)(end - at) >= length && memcmp(at, word, length) == 0 ? at + length : NULL;
}

// Behind the value that begins at `at`, with spaces before it allowed; NULL if there is none.
static const char *behind_value(const char *at, const char *end, int depth);

// Behind an object or array.
static const char *behind_container(const char *at, const char *end, int depth) {
  bool is_object = *at == '{';
  char closing = is_object ? '}' : ']';
  at = skip_space(at + 1, end);
  if (at < end && *at == closing) return at + 1;
  while (at != NULL && at < end) {
    if (is_object) {
      at = skip_space(at, end);
      at = at < end && *at == '"' ? behind_string(at, end) : NULL;
      if (at == NULL) return NULL;
      at = skip_space(at, end);
      if (at == end || *at != ':') return NULL;
      at++;
    }
    at = behind_value(at, end, depth + 1);
    if (at == NULL) return NULL;
    at = skip_space(at, end);
    if (at == end) return NULL;
    if (*at == closing) return at + 1;
    if (*at != ',') return NULL;
    at++;
  }
  return NULL;
}

static const char *behind_value(const char *at, const char *end, int depth) {
  at = skip_space(at, end);
  if (at == end || depth > MITRA_JSON_DEPTH_MAX) return NULL;
  switch (*at) {
    case '{':
    case '[':
      return behind_container(at, end, depth);
    case '"':
      return behind_string(at, end);
    case 't':
      return behind_word(at, end, "true");
    case 'f':
      return behind_word(at, end, "false");
    case 'n':
      return behind_word(at, end, "null");
    default:
      return behind_number(at, end);
  }
}

// The value that begins at `at` within a document that was read, so that it is whole.
static mitra_json value_at(const char *at, const char *end) {
  at = skip_space(at, end);
  return (mitra_json){at, behind_value(at, end, 0)};
}

mitra_json mitra_json_read(mitra_bytes bytes) {
  if (bytes.length == 0) return NOTHING;
  const char *at = (const char *)bytes.data, *end = at + bytes.length;
  at = skip_space(at, end);
  const char *behind = behind_value(at, end, 1);
  if (behind == NULL || skip_space(behind, end) != end) return NOTHING;
  return (mitra_json){at, behind};
}

mitra_json mitra_json_record(const char *key) {
  mitra_bytes value;
  if (!mitra_get(MITRA_OF_DEPARTMENT, key, &value)) return NOTHING;
  mitra_json json = mitra_json_read(value);
  if (!mitra_json_is_there(json)) mitra_complain("the record `%s` is no JSON", key);
  return json;
}

bool mitra_json_is_there(mitra_json json) { return json.at != NULL; }

static bool is(mitra_json json, char first) { return json.at != NULL && *json.at == first; }

// The first element, or the first member's name, of a container; nothing if it is empty.
static const char *first_of(mitra_json json, char opening) {
  if (!is(json, opening)) return NULL;
  const char *at = skip_space(json.at + 1, json.end);
  return *at == '}' || *at == ']' ? NULL : at;
}

mitra_json mitra_json_member(mitra_json json, const char *name) {
  const char *at = first_of(json, '{');
  while (at != NULL) {
    mitra_json key = value_at(at, json.end);
    // Behind the colon.
    mitra_json value = value_at(skip_space(key.end, json.end) + 1, json.end);
    if (mitra_is(mitra_json_string(key), name)) return value;
    at = skip_space(value.end, json.end);
    at = *at == ',' ? skip_space(at + 1, json.end) : NULL;
  }
  return NOTHING;
}

// An element keeps the end of its array, and finds its own when it is asked for: so the next one can be found.
mitra_json mitra_json_first(mitra_json json) {
  const char *at = first_of(json, '[');
  return at == NULL ? NOTHING : (mitra_json){at, json.end};
}

mitra_json mitra_json_next(mitra_json element) {
  if (element.at == NULL) return NOTHING;
  const char *at = skip_space(behind_value(element.at, element.end, 0), element.end);
  return *at == ',' ? (mitra_json){skip_space(at + 1, element.end), element.end} : NOTHING;
}

size_t mitra_json_count(mitra_json json) {
  size_t count = 0;
  for (mitra_json it = mitra_json_first(json); mitra_json_is_there(it); it = mitra_json_next(it)) count++;
  return count;
}

// The UTF-16 unit of `\uXXXX`, whose digits begin here.
static uint32_t unit_at(const char *digits) {
  return hex(digits[0]) << 12 | hex(digits[1]) << 8 | hex(digits[2]) << 4 | hex(digits[3]);
}

// The code point of an escape behind its `\u`, and how many bytes of the document it takes. Half a pair, and a zero,
// become U+FFFD.
static uint32_t code_point_at(const char *at, const char *end, size_t *n_bytes) {
  uint32_t unit = unit_at(at);
  *n_bytes = 4;
  if (unit == 0 || (unit >= 0xDC00 && unit <= 0xDFFF)) return 0xFFFD;
  if (unit < 0xD800 || unit > 0xDBFF) return unit;
  if (end - at < 10 || at[4] != '\\' || at[5] != 'u') return 0xFFFD;
  uint32_t low = unit_at(at + 6);
  if (low < 0xDC00 || low > 0xDFFF) return 0xFFFD;
  *n_bytes = 10;
  return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
}

static char *put_utf8(char *to, uint32_t code_point) {
  if (code_point < 0x80) {
    *to++ = (char)code_point;
  } else if (code_point < 0x800) {
    *to++ = (char)(0xC0 | code_point >> 6);
    *to++ = (char)(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    *to++ = (char)(0xE0 | code_point >> 12);
    *to++ = (char)(0x80 | (code_point >> 6 & 0x3F));
    *to++ = (char)(0x80 | (code_point & 0x3F));
  } else {
    *to++ = (char)(0xF0 | code_point >> 18);
    *to++ = (char)(0x80 | (code_point >> 12 & 0x3F));
    *to++ = (char)(0x80 | (code_point >> 6 & 0x3F));
    *to++ = (char)(0x80 | (code_point & 0x3F));
  }
  return to;
}

const char *mitra_json_string(mitra_json json) {
  if (!is(json, '"')) return NULL;
  const char *at = json.at + 1, *end = behind_string(json.at, json.end) - 1;
  // An escape is never shorter than what it stands for.
  char *text = mitra_take((size_t)(end - at) + 1);
  char *to = text;
  while (at < end) {
    if (*at != '\\') {
      *to++ = *at++;
      continue;
    }
    static const char ESCAPES[] = "bfnrt", MEANT[] = "\b\f\n\r\t";
    char escape = at[1];
    at += 2;
    if (escape == 'u') {
      size_t n_bytes;
      to = put_utf8(to, code_point_at(at, end, &n_bytes));
      at += n_bytes;
    } else {
      const char *known = strchr(ESCAPES, escape);
      *to++ = known == NULL ? escape : MEANT[known - ESCAPES];
    }
  }
  return mitra_is_utf8(text) ? text : NULL;
}

const char *mitra_json_text(mitra_json json, const char *name) {
  const char *text = mitra_json_string(mitra_json_member(json, name));
  return text == NULL ? "" : text;
}

// The number's text; false if it is none, or longer than any that is meant.
static bool number_text(mitra_json json, char text[NUMBER_BYTES_MAX]) {
  if (json.at == NULL || (*json.at != '-' && (*json.at < '0' || *json.at > '9'))) return false;
  size_t length = (size_t)(behind_number(json.at, json.end) - json.at);
  if (length >= NUMBER_BYTES_MAX) return false;
  memcpy(text, json.at, length);
  text[length] = 0;
  return true;
}

int64_t mitra_json_integer(mitra_json json, int64_t otherwise) {
  char text[NUMBER_BYTES_MAX];
  if (!number_text(json, text) || strpbrk(text, ".eE") != NULL) return otherwise;
  bool is_negative = text[0] == '-';
  uint64_t most = is_negative ? (uint64_t)INT64_MAX + 1 : INT64_MAX, number = 0;
  for (const char *digit = text + is_negative; *digit != 0; digit++) {
    uint64_t value = (uint64_t)(*digit - '0');
    if (number > (most - value) / 10) return otherwise;
    number = number * 10 + value;
  }
  // The smallest number has no positive counterpart.
  return is_negative ? (number == 0 ? 0 : -(int64_t)(number - 1) - 1) : (int64_t)number;
}

double mitra_json_number(mitra_json json, double otherwise) {
  char text[NUMBER_BYTES_MAX];
  return number_text(json, text) ? strtod(text, NULL) : otherwise;
}

bool mitra_json_is_true(mitra_json json) { return is(json, 't'); }

mitra_text mitra_json_words(mitra_json json) {
  return (mitra_text){mitra_json_text(json, "te"), mitra_json_text(json, "en"), mitra_json_text(json, "hi")};
}
