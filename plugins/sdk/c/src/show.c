#include "mitra/show.h"

#include <inttypes.h>
#include <string.h>

#include "mitra/memory.h"

const char *mitra_rupees(uint64_t paise) {
  const char *digits = mitra_format("%" PRIu64, paise / 100);
  size_t length = strlen(digits);
  // A comma before each two digits, but three at the end: fewer commas than digits.
  char *grouped = mitra_take(2 * length + 1);
  char *to = grouped;
  for (size_t i = 0; i < length; i++) {
    size_t left = length - i;
    if (i > 0 && (left == 3 || (left > 3 && left % 2 == 1))) *to++ = ',';
    *to++ = digits[i];
  }
  return mitra_format("₹%s.%02" PRIu64, grouped, paise % 100);
}

const char *mitra_show_date(mitra_date date) {
  return mitra_format("%02u-%02u-%04u", date.day, date.month, date.year);
}

const char *mitra_show_day(uint64_t instant_ms) { return mitra_show_date(mitra_date_of(mitra_day(instant_ms))); }

const char *mitra_show_time(uint64_t instant_ms) {
  uint32_t minute = mitra_minute(instant_ms);
  return mitra_format("%02" PRIu32 ":%02" PRIu32, minute / 60, minute % 60);
}
