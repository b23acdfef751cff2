// Days and times in India, from instants in milliseconds since 1970.

#ifndef MITRA_CALENDAR_H
#define MITRA_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#define MITRA_SECOND_MS UINT64_C(1000)
#define MITRA_MINUTE_MS UINT64_C(60000)
#define MITRA_HOUR_MS UINT64_C(3600000)
// India has no summer time: every day is as long.
#define MITRA_DAY_MS UINT64_C(86400000)

// A day of the Gregorian calendar.
typedef struct {
  uint16_t year;
  uint8_t month;
  uint8_t day;
} mitra_date;

// The day of an instant in India, counted from 1970.
uint64_t mitra_day(uint64_t instant_ms);

// The minute of an instant within its day in India, 0 to 1,439.
uint32_t mitra_minute(uint64_t instant_ms);

// The instant at which a minute of a day begins.
uint64_t mitra_instant(uint64_t day, uint32_t minute);

// A day counted from 1970 as a date.
mitra_date mitra_date_of(uint64_t day);

// Counts a date from 1970. False if there is no such day from 1970 to 9999.
bool mitra_day_of(mitra_date date, uint64_t *day);

#endif
