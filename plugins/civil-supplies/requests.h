// Requests of citizens: kept for the office, found again by the citizen, withdrawn, and never made twice.

#ifndef REQUESTS_H
#define REQUESTS_H

#include "civil.h"

// Begins a service that ends with a request. If the citizen has one of this service for this card already, asks what
// to do with it, and gives false.
bool request_may_begin(talk *it);

// A turn in STEP_PENDING. True if the citizen wants to make another request.
bool request_is_new(talk *it);

// Begins what is written about a request: the members after those that every request has are the service's own.
mitra_json_writer request_writer(const talk *it);

// Stores the request, says its number and ends the conversation. `about` tells requests apart that must not be there
// twice for one card, such as a person's token; NULL if nothing does.
void request_make(talk *it, mitra_json_writer *writer, const char *about);

#endif
