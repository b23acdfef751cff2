// Certificates without an authority: issued, changed and found as the host does it, and signed by nobody.

#include <stdio.h>
#include <string.h>

#include "../src/host.h"
#include "world.h"

// A certificate is an item named `kind/number`, whose bytes are its id; a kind is an item whose bytes are the ids of its
// fields, with a line break behind each.

void mitra_world_grant(const char *kind, const char *const *fields, size_t n_fields) {
  const char *lines = "";
  for (size_t i = 0; i < n_fields; i++) lines = mitra_join(lines, fields[i], "\n");
  mitra_world_put(ITEM_KIND, 0, kind, mitra_bytes_of(lines));
}

static const char *name_of(const char *kind, const char *number) { return mitra_join(kind, "/", number); }

static mitra_certificate told(const mitra_item *item) {
  const char *slash = strchr(item->name, '/');
  return (mitra_certificate){
      .id = mitra_copy(item->data, item->length),
      .kind = mitra_copy((const uint8_t *)item->name, (size_t)(slash - item->name)),
      .number = mitra_copy((const uint8_t *)slash + 1, strlen(slash + 1)),
      .status = (mitra_certificate_status)item->failure,
      .issued_at = item->paid_at,
      .valid_until = item->number,
  };
}

static mitra_certificate invalid(const char *words) {
  return (mitra_certificate){.failure = MITRA_CERTIFY_INVALID, .words = words};
}

// Why the facts are not one for each field; NULL if they are.
static const char *misfit(const mitra_certificate_request *request, const char *lines) {
  size_t n_fields = 0;
  for (const char *line = lines; *line != 0; line = strchr(line, '\n') + 1) n_fields++;
  if (request->n_facts != n_fields) return "there must be one fact for each field of the kind";
  for (size_t i = 0; i < request->n_facts; i++) {
    const char *line = mitra_join("\n", request->facts[i].field, "\n");
    if (strstr(mitra_join("\n", lines), line) == NULL) return "the kind has no such field";
    for (size_t j = 0; j < i; j++) {
      if (mitra_is(request->facts[j].field, request->facts[i].field)) return "a field is there twice";
    }
  }
  return NULL;
}

mitra_certificate mitra_host_certificate_issue(const mitra_certificate_request *request) {
  const mitra_item *kind = mitra_world_find(ITEM_KIND, 0, request->kind);
  if (kind == NULL) {
    const char *words = mitra_join("`", request->kind, "` was not granted with mitra_world_grant");
    return (mitra_certificate){.failure = MITRA_CERTIFY_DENIED, .words = words};
  }
  size_t length = mitra_characters(request->number);
  if (length < 1 || length > MITRA_CERTIFICATE_NUMBER_CHARACTERS_MAX) return invalid("the number's length");
  const char *why = misfit(request, (const char *)kind->data);
  if (why != NULL) return invalid(why);
  const char *name = name_of(request->kind, request->number);
  const mitra_item *before = mitra_world_find(ITEM_CERTIFICATE, 0, name);
  if (before != NULL) {
    return (mitra_certificate){.failure = MITRA_CERTIFY_ALREADY_ISSUED, .id = told(before).id};
  }
  const char *id = mitra_format("%032zx", mitra_world_count(ITEM_CERTIFICATE) + 1);
  mitra_item *item = mitra_world_put(ITEM_CERTIFICATE, 0, name, mitra_bytes_of(id));
  item->failure = MITRA_VALID;
  item->paid_at = mitra_world_now();
  item->number = request->valid_until;
  return told(item);
}

static mitra_item *by_id(const char *id) { return mitra_world_find_bytes(ITEM_CERTIFICATE, mitra_bytes_of(id)); }

mitra_certificate mitra_host_certificate_set_status(const char *id, mitra_certificate_status status,
                                                    const char *reason) {
  (void)reason;
  mitra_item *item = by_id(id);
  if (item == NULL) return (mitra_certificate){.failure = MITRA_CERTIFY_UNKNOWN};
  if (item->failure == MITRA_REVOKED) return (mitra_certificate){.failure = MITRA_CERTIFY_REVOKED};
  item->failure = (int)status;
  return told(item);
}

static bool tell(const mitra_item *item, mitra_certificate *found) {
  if (item != NULL) *found = told(item);
  return item != NULL;
}

bool mitra_host_certificate_find(const char *kind, const char *number, mitra_certificate *found) {
  return tell(mitra_world_find(ITEM_CERTIFICATE, 0, name_of(kind, number)), found);
}

bool mitra_host_certificate_get(const char *id, mitra_certificate *found) { return tell(by_id(id), found); }

void mitra_world_send_certificate(const char *id) {
  const mitra_item *item = by_id(id);
  if (item == NULL) mitra_test_fails("there is no certificate `%s`", id);
  if (item->failure == MITRA_REVOKED) mitra_test_fails("the certificate `%s` is revoked", id);
}
