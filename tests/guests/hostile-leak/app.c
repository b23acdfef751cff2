// Looks for what an earlier turn left in memory.
#define GUEST "hostile-leak"
#include "../hostile.h"

enum { TAKEN = 1 << 16 };
// Nothing else writes runs of it.
static const uint8_t MARK = 0xA7;
static int turns = 0;

static void misbehave(outcome_t *outcome) {
  uint8_t *taken = malloc(TAKEN);
  if (taken == NULL) __builtin_trap();
  size_t marked = 0;
  for (size_t at = 0; at < TAKEN; at++) marked += taken[at] == MARK;
  memset(taken, MARK, TAKEN);
  say(outcome, turns++ == 0 && marked < TAKEN / 2 ? "nothing" : "found");
}
