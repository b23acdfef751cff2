// What a test's host remembers from turn to turn.

#ifndef MITRA_WORLD_H
#define MITRA_WORLD_H

#include "../mitra_testing.h"

// A record, a setting, a timer or a web service's answer: what it belongs to, its name, and bytes.
typedef struct {
  enum { ITEM_RECORD, ITEM_SETTING, ITEM_TIMER, ITEM_WEB, ITEM_FILE, ITEM_PAYMENT, ITEM_KIND, ITEM_CERTIFICATE } kind;
  // A record's scope, a request's method.
  int of;
  // A record's or setting's key, `service/name` of a timer, an address, a file's id, a payment's reference.
  char *name;
  uint8_t *data;
  size_t length;
  // When a timer is due; a web service's status; a payment's amount; until when a certificate is valid. Why a web service
  // or a file fails, or a certificate's status, counted as its enum does.
  uint64_t number;
  int failure;
  // Where a payment stands, and when it was paid; when a certificate was issued.
  mitra_payment_status payment;
  uint64_t paid_at;
} mitra_item;

// The items of a world, in the order in which they came.
typedef struct {
  mitra_item *items;
  size_t count;
} mitra_items;

// Ends the test with these words.
_Noreturn void mitra_test_fails(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Empties the world; ends the conversation, and with it all memory of turns.
void mitra_world_begin(void);
void mitra_citizen_begin(void);
void mitra_till_begin(void);

// The service of the turn that runs.
extern const char *mitra_world_service;

// Remembers all records and timers; and puts them back after a turn that failed.
void mitra_world_remember(void);
void mitra_world_restore(void);

// The item of this name, or NULL; and the same, new or with other bytes.
mitra_item *mitra_world_find(int kind, int of, const char *name);
mitra_item *mitra_world_put(int kind, int of, const char *name, mitra_bytes bytes);

// The item with these bytes, or NULL; and how many there are of a kind.
mitra_item *mitra_world_find_bytes(int kind, mitra_bytes bytes);
size_t mitra_world_count(int kind);

// The body of the last request, and how many there were.
extern char *mitra_world_sent_body;
extern size_t mitra_world_sent;

// Keeps a request that a turn made, or ends the test if the host would not take it; and ends it. Gives what is told.
void mitra_world_ask_payment(const mitra_payment_request *request);
mitra_payment mitra_world_end_payment(mitra_payment_status status);

// Ends the test unless the host would send this certificate.
void mitra_world_send_certificate(const char *id);

// Takes out the first timer of a service that is due at `until`; false for none. Its bytes live until the test ends.
bool mitra_world_timer(const char *service, uint64_t until, mitra_timer *timer);

// Moves the clock.
void mitra_world_set_now(uint64_t now);

// A copy that outlives turns.
char *mitra_keep(const char *text);
uint8_t *mitra_keep_bytes(mitra_bytes bytes);

// Ends the test unless these answers are what the front desk would deliver; gives them in the order of the fields.
mitra_answers mitra_form_answers(const mitra_form *form, const mitra_field_answer *answers, size_t count);

#endif
