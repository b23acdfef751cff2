// Hides in calls to the host, which do not count as its own time in careless hosts.
#define GUEST "hostile-calls"
#include "../hostile.h"

static void misbehave(outcome_t *outcome) {
  (void)outcome;
  for (;;) mitra_department_clock_now();
}
