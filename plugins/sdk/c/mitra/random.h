// Chance, for codes and references that nobody shall guess.

#ifndef MITRA_RANDOM_H
#define MITRA_RANDOM_H

#include <stddef.h>
#include <stdint.h>

// Fills these bytes, at most 1,024. A turn that the host repeats gets the same ones in the same order.
void mitra_random(uint8_t *bytes, size_t length);

// A code of so many digits, each as likely as any other, the first no zero.
const char *mitra_random_digits(size_t length);

// A reference that a citizen can read out: mitra_reference("AP", 5) gives the like of `AP-12345`.
const char *mitra_reference(const char *prefix, size_t n_digits);

#endif
