#include "mitra/json_write.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "mitra/memory.h"

// What a writer begins with room for, in bytes.
#define ROOM_BYTES 256

static void put(mitra_json_writer *writer, const char *text, size_t length) {
  if (writer->room - writer->length <= length) {
    size_t room = writer->room == 0 ? ROOM_BYTES : 2 * writer->room;
    while (room - writer->length <= length) room *= 2;
    char *larger = mitra_take(room);
    if (writer->length > 0) memcpy(larger, writer->text, writer->length);
    writer->text = larger;
    writer->room = room;
  }
  memcpy(writer->text + writer->length, text, length);
  writer->length += length;
  writer->text[writer->length] = 0;
}

static void put_text(mitra_json_writer *writer, const char *text) { put(writer, text, strlen(text)); }

static void put_quoted(mitra_json_writer *writer, const char *text) {
  put(writer, "\"", 1);
  for (; *text != 0; text++) {
    unsigned char byte = (unsigned char)*text;
    if (byte == '"' || byte == '\\') {
      put(writer, (const char[]){'\\', (char)byte}, 2);
    } else if (byte < 0x20) {
      put_text(writer, mitra_format("\\u%04x", byte));
    } else {
      put(writer, text, 1);
    }
  }
  put(writer, "\"", 1);
}

// The comma before a member or element, and its name.
static void put_name(mitra_json_writer *writer, const char *name) {
  if (writer->needs_comma) put(writer, ",", 1);
  writer->needs_comma = true;
  if (name == NULL) return;
  put_quoted(writer, name);
  put(writer, ":", 1);
}

void mitra_json_begin_member(mitra_json_writer *writer, const char *name, char bracket) {
  put_name(writer, name);
  put(writer, &bracket, 1);
  writer->needs_comma = false;
}

void mitra_json_begin(mitra_json_writer *writer, char bracket) { mitra_json_begin_member(writer, NULL, bracket); }

void mitra_json_end(mitra_json_writer *writer, char bracket) {
  put(writer, &bracket, 1);
  writer->needs_comma = true;
}

void mitra_json_put_string(mitra_json_writer *writer, const char *name, const char *text) {
  if (text == NULL) return;
  put_name(writer, name);
  put_quoted(writer, text);
}

void mitra_json_put_integer(mitra_json_writer *writer, const char *name, int64_t number) {
  put_name(writer, name);
  put_text(writer, mitra_format("%" PRId64, number));
}

void mitra_json_put_number(mitra_json_writer *writer, const char *name, double number) {
  put_name(writer, name);
  // JSON has no word for what is no number. 17 digits tell every double from every other.
  put_text(writer, isfinite(number) ? mitra_format("%.17g", number) : "null");
}

void mitra_json_put_bool(mitra_json_writer *writer, const char *name, bool is_true) {
  put_name(writer, name);
  put_text(writer, is_true ? "true" : "false");
}

const char *mitra_json_written(const mitra_json_writer *writer) {
  return writer->text == NULL ? "null" : writer->text;
}
