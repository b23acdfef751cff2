// The end of a turn's memory, in tests: a component's memory ends with the turn by itself.

#ifndef MITRA_MEMORY_OF_TURN_H
#define MITRA_MEMORY_OF_TURN_H

void mitra_forget_turn(void);

#endif
