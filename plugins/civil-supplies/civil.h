// What the services of the department share.

#ifndef CIVIL_H
#define CIVIL_H

#include "mitra.h"

// A rice card's number, in digits.
#define CARD_DIGITS 10
// The last digits of the mobile number on a card: what only its family knows.
#define MOBILE_END_DIGITS 4
// The most members of a card that are offered: a list has ten rows, two of which lead elsewhere.
#define MEMBERS_MAX 8

// Where a conversation is.
typedef enum {
  // Asked whether it is about the card that the citizen asked about last.
  STEP_SAME_CARD = 1,
  // Asked for the number of a card.
  STEP_NUMBER,
  // Asked for the last digits of its mobile number.
  STEP_MOBILE,
  // From here on a card is open.
  STEP_SHOWN,
  // Asked whether to ask again although a request is there.
  STEP_PENDING,
  // Asked for a member of the family.
  STEP_MEMBER,
  // Asked what to change.
  STEP_CHANGE,
  // A form is open.
  STEP_FORM,
  // Asked where the citizen is.
  STEP_PLACE,
  // Shops are shown.
  STEP_SHOPS,
} step;

// What the next turn finds. A text that is shorter than its room ends with a zero.
typedef struct {
  uint8_t step;
  // The member or the kind of change that was chosen, counted from 0.
  uint8_t chosen;
  // The members that were picked for a card of their own, a bit for each.
  uint16_t picked;
  // The number of the card.
  char card[CARD_DIGITS + 1];
  char unused[1];
} state;

// A turn of a conversation.
typedef struct {
  const mitra_turn *turn;
  mitra_answer *answer;
  mitra_language language;
  state now;
} talk;

// A rice card as it stands in the records.
typedef struct {
  const char *number;
  mitra_json json;
} card;

// Says a text, or a text with its `{}`s filled in.
#define SAY(it, text) mitra_say((it)->answer, mitra_in((it)->language, text))
#define SAY_FILLED(it, text, ...) mitra_say((it)->answer, mitra_fill((it)->language, text, __VA_ARGS__))
// Adds a choice.
#define OFFER(it, id, title) mitra_choice_add((it)->answer, id, mitra_in((it)->language, title))

// Goes on at this step.
void stay(talk *it, step next);

// A text of a record, in the citizen's language.
const char *words(const talk *it, mitra_json text);

// A date of a record, YYYY-MM-DD, as people read it; as it stands if it is none.
const char *shown_date(const char *date);

// Asks a service's question about a card: first which card, with all that can go wrong.
void card_begin(talk *it);

// The same for another card than the one that the citizen asked about last.
void card_another(talk *it);

// A turn in one of the steps before a card is open. True once it is.
bool card_found(talk *it);

// The card of the conversation.
card card_of(const talk *it);

// The last four digits of a card's number, to name it without showing it.
const char *card_end(const char *number);

// The member of a card at this place, counted from 0; nothing behind the last.
mitra_json member_at(const card *of, size_t place);

// The services: what they do once a card is open, and what they do in their own steps.
void drawal_begin(talk *it);
void drawal_hear(talk *it);
void drawal_reminds(talk *it);
void ekyc_begin(talk *it);
void ekyc_hear(talk *it);
void deepam_begin(talk *it);
void deepam_hear(talk *it);
void add_begin(talk *it);
void add_hear(talk *it);
void remove_begin(talk *it);
void remove_hear(talk *it);
void split_begin(talk *it);
void split_hear(talk *it);
void changes_begin(talk *it);
void changes_hear(talk *it);
void shop_begin(talk *it);
void shop_hear(talk *it);

// Shows what a service found, with `Done` and, if there is one, another way on.
void ask_next(talk *it, const char *id, const mitra_text *title);

// Thanks, and ends the conversation.
void done(talk *it);

#endif
