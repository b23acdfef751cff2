// Texts held against the contract's limits.

#ifndef MITRA_CHECK_H
#define MITRA_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "mitra/answer.h"
#include "mitra/text.h"

// A text of 1 to `max` characters that shows something. `what` names it in the mistake that is noted if it is not.
bool mitra_check_text(const char *what, const char *text, size_t max);

// The same on one line, without spaces at the ends.
bool mitra_check_line(const char *what, const char *text, size_t max);

// An id of lower-case letters, digits and hyphens, at most 40.
bool mitra_check_id(const char *what, const char *id);

// An https address of at most 2,000 bytes.
bool mitra_check_url(const char *what, const char *url);

// A line or text in each language.
bool mitra_check_lines(const char *what, const mitra_text *text, size_t max);
bool mitra_check_texts(const char *what, const mitra_text *text, size_t max);

// A file of the department's: its size, its type, and how it begins.
void mitra_check_file(mitra_bytes bytes, const char *mime_type);

// What can only be seen once a turn is over: that it has an end, and that its questions have choices.
void mitra_check_answer(const mitra_answer *answer);

#endif
