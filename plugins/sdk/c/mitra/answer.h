// What a turn gives back: replies in the order they are said, and what becomes of the conversation.

#ifndef MITRA_ANSWER_H
#define MITRA_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "forms.h"
#include "limits.h"
#include "memory.h"
#include "payments.h"
#include "place.h"

// One possible answer to a question.
typedef struct {
  const char *id;
  const char *title;
  // NULL for none.
  const char *description;
} mitra_choice;

// One message to the citizen.
typedef struct {
  enum {
    MITRA_REPLY_TEXT,
    MITRA_REPLY_CHOICES,
    MITRA_REPLY_LINK,
    MITRA_REPLY_IMAGE,
    MITRA_REPLY_DOCUMENT,
    MITRA_REPLY_FILE,
    MITRA_REPLY_PLACE,
    MITRA_REPLY_ASK_PLACE,
    MITRA_REPLY_ASK_FORM,
    MITRA_REPLY_ASK_PAYMENT,
    MITRA_REPLY_CERTIFICATE,
  } kind;
  // The text, the question, or what is written under a picture or document; NULL for none.
  const char *body;
  // The label of a link or of the button that opens a list, or a file's name.
  const char *label;
  const char *url;
  // A certificate's id.
  const char *id;
  // A file of your own: its type and bytes.
  const char *mime_type;
  mitra_bytes bytes;
  mitra_place place;
  const mitra_form *form;
  mitra_payment_request payment;
  mitra_choice choices[MITRA_CHOICES_MAX];
  size_t n_choices;
} mitra_reply;

// What a turn gives back so far. Write it with the functions below.
typedef struct mitra_answer {
  mitra_reply replies[MITRA_REPLIES_MAX];
  size_t n_replies;
  enum {
    MITRA_NEXT_MISSING,
    MITRA_NEXT_STAY,
    MITRA_NEXT_FINISH,
    MITRA_NEXT_REFUSED,
    MITRA_NEXT_RETRY_LATER,
    MITRA_NEXT_BUG,
  } next;
  // After mitra_stay.
  mitra_bytes state;
  // After mitra_refuse and mitra_bug.
  const char *words;
  uint32_t retry_seconds;
} mitra_answer;

// Says a text of 1 to 4,096 characters.
void mitra_say(mitra_answer *answer, const char *text);

// Asks a question of 1 to 1,024 characters. Its choices, 1 to 10, are added by mitra_choice. Up to 3 short choices
// become buttons, more become a list.
void mitra_ask(mitra_answer *answer, const char *question);

// Adds a choice to the question asked last. The id comes back in `chosen`; the title has 1 to 24 characters.
void mitra_choice_add(mitra_answer *answer, const char *id, const char *title);

// The same with a line under it, of at most 72 characters.
void mitra_choice_describe(mitra_answer *answer, const char *id, const char *title, const char *description);

// The label of the button that opens the question's list, 1 to 20 characters; the host has a word of its own.
void mitra_choices_button(mitra_answer *answer, const char *label);

// A button of 1 to 20 characters that opens a web page, by https.
void mitra_link(mitra_answer *answer, const char *body, const char *label, const char *url);

// A picture by its public https address; `caption` may be NULL.
void mitra_image(mitra_answer *answer, const char *url, const char *caption);

// A file by its public https address; `caption` may be NULL.
void mitra_document(mitra_answer *answer, const char *url, const char *filename, const char *caption);

// A file that you made, of 1 byte to 512 KiB; all of a turn have at most 1 MiB. The type is one that WhatsApp takes,
// such as `application/pdf`, `image/png` or `audio/ogg`. `caption` may be NULL, and is for audio.
void mitra_send_file(mitra_answer *answer, mitra_bytes bytes, const char *mime_type, const char *filename,
                     const char *caption);

// A certificate of your department's, as a document that can be printed and checked: issued in this turn or before, and
// not revoked. Who may have it is yours to decide. `caption` may be NULL.
void mitra_send_certificate(mitra_answer *answer, const char *id, const char *caption);

// A pin on the map, with the place's name and address under it if it has them.
void mitra_show_place(mitra_answer *answer, const mitra_place *place);

// Text of 1 to 1,024 characters with a button by which the citizen shares where they are.
void mitra_ask_place(mitra_answer *answer, const char *text);

// Asks for a form, field by field. The last reply, with mitra_stay.
void mitra_ask_form(mitra_answer *answer, const mitra_form *form);

// Asks for money, in the host's words with a button. The last reply. What became of it comes as MITRA_PAYMENT_ENDED.
void mitra_ask_payment(mitra_answer *answer, const mitra_payment_request *request);

// The conversation goes on: the next turn finds these bytes, at most 64 KiB, by mitra_state. Begin a state with
// `= {0}`, so that the bytes between its members are the same every time.
void mitra_stay(mitra_answer *answer, const void *state, size_t size);

// The conversation goes on from the state that this turn found.
void mitra_stay_as_it_was(mitra_answer *answer, const mitra_bytes *state);

// The conversation is over. The front desk asks by itself whether anything else is needed.
void mitra_finish(mitra_answer *answer);

// The citizen may not do this: tells them why, in 1 to 1,024 characters. Nothing of the turn is kept.
void mitra_refuse(mitra_answer *answer, const char *words);

// Something is away for a moment: the host repeats the turn after 1 to 3,600 seconds, at most 5 times.
void mitra_retry_later(mitra_answer *answer, uint32_t seconds);

// Your own bug, in words for your log. The citizen gets one calm sentence.
void mitra_bug(mitra_answer *answer, const char *words);

#endif
