// Stops itself, as a panic does.
#define GUEST "hostile-trap"
#include "../hostile.h"

static void misbehave(outcome_t *outcome) {
  (void)outcome;
  __builtin_trap();
}
