// Files that citizens sent: what they are, and what is in them.

#ifndef MITRA_MEDIA_H
#define MITRA_MEDIA_H

#include "memory.h"

// What kind of file it is.
typedef enum { MITRA_IMAGE, MITRA_VIDEO, MITRA_AUDIO, MITRA_DOCUMENT } mitra_media_kind;

// A file that a citizen sent. Its bytes are there for 7 days: see mitra_read_file.
typedef struct {
  mitra_media_kind kind;
  // Store this to read the file later. It names nothing in another citizen's turn.
  const char *id;
  // Such as `image/jpeg`.
  const char *mime_type;
  // What is written under it; NULL for nothing.
  const char *caption;
  // A document's name on the citizen's telephone, or NULL. Never use it as a path.
  const char *filename;
} mitra_media;

// Why there are no bytes.
typedef enum {
  MITRA_FILE_READ,
  // Not asked for in department.toml, or not granted.
  MITRA_FILE_DENIED,
  // No file that this citizen sent to your department has this id.
  MITRA_FILE_UNKNOWN,
  // The citizen must send it again: files are kept for 7 days.
  MITRA_FILE_GONE,
  // It has more than 5 MiB.
  MITRA_FILE_TOO_LARGE,
  // It cannot be had right now: answer with mitra_retry_later.
  MITRA_FILE_UNAVAILABLE,
} mitra_file_failure;

// What is in a file.
typedef struct {
  // MITRA_FILE_READ, or why all else is empty.
  mitra_file_failure failure;
  // Words for your log, not for citizens; NULL for none.
  const char *words;
  // What the citizen's phone said it is: look at the bytes before you trust it.
  const char *mime_type;
  mitra_bytes bytes;
} mitra_file;

// Reads a whole file by its id, one of at most 4 in a turn.
mitra_file mitra_read_file(const char *id);

#endif
