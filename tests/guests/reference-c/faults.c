// Turns that fail in every way that a department can choose, and a timer.

#include <stdlib.h>

#include "reference.h"

const mitra_text FAULTS_NAME = {"తప్పులు", "Faults", "गलतियां"};

static void hear(const mitra_turn *turn, mitra_answer *answer) {
  const char *wish = turn->event.text;
  if (mitra_is(wish, "refuse")) {
    mitra_refuse(answer, "No.");
  } else if (mitra_is(wish, "bug")) {
    mitra_bug(answer, "as asked");
  } else if (mitra_is(wish, "trap")) {
    abort();
  } else if (mitra_is(wish, "remind")) {
    mitra_timer_set("remind", turn->now + MITRA_HOUR_MS, mitra_bytes_of("tea"));
    stay_as_it_was(turn, answer, "Set.");
  } else {
    not_understood(turn, answer);
  }
}

void handle_faults(const mitra_turn *turn, mitra_answer *answer) {
  switch (turn->event.kind) {
    case MITRA_OPENED:
      mitra_say(answer, "refuse, later, bug, trap or remind?");
      mitra_stay(answer, NULL, 0);
      break;
    case MITRA_WROTE:
      hear(turn, answer);
      break;
    default:
      not_understood(turn, answer);
  }
}
