// A citizen who talks with the department of this program, turn by turn.

#include <stdlib.h>
#include <string.h>

#include "../src/check.h"
#include "../src/host.h"
#include "../src/memory_of_turn.h"
#include "world.h"

// The limits of a notice, in bytes.
#define NOTICE_ID_MAX 64
#define NOTICE_BODY_MAX 4096

// The conversation.
static struct {
  bool is_open;
  char *service;
  mitra_language language;
  bool has_state;
  uint8_t *state;
  size_t state_length;
  const mitra_answer *answer;
  bool expects_bug;
  unsigned n_turns;
} talk;

void mitra_citizen_begin(void) {
  free(talk.service);
  free(talk.state);
  memset(&talk, 0, sizeof talk);
  mitra_world_service = "";
  mitra_forget_turn();
  mitra_turn_begin();
}

static void keep_state(mitra_bytes state) {
  // The new state may be the old one.
  uint8_t *kept = mitra_keep_bytes(state);
  free(talk.state);
  talk.state = kept;
  talk.state_length = state.length;
  talk.has_state = true;
}

static void close(void) {
  talk.is_open = false;
  talk.has_state = false;
}

static void keep_payments(const mitra_answer *answer) {
  for (size_t i = 0; i < answer->n_replies; i++) {
    const mitra_reply *reply = &answer->replies[i];
    if (reply->kind == MITRA_REPLY_ASK_PAYMENT) mitra_world_ask_payment(&reply->payment);
    if (reply->kind == MITRA_REPLY_CERTIFICATE) mitra_world_send_certificate(reply->id);
  }
}

// What the turn did is kept, or not, as a host does it.
static void settle(mitra_answer *answer, bool is_opening) {
  mitra_check_answer(answer);
  const char *mistake = mitra_complaint();
  if (mistake != NULL) mitra_bug(answer, mistake);
  bool is_bug = answer->next == MITRA_NEXT_BUG;
  if (is_bug && !talk.expects_bug) mitra_test_fails("the turn ends as a bug: %s", answer->words);
  if (!is_bug && talk.expects_bug) mitra_test_fails("the turn ends without a bug");
  talk.expects_bug = false;
  talk.answer = answer;
  switch (answer->next) {
    case MITRA_NEXT_STAY:
      keep_payments(answer);
      talk.is_open = true;
      keep_state(answer->state);
      break;
    case MITRA_NEXT_FINISH:
      keep_payments(answer);
      close();
      break;
    default:
      mitra_world_restore();
      if (is_opening) close();
  }
}

// One turn. Its memory is kept until the test ends, so that what was heard can be looked at.
static void turn(mitra_event event) {
  static char id[32];
  const char *number = mitra_format("turn-%u", ++talk.n_turns);
  memcpy(id, number, strlen(number) + 1);
  mitra_turn_begin();
  mitra_world_remember();
  mitra_world_service = talk.service;
  mitra_turn given = {
      .id = id,
      .citizen = "citizen",
      .language = talk.language,
      .service = talk.service,
      .event = event,
      .has_state = talk.has_state,
      .state = {talk.state, talk.has_state ? talk.state_length : 0},
      .now = mitra_world_now(),
  };
  mitra_answer *answer = mitra_take(sizeof *answer);
  mitra_this_department.handle(&given, answer);
  settle(answer, event.kind == MITRA_OPENED);
}

static void must_be_open(void) {
  if (!talk.is_open) mitra_test_fails("no conversation is open");
  if (mitra_form_asked() != NULL) mitra_test_fails("a form is open: the front desk hears this");
}

// The question whose choices are open; NULL for none.
static const mitra_reply *question(void) {
  if (!talk.is_open || talk.answer == NULL || mitra_form_asked() != NULL) return NULL;
  const mitra_reply *last = NULL;
  for (size_t i = 0; i < talk.answer->n_replies; i++) {
    if (talk.answer->replies[i].kind == MITRA_REPLY_CHOICES) last = &talk.answer->replies[i];
  }
  return last;
}

void mitra_citizen_opens(const char *service, mitra_language language) {
  bool is_there = false;
  for (size_t i = 0; i < mitra_this_department.n_services; i++) {
    is_there = is_there || mitra_is(mitra_this_department.services[i].id, service);
  }
  if (!is_there) mitra_test_fails("there is no service `%s`", service);
  talk.answer = NULL;
  free(talk.service);
  talk.service = mitra_keep(service);
  talk.language = language;
  talk.is_open = true;
  talk.has_state = false;
  turn((mitra_event){.kind = MITRA_OPENED});
}

static void take(const mitra_choice *choice) {
  // The choice is in the memory of the turn that offered it.
  turn((mitra_event){.kind = MITRA_CHOSE, .chosen = {choice->id, choice->title}});
}

void mitra_citizen_says(const char *text) {
  must_be_open();
  const mitra_reply *asked = question();
  const char *number = mitra_digits_only(text);
  for (size_t i = 0; asked != NULL && i < asked->n_choices; i++) {
    bool is_number = number != NULL && asked->n_choices > 1 && mitra_is(number, mitra_format("%zu", i + 1));
    if (is_number || mitra_is(asked->choices[i].title, text)) {
      take(&asked->choices[i]);
      return;
    }
  }
  turn((mitra_event){.kind = MITRA_WROTE, .text = text});
}

void mitra_citizen_takes(const char *id) {
  must_be_open();
  const mitra_reply *asked = question();
  for (size_t i = 0; asked != NULL && i < asked->n_choices; i++) {
    if (mitra_is(asked->choices[i].id, id)) {
      take(&asked->choices[i]);
      return;
    }
  }
  mitra_test_fails("no open choice has the id `%s`; heard was:\n%s", id, mitra_heard());
}

