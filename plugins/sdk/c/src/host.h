// What a turn is given by the host. The functions that departments call check the contract's limits and call these: in
// a component they are the contract's imports (component/imports.c), in tests a host in memory (testing/world.c).

#ifndef MITRA_HOST_H
#define MITRA_HOST_H

#include "mitra.h"

bool mitra_host_get(mitra_scope scope, const char *key, mitra_bytes *value);
void mitra_host_set(mitra_scope scope, const char *key, mitra_bytes value);
bool mitra_host_replace(mitra_scope scope, const char *key, const mitra_bytes *expected, const mitra_bytes *value);
void mitra_host_delete(mitra_scope scope, const char *key);
mitra_list mitra_host_keys(mitra_scope scope, const char *prefix, uint32_t limit);
const char *mitra_host_config(const char *key);
mitra_response mitra_host_send(const mitra_request *request);
mitra_file mitra_host_read_file(const char *id);
bool mitra_host_payment_find(const char *reference, mitra_payment *found);
mitra_certificate mitra_host_certificate_issue(const mitra_certificate_request *request);
mitra_certificate mitra_host_certificate_set_status(const char *id, mitra_certificate_status status,
                                                    const char *reason);
bool mitra_host_certificate_find(const char *kind, const char *number, mitra_certificate *found);
bool mitra_host_certificate_get(const char *id, mitra_certificate *found);
void mitra_host_timer_set(const char *name, uint64_t at, mitra_bytes note);
bool mitra_host_timer_cancel(const char *name);
void mitra_host_log(mitra_level level, const char *line);
void mitra_host_random(uint8_t *bytes, size_t length);
uint64_t mitra_host_now(void);

// Begins a turn: no mistake was made yet, and nothing was sent, set or read.
void mitra_turn_begin(void);

// How often the turn did this, this time included; a mistake is noted when it is more often than `most`.
bool mitra_count(unsigned *count, unsigned most, const char *what);

// Counters of the turn.
typedef struct {
  unsigned n_requests;
  unsigned n_files;
  unsigned n_payments;
  unsigned n_issued;
  unsigned n_statuses;
  unsigned n_certificates;
  unsigned n_timer_calls;
  unsigned n_reads;
  unsigned n_writes;
} mitra_counts;

extern mitra_counts mitra_counted;

#endif
