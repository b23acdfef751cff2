#include "mitra/turn.h"

#include <string.h>

bool mitra_state(const mitra_turn *turn, void *state, size_t size) {
  if (!turn->has_state || turn->state.length != size) return false;
  if (size > 0) memcpy(state, turn->state.data, size);
  return true;
}

bool mitra_chose(const mitra_turn *turn, const char *id) {
  return turn->event.kind == MITRA_CHOSE && mitra_is(turn->event.chosen.id, id);
}
