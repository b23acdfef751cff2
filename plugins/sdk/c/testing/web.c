// Web services that answer as a test says, and files that a citizen sent.

#include <stdlib.h>
#include <string.h>

#include "../src/host.h"
#include "world.h"

// A copy of an item's bytes that lives as long as the turn.
static mitra_bytes copy_of(const mitra_item *item) {
  uint8_t *copy = mitra_take(item->length);
  if (item->length > 0) memcpy(copy, item->data, item->length);
  return (mitra_bytes){copy, item->length};
}

void mitra_world_web(mitra_method method, const char *url, uint16_t status, const char *body) {
  mitra_bytes bytes = mitra_bytes_of(body == NULL ? "" : body);
  mitra_item *answer = mitra_world_put(ITEM_WEB, (int)method, url, bytes);
  answer->number = status;
  answer->failure = MITRA_ANSWERED;
}

void mitra_world_web_fails(mitra_method method, const char *url, mitra_failure failure) {
  mitra_world_put(ITEM_WEB, (int)method, url, (mitra_bytes){0})->failure = (int)failure;
}

size_t mitra_world_n_requests(void) { return mitra_world_sent; }
const char *mitra_world_last_body(void) { return mitra_world_sent_body; }

mitra_response mitra_host_send(const mitra_request *request) {
  mitra_world_sent += 1;
  free(mitra_world_sent_body);
  mitra_world_sent_body = request->body == NULL ? NULL : (char *)mitra_keep_bytes(*request->body);
  const mitra_item *answer = mitra_world_find(ITEM_WEB, (int)request->method, request->url);
  if (answer == NULL) return (mitra_response){.failure = MITRA_UNREACHABLE, .words = "nobody is there"};
  if (answer->failure != MITRA_ANSWERED) return (mitra_response){.failure = (mitra_failure)answer->failure};
  return (mitra_response){.status = (uint16_t)answer->number, .body = copy_of(answer)};
}

// A file's type is an item of its own, beside that of its bytes.
enum { OF_BYTES, OF_TYPE };

void mitra_world_file(const char *id, const char *mime_type, mitra_bytes bytes) {
  mitra_world_put(ITEM_FILE, OF_BYTES, id, bytes)->failure = MITRA_FILE_READ;
  mitra_world_put(ITEM_FILE, OF_TYPE, id, mitra_bytes_of(mime_type));
}

void mitra_world_file_fails(const char *id, mitra_file_failure failure) {
  mitra_world_put(ITEM_FILE, OF_BYTES, id, (mitra_bytes){0})->failure = (int)failure;
}

mitra_file mitra_host_read_file(const char *id) {
  const mitra_item *file = mitra_world_find(ITEM_FILE, OF_BYTES, id);
  if (file == NULL) return (mitra_file){.failure = MITRA_FILE_UNKNOWN};
  if (file->failure != MITRA_FILE_READ) return (mitra_file){.failure = (mitra_file_failure)file->failure};
  mitra_bytes type = copy_of(mitra_world_find(ITEM_FILE, OF_TYPE, id));
  return (mitra_file){.mime_type = mitra_copy(type.data, type.length), .bytes = copy_of(file)};
}
