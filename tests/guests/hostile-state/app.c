// Leaves a state of 1 MiB.
#define GUEST "hostile-state"
#include "../hostile.h"

static void misbehave(outcome_t *outcome) {
  department_string_t state = text_of(1 << 20);
  say(outcome, "stays");
  outcome->next.val.stay = (department_list_u8_t){state.ptr, state.len};
}
