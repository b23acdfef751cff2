#include "mitra/http.h"

#include <string.h>

#include "host.h"

static bool is_fit(const mitra_request *request) {
  size_t n_bytes = request->url == NULL ? 0 : strlen(request->url);
  if (n_bytes < 1 || n_bytes > MITRA_REQUEST_URL_BYTES_MAX) {
    mitra_complain("a request's address has 1 to %d bytes, not %zu", MITRA_REQUEST_URL_BYTES_MAX, n_bytes);
    return false;
  }
  if (request->n_headers > MITRA_REQUEST_HEADERS_MAX) {
    mitra_complain("a request has at most %d headers, not %zu", MITRA_REQUEST_HEADERS_MAX, request->n_headers);
    return false;
  }
  if (request->body != NULL && request->body->length > MITRA_REQUEST_BODY_BYTES_MAX) {
    mitra_complain("a request's body has at most %d bytes, not %zu", MITRA_REQUEST_BODY_BYTES_MAX,
                   request->body->length);
    return false;
  }
  return true;
}

mitra_response mitra_send(const mitra_request *request) {
  if (!is_fit(request) || !mitra_count(&mitra_counted.n_requests, MITRA_REQUESTS_MAX, "requests to web services")) {
    return (mitra_response){.failure = MITRA_INVALID, .words = "it breaks a limit of the contract"};
  }
  return mitra_host_send(request);
}

mitra_response mitra_http_get(const char *url) {
  return mitra_send(&(mitra_request){.method = MITRA_METHOD_GET, .url = url});
}

mitra_response mitra_http_post(const char *url, const char *json) {
  static const mitra_header HEADERS[] = {{"content-type", "application/json"}};
  mitra_bytes body = mitra_bytes_of(json);
  return mitra_send(&(mitra_request){.method = MITRA_METHOD_POST,
                                     .url = url,
                                     .headers = HEADERS,
                                     .n_headers = MITRA_COUNT(HEADERS),
                                     .body = &body});
}

bool mitra_succeeded(const mitra_response *response) {
  return response->failure == MITRA_ANSWERED && response->status >= 200 && response->status < 300;
}

mitra_json mitra_response_json(const mitra_response *response) { return mitra_json_read(response->body); }

const char *mitra_url_escape(const char *text) {
  static const char PLAIN[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  static const char HEX[] = "0123456789ABCDEF";
  char *escaped = mitra_take(3 * strlen(text) + 1);
  char *to = escaped;
  for (; *text != 0; text++) {
    unsigned char byte = (unsigned char)*text;
    if (strchr(PLAIN, byte) != NULL) {
      *to++ = (char)byte;
    } else {
      *to++ = '%';
      *to++ = HEX[byte >> 4];
      *to++ = HEX[byte & 15];
    }
  }
  return escaped;
}
