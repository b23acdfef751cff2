// Hands a text of 8 MiB to the host.
#define GUEST "hostile-string"
#include "../hostile.h"

static void misbehave(outcome_t *outcome) {
  department_string_t line = text_of(8 << 20);
  mitra_department_log_write(MITRA_DEPARTMENT_LOG_LEVEL_INFO, &line);
  say(outcome, "logged");
}
