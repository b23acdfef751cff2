// Looks for what an earlier turn left in memory.
#define GUEST "hostile-leak"
#include "../hostile.h"

static int turns = 0;

static void misbehave(outcome_t *outcome) {
  uint8_t *stale = malloc(1 << 16);
  bool is_clean = stale != NULL;
  for (size_t at = 0; is_clean && at < 1 << 16; at++) is_clean = stale[at] == 0;
  if (stale != NULL) memset(stale, 's', 1 << 16);
  say(outcome, turns++ == 0 && is_clean ? "nothing" : "found");
}
