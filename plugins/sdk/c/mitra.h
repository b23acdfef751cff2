// What a department in C is written with: one function from an event and a state to replies and the next state.
//
//   #include "mitra.h"
//
//   static const mitra_text GREETING = {"నమస్తే", "Namaste", "नमस्ते"};
//
//   static void handle(const mitra_turn *turn, mitra_answer *answer) {
//     mitra_say(answer, mitra_in(turn->language, &GREETING));
//     mitra_finish(answer);
//   }
//
//   const mitra_department mitra_this_department = {
//       .id = "greeter", .name = &NAME, .services = SERVICES, .n_services = MITRA_COUNT(SERVICES),
//       .state_schema = 1, .handle = handle};
//
// Texts are UTF-8 and end with a zero. What these functions give back lives until the turn ends, and nothing is freed.
// A limit of the contract that is broken makes the turn a `bug` whose words name the limit: see mitra_complain.

#ifndef MITRA_H
#define MITRA_H

#include "mitra/answer.h"
#include "mitra/calendar.h"
#include "mitra/certificates.h"
#include "mitra/complain.h"
#include "mitra/config.h"
#include "mitra/department.h"
#include "mitra/digits.h"
#include "mitra/forms.h"
#include "mitra/http.h"
#include "mitra/json.h"
#include "mitra/json_write.h"
#include "mitra/limits.h"
#include "mitra/log.h"
#include "mitra/memory.h"
#include "mitra/payments.h"
#include "mitra/random.h"
#include "mitra/schedule.h"
#include "mitra/show.h"
#include "mitra/storage.h"
#include "mitra/text.h"
#include "mitra/turn.h"

// How many elements an array has.
#define MITRA_COUNT(array) (sizeof(array) / sizeof *(array))

#endif
