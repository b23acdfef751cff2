#include "mitra/answer.h"

#include <string.h>

#include "check.h"
#include "mitra/complain.h"

// The next reply to be written. What is one too many is written over the last: the turn is a bug already.
static mitra_reply *add(mitra_answer *answer, int kind) {
  if (answer->n_replies == MITRA_REPLIES_MAX) {
    mitra_complain("more than %d replies", MITRA_REPLIES_MAX);
  } else {
    answer->n_replies += 1;
  }
  mitra_reply *reply = &answer->replies[answer->n_replies - 1];
  *reply = (mitra_reply){0};
  reply->kind = kind;
  return reply;
}

static void check_caption(const char *what, const char *caption) {
  if (caption != NULL) mitra_check_text(what, caption, MITRA_BODY_CHARACTERS_MAX);
}

void mitra_say(mitra_answer *answer, const char *text) {
  mitra_check_text("a text", text, MITRA_TEXT_CHARACTERS_MAX);
  add(answer, MITRA_REPLY_TEXT)->body = text;
}

void mitra_ask(mitra_answer *answer, const char *question) {
  mitra_check_text("a question", question, MITRA_BODY_CHARACTERS_MAX);
  add(answer, MITRA_REPLY_CHOICES)->body = question;
}

// The question that was asked last, if it is the last reply.
static mitra_reply *question(mitra_answer *answer) {
  mitra_reply *last = answer->n_replies == 0 ? NULL : &answer->replies[answer->n_replies - 1];
  if (last != NULL && last->kind == MITRA_REPLY_CHOICES) return last;
  mitra_complain("a choice belongs to a question: call mitra_ask first");
  return NULL;
}

void mitra_choice_describe(mitra_answer *answer, const char *id, const char *title, const char *description) {
  mitra_reply *asked = question(answer);
  if (asked == NULL || !mitra_check_line("a choice's title", title, MITRA_TITLE_CHARACTERS_MAX)) return;
  if (!mitra_check_line("a choice's id", id, MITRA_CHOICE_ID_BYTES_MAX)) return;
  if (strlen(id) > MITRA_CHOICE_ID_BYTES_MAX) {
    mitra_complain("a choice's id has more than %d bytes", MITRA_CHOICE_ID_BYTES_MAX);
    return;
  }
  if (description != NULL) {
    mitra_check_line("a choice's description", description, MITRA_DESCRIPTION_CHARACTERS_MAX);
  }
  if (asked->n_choices == MITRA_CHOICES_MAX) {
    mitra_complain("a question has more than %d choices", MITRA_CHOICES_MAX);
    return;
  }
  for (size_t i = 0; i < asked->n_choices; i++) {
    if (mitra_is(asked->choices[i].id, id)) mitra_complain("two choices have the id `%s`", id);
    if (mitra_is(asked->choices[i].title, title)) {
      mitra_complain("the choices `%s` and `%s` have the same title", asked->choices[i].id, id);
    }
  }
  asked->choices[asked->n_choices++] = (mitra_choice){id, title, description};
}

void mitra_choice_add(mitra_answer *answer, const char *id, const char *title) {
  mitra_choice_describe(answer, id, title, NULL);
}

void mitra_choices_button(mitra_answer *answer, const char *label) {
  mitra_reply *asked = question(answer);
  if (asked == NULL || !mitra_check_line("a list's button", label, MITRA_BUTTON_CHARACTERS_MAX)) return;
  asked->label = label;
}

void mitra_link(mitra_answer *answer, const char *body, const char *label, const char *url) {
  mitra_check_text("a link's text", body, MITRA_BODY_CHARACTERS_MAX);
  mitra_check_line("a link's button", label, MITRA_BUTTON_CHARACTERS_MAX);
  mitra_check_url("a link", url);
  mitra_reply *reply = add(answer, MITRA_REPLY_LINK);
  reply->body = body;
  reply->label = label;
  reply->url = url;
}

void mitra_image(mitra_answer *answer, const char *url, const char *caption) {
  mitra_check_url("a picture", url);
  check_caption("a picture's caption", caption);
  mitra_reply *reply = add(answer, MITRA_REPLY_IMAGE);
  reply->url = url;
  reply->body = caption;
}

static void check_filename(const char *filename) {
  if (mitra_check_line("a document's name", filename, MITRA_FILENAME_CHARACTERS_MAX) &&
      strpbrk(filename, "/\\") != NULL) {
    mitra_complain("a document's name has no `/` and no `\\`");
  }
}

void mitra_document(mitra_answer *answer, const char *url, const char *filename, const char *caption) {
  mitra_check_url("a document", url);
  check_filename(filename);
  check_caption("a document's caption", caption);
  mitra_reply *reply = add(answer, MITRA_REPLY_DOCUMENT);
  reply->url = url;
  reply->label = filename;
  reply->body = caption;
}

