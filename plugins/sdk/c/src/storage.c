#include "mitra/storage.h"

#include <string.h>

#include "host.h"

static bool is_key(const char *key) {
  size_t length = key == NULL ? 0 : strlen(key);
  bool is_fit = length >= 1 && length <= MITRA_KEY_BYTES_MAX && mitra_is_utf8(key);
  if (!is_fit) mitra_complain("a record's key has 1 to %d bytes of UTF-8, not %zu", MITRA_KEY_BYTES_MAX, length);
  return is_fit;
}

static bool is_value(const mitra_bytes *value) {
  bool is_fit = value->length <= MITRA_VALUE_BYTES_MAX;
  if (!is_fit) mitra_complain("a record has at most %d bytes, not %zu", MITRA_VALUE_BYTES_MAX, value->length);
  return is_fit;
}

static bool may_read(void) { return mitra_count(&mitra_counted.n_reads, MITRA_RECORDS_READ_MAX, "records read"); }

static bool may_write(void) {
  return mitra_count(&mitra_counted.n_writes, MITRA_RECORDS_WRITTEN_MAX, "records written");
}

bool mitra_get(mitra_scope scope, const char *key, mitra_bytes *value) {
  return is_key(key) && may_read() && mitra_host_get(scope, key, value);
}

void mitra_set(mitra_scope scope, const char *key, mitra_bytes value) {
  if (is_key(key) && is_value(&value) && may_write()) mitra_host_set(scope, key, value);
}

bool mitra_replace(mitra_scope scope, const char *key, const mitra_bytes *expected, const mitra_bytes *value) {
  if (!is_key(key) || (value != NULL && !is_value(value)) || !may_read() || !may_write()) return false;
  return mitra_host_replace(scope, key, expected, value);
}

void mitra_delete(mitra_scope scope, const char *key) {
  if (is_key(key) && may_write()) mitra_host_delete(scope, key);
}

mitra_list mitra_keys(mitra_scope scope, const char *prefix, uint32_t limit) {
  if (limit > MITRA_KEYS_MAX || strlen(prefix) > MITRA_KEY_BYTES_MAX) {
    mitra_complain("a listing has at most %d keys, of a prefix of at most %d bytes", MITRA_KEYS_MAX,
                   MITRA_KEY_BYTES_MAX);
    return (mitra_list){0};
  }
  return mitra_host_keys(scope, prefix, limit);
}
