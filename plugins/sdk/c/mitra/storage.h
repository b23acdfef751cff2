// The department's records. No other department sees them, and all writes of a turn are kept, or none.

#ifndef MITRA_STORAGE_H
#define MITRA_STORAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "memory.h"

// Whose records: the whole department's, or the citizen's of this turn.
typedef enum { MITRA_OF_DEPARTMENT, MITRA_OF_CITIZEN } mitra_scope;

// Reads a record. False, and `value` as it was, if there is none.
bool mitra_get(mitra_scope scope, const char *key, mitra_bytes *value);

// Stores a value of at most 64 KiB when the turn succeeds. The key has 1 to 256 bytes.
void mitra_set(mitra_scope scope, const char *key, mitra_bytes value);

// Stores `value`, or removes the record with NULL, if the record is as `expected`, NULL for none. Says whether it was.
bool mitra_replace(mitra_scope scope, const char *key, const mitra_bytes *expected, const mitra_bytes *value);

// Removes a record when the turn succeeds.
void mitra_delete(mitra_scope scope, const char *key);

// The keys that begin with `prefix`, in the order of their bytes, at most `limit`, which is at most 100.
mitra_list mitra_keys(mitra_scope scope, const char *prefix, uint32_t limit);

#endif
