// The memory of one turn. Nothing is freed: all of it is thrown away when the turn ends.

#ifndef MITRA_MEMORY_H
#define MITRA_MEMORY_H

#include <stddef.h>
#include <stdint.h>

// Bytes of any kind, such as a record's value. They do not end with a zero.
typedef struct {
  const uint8_t *data;
  size_t length;
} mitra_bytes;

// A list of texts.
typedef struct {
  const char *const *items;
  size_t count;
} mitra_list;

// So many bytes, all zero, aligned for every type. Never NULL: a turn that takes more than the host gives it traps.
void *mitra_take(size_t size);

// Room for `count` things of `size` bytes each, all zero.
void *mitra_take_array(size_t count, size_t size);

// A text of these bytes, with a zero behind them. A zero among them becomes U+FFFD: no telephone types one.
const char *mitra_copy(const void *data, size_t length);

// A text as by printf. For numbers and ids: texts in three languages are filled in by mitra_fill.
const char *mitra_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

// A text's bytes, without the zero.
mitra_bytes mitra_bytes_of(const char *text);

#endif
