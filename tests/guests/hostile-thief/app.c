// Looks for other departments' records.
#define GUEST "hostile-thief"
#include "../hostile.h"

static void misbehave(outcome_t *outcome) {
  static const char *const KEYS[] = {"secret", "victim/secret", "../victim/secret", "/victim/secret", "%"};
  bool is_found = false;
  for (size_t index = 0; index < sizeof KEYS / sizeof *KEYS; index++) {
    department_string_t key = text(KEYS[index]);
    department_list_u8_t value;
    is_found |= mitra_department_storage_get(MITRA_DEPARTMENT_STORAGE_SCOPE_DEPARTMENT, &key, &value);
    is_found |= mitra_department_storage_get(MITRA_DEPARTMENT_STORAGE_SCOPE_CITIZEN, &key, &value);
  }
  department_string_t all = {NULL, 0};
  department_list_string_t keys;
  mitra_department_storage_keys(MITRA_DEPARTMENT_STORAGE_SCOPE_DEPARTMENT, &all, 100, &keys);
  say(outcome, is_found || keys.len > 0 ? "found" : "nothing");
}
