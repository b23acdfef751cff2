// Money, dates and times as people here read them.

#ifndef MITRA_SHOW_H
#define MITRA_SHOW_H

#include <stdint.h>

#include "calendar.h"

// Paise as rupees with lakh grouping: `₹1,23,456.00`.
const char *mitra_rupees(uint64_t paise);

// The day of an instant in India, as `DD-MM-YYYY`.
const char *mitra_show_day(uint64_t instant_ms);

// A date as `DD-MM-YYYY`.
const char *mitra_show_date(mitra_date date);

// The time of an instant in India, as `HH:MM`.
const char *mitra_show_time(uint64_t instant_ms);

#endif
