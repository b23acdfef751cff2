#include "mitra/schedule.h"

#include <string.h>

#include "host.h"

static bool may_call(const char *name) {
  size_t length = name == NULL ? 0 : strlen(name);
  if (length < 1 || length > MITRA_TIMER_NAME_BYTES_MAX) {
    mitra_complain("a timer's name has 1 to %d bytes, not %zu", MITRA_TIMER_NAME_BYTES_MAX, length);
    return false;
  }
  return mitra_count(&mitra_counted.n_timer_calls, MITRA_TIMER_CALLS_MAX, "timers set and cancelled");
}

void mitra_timer_set(const char *name, uint64_t at, mitra_bytes note) {
  if (!may_call(name)) return;
  uint64_t now = mitra_host_now();
  if (note.length > MITRA_TIMER_NOTE_BYTES_MAX) {
    mitra_complain("a timer's note has at most %d bytes, not %zu", MITRA_TIMER_NOTE_BYTES_MAX, note.length);
  } else if (at > now && at - now > MITRA_TIMER_AHEAD_MS_MAX) {
    mitra_complain("a timer comes within 400 days");
  } else {
    mitra_host_timer_set(name, at, note);
  }
}

bool mitra_timer_cancel(const char *name) { return may_call(name) && mitra_host_timer_cancel(name); }
