// Office hours: when the office of a ward is open.
//
// A conversation of two steps. The citizen opens the service and is asked for a ward; the ward's hours are shown, with
// ways to another ward and out.

#include <string.h>

#include "mitra.h"
#include "texts.h"

// The layout of the state. Raise it when the steps change, and write `migrate` if citizens shall go on in the middle.
#define STATE_SCHEMA 1
// The longest number of a ward, in digits.
#define WARD_DIGITS_MAX 3

// Where a conversation is: the state that the next turn finds.
typedef enum { ASKED_FOR_WARD = 1, SHOWING_HOURS } step;

// What citizens may write instead of the service's name, in any script.
static const char *const HOURS_ALIASES[] = {
    "office timings", "office eppudu terustaru", "daftar kab khulta hai", "కార్యాలయం ఎప్పుడు తెరుస్తారు", "दफ़्तर कब खुलता है",
};

static const mitra_service SERVICES[] = {
    {"hours", &HOURS, &HOURS_SUMMARY, HOURS_ALIASES, MITRA_COUNT(HOURS_ALIASES)},
};

static void stay(mitra_answer *answer, step next) { mitra_stay(answer, &next, sizeof next); }

static void ask(const mitra_turn *turn, mitra_answer *answer, const char *first) {
  const char *question = mitra_in(turn->language, &ASK);
  mitra_say(answer, first == NULL ? question : mitra_join(first, "\n\n", question));
  stay(answer, ASKED_FOR_WARD);
}

static void show(const mitra_turn *turn, mitra_answer *answer) {
  // Digits of any of the three scripts, with spaces and hyphens.
  const char *number = mitra_digits_only(turn->event.text);
  if (number == NULL || strlen(number) > WARD_DIGITS_MAX) {
    ask(turn, answer, NULL);
    return;
  }
  // A record `ward/<number>`, from `seed.json`.
  mitra_json ward = mitra_json_record(mitra_join("ward/", number));
  if (!mitra_json_is_there(ward)) {
    // Never what the citizen typed: the log is not theirs to be in.
    mitra_log(MITRA_INFO, "a ward that is not on record");
    ask(turn, answer, mitra_fill(turn->language, &NOT_FOUND, mitra_config("office", "1902")));
    return;
  }
  mitra_text hours = mitra_json_words(mitra_json_member(ward, "hours"));
  mitra_say(answer, mitra_fill(turn->language, &SHOWN, number, mitra_in(turn->language, &hours)));
  mitra_ask(answer, mitra_in(turn->language, &NEXT));
  mitra_choice_add(answer, "other", mitra_in(turn->language, &OTHER));
  mitra_choice_add(answer, "done", mitra_in(turn->language, &DONE));
  stay(answer, SHOWING_HOURS);
}

static void handle(const mitra_turn *turn, mitra_answer *answer) {
  step now;
  // False on the first turn, and for a state that cannot be read: ask again, politely.
  bool is_begun = mitra_state(turn, &now, sizeof now);
  if (is_begun && turn->event.kind == MITRA_WROTE) {
    show(turn, answer);
  } else if (is_begun && turn->event.kind == MITRA_WENT_BACK && now == ASKED_FOR_WARD) {
    // One step back from the first leads out, to the list of services.
    mitra_finish(answer);
  } else if (is_begun && mitra_chose(turn, "done")) {
    mitra_say(answer, mitra_in(turn->language, &THANKS));
    mitra_finish(answer);
  } else {
    ask(turn, answer, NULL);
  }
}

const mitra_department mitra_this_department = {
    .id = "{{id}}",
    .name = &DEPARTMENT,
    .services = SERVICES,
    .n_services = MITRA_COUNT(SERVICES),
    .state_schema = STATE_SCHEMA,
    .handle = handle,
};
