// What goes into a turn: what the citizen did, and what the last turn left.

#ifndef MITRA_TURN_H
#define MITRA_TURN_H

#include <stdbool.h>
#include <stdint.h>

#include "forms.h"
#include "media.h"
#include "memory.h"
#include "payments.h"
#include "place.h"
#include "text.h"

// What the citizen did.
typedef enum {
  // They opened the service: the first event of a conversation.
  MITRA_OPENED,
  // They wrote `text`, 1 to 4,096 code points, without spaces at the ends.
  MITRA_WROTE,
  // They took one of the choices that you offered last: `chosen`.
  MITRA_CHOSE,
  // They shared a `place`.
  MITRA_SHARED_PLACE,
  // They sent a file: `media`.
  MITRA_SENT_MEDIA,
  // They want to go one step back: answer with the step before, or with mitra_finish on the first.
  MITRA_WENT_BACK,
  // They filled in the form that you asked for: `form`.
  MITRA_SENT_FORM,
  // Nothing; a `timer` that you set is due.
  MITRA_TIMER_DUE,
  // They paid what you asked for, or did not: `payment`, which is not open any more.
  MITRA_PAYMENT_ENDED,
  // Nothing; your office's computer sent a `notice` about them.
  MITRA_NOTICE_CAME,
} mitra_event_kind;

// A choice of yours that was taken.
typedef struct {
  const char *id;
  // The title that the citizen saw.
  const char *title;
} mitra_taken;

// A timer of yours that is due.
typedef struct {
  const char *name;
  // When it was to come, in milliseconds since 1970. The turn may be later, by days.
  uint64_t at;
  mitra_bytes note;
} mitra_timer;

// What your office's computer sent about the citizen. They see none of it but by your replies.
typedef struct {
  // The id that your office gave it. Each comes once.
  const char *id;
  // When the host received it, in milliseconds since 1970. The turn may be later, by days.
  uint64_t at;
  // 1 to 4,096 bytes.
  const char *body;
} mitra_notice;

// What happened, with the member that `kind` names.
typedef struct {
  mitra_event_kind kind;
  union {
    const char *text;
    mitra_taken chosen;
    mitra_place place;
    mitra_media media;
    mitra_answers form;
    mitra_timer timer;
    mitra_payment payment;
    mitra_notice notice;
  };
} mitra_event;

// Everything that a turn is given.
typedef struct {
  // The same when the host repeats the turn: a key for work that must not be done twice.
  const char *id;
  // The same for a citizen in your department, and no telephone number.
  const char *citizen;
  // What to answer in. Taken anew in each turn: citizens change it half-way.
  mitra_language language;
  // The id of the service that they opened.
  const char *service;
  mitra_event event;
  // What the last turn of this conversation left, of your own state_schema; see mitra_state.
  bool has_state;
  mitra_bytes state;
  // The instant of the turn, in milliseconds since 1970.
  uint64_t now;
} mitra_turn;

// Reads the state that the last turn left with mitra_stay into a struct of the same size. False, and the struct as it
// was, on the first turn and for a state of another size: begin again, politely.
bool mitra_state(const mitra_turn *turn, void *state, size_t size);

// Whether the citizen took the choice with this id.
bool mitra_chose(const mitra_turn *turn, const char *id);

#endif
