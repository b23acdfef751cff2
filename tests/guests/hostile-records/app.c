// Writes 100,000 records.
#define GUEST "hostile-records"
#include "../hostile.h"

static void misbehave(outcome_t *outcome) {
  department_string_t key = text("record/00000"), value = text_of(100);
  department_list_u8_t bytes = {value.ptr, value.len};
  for (int record = 0; record < 100000; record++) {
    for (int digit = 0, rest = record; digit < 5; digit++, rest /= 10) {
      key.ptr[key.len - 1 - digit] = (uint8_t)('0' + rest % 10);
    }
    mitra_department_storage_set(MITRA_DEPARTMENT_STORAGE_SCOPE_DEPARTMENT, &key, &bytes);
  }
  say(outcome, "written");
}
