// The tests of the SDK.

#include <stdlib.h>

#include "department.h"

int main(void) {
  int failed = text_tests();
  failed |= answer_tests();
  failed |= form_tests();
  failed |= json_tests();
  failed |= host_tests();
  failed |= testing_tests();
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
