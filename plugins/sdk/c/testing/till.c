// Payments without a provider: asked for by turns, and ended as a test says.

#include <stdlib.h>
#include <string.h>

#include "../src/host.h"
#include "world.h"

// The reference of the request that was made last.
static char *last;

void mitra_till_begin(void) {
  free(last);
  last = NULL;
}

// The purpose as an item's bytes: a request is the same only with the same one.
static mitra_bytes purpose_of(const mitra_payment_request *request) {
  const mitra_text *purpose = request->purpose;
  return mitra_bytes_of(mitra_join(purpose->te, "\n", purpose->en, "\n", purpose->hi));
}

void mitra_world_ask_payment(const mitra_payment_request *request) {
  mitra_bytes purpose = purpose_of(request);
  const mitra_item *before = mitra_world_find(ITEM_PAYMENT, 0, request->reference);
  if (before != NULL) {
    bool is_same = before->number == request->paise && before->length == purpose.length &&
                   memcmp(before->data, purpose.data, purpose.length) == 0;
    bool is_over = before->payment == MITRA_FAILED || before->payment == MITRA_EXPIRED;
    if (!is_same || is_over) {
      mitra_test_fails("`%s` was asked for with another amount or purpose, or is over", request->reference);
    }
  } else {
    mitra_world_put(ITEM_PAYMENT, 0, request->reference, purpose)->number = request->paise;
  }
  char *reference = mitra_keep(request->reference);
  free(last);
  last = reference;
}

static mitra_payment told(const mitra_item *item, const char *reference) {
  mitra_payment payment = {.reference = reference, .status = item->payment};
  if (item->payment == MITRA_PAID) {
    payment.receipt = mitra_join("pay_", reference);
    payment.paid_at = item->paid_at;
  }
  return payment;
}

mitra_payment mitra_world_end_payment(mitra_payment_status status) {
  if (last == NULL) mitra_test_fails("nothing is to be paid");
  mitra_item *item = mitra_world_find(ITEM_PAYMENT, 0, last);
  if (item == NULL) mitra_test_fails("the turn that asked for `%s` was not kept", last);
  if (item->payment == MITRA_PAID) mitra_test_fails("`%s` is paid", last);
  item->payment = status;
  item->paid_at = mitra_world_now();
  mitra_payment payment = told(item, mitra_copy(last, strlen(last)));
  payment.paise = item->number;
  return payment;
}

bool mitra_host_payment_find(const char *reference, mitra_payment *found) {
  const mitra_item *item = mitra_world_find(ITEM_PAYMENT, 0, reference);
  if (item == NULL) return false;
  *found = told(item, reference);
  return true;
}
