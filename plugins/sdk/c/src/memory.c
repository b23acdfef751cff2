#include "mitra/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory_of_turn.h"

// Stands for a zero within a text: U+FFFD in UTF-8.
static const char REPLACEMENT[] = "\xEF\xBF\xBD";

void *mitra_take_array(size_t count, size_t size) {
  if (size != 0 && count > SIZE_MAX / size) abort();
  return mitra_take(count * size);
}

const char *mitra_copy(const void *data, size_t length) {
  const char *from = data;
  size_t n_zeros = 0;
  for (size_t i = 0; i < length; i++) n_zeros += from[i] == 0;
  char *text = mitra_take(length + n_zeros * (sizeof REPLACEMENT - 2) + 1);
  char *to = text;
  for (size_t i = 0; i < length; i++) {
    if (from[i] != 0) {
      *to++ = from[i];
    } else {
      memcpy(to, REPLACEMENT, sizeof REPLACEMENT - 1);
      to += sizeof REPLACEMENT - 1;
    }
  }
  return text;
}

const char *mitra_format(const char *format, ...) {
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  if (length < 0) abort();
  char *text = mitra_take((size_t)length + 1);
  vsnprintf(text, (size_t)length + 1, format, again);
  va_end(again);
  return text;
}

mitra_bytes mitra_bytes_of(const char *text) {
  return (mitra_bytes){(const uint8_t *)text, strlen(text)};
}

#ifdef __wasm__

// In a component `calloc` is our own (allocator.c), and a turn's memory is thrown away whole.
void *mitra_take(size_t size) {
  void *piece = calloc(1, size == 0 ? 1 : size);
  if (piece == NULL) abort();
  return piece;
}

#else

// In tests each piece is the system's, so that the sanitizers see what is written beside it.
typedef struct piece {
  struct piece *before;
  max_align_t room[];
} piece;

static piece *newest;

void *mitra_take(size_t size) {
  piece *taken = size > SIZE_MAX - sizeof *taken ? NULL : calloc(1, sizeof *taken + size);
  if (taken == NULL) abort();
  taken->before = newest;
  newest = taken;
  return taken->room;
}

void mitra_forget_turn(void) {
  while (newest != NULL) {
    piece *before = newest->before;
    free(newest);
    newest = before;
  }
}

#endif
