// Labels and questions that several forms have.

#ifndef FIELDS_H
#define FIELDS_H

#include "mitra.h"

extern const mitra_text NAME_LABEL, PROOF_LABEL, REASON_LABEL, ASK_REASON, ADDRESS_LABEL, ASK_ADDRESS, ADDRESS_HELP,
    MOBILE_LABEL, ASK_MOBILE_NUMBER;

// The shortest and the longest address, in characters.
#define ADDRESS_MIN 10
#define ADDRESS_MAX 300

// Writes the answers of a form into a request, each under its field's id: a file by its id at Meta, a number that
// identifies a person by its last digits and token.
void write_answers(mitra_json_writer *writer, const mitra_answers *answers);

#endif
