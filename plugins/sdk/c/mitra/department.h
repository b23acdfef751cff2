// What a department is: constant data that citizens are shown, and the function that answers them.

#ifndef MITRA_DEPARTMENT_H
#define MITRA_DEPARTMENT_H

#include <stddef.h>
#include <stdint.h>

#include "answer.h"
#include "memory.h"
#include "text.h"
#include "turn.h"

// One thing that citizens can do.
typedef struct {
  // Lower-case letters, digits and hyphens, at most 40.
  const char *id;
  // One line of at most 24 characters.
  const mitra_text *name;
  // One line of at most 72 characters.
  const mitra_text *summary;
  // Other words that citizens type for it, in any script: at most 50, each of at most 60 code points.
  const char *const *aliases;
  size_t n_aliases;
} mitra_service;

// A department. Every component has one, `mitra_this_department`.
typedef struct {
  // As in department.toml.
  const char *id;
  // One line of at most 24 characters.
  const mitra_text *name;
  // 1 to 50, in the order that citizens see them.
  const mitra_service *services;
  size_t n_services;
  // The number of the layout of your state: raise it when the struct changes.
  uint32_t state_schema;
  // Answers one event of one citizen. Nothing is kept between turns but the state and the records.
  void (*handle)(const mitra_turn *turn, mitra_answer *answer);
  // Turns a state of an older schema into one of yours, in `carried`, and gives NULL; or says, for your log, why it
  // cannot: the citizen is told, and the service begins again. Without this function it always does.
  const char *(*migrate)(uint32_t from_schema, mitra_bytes state, mitra_bytes *carried);
} mitra_department;

// The department that this component is.
extern const mitra_department mitra_this_department;

// Holds what a department says of itself against the contract's limits: see mitra_complain.
void mitra_check_department(const mitra_department *department);

#endif
