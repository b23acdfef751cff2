// Certificates: issued, sent, found again and revoked.

#include <string.h>

#include "reference.h"

const mitra_text PAPERS_NAME = {"పత్రాలు", "Papers", "पत्र"};

#define KIND "income"

static const mitra_fact FACTS[] = {
    {.field = "village", .kind = MITRA_FACT_TEXT, .text = "Gajuwaka"},
    {.field = "members", .kind = MITRA_FACT_NUMBER, .number = 4},
    {.field = "income", .kind = MITRA_FACT_MONEY, .paise = 9500000},
    {.field = "since", .kind = MITRA_FACT_DATE, .date = {2025, 4, 1}},
};

// A certificate in a line, or why there is none.
static const char *said(mitra_certificate done) {
  static const char *const FAILURES[] = {"", "denied", "invalid", "already issued", "unknown", "is revoked"};
  static const char *const STATUSES[] = {"valid", "suspended", "revoked"};
  if (done.failure != MITRA_CERTIFIED) return FAILURES[done.failure];
  return mitra_join(done.kind, " ", done.number, " ", STATUSES[done.status]);
}

static const char *issue(const char *kind, const char *number, size_t n_facts) {
  mitra_certificate_request request = {
      .kind = kind,
      .number = number,
      .holder = {.name = "Asha Rao",
                 .local_name = "ఆశా రావు",
                 .local_language = MITRA_TE,
                 .aadhaar_last_four = "2346"},
      .facts = FACTS,
      .n_facts = n_facts,
  };
  return said(mitra_certificate_issue(&request));
}

// What becomes of a wish.
static void wish_for(const mitra_turn *turn, mitra_answer *answer, const char *wish, const char *number) {
  mitra_certificate found;
  if (mitra_is(wish, "issue")) {
    mitra_say(answer, issue(KIND, number, MITRA_COUNT(FACTS)));
  } else if (mitra_is(wish, "bare")) {
    mitra_say(answer, issue(KIND, number, 0));
  } else if (mitra_is(wish, "other")) {
    mitra_say(answer, issue("other", number, 0));
  } else if (!mitra_certificate_find(KIND, number, &found)) {
    mitra_say(answer, "none");
  } else if (mitra_is(wish, "send")) {
    mitra_send_certificate(answer, found.id, mitra_join("Number ", number));
  } else if (mitra_is(wish, "find")) {
    mitra_certificate_get(found.id, &found);
    mitra_say(answer, said(found));
  } else {
    mitra_certificate_status status = MITRA_VALID;
    if (mitra_is(wish, "suspend")) status = MITRA_SUSPENDED;
    if (mitra_is(wish, "revoke")) status = MITRA_REVOKED;
    mitra_say(answer, said(mitra_certificate_set_status(found.id, status, "as-asked")));
  }
  mitra_stay_as_it_was(answer, &turn->state);
}

static void hear(const mitra_turn *turn, mitra_answer *answer) {
  const char *text = turn->event.text, *space = strchr(text, ' ');
  if (space == NULL || strchr(space + 1, ' ') != NULL) {
    not_understood(turn, answer);
    return;
  }
  const char *wish = mitra_copy((const uint8_t *)text, (size_t)(space - text));
  wish_for(turn, answer, wish, space + 1);
}

void handle_papers(const mitra_turn *turn, mitra_answer *answer) {
  switch (turn->event.kind) {
    case MITRA_OPENED:
      mitra_say(answer, "issue, send, find, suspend or revoke?");
      mitra_stay(answer, NULL, 0);
      break;
    case MITRA_WROTE:
      hear(turn, answer);
      break;
    default:
      not_understood(turn, answer);
  }
}
