// Records of a citizen and of the department, and choices.

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "reference.h"

const mitra_text NOTES_NAME = {"గమనికలు", "Notes", "नोट्स"};
static const mitra_text ADD = {"జోడించు", "Add", "जोड़ें"};
static const mitra_text LIST = {"చూపించు", "Show", "दिखाएं"};
static const mitra_text CLEAR = {"తొలగించు", "Clear", "हटाएं"};

// How many notes a citizen can keep.
#define NOTES_MAX 5
// The longest note, in code points: all of them together fit into one text.
#define NOTE_CODE_POINTS_MAX 100
// Where the citizen's notes begin.
#define PREFIX "note/"
// How many notes all citizens ever added, as decimal text.
#define TOTAL "total"

typedef enum { CHOOSING, WRITING } step;

static mitra_list keys(void) { return mitra_keys(MITRA_OF_CITIZEN, PREFIX, NOTES_MAX); }

static void stay(mitra_answer *answer, step next) { mitra_stay(answer, &next, sizeof next); }

// The choices, after what there is to say; `first` may be NULL.
static void offer(mitra_answer *answer, mitra_language language, const char *first) {
  if (first != NULL) mitra_say(answer, first);
  mitra_ask(answer, mitra_format("Notes: %zu", keys().count));
  mitra_choice_add(answer, "add", mitra_in(language, &ADD));
  mitra_choice_add(answer, "list", mitra_in(language, &LIST));
  mitra_choice_add(answer, "clear", mitra_in(language, &CLEAR));
  stay(answer, CHOOSING);
}

// The notes, one a line.
static const char *listed(void) {
  mitra_list all = keys();
  const char *lines = NULL;
  for (size_t i = 0; i < all.count; i++) {
    mitra_bytes note = {0};
    mitra_get(MITRA_OF_CITIZEN, all.items[i], &note);
    const char *number = all.items[i] + strlen(PREFIX);
    const char *line = mitra_join(number, " ", mitra_copy(note.data, note.length));
    lines = lines == NULL ? line : mitra_join(lines, "\n", line);
  }
  return lines == NULL ? "None." : lines;
}

// The department's count, and the record that it stands in, if there is one.
static uint64_t total(mitra_bytes *counted, bool *is_there) {
  *is_there = mitra_get(MITRA_OF_DEPARTMENT, TOTAL, counted);
  return *is_there ? strtoull(mitra_copy(counted->data, counted->length), NULL, 10) : 0;
}

static const char *add(const char *note) {
  const char *number = mitra_format("%03zu", keys().count + 1);
  mitra_set(MITRA_OF_CITIZEN, mitra_join(PREFIX, number), mitra_bytes_of(note));
  mitra_bytes counted;
  bool is_there;
  mitra_bytes new = mitra_bytes_of(mitra_format("%" PRIu64, total(&counted, &is_there) + 1));
  if (!mitra_replace(MITRA_OF_DEPARTMENT, TOTAL, is_there ? &counted : NULL, &new)) {
    mitra_complain("nobody comes between within a turn");
  }
  return mitra_join("Stored as ", number, ".");
}

static const char *clear(void) {
  mitra_list all = keys();
  for (size_t i = 0; i < all.count; i++) mitra_delete(MITRA_OF_CITIZEN, all.items[i]);
  mitra_bytes counted;
  bool is_there;
  return mitra_format("Cleared. Total: %" PRIu64 ".", total(&counted, &is_there));
}

static void choose(const mitra_turn *turn, mitra_answer *answer) {
  if (mitra_chose(turn, "list")) {
    offer(answer, turn->language, listed());
  } else if (mitra_chose(turn, "clear")) {
    offer(answer, turn->language, clear());
  } else if (!mitra_chose(turn, "add")) {
    not_understood(turn, answer);
  } else if (keys().count < NOTES_MAX) {
    mitra_say(answer, "Your note?");
    stay(answer, WRITING);
  } else {
    offer(answer, turn->language, "Full.");
  }
}

static void hear(const mitra_turn *turn, mitra_answer *answer) {
  step now = CHOOSING;
  mitra_state(turn, &now, sizeof now);
  const char *said = turn->event.text;
  if (now == CHOOSING) {
    offer(answer, turn->language, NULL);
  } else if (mitra_code_points(said) > NOTE_CODE_POINTS_MAX) {
    stay_as_it_was(turn, answer, "Too long.");
  } else {
    offer(answer, turn->language, add(said));
  }
}

void handle_notes(const mitra_turn *turn, mitra_answer *answer) {
  switch (turn->event.kind) {
    case MITRA_OPENED:
      offer(answer, turn->language, NULL);
      break;
    case MITRA_CHOSE:
      choose(turn, answer);
      break;
    case MITRA_WROTE:
      hear(turn, answer);
      break;
    default:
      not_understood(turn, answer);
  }
}
