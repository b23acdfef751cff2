// Settings that the operator gave the department: addresses, switches, names of offices. Never secrets.

#ifndef MITRA_CONFIG_H
#define MITRA_CONFIG_H

// The setting, or `otherwise`, which may be NULL, if the operator gave none.
const char *mitra_config(const char *key, const char *otherwise);

#endif
