// Everything the department says.

#ifndef TEXTS_H
#define TEXTS_H

#include "mitra.h"

// Names, at most 24 characters each: one row of a list.
extern const mitra_text DEPARTMENT, HOURS, HOURS_SUMMARY;

extern const mitra_text ASK, NOT_FOUND, SHOWN, NEXT, OTHER, DONE, THANKS;

#endif
