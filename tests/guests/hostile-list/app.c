// Hands a list of 200,000 headers to the host.
#define GUEST "hostile-list"
#include "../hostile.h"

static void misbehave(outcome_t *outcome) {
  enum { HEADERS = 200000 };
  mitra_department_http_request_t request;
  memset(&request, 0, sizeof request);
  request.url = text("https://example.com/");
  request.headers.ptr = calloc(HEADERS, sizeof *request.headers.ptr);
  if (request.headers.ptr == NULL) __builtin_trap();
  request.headers.len = HEADERS;
  mitra_department_http_response_t response;
  mitra_department_http_failure_t failure;
  mitra_department_http_send(&request, &response, &failure);
  say(outcome, "sent");
}
