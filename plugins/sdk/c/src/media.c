#include "mitra/media.h"

#include <string.h>

#include "check.h"
#include "host.h"

mitra_file mitra_read_file(const char *id) {
  if (!mitra_count(&mitra_counted.n_files, MITRA_FILES_READ_MAX, "files read")) {
    return (mitra_file){.failure = MITRA_FILE_UNKNOWN};
  }
  return mitra_host_read_file(id);
}

#define OFFICE "application/vnd.openxmlformats-officedocument."

// The types that are sent, and how their bytes begin where that can be told from the first ones. The host looks
// further. Source: conversation.wit, `file`.
static const struct {
  const char *mime_type;
  const char *beginning;
} TYPES[] = {
    {"application/pdf", "%PDF"},
    {"image/jpeg", "\xFF\xD8\xFF"},
    {"image/png", "\x89PNG"},
    {"text/plain", ""},
    {"audio/aac", "\xFF"},
    {"audio/amr", "#!AMR"},
    {"audio/mp4", ""},
    {"audio/mpeg", ""},
    {"audio/ogg", "OggS"},
    {"video/mp4", ""},
    {OFFICE "wordprocessingml.document", "PK"},
    {OFFICE "spreadsheetml.sheet", "PK"},
    {OFFICE "presentationml.presentation", "PK"},
};

void mitra_check_file(mitra_bytes bytes, const char *mime_type) {
  if (bytes.length < 1 || bytes.length > MITRA_FILE_BYTES_MAX) {
    mitra_complain("a file has 1 to %d bytes, not %zu", MITRA_FILE_BYTES_MAX, bytes.length);
    return;
  }
  for (size_t i = 0; i < MITRA_COUNT(TYPES); i++) {
    if (!mitra_is(TYPES[i].mime_type, mime_type)) continue;
    size_t length = strlen(TYPES[i].beginning);
    bool begins = bytes.length >= length && memcmp(bytes.data, TYPES[i].beginning, length) == 0;
    if (!begins) mitra_complain("the file is no %s", mime_type);
    return;
  }
  mitra_complain("`%s` is no type that is sent", mime_type);
}
