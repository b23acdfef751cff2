#include "mitra/config.h"

#include "host.h"

const char *mitra_config(const char *key, const char *otherwise) {
  const char *value = mitra_host_config(key);
  return value == NULL ? otherwise : value;
}
