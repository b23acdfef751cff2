#include "mitra/certificates.h"

#include <string.h>

#include "check.h"
#include "host.h"

static const mitra_certificate NONE = {.failure = MITRA_CERTIFY_UNKNOWN};

static void check_name(const char *name) {
  if (!mitra_check_line("a holder's name", name, MITRA_HOLDER_CHARACTERS_MAX)) return;
  if (mitra_characters(name) < MITRA_HOLDER_CHARACTERS_MIN) {
    mitra_complain("a holder's name has at least %d characters", MITRA_HOLDER_CHARACTERS_MIN);
  }
}

// But for the number, which may be what a citizen wrote: the host says MITRA_CERTIFY_INVALID.
static void check_request(const mitra_certificate_request *request) {
  const mitra_holder *holder = &request->holder;
  check_name(holder->name);
  if (holder->local_name != NULL) {
    check_name(holder->local_name);
    if (holder->local_language == MITRA_EN) mitra_complain("a local name is in Telugu or Hindi");
  }
  const char *digits = holder->aadhaar_last_four;
  if (digits != NULL && (strlen(digits) != 4 || strspn(digits, "0123456789") != 4)) {
    mitra_complain("of an Aadhaar number there are four digits");
  }
  for (size_t i = 0; i < request->n_facts; i++) {
    const mitra_fact *fact = &request->facts[i];
    if (fact->kind == MITRA_FACT_TEXT) mitra_check_line("a fact", fact->text, MITRA_FACT_CHARACTERS_MAX);
  }
}

mitra_certificate mitra_certificate_issue(const mitra_certificate_request *request) {
  check_request(request);
  if (!mitra_count(&mitra_counted.n_issued, MITRA_CERTIFICATES_ISSUED_MAX, "certificates issued")) return NONE;
  return mitra_host_certificate_issue(request);
}

mitra_certificate mitra_certificate_set_status(const char *id, mitra_certificate_status status, const char *reason) {
  size_t length = reason == NULL ? 0 : strlen(reason);
  bool is_reason = length >= 1 && length <= MITRA_ID_BYTES_MAX &&
                   strspn(reason, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
  if (!is_reason) mitra_complain("a reason has 1 to %d lower-case letters, digits and hyphens", MITRA_ID_BYTES_MAX);
  if (!mitra_count(&mitra_counted.n_statuses, MITRA_CERTIFICATE_CHANGES_MAX, "statuses changed")) return NONE;
  return mitra_host_certificate_set_status(id, status, reason);
}

static bool may_look(void) {
  return mitra_count(&mitra_counted.n_certificates, MITRA_CERTIFICATES_FOUND_MAX, "certificates looked for");
}

bool mitra_certificate_find(const char *kind, const char *number, mitra_certificate *found) {
  return may_look() && mitra_host_certificate_find(kind, number, found);
}

bool mitra_certificate_get(const char *id, mitra_certificate *found) {
  return may_look() && mitra_host_certificate_get(id, found);
}
