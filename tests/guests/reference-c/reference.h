// The services of the reference department.

#ifndef REFERENCE_H
#define REFERENCE_H

#include "mitra.h"

extern const mitra_text COUNTER_NAME, NOTES_NAME, FORM_NAME, PAPERS_NAME, FAULTS_NAME;

void handle_counter(const mitra_turn *turn, mitra_answer *answer);
void handle_notes(const mitra_turn *turn, mitra_answer *answer);
void handle_form(const mitra_turn *turn, mitra_answer *answer);
void handle_papers(const mitra_turn *turn, mitra_answer *answer);
void handle_faults(const mitra_turn *turn, mitra_answer *answer);

// Says this, and goes on with the state that the turn began with.
void stay_as_it_was(const mitra_turn *turn, mitra_answer *answer, const char *words);

// What nobody has an answer to.
void not_understood(const mitra_turn *turn, mitra_answer *answer);

#endif
