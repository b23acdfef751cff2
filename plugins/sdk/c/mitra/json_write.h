// JSON, written member by member:
//
//   mitra_json_writer writer = {0};
//   mitra_json_begin(&writer, '{');
//   mitra_json_put_string(&writer, "name", name);
//   mitra_json_end(&writer, '}');
//   mitra_set(MITRA_OF_CITIZEN, "request", mitra_bytes_of(mitra_json_written(&writer)));

#ifndef MITRA_JSON_WRITE_H
#define MITRA_JSON_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What is written so far. Begin with `= {0}`.
typedef struct {
  char *text;
  size_t length;
  size_t room;
  bool needs_comma;
} mitra_json_writer;

// Begins the object `{` or the array `[`; the outermost, or an element of an array.
void mitra_json_begin(mitra_json_writer *writer, char bracket);

// Begins an object or array that is the member `name`.
void mitra_json_begin_member(mitra_json_writer *writer, const char *name, char bracket);

// Ends it, with `}` or `]`.
void mitra_json_end(mitra_json_writer *writer, char bracket);

// A member; without a name, with NULL, an element of an array. A text that is NULL is left out with its name.
void mitra_json_put_string(mitra_json_writer *writer, const char *name, const char *text);
void mitra_json_put_integer(mitra_json_writer *writer, const char *name, int64_t number);
void mitra_json_put_number(mitra_json_writer *writer, const char *name, double number);
void mitra_json_put_bool(mitra_json_writer *writer, const char *name, bool is_true);

// The document.
const char *mitra_json_written(const mitra_json_writer *writer);

#endif