void mitra_send_file(mitra_answer *answer, mitra_bytes bytes, const char *mime_type, const char *filename,
                     const char *caption) {
  mitra_check_file(bytes, mime_type);
  check_filename(filename);
  check_caption("a file's caption", caption);
  if (caption != NULL && mitra_begins(mime_type, "audio/")) mitra_complain("nothing can stand under audio");
  mitra_reply *reply = add(answer, MITRA_REPLY_FILE);
  reply->bytes = bytes;
  reply->mime_type = mime_type;
  reply->label = filename;
  reply->body = caption;
}

void mitra_send_certificate(mitra_answer *answer, const char *id, const char *caption) {
  check_caption("a certificate's caption", caption);
  mitra_reply *reply = add(answer, MITRA_REPLY_CERTIFICATE);
  reply->id = id;
  reply->body = caption;
}

void mitra_show_place(mitra_answer *answer, const mitra_place *place) {
  // Written so that what is no number is out of range, too.
  bool is_on_earth = place->latitude >= -90 && place->latitude <= 90;
  is_on_earth = is_on_earth && place->longitude >= -180 && place->longitude <= 180;
  if (!is_on_earth) mitra_complain("a place must be on Earth");
  if (place->name != NULL) mitra_check_text("a place's name", place->name, MITRA_PLACE_CHARACTERS_MAX);
  if (place->address != NULL) mitra_check_text("a place's address", place->address, MITRA_PLACE_CHARACTERS_MAX);
  add(answer, MITRA_REPLY_PLACE)->place = *place;
}

void mitra_ask_place(mitra_answer *answer, const char *text) {
  mitra_check_text("a request for a location", text, MITRA_BODY_CHARACTERS_MAX);
  add(answer, MITRA_REPLY_ASK_PLACE)->body = text;
}

void mitra_ask_form(mitra_answer *answer, const mitra_form *form) {
  mitra_check_form(form);
  add(answer, MITRA_REPLY_ASK_FORM)->form = form;
}

void mitra_ask_payment(mitra_answer *answer, const mitra_payment_request *request) {
  mitra_check_payment(request);
  add(answer, MITRA_REPLY_ASK_PAYMENT)->payment = *request;
}

void mitra_stay(mitra_answer *answer, const void *state, size_t size) {
  uint8_t *kept = mitra_take(size);
  if (size > 0) memcpy(kept, state, size);
  mitra_stay_as_it_was(answer, &(mitra_bytes){kept, size});
}

void mitra_stay_as_it_was(mitra_answer *answer, const mitra_bytes *state) {
  if (state->length > MITRA_STATE_BYTES_MAX) {
    mitra_complain("the state has %zu bytes, there may be %d", state->length, MITRA_STATE_BYTES_MAX);
  }
  answer->next = MITRA_NEXT_STAY;
  answer->state = *state;
}

void mitra_finish(mitra_answer *answer) {
  for (size_t i = 0; i < answer->n_replies; i++) {
    if (answer->replies[i].kind == MITRA_REPLY_ASK_FORM) mitra_complain("a form is asked for with mitra_stay");
  }
  answer->next = MITRA_NEXT_FINISH;
}

void mitra_refuse(mitra_answer *answer, const char *words) {
  mitra_check_text("why it is refused", words, MITRA_BODY_CHARACTERS_MAX);
  answer->next = MITRA_NEXT_REFUSED;
  answer->words = words;
}

void mitra_retry_later(mitra_answer *answer, uint32_t seconds) {
  if (seconds < 1 || seconds > MITRA_RETRY_SECONDS_MAX) {
    mitra_complain("a turn is repeated after 1 to %d seconds, not %u", MITRA_RETRY_SECONDS_MAX, (unsigned)seconds);
  }
  answer->next = MITRA_NEXT_RETRY_LATER;
  answer->retry_seconds = seconds;
}

void mitra_bug(mitra_answer *answer, const char *words) {
  answer->next = MITRA_NEXT_BUG;
  answer->words = words;
}

void mitra_check_answer(const mitra_answer *answer) {
  if (answer->next == MITRA_NEXT_MISSING) {
    mitra_complain("a turn ends with mitra_stay, mitra_finish, mitra_refuse, mitra_retry_later or mitra_bug");
  }
  size_t n_file_bytes = 0;
  for (size_t i = 0; i < answer->n_replies; i++) {
    const mitra_reply *reply = &answer->replies[i];
    if (reply->kind == MITRA_REPLY_CHOICES && reply->n_choices == 0) {
      mitra_complain("a question has no choices: call mitra_choice_add, or say it with mitra_say");
    }
    bool is_for_last = reply->kind == MITRA_REPLY_ASK_FORM || reply->kind == MITRA_REPLY_ASK_PAYMENT;
    if (is_for_last && i + 1 < answer->n_replies) mitra_complain("a form or a payment is asked for by the last reply");
    n_file_bytes += reply->bytes.length;
  }
  if (n_file_bytes > MITRA_FILES_BYTES_MAX) {
    mitra_complain("the files of a turn have %zu bytes, there may be %d", n_file_bytes, MITRA_FILES_BYTES_MAX);
  }
}
