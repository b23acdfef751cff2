// Requests to web services that department.toml asks for and the operator granted, such as the department's back end.

#ifndef MITRA_HTTP_H
#define MITRA_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "json.h"
#include "limits.h"
#include "memory.h"

// What a request asks for.
typedef enum {
  MITRA_METHOD_GET,
  MITRA_METHOD_HEAD,
  MITRA_METHOD_POST,
  MITRA_METHOD_PUT,
  MITRA_METHOD_PATCH,
  MITRA_METHOD_DELETE,
} mitra_method;

// One line of a request's or response's head.
typedef struct {
  // In responses, in lower case.
  const char *name;
  const char *value;
} mitra_header;

// What you send. The host adds what the operator configured, keys and tokens among it.
typedef struct {
  mitra_method method;
  // The whole address, at most 4,096 bytes. Put what a citizen typed into it by mitra_url_escape.
  const char *url;
  const mitra_header *headers;
  size_t n_headers;
  // At most 256 KiB; NULL for none.
  const mitra_bytes *body;
} mitra_request;

// Why there is no response.
typedef enum {
  MITRA_ANSWERED,
  // Not asked for, not granted, or its name leads where departments may not go.
  MITRA_DENIED,
  // The request cannot be sent as it is.
  MITRA_INVALID,
  // The service is away, or broke off. It may have got the request.
  MITRA_UNREACHABLE,
  // No whole response within 4 s. The service may have got the request.
  MITRA_TIMED_OUT,
  // The response is larger than 1 MiB. The service got the request.
  MITRA_TOO_LARGE,
} mitra_failure;

// What the service answered.
typedef struct {
  // MITRA_ANSWERED, or why all else is empty.
  mitra_failure failure;
  // Words for your log, not for citizens; NULL for none.
  const char *words;
  // 200 and the like.
  uint16_t status;
  const mitra_header *headers;
  size_t n_headers;
  mitra_bytes body;
} mitra_response;

// Sends a request, one of at most 10, and waits for the whole response.
mitra_response mitra_send(const mitra_request *request);

// Reads an address.
mitra_response mitra_http_get(const char *url);

// Sends JSON.
mitra_response mitra_http_post(const char *url, const char *json);

// Whether the service answered with a status of 200 to 299.
bool mitra_succeeded(const mitra_response *response);

// The response's body as JSON; check it by mitra_json_is_there.
mitra_json mitra_response_json(const mitra_response *response);

// A text as a part of an address, with percent encoding.
const char *mitra_url_escape(const char *text);

#endif