void mitra_citizen_goes_back(void) {
  if (!talk.is_open) mitra_test_fails("no conversation is open");
  turn((mitra_event){.kind = MITRA_WENT_BACK});
}

void mitra_citizen_shares(double latitude, double longitude) {
  must_be_open();
  turn((mitra_event){.kind = MITRA_SHARED_PLACE, .place = {latitude, longitude, NULL, NULL}});
}

void mitra_citizen_sends_photo(void) {
  must_be_open();
  mitra_media photo = {MITRA_IMAGE, "photo-1", "image/jpeg", NULL, NULL};
  turn((mitra_event){.kind = MITRA_SENT_MEDIA, .media = photo});
}

void mitra_citizen_sends_form(const mitra_field_answer *answers, size_t count) {
  const mitra_form *form = mitra_form_asked();
  if (form == NULL) mitra_test_fails("no form is open; heard was:\n%s", mitra_heard());
  turn((mitra_event){.kind = MITRA_SENT_FORM, .form = mitra_form_answers(form, answers, count)});
}

void mitra_citizen_waits(uint64_t ms) {
  uint64_t until = mitra_world_now() + ms;
  mitra_timer timer;
  while (talk.service != NULL && mitra_world_timer(talk.service, until, &timer)) {
    mitra_world_set_now(timer.at > mitra_world_now() ? timer.at : mitra_world_now());
    turn((mitra_event){.kind = MITRA_TIMER_DUE, .timer = timer});
  }
  mitra_world_set_now(until);
}

static void end_payment(mitra_payment_status status) {
  turn((mitra_event){.kind = MITRA_PAYMENT_ENDED, .payment = mitra_world_end_payment(status)});
}

void mitra_citizen_pays(void) { end_payment(MITRA_PAID); }
void mitra_citizen_pays_in_vain(void) { end_payment(MITRA_FAILED); }
void mitra_citizen_does_not_pay(void) { end_payment(MITRA_EXPIRED); }

void mitra_office_notices(const char *id, const char *body) {
  static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.";
  size_t id_length = strlen(id);
  size_t body_length = strlen(body);
  if (talk.service == NULL) mitra_test_fails("no service was opened");
  if (id_length < 1 || id_length > NOTICE_ID_MAX || id[strspn(id, LETTERS)] != 0) {
    mitra_test_fails("`%s` is not 1 to 64 letters (A to Z), digits, `_`, `-` and `.`", id);
  }
  if (body_length < 1 || body_length > NOTICE_BODY_MAX) {
    mitra_test_fails("%zu bytes, a notice has 1 to 4,096", body_length);
  }
  turn((mitra_event){.kind = MITRA_NOTICE_CAME, .notice = {id, mitra_world_now(), body}});
}

bool mitra_is_open(void) { return talk.is_open; }

const mitra_form *mitra_form_asked(void) {
  const mitra_answer *answer = talk.answer;
  if (!talk.is_open || answer == NULL || answer->n_replies == 0) return NULL;
  const mitra_reply *last = &answer->replies[answer->n_replies - 1];
  return last->kind == MITRA_REPLY_ASK_FORM ? last->form : NULL;
}

bool mitra_is_refused(void) { return talk.answer != NULL && talk.answer->next == MITRA_NEXT_REFUSED; }

uint32_t mitra_retry_seconds(void) {
  return talk.answer != NULL && talk.answer->next == MITRA_NEXT_RETRY_LATER ? talk.answer->retry_seconds : 0;
}

void mitra_world_expects_bug(void) { talk.expects_bug = true; }

mitra_bytes mitra_state_left(void) { return (mitra_bytes){talk.state, talk.has_state ? talk.state_length : 0}; }

const char *mitra_state_of_schema(uint32_t schema, const void *state, size_t size) {
  mitra_bytes carried = {0};
  if (mitra_this_department.migrate == NULL) return "the department has no `migrate`";
  const char *why_not = mitra_this_department.migrate(schema, (mitra_bytes){state, size}, &carried);
  if (why_not == NULL) keep_state(carried);
  return why_not;
}

static const char *shown(const mitra_reply *reply) {
  const char *text = mitra_join(reply->body == NULL ? "" : reply->body, "\n");
  for (size_t i = 0; i < reply->n_choices; i++) {
    const mitra_choice *choice = &reply->choices[i];
    const char *more = choice->description == NULL ? "" : mitra_join(" | ", choice->description);
    text = mitra_join(text, "[", choice->title, more, "]\n");
  }
  if (reply->kind == MITRA_REPLY_ASK_PAYMENT) {
    const mitra_payment_request *payment = &reply->payment;
    text = mitra_join(mitra_in(talk.language, payment->purpose), "\n(", mitra_rupees(payment->paise), ")\n");
  }
  if (reply->kind == MITRA_REPLY_CERTIFICATE) text = mitra_join(text, "(certificate)\n");
  if (reply->kind == MITRA_REPLY_FILE) text = mitra_join(text, "(", reply->label, ", ", reply->mime_type, ")\n");
  if (reply->url != NULL) text = mitra_join(text, reply->url, "\n");
  if (reply->kind == MITRA_REPLY_PLACE && reply->place.name != NULL) text = mitra_join(text, reply->place.name, "\n");
  if (reply->kind == MITRA_REPLY_PLACE && reply->place.address != NULL) {
    text = mitra_join(text, reply->place.address, "\n");
  }
  return text;
}

const char *mitra_heard(void) {
  const char *heard = "";
  if (talk.answer == NULL) return heard;
  if (talk.answer->words != NULL) return talk.answer->words;
  for (size_t i = 0; i < talk.answer->n_replies; i++) heard = mitra_join(heard, shown(&talk.answer->replies[i]));
  return heard;
}
