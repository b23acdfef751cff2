// JSON, read where it stands. What is not there, or of another type, is no error but an empty answer, so that a path
// can be followed in one expression: mitra_json_string(mitra_json_member(record, "holder")).

#ifndef MITRA_JSON_H
#define MITRA_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "memory.h"
#include "text.h"

// A value within a document, or nothing.
typedef struct {
  const char *at;
  const char *end;
} mitra_json;

// The deepest nesting that is read.
#define MITRA_JSON_DEPTH_MAX 32

// The document in these bytes; nothing if they are not JSON as a whole, or nested more deeply than 32.
mitra_json mitra_json_read(mitra_bytes bytes);

// A department's record as JSON; nothing if there is no such record. A record that is no JSON is a mistake.
mitra_json mitra_json_record(const char *key);

// Whether there is a value.
bool mitra_json_is_there(mitra_json json);

// The member of an object; nothing if there is none.
mitra_json mitra_json_member(mitra_json json, const char *name);

// The first element of an array, and the one behind an element; nothing behind the last.
mitra_json mitra_json_first(mitra_json json);
mitra_json mitra_json_next(mitra_json element);

// How many elements an array has.
size_t mitra_json_count(mitra_json json);

// The text, if it is one; NULL if not.
const char *mitra_json_string(mitra_json json);

// The text of a member; "" if there is none.
const char *mitra_json_text(mitra_json json, const char *name);

// The whole number, if it is one that fits; if not, `otherwise`.
int64_t mitra_json_integer(mitra_json json, int64_t otherwise);

// The number, if it is one; if not, `otherwise`.
double mitra_json_number(mitra_json json, double otherwise);

// Whether it is `true`.
bool mitra_json_is_true(mitra_json json);

// The text in three languages of `{"te": .., "en": .., "hi": ..}`; empty texts for what is not there.
mitra_text mitra_json_words(mitra_json json);

#endif
