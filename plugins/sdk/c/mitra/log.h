// Lines for the department's own log, read by its vendor and the operator. Never what a citizen typed.

#ifndef MITRA_LOG_H
#define MITRA_LOG_H

// How much a line matters.
typedef enum { MITRA_DEBUG, MITRA_INFO, MITRA_WARN, MITRA_ERROR } mitra_level;

// Writes one line, as by printf. A turn writes at most 100 lines and 16 KiB: the host drops what is over.
void mitra_log(mitra_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
