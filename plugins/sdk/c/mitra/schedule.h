// Timers: a turn of this citizen's at a later instant, without the citizen. For what you promised them, not for news.

#ifndef MITRA_SCHEDULE_H
#define MITRA_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

#include "memory.h"

// Sets a timer when the turn succeeds; one of the same name in this service is replaced. The name has 1 to 64 bytes,
// the note at most 4 KiB. `at` is in milliseconds since 1970, at most 400 days ahead; what has passed counts as now.
// A citizen has at most 8 timers in a service, and a turn sets and cancels at most 8.
void mitra_timer_set(const char *name, uint64_t at, mitra_bytes note);

// Removes a timer when the turn succeeds. Says whether there was one.
bool mitra_timer_cancel(const char *name);

#endif
