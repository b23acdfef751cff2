// Waits for a back end that never answers, again and again.
#define GUEST "hostile-slow-http"
#include "../hostile.h"

static void misbehave(outcome_t *outcome) {
  department_string_t key = text("back-end"), url;
  if (!mitra_department_config_get(&key, &url)) __builtin_trap();
  char *address = calloc(1, url.len + 1);
  memcpy(address, url.ptr, url.len);
  for (;;) get(outcome, address);
}
