// The interface `certificates`, behind the functions of src/host.h.

#include "../src/host.h"
#include "convert.h"

// The SDK's enums count as the contract's do.
_Static_assert(MITRA_REVOKED == MITRA_DEPARTMENT_CERTIFICATES_CERTIFICATE_STATUS_REVOKED, "statuses");
_Static_assert(MITRA_CERTIFY_DENIED == MITRA_DEPARTMENT_CERTIFICATES_FAILURE_DENIED + 1 &&
                   MITRA_CERTIFY_REVOKED == MITRA_DEPARTMENT_CERTIFICATES_FAILURE_REVOKED + 1,
               "failures of certificates, behind success");

typedef mitra_department_certificates_certificate_t given_certificate;
typedef mitra_department_certificates_failure_t given_failure;

static mitra_certificate certificate(const given_certificate *given) {
  return (mitra_certificate){
      .id = mitra_given(given->id),
      .kind = mitra_given(given->kind),
      .number = mitra_given(given->number),
      .status = (mitra_certificate_status)given->status,
      .issued_at = given->issued_at,
      .valid_until = given->valid_until.is_some ? given->valid_until.val : 0,
  };
}

static mitra_certificate failed(const given_failure *failure) {
  mitra_certificate none = {.failure = (mitra_certify_failure)(failure->tag + 1)};
  if (none.failure == MITRA_CERTIFY_DENIED) none.words = mitra_given(failure->val.denied);
  if (none.failure == MITRA_CERTIFY_INVALID) none.words = mitra_given(failure->val.invalid);
  if (none.failure == MITRA_CERTIFY_ALREADY_ISSUED) none.id = mitra_given(failure->val.already_issued);
  return none;
}

static mitra_department_certificates_fact_value_t lent_value(const mitra_fact *fact) {
  mitra_department_certificates_fact_value_t lent = {.tag = MITRA_DEPARTMENT_CERTIFICATES_FACT_VALUE_TEXT};
  switch (fact->kind) {
    case MITRA_FACT_TEXT:
      lent.val.text = mitra_lent(fact->text);
      break;
    case MITRA_FACT_NUMBER:
      lent.tag = MITRA_DEPARTMENT_CERTIFICATES_FACT_VALUE_NUMBER;
      lent.val.number = fact->number;
      break;
    case MITRA_FACT_MONEY:
      lent.tag = MITRA_DEPARTMENT_CERTIFICATES_FACT_VALUE_MONEY;
      lent.val.money = fact->paise;
      break;
    case MITRA_FACT_DATE:
      lent.tag = MITRA_DEPARTMENT_CERTIFICATES_FACT_VALUE_DATE;
      lent.val.date = (mitra_department_certificates_date_t){fact->date.year, fact->date.month, fact->date.day};
      break;
  }
  return lent;
}

mitra_certificate mitra_host_certificate_issue(const mitra_certificate_request *request) {
  mitra_department_certificates_fact_t *facts = mitra_take_array(request->n_facts, sizeof *facts);
  for (size_t i = 0; i < request->n_facts; i++) {
    facts[i] = (mitra_department_certificates_fact_t){mitra_lent(request->facts[i].field),
                                                      lent_value(&request->facts[i])};
  }
  const mitra_holder *holder = &request->holder;
  mitra_department_certificates_certificate_request_t lent = {
      .kind = mitra_lent(request->kind),
      .number = mitra_lent(request->number),
      .holder = {.name = mitra_lent(holder->name), .aadhaar_last_four = mitra_lent_option(holder->aadhaar_last_four)},
      .facts = {facts, request->n_facts},
      .valid_from = {request->valid_from != 0, request->valid_from},
      .valid_until = {request->valid_until != 0, request->valid_until},
  };
  if (holder->local_name != NULL) {
    lent.holder.local_name.is_some = true;
    lent.holder.local_name.val.language = (mitra_department_types_language_t)holder->local_language;
    lent.holder.local_name.val.name = mitra_lent(holder->local_name);
  }
  given_certificate given;
  given_failure failure;
  return mitra_department_certificates_issue(&lent, &given, &failure) ? certificate(&given) : failed(&failure);
}

mitra_certificate mitra_host_certificate_set_status(const char *id, mitra_certificate_status status,
                                                    const char *reason) {
  department_string_t lent = mitra_lent(id), why = mitra_lent(reason);
  given_certificate given;
  given_failure failure;
  bool is_done = mitra_department_certificates_set_status(
      &lent, (mitra_department_certificates_certificate_status_t)status, &why, &given, &failure);
  return is_done ? certificate(&given) : failed(&failure);
}

bool mitra_host_certificate_find(const char *kind, const char *number, mitra_certificate *found) {
  department_string_t lent = mitra_lent(kind), numbered = mitra_lent(number);
  given_certificate given;
  if (!mitra_department_certificates_find(&lent, &numbered, &given)) return false;
  *found = certificate(&given);
  return true;
}

bool mitra_host_certificate_get(const char *id, mitra_certificate *found) {
  department_string_t lent = mitra_lent(id);
  given_certificate given;
  if (!mitra_department_certificates_get(&lent, &given)) return false;
  *found = certificate(&given);
  return true;
}
