#include "mitra/payments.h"

#include <string.h>

#include "check.h"
#include "host.h"

bool mitra_payment_find(const char *reference, mitra_payment *found) {
  if (!mitra_count(&mitra_counted.n_payments, MITRA_PAYMENTS_FOUND_MAX, "payments looked for")) return false;
  return mitra_host_payment_find(reference, found);
}

void mitra_check_payment(const mitra_payment_request *request) {
  static const char FIT[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.";
  const char *reference = request->reference == NULL ? "" : request->reference;
  size_t length = strlen(reference);
  if (length < 1 || length > MITRA_PAYMENT_REFERENCE_BYTES_MAX || strspn(reference, FIT) != length) {
    mitra_complain("a payment's reference has 1 to %d letters, digits, `_`, `-` and `.`: `%s`",
                   MITRA_PAYMENT_REFERENCE_BYTES_MAX, reference);
  }
  if (request->paise < MITRA_PAYMENT_PAISE_MIN || request->paise > MITRA_PAYMENT_PAISE_MAX) {
    mitra_complain("a payment has %d to %d paise", MITRA_PAYMENT_PAISE_MIN, MITRA_PAYMENT_PAISE_MAX);
  }
  mitra_check_lines("a payment's purpose", request->purpose, MITRA_PURPOSE_CHARACTERS_MAX);
  uint32_t seconds = request->valid_seconds;
  if (seconds < MITRA_PAYMENT_SECONDS_MIN || seconds > MITRA_PAYMENT_SECONDS_MAX) {
    mitra_complain("a payment may be paid for %d to %d seconds, not %u", MITRA_PAYMENT_SECONDS_MIN,
                   MITRA_PAYMENT_SECONDS_MAX, (unsigned)seconds);
  }
}
