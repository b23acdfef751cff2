// Asks what else listens on the host's machine.
#define GUEST "hostile-loopback"
#include "../hostile.h"

static void misbehave(outcome_t *outcome) { get(outcome, "http://127.0.0.1:80/"); }
