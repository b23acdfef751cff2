// A department that does what a test wants.

#include "department.h"

static const mitra_text NAME = {"పరీక్ష", "Test", "परीक्षा"};
static const char *const ALIASES[] = {"test"};
static const mitra_service SERVICES[] = {{"first", &NAME, &NAME, ALIASES, 1}, {"second", &NAME, &NAME, NULL, 0}};

mitra_handler *next_turn;

static void handle(const mitra_turn *turn, mitra_answer *answer) { next_turn(turn, answer); }

// Schema 1 had one byte, schema 2 has two.
static const char *migrate(uint32_t from_schema, mitra_bytes state, mitra_bytes *carried) {
  if (from_schema != 1 || state.length != 1) return "a state that is not known";
  uint8_t *both = mitra_take(2);
  both[0] = state.data[0];
  *carried = (mitra_bytes){both, 2};
  return NULL;
}

const mitra_department mitra_this_department = {
    .id = "test",
    .name = &NAME,
    .services = SERVICES,
    .n_services = MITRA_COUNT(SERVICES),
    .state_schema = 2,
    .handle = handle,
    .migrate = migrate,
};
