#include "mitra/digits.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "mitra/memory.h"

// The digits of Telugu and Devanagari have three bytes each, of which the last counts from these.
static const struct {
  unsigned char lead[2];
  unsigned char zero;
} SCRIPTS[] = {{{0xE0, 0xB1}, 0xA6}, {{0xE0, 0xA5}, 0xA6}};

// The digit that begins here, if it is one of these scripts'; 0 if not.
static char digit_at(const char *text) {
  for (size_t i = 0; i < sizeof SCRIPTS / sizeof *SCRIPTS; i++) {
    if (memcmp(text, SCRIPTS[i].lead, 2) != 0) continue;
    unsigned char last = (unsigned char)text[2];
    if (last >= SCRIPTS[i].zero && last < SCRIPTS[i].zero + 10) return (char)('0' + (last - SCRIPTS[i].zero));
  }
  return 0;
}

const char *mitra_ascii_digits(const char *text) {
  char *ascii = mitra_take(strlen(text) + 1);
  char *to = ascii;
  while (*text != 0) {
    bool has_three = text[1] != 0 && text[2] != 0;
    char digit = has_three ? digit_at(text) : 0;
    *to++ = digit == 0 ? *text : digit;
    text += digit == 0 ? 1 : 3;
  }
  return ascii;
}

const char *mitra_digits_only(const char *text) {
  const char *from = mitra_ascii_digits(text);
  char *digits = mitra_take(strlen(from) + 1);
  size_t length = 0;
  while (*from != 0) {
    if (*from >= '0' && *from <= '9') {
      digits[length++] = *from++;
    } else if (*from == ' ' || *from == '-' || *from == '.') {
      from++;
    } else if (strncmp(from, "\xC2\xA0", 2) == 0) {
      // A space that does not break.
      from += 2;
    } else {
      return NULL;
    }
  }
  return length == 0 ? NULL : digits;
}
