// Everything that several services say. What one service says stands with it.

#ifndef TEXTS_H
#define TEXTS_H

#include "mitra.h"

extern const mitra_text DONE, NOT_NOW, THANKS, WHAT_NEXT, ANOTHER_CARD, PLEASE_CHOOSE;

#endif
