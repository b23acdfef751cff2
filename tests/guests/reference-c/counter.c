// Texts, numbers and locations in, a number kept from turn to turn.

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "reference.h"

const mitra_text COUNTER_NAME = {"లెక్క", "Counter", "गिनती"};

// The most digits that a number to add has.
#define DIGITS_MAX 6

typedef struct {
  int64_t count;
} counter;

static void counted(mitra_answer *answer, int64_t count) {
  mitra_say(answer, mitra_format("%" PRId64, count));
  mitra_stay(answer, &(counter){count}, sizeof(counter));
}

// Whether this is a number to add, such as `+12` or `-12`.
static bool is_step(const char *said) {
  if (*said != '+' && *said != '-') return false;
  size_t n_digits = strspn(said + 1, "0123456789");
  return n_digits >= 1 && n_digits <= DIGITS_MAX && said[1 + n_digits] == 0;
}

static void hear(const mitra_turn *turn, mitra_answer *answer, int64_t count) {
  const char *said = turn->event.text;
  if (mitra_is(said, "stop here")) {
    mitra_say(answer, mitra_format("done %" PRId64, count));
    mitra_finish(answer);
  } else if (is_step(said)) {
    counted(answer, count + strtol(said, NULL, 10));
  } else {
    stay_as_it_was(turn, answer, mitra_format("? %zu", mitra_code_points(said)));
  }
}

void handle_counter(const mitra_turn *turn, mitra_answer *answer) {
  static const char *const KINDS[] = {"image", "video", "audio", "document"};
  counter state = {0};
  mitra_state(turn, &state, sizeof state);
  switch (turn->event.kind) {
    case MITRA_OPENED:
      counted(answer, 0);
      break;
    case MITRA_WENT_BACK:
      counted(answer, state.count - 1);
      break;
    case MITRA_WROTE:
      hear(turn, answer, state.count);
      break;
    case MITRA_SHARED_PLACE: {
      const mitra_place *place = &turn->event.place;
      stay_as_it_was(turn, answer, mitra_format("%.4f,%.4f", place->latitude, place->longitude));
      break;
    }
    case MITRA_SENT_MEDIA: {
      const mitra_media *file = &turn->event.media;
      stay_as_it_was(turn, answer, mitra_join(KINDS[file->kind], " ", file->mime_type));
      break;
    }
    default:
      not_understood(turn, answer);
  }
}
