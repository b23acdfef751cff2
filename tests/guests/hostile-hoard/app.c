// Takes memory until there is none.
#define GUEST "hostile-hoard"
#include "../hostile.h"

static void misbehave(outcome_t *outcome) {
  enum { STEP = 1 << 20 };
  (void)outcome;
  for (;;) {
    volatile uint8_t *taken = malloc(STEP);
    if (taken == NULL) __builtin_trap();
    for (size_t at = 0; at < STEP; at += 4096) taken[at] = 1;
  }
}
