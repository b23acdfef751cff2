// Never comes to an end.
#define GUEST "hostile-spin"
#include "../hostile.h"

static void misbehave(outcome_t *outcome) {
  (void)outcome;
  for (volatile unsigned spins = 0;; spins++) {
  }
}
