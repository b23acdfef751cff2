// A department that does what a test wants.

#ifndef TEST_DEPARTMENT_H
#define TEST_DEPARTMENT_H

#include "../mitra_testing.h"

// What the next turns do.
typedef void mitra_handler(const mitra_turn *turn, mitra_answer *answer);
extern mitra_handler *next_turn;

// The tests of each module.
int text_tests(void);
int answer_tests(void);
int form_tests(void);
int json_tests(void);
int host_tests(void);
int testing_tests(void);

// What is found wrong with this: the first mistake, or "" for none.
#define MISTAKE(does)                                     \
  (mitra_turn_begin(), (does),                            \
   mitra_complaint() == NULL ? "" : mitra_format("%s", mitra_complaint()))

void mitra_turn_begin(void);

#endif
