// Spins before it can be called at all.
#define GUEST "hostile-slow-start"
#include "../hostile.h"

__attribute__((constructor)) static void start(void) {
  for (volatile unsigned spins = 0;; spins++) {
  }
}

static void misbehave(outcome_t *outcome) { say(outcome, "started"); }
