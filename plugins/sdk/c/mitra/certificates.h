// Certificates: you decide and fill in, an authority of the operator's signs, and anybody can check without asking.
// `department.toml` asks for a kind with all its fields, and the operator grants it.

#ifndef MITRA_CERTIFICATES_H
#define MITRA_CERTIFICATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calendar.h"
#include "text.h"

// What a field of the kind says of the holder, of the field's own type.
typedef struct {
  // The field's id.
  const char *field;
  enum { MITRA_FACT_TEXT, MITRA_FACT_NUMBER, MITRA_FACT_MONEY, MITRA_FACT_DATE } kind;
  // The one that `kind` names. A text is one line of 1 to 120 characters.
  const char *text;
  int64_t number;
  uint64_t paise;
  mitra_date date;
} mitra_fact;

// Whom a certificate is about.
typedef struct {
  // As in their papers, in Latin letters: one line of 2 to 60 characters.
  const char *name;
  // The same in Telugu or Hindi; NULL for none.
  const char *local_name;
  mitra_language local_language;
  // Only where the law wants it: four digits, and never more; NULL for none.
  const char *aadhaar_last_four;
} mitra_holder;

// What is to be certified.
typedef struct {
  const char *kind;
  // Your own number of it, one line of 1 to 40 characters: never twice for one kind.
  const char *number;
  mitra_holder holder;
  // One for each field of the kind, in any order.
  const mitra_fact *facts;
  size_t n_facts;
  // In milliseconds since 1970; 0 for now, and for as long as the kind allows.
  uint64_t valid_from;
  uint64_t valid_until;
} mitra_certificate_request;

// Whether others may rely on it. What is revoked stays so.
typedef enum { MITRA_VALID, MITRA_SUSPENDED, MITRA_REVOKED } mitra_certificate_status;

// Why it was not done.
typedef enum {
  MITRA_CERTIFIED,
  // The kind was not asked for, or the operator did not grant it.
  MITRA_CERTIFY_DENIED,
  // It does not fit the kind, or breaks a limit.
  MITRA_CERTIFY_INVALID,
  // There is a certificate of this kind and number: its `id`.
  MITRA_CERTIFY_ALREADY_ISSUED,
  // Your department has no certificate of this id.
  MITRA_CERTIFY_UNKNOWN,
  // It is revoked.
  MITRA_CERTIFY_REVOKED,
} mitra_certify_failure;

// A certificate of your department's, or why there is none.
typedef struct {
  mitra_certify_failure failure;
  // Why, for your log and not for citizens: if it is denied or invalid.
  const char *words;
  // Public: it stands in the code that is scanned.
  const char *id;
  const char *kind;
  const char *number;
  mitra_certificate_status status;
  // In milliseconds since 1970; 0 for no end.
  uint64_t issued_at;
  uint64_t valid_until;
} mitra_certificate;

// Issues a certificate when the turn succeeds. At most 4 times in a turn. mitra_send_certificate sends it.
mitra_certificate mitra_certificate_issue(const mitra_certificate_request *request);

// Changes the status of a certificate when the turn succeeds, for a reason of 1 to 40 lower-case letters, digits and
// hyphens. At most 16 times in a turn.
mitra_certificate mitra_certificate_set_status(const char *id, mitra_certificate_status status, const char *reason);

// Finds a certificate by kind and number, or by its id. False if there is none. At most 20 times in a turn together.
bool mitra_certificate_find(const char *kind, const char *number, mitra_certificate *found);
bool mitra_certificate_get(const char *id, mitra_certificate *found);

#endif
