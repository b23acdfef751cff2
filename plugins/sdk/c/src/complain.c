#include "mitra/complain.h"

#include <stdarg.h>
#include <stdio.h>

#include "host.h"

// The longest mistake, in bytes; what is longer is cut: it is for a log.
#define MISTAKE_BYTES_MAX 400

static char mistake[MISTAKE_BYTES_MAX];
mitra_counts mitra_counted;

void mitra_complain(const char *format, ...) {
  if (mistake[0] != 0) return;
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(mistake, sizeof mistake, format, arguments);
  va_end(arguments);
}

const char *mitra_complaint(void) { return mistake[0] == 0 ? NULL : mistake; }

void mitra_turn_begin(void) {
  mistake[0] = 0;
  mitra_counted = (mitra_counts){0};
}

bool mitra_count(unsigned *count, unsigned most, const char *what) {
  *count += 1;
  if (*count > most) mitra_complain("%s: more than %u in a turn", what, most);
  return *count <= most;
}
