// The contract's texts and bytes as the generated bindings have them, from and to the SDK's.

#ifndef MITRA_CONVERT_H
#define MITRA_CONVERT_H

#include "department.h"
#include "mitra.h"

// As the bindings want it: they take what is constant by a pointer to what is not, and do not change it.
static inline department_string_t mitra_lent(const char *text) {
  mitra_bytes bytes = mitra_bytes_of(text);
  return (department_string_t){(uint8_t *)bytes.data, bytes.length};
}

static inline department_list_u8_t mitra_lent_bytes(mitra_bytes bytes) {
  return (department_list_u8_t){(uint8_t *)bytes.data, bytes.length};
}

// NULL for none.
static inline department_option_string_t mitra_lent_option(const char *text) {
  if (text == NULL) return (department_option_string_t){.is_some = false};
  return (department_option_string_t){true, mitra_lent(text)};
}

static inline mitra_department_types_localized_t mitra_lent_words(const mitra_text *text) {
  return (mitra_department_types_localized_t){mitra_lent(text->te), mitra_lent(text->en), mitra_lent(text->hi)};
}

static inline const char *mitra_given(department_string_t text) { return mitra_copy(text.ptr, text.len); }

// NULL for none.
static inline const char *mitra_given_option(const department_option_string_t *text) {
  return text->is_some ? mitra_given(text->val) : NULL;
}

static inline mitra_bytes mitra_given_bytes(department_list_u8_t bytes) {
  return (mitra_bytes){bytes.ptr, bytes.len};
}

// Where a payment stands; its receipt if it is paid.
mitra_payment mitra_given_payment(const char *reference, uint64_t paise,
                                  const mitra_department_payments_payment_status_t *status);

// A turn as the contract gives it.
mitra_turn mitra_given_turn(const mitra_department_conversation_turn_t *turn);

// The replies and the end of a turn that succeeded.
void mitra_give_outcome(const mitra_answer *answer, mitra_department_conversation_outcome_t *outcome);

#endif
