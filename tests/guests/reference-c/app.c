// The reference department: the same behaviour in every language that departments are written in. `tests/conformance`
// has its conversations; the host's tests play them against every guest `reference-*`.

#include <inttypes.h>

#include "reference.h"

static const mitra_text NAME = {"నమూనా శాఖ", "Reference", "नमूना विभाग"};

static const char *const COUNTER_ALIASES[] = {"reference counter"};
static const char *const NOTES_ALIASES[] = {"reference notes"};
static const char *const FORM_ALIASES[] = {"reference form"};
static const char *const PAPERS_ALIASES[] = {"reference papers"};
static const char *const FAULTS_ALIASES[] = {"reference faults"};

static const mitra_service SERVICES[] = {
    {"counter", &COUNTER_NAME, &COUNTER_NAME, COUNTER_ALIASES, 1},
    {"notes", &NOTES_NAME, &NOTES_NAME, NOTES_ALIASES, 1},
    {"form", &FORM_NAME, &FORM_NAME, FORM_ALIASES, 1},
    {"papers", &PAPERS_NAME, &PAPERS_NAME, PAPERS_ALIASES, 1},
    {"faults", &FAULTS_NAME, &FAULTS_NAME, FAULTS_ALIASES, 1},
};

void stay_as_it_was(const mitra_turn *turn, mitra_answer *answer, const char *words) {
  mitra_say(answer, words);
  mitra_stay_as_it_was(answer, &turn->state);
}

void not_understood(const mitra_turn *turn, mitra_answer *answer) { stay_as_it_was(turn, answer, "?"); }

static void handle(const mitra_turn *turn, mitra_answer *answer) {
  if (turn->event.kind == MITRA_TIMER_DUE) {
    mitra_bytes note = turn->event.timer.note;
    stay_as_it_was(turn, answer, mitra_join("Time for ", mitra_copy(note.data, note.length), "."));
  } else if (turn->event.kind == MITRA_NOTICE_CAME) {
    const mitra_notice *notice = &turn->event.notice;
    const char *ago = mitra_format(", %" PRIu64 " s ago: ", (turn->now - notice->at) / 1000);
    stay_as_it_was(turn, answer, mitra_join("Notice ", notice->id, ago, notice->body));
  } else if (mitra_is(turn->service, "counter")) {
    handle_counter(turn, answer);
  } else if (mitra_is(turn->service, "notes")) {
    handle_notes(turn, answer);
  } else if (mitra_is(turn->service, "form")) {
    handle_form(turn, answer);
  } else if (mitra_is(turn->service, "papers")) {
    handle_papers(turn, answer);
  } else if (mitra_is(turn->service, "faults")) {
    handle_faults(turn, answer);
  } else {
    mitra_bug(answer, "no such service");
  }
}

const mitra_department mitra_this_department = {
    .id = "reference",
    .name = &NAME,
    .services = SERVICES,
    .n_services = MITRA_COUNT(SERVICES),
    .state_schema = 1,
    .handle = handle,
};
