// What the host offers: the contract's imports, behind the functions of src/host.h.

#include "../src/host.h"
#include "convert.h"

#include <string.h>

// The SDK's enums count as the contract's do.
_Static_assert(MITRA_OF_CITIZEN == MITRA_DEPARTMENT_STORAGE_SCOPE_CITIZEN, "scopes");
_Static_assert(MITRA_METHOD_DELETE == MITRA_DEPARTMENT_HTTP_METHOD_DELETE, "methods");
_Static_assert(MITRA_FILE_DENIED == MITRA_DEPARTMENT_MEDIA_FAILURE_DENIED + 1 &&
                   MITRA_FILE_UNAVAILABLE == MITRA_DEPARTMENT_MEDIA_FAILURE_UNAVAILABLE + 1,
               "failures of files, behind success");
_Static_assert(MITRA_ERROR == MITRA_DEPARTMENT_LOG_LEVEL_ERROR, "levels");
_Static_assert(MITRA_DENIED == MITRA_DEPARTMENT_HTTP_FAILURE_DENIED + 1 &&
                   MITRA_TOO_LARGE == MITRA_DEPARTMENT_HTTP_FAILURE_TOO_LARGE + 1,
               "failures, behind success");

bool mitra_host_get(mitra_scope scope, const char *key, mitra_bytes *value) {
  department_string_t lent = mitra_lent(key);
  department_list_u8_t given;
  if (!mitra_department_storage_get((mitra_department_storage_scope_t)scope, &lent, &given)) return false;
  *value = mitra_given_bytes(given);
  return true;
}

void mitra_host_set(mitra_scope scope, const char *key, mitra_bytes value) {
  department_string_t lent = mitra_lent(key);
  department_list_u8_t bytes = mitra_lent_bytes(value);
  mitra_department_storage_set((mitra_department_storage_scope_t)scope, &lent, &bytes);
}

bool mitra_host_replace(mitra_scope scope, const char *key, const mitra_bytes *expected, const mitra_bytes *value) {
  department_string_t lent = mitra_lent(key);
  department_list_u8_t old = {0}, new = {0};
  if (expected != NULL) old = mitra_lent_bytes(*expected);
  if (value != NULL) new = mitra_lent_bytes(*value);
  return mitra_department_storage_replace((mitra_department_storage_scope_t)scope, &lent,
                                          expected == NULL ? NULL : &old, value == NULL ? NULL : &new);
}

void mitra_host_delete(mitra_scope scope, const char *key) {
  department_string_t lent = mitra_lent(key);
  mitra_department_storage_delete((mitra_department_storage_scope_t)scope, &lent);
}

mitra_list mitra_host_keys(mitra_scope scope, const char *prefix, uint32_t limit) {
  department_string_t lent = mitra_lent(prefix);
  department_list_string_t given;
  mitra_department_storage_keys((mitra_department_storage_scope_t)scope, &lent, limit, &given);
  const char **items = mitra_take_array(given.len, sizeof *items);
  for (size_t i = 0; i < given.len; i++) items[i] = mitra_given(given.ptr[i]);
  return (mitra_list){items, given.len};
}

const char *mitra_host_config(const char *key) {
  department_string_t lent = mitra_lent(key), value;
  return mitra_department_config_get(&lent, &value) ? mitra_given(value) : NULL;
}

static mitra_response failed(const mitra_department_http_failure_t *failure) {
  mitra_response response = {.failure = (mitra_failure)(failure->tag + 1)};
  switch (response.failure) {
    case MITRA_DENIED:
      response.words = mitra_given(failure->val.denied);
      break;
    case MITRA_INVALID:
      response.words = mitra_given(failure->val.invalid);
      break;
    case MITRA_UNREACHABLE:
      response.words = mitra_given(failure->val.unreachable);
      break;
    default:
      break;
  }
  return response;
}

mitra_response mitra_host_send(const mitra_request *request) {
  mitra_department_http_header_t *headers = mitra_take_array(request->n_headers, sizeof *headers);
  for (size_t i = 0; i < request->n_headers; i++) {
    headers[i] = (mitra_department_http_header_t){mitra_lent(request->headers[i].name),
                                                  mitra_lent(request->headers[i].value)};
  }
  mitra_department_http_request_t lent = {
      .method = (mitra_department_http_method_t)request->method,
      .url = mitra_lent(request->url),
      .headers = {headers, request->n_headers},
  };
  if (request->body != NULL) lent.body = (department_option_list_u8_t){true, mitra_lent_bytes(*request->body)};
  mitra_department_http_response_t given;
  mitra_department_http_failure_t failure;
  if (!mitra_department_http_send(&lent, &given, &failure)) return failed(&failure);
  mitra_header *answered = mitra_take_array(given.headers.len, sizeof *answered);
  for (size_t i = 0; i < given.headers.len; i++) {
    answered[i] =
        (mitra_header){mitra_given(given.headers.ptr[i].name), mitra_given(given.headers.ptr[i].value)};
  }
  return (mitra_response){
      .status = given.status,
      .headers = answered,
      .n_headers = given.headers.len,
      .body = mitra_given_bytes(given.body),
  };
}

mitra_file mitra_host_read_file(const char *id) {
  department_string_t lent = mitra_lent(id);
  mitra_department_media_content_t given;
  mitra_department_media_failure_t failure;
  if (mitra_department_media_read(&lent, &given, &failure)) {
    return (mitra_file){.mime_type = mitra_given(given.mime_type), .bytes = mitra_given_bytes(given.bytes)};
  }
  mitra_file file = {.failure = (mitra_file_failure)(failure.tag + 1)};
  if (file.failure == MITRA_FILE_DENIED) file.words = mitra_given(failure.val.denied);
  if (file.failure == MITRA_FILE_UNAVAILABLE) file.words = mitra_given(failure.val.unavailable);
  return file;
}

bool mitra_host_payment_find(const char *reference, mitra_payment *found) {
  department_string_t lent = mitra_lent(reference);
  mitra_department_payments_payment_status_t status;
  if (!mitra_department_payments_find(&lent, &status)) return false;
  *found = mitra_given_payment(reference, 0, &status);
  return true;
}

void mitra_host_timer_set(const char *name, uint64_t at, mitra_bytes note) {
  department_string_t lent = mitra_lent(name);
  department_list_u8_t bytes = mitra_lent_bytes(note);
  mitra_department_schedule_set(&lent, at, &bytes);
}

bool mitra_host_timer_cancel(const char *name) {
  department_string_t lent = mitra_lent(name);
  return mitra_department_schedule_cancel(&lent);
}

void mitra_host_log(mitra_level level, const char *line) {
  department_string_t lent = mitra_lent(line);
  mitra_department_log_write((mitra_department_log_level_t)level, &lent);
}

void mitra_host_random(uint8_t *bytes, size_t length) {
  department_list_u8_t given;
  mitra_department_random_bytes((uint32_t)length, &given);
  memcpy(bytes, given.ptr, given.len < length ? given.len : length);
}

uint64_t mitra_host_now(void) { return mitra_department_clock_now(); }
