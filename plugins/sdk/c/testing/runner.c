// Runs tests, each in a world of its own.

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../src/host.h"
#include "world.h"

// The largest seed, in bytes.
#define SEED_BYTES_MAX (4 * 1024 * 1024)

static jmp_buf failed;

_Noreturn void mitra_test_fails(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  printf("  ");
  vprintf(format, arguments);
  printf("\n");
  va_end(arguments);
  longjmp(failed, 1);
}

int mitra_run_tests(const mitra_test *tests, size_t count) {
  // A program that ends by a sanitizer shows what it printed before.
  setvbuf(stdout, NULL, _IOLBF, 0);
  // Read after a test was left by longjmp: hence volatile.
  volatile size_t n_failed = 0;
  for (volatile size_t i = 0; i < count; i++) {
    mitra_world_begin();
    mitra_citizen_begin();
    if (setjmp(failed) == 0) {
      tests[i].run();
    } else {
      printf("FAILED %s\n", tests[i].name);
      n_failed += 1;
    }
  }
  mitra_world_begin();
  mitra_citizen_begin();
  printf("%zu passed, %zu failed\n", count - n_failed, n_failed);
  return n_failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

void mitra_expect(bool is_so, const char *condition, const char *file, int line) {
  if (!is_so) mitra_test_fails("%s:%d: not so: %s\n  the log:\n%s", file, line, condition, mitra_world_log());
}

void mitra_expect_text(const char *found, const char *expected, const char *file, int line) {
  const char *shown = found == NULL ? "(none)" : found;
  if (!mitra_is(shown, expected)) {
    mitra_test_fails("%s:%d:\n- %s\n+ %s", file, line, expected, shown);
  }
}

void mitra_expect_heard(const char *part, const char *file, int line) {
  const char *heard = mitra_heard();
  if (strstr(heard, part) == NULL) mitra_test_fails("%s:%d: not heard: %s\nheard was:\n%s", file, line, part, heard);
}

void mitra_expect_description(void) {
  mitra_turn_begin();
  mitra_check_department(&mitra_this_department);
  if (mitra_complaint() != NULL) mitra_test_fails("the description: %s", mitra_complaint());
}

static mitra_bytes read_file(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) mitra_test_fails("cannot read `%s`", path);
  char *text = mitra_take(SEED_BYTES_MAX);
  size_t length = fread(text, 1, SEED_BYTES_MAX, file);
  fclose(file);
  if (length == SEED_BYTES_MAX) mitra_test_fails("`%s` is larger than %d bytes", path, SEED_BYTES_MAX);
  return (mitra_bytes){(const uint8_t *)text, length};
}

void mitra_world_seed(const char *path) {
  mitra_json seed = mitra_json_read(read_file(path));
  if (!mitra_json_is_there(mitra_json_first(seed))) mitra_test_fails("`%s` is no list of records", path);
  for (mitra_json it = mitra_json_first(seed); mitra_json_is_there(it); it = mitra_json_next(it)) {
    mitra_json value = mitra_json_member(it, "value");
    const char *key = mitra_json_string(mitra_json_member(it, "key"));
    if (key == NULL || !mitra_json_is_there(value)) mitra_test_fails("`%s` has a record without key or value", path);
    mitra_host_set(MITRA_OF_DEPARTMENT, key, (mitra_bytes){(const uint8_t *)value.at, (size_t)(value.end - value.at)});
  }
}
