// Floods the log.
#define GUEST "hostile-log"
#include "../hostile.h"

static void misbehave(outcome_t *outcome) {
  department_string_t line = text_of(100);
  for (int lines = 0; lines < 100000; lines++) mitra_department_log_write(MITRA_DEPARTMENT_LOG_LEVEL_ERROR, &line);
  say(outcome, "logged");
}
