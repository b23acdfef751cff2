#include "mitra/log.h"

#include <stdarg.h>
#include <stdio.h>

#include "host.h"

// The longest line, in bytes, its zero included: what is longer is cut.
#define LINE_BYTES_MAX 1024

void mitra_log(mitra_level level, const char *format, ...) {
  char line[LINE_BYTES_MAX];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  mitra_host_log(level, line);
}
