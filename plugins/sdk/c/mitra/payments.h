// Money that a citizen owes the department: you ask, the host talks to the payment provider and tells you the end. What
// the provider did not confirm is not paid: nothing here can say so.

#ifndef MITRA_PAYMENTS_H
#define MITRA_PAYMENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "text.h"

// The shortest and the longest time for which a request may be paid, in seconds: 20 minutes and a week.
#define MITRA_PAYMENT_SECONDS_MIN 1200
#define MITRA_PAYMENT_SECONDS_MAX 604800

// What a citizen is to pay. Ask for it with mitra_ask_payment.
typedef struct {
  // Your name for it, unique in the department: 1 to 35 letters, digits, `_`, `-` and `.`. The same reference with the
  // same amount and purpose is the same request.
  const char *reference;
  // At least 100, which is one rupee.
  uint64_t paise;
  // What for: one line of at most 120 characters. It must be constant.
  const mitra_text *purpose;
  uint32_t valid_seconds;
} mitra_payment_request;

// Where a request stands. After MITRA_EXPIRED and MITRA_FAILED it can still be paid, at the last moment.
typedef enum { MITRA_OPEN, MITRA_PAID, MITRA_FAILED, MITRA_EXPIRED } mitra_payment_status;

// A request, and what became of it.
typedef struct {
  const char *reference;
  // As you asked; 0 from mitra_payment_find, which says only where it stands.
  uint64_t paise;
  mitra_payment_status status;
  // The provider's number, for the citizen, and when it was paid, in milliseconds since 1970: if it is paid.
  const char *receipt;
  uint64_t paid_at;
} mitra_payment;

// Finds a request of the department's, whoever was asked. False if there is none. At most 20 times in a turn.
bool mitra_payment_find(const char *reference, mitra_payment *found);

// Holds a request against the contract's limits: see mitra_complain.
void mitra_check_payment(const mitra_payment_request *request);

#endif
