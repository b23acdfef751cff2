// Takes memory until there is none. It writes to one page in four: to all of them takes most of a turn's CPU time, and
// on a slow machine that would be over first.
#define GUEST "hostile-hoard"
#include "../hostile.h"

static void misbehave(outcome_t *outcome) {
  enum { STEP = 1 << 20, STRIDE = 4 * 4096 };
  (void)outcome;
  for (;;) {
    volatile uint8_t *taken = malloc(STEP);
    if (taken == NULL) __builtin_trap();
    for (size_t at = 0; at < STEP; at += STRIDE) taken[at] = 1;
  }
}
