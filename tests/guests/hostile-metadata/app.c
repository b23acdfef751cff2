// Asks the machine's cloud for its keys.
#define GUEST "hostile-metadata"
#include "../hostile.h"

static void misbehave(outcome_t *outcome) { get(outcome, "http://169.254.169.254/latest/meta-data/"); }
