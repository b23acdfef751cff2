#include "mitra/calendar.h"

// India's time is five and a half hours ahead of UTC, all year.
#define IST_MS UINT64_C(19800000)
// Days from 1 March of year 0 to 1970.
#define DAYS_BEFORE_1970 719468u
// Days of the Gregorian calendar's cycle of 400 years.
#define DAYS_PER_ERA 146097u
#define MINUTES_PER_DAY 1440u

uint64_t mitra_day(uint64_t instant_ms) { return (instant_ms + IST_MS) / MITRA_DAY_MS; }

uint32_t mitra_minute(uint64_t instant_ms) {
  return (uint32_t)((instant_ms + IST_MS) % MITRA_DAY_MS / MITRA_MINUTE_MS);
}

uint64_t mitra_instant(uint64_t day, uint32_t minute) {
  uint64_t local = day * MITRA_DAY_MS + (minute % MINUTES_PER_DAY) * MITRA_MINUTE_MS;
  return local < IST_MS ? 0 : local - IST_MS;
}

mitra_date mitra_date_of(uint64_t day) {
  // Counted from 1 March of year 0, so that a leap day is the last of its year.
  uint64_t days = day + DAYS_BEFORE_1970;
  uint64_t era = days / DAYS_PER_ERA, day_of_era = days % DAYS_PER_ERA;
  uint64_t leaps = day_of_era / 1460 + day_of_era / 146096;
  uint64_t year_of_era = (day_of_era + day_of_era / 36524 - leaps) / 365;
  uint64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  uint64_t month = (5 * day_of_year + 2) / 153;
  uint64_t date = day_of_year - (153 * month + 2) / 5 + 1;
  month = month < 10 ? month + 3 : month - 9;
  return (mitra_date){(uint16_t)(era * 400 + year_of_era + (month <= 2)), (uint8_t)month, (uint8_t)date};
}

bool mitra_day_of(mitra_date date, uint64_t *day) {
  if (date.year < 1970 || date.year > 9999 || date.month < 1 || date.month > 12 || date.day < 1) return false;
  uint64_t year = date.month > 2 ? date.year : date.year - 1u;
  uint64_t year_of_era = year % 400;
  uint64_t day_of_year = (153 * ((date.month + 9u) % 12) + 2) / 5 + date.day - 1;
  uint64_t day_of_era = 365 * year_of_era + year_of_era / 4 - year_of_era / 100 + day_of_year;
  uint64_t counted = year / 400 * DAYS_PER_ERA + day_of_era - DAYS_BEFORE_1970;
  // The 31st of February is some day in March.
  mitra_date found = mitra_date_of(counted);
  if (found.year != date.year || found.month != date.month || found.day != date.day) return false;
  *day = counted;
  return true;
}
