#include "mitra/random.h"

#include "host.h"

void mitra_random(uint8_t *bytes, size_t length) {
  if (length > MITRA_RANDOM_BYTES_MAX) {
    mitra_complain("at most %d random bytes in a call, not %zu", MITRA_RANDOM_BYTES_MAX, length);
    return;
  }
  mitra_host_random(bytes, length);
}

const char *mitra_random_digits(size_t length) {
  char *code = mitra_take(length + 1);
  for (size_t count = 0; count < length;) {
    uint8_t bytes[32];
    mitra_random(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes && count < length; i++) {
      // Below 250 every digit comes equally often.
      if (bytes[i] >= 250) continue;
      char digit = (char)('0' + bytes[i] % 10);
      if (count > 0 || digit != '0') code[count++] = digit;
    }
  }
  return code;
}

const char *mitra_reference(const char *prefix, size_t n_digits) {
  return mitra_join(prefix, "-", mitra_random_digits(n_digits));
}
