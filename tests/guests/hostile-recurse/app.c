// Calls itself until there is no stack.
#define GUEST "hostile-recurse"
#include "../hostile.h"

static int deeper(volatile int depth) { return depth == -1 ? 0 : deeper(depth + 1) + depth; }

static void misbehave(outcome_t *outcome) {
  volatile int depth = deeper(1);
  say(outcome, depth == 0 ? "0" : "1");
}
