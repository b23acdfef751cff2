// The ration shops on record.

#ifndef SHOPS_H
#define SHOPS_H

#include "mitra.h"

// The first of all shops; mitra_json_next gives the others. At most 64 KiB of them are in one record.
mitra_json shops_first(void);

// The shop of this number; nothing if there is none.
mitra_json shop_of_number(const char *number);

// Where a shop is.
mitra_place shop_place(mitra_json shop);

#endif
