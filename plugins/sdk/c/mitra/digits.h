// Numbers as citizens type them: in three scripts, with spaces and hyphens.

#ifndef MITRA_DIGITS_H
#define MITRA_DIGITS_H

// The text with Telugu and Devanagari digits as ASCII ones.
const char *mitra_ascii_digits(const char *text);

// The digits of a text that has nothing else but spaces, hyphens and dots; NULL if it has.
const char *mitra_digits_only(const char *text);

#endif
