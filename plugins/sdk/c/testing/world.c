// A host in memory: what the functions of src/host.h do in tests.

#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../src/host.h"

// 2026-11-24, 10:30 in India.
#define BEGINNING UINT64_C(1795496400000)
// How many timers a citizen may have in a service.
#define TIMERS_MAX 8

static mitra_items world, remembered;
static uint64_t now;
// How many bytes of chance were given.
static uint64_t chance;
static char *logged;
char *mitra_world_sent_body;
size_t mitra_world_sent;
const char *mitra_world_service = "";

static void *kept(void *piece) {
  if (piece == NULL) abort();
  return piece;
}

uint8_t *mitra_keep_bytes(mitra_bytes bytes) {
  // With a zero behind it, so that it can be read as text.
  uint8_t *copy = kept(calloc(1, bytes.length + 1));
  if (bytes.length > 0) memcpy(copy, bytes.data, bytes.length);
  return copy;
}

char *mitra_keep(const char *text) { return (char *)mitra_keep_bytes(mitra_bytes_of(text)); }

static void drop(mitra_item *item) {
  free(item->name);
  free(item->data);
}

static void empty(mitra_items *items) {
  for (size_t i = 0; i < items->count; i++) drop(&items->items[i]);
  free(items->items);
  *items = (mitra_items){0};
}

mitra_item *mitra_world_find(int kind, int of, const char *name) {
  for (size_t i = 0; i < world.count; i++) {
    mitra_item *item = &world.items[i];
    if ((int)item->kind == kind && item->of == of && strcmp(item->name, name) == 0) return item;
  }
  return NULL;
}

mitra_item *mitra_world_find_bytes(int kind, mitra_bytes bytes) {
  for (size_t i = 0; i < world.count; i++) {
    mitra_item *item = &world.items[i];
    bool is_same = item->length == bytes.length && memcmp(item->data, bytes.data, bytes.length) == 0;
    if ((int)item->kind == kind && is_same) return item;
  }
  return NULL;
}

size_t mitra_world_count(int kind) {
  size_t count = 0;
  for (size_t i = 0; i < world.count; i++) count += (int)world.items[i].kind == kind;
  return count;
}

static void remove_item(mitra_item *item) {
  drop(item);
  size_t at = (size_t)(item - world.items);
  memmove(item, item + 1, (world.count - at - 1) * sizeof *item);
  world.count -= 1;
}

mitra_item *mitra_world_put(int kind, int of, const char *name, mitra_bytes bytes) {
  uint8_t *data = mitra_keep_bytes(bytes);
  mitra_item *item = mitra_world_find(kind, of, name);
  if (item == NULL) {
    world.items = kept(realloc(world.items, (world.count + 1) * sizeof *world.items));
    item = &world.items[world.count++];
    *item = (mitra_item){.kind = kind, .of = of, .name = mitra_keep(name)};
  }
  free(item->data);
  item->data = data;
  item->length = bytes.length;
  return item;
}

void mitra_world_begin(void) {
  empty(&world);
  empty(&remembered);
  mitra_till_begin();
  free(logged);
  free(mitra_world_sent_body);
  logged = mitra_world_sent_body = NULL;
  mitra_world_sent = 0;
  chance = 0;
  now = BEGINNING;
}

void mitra_world_remember(void) {
  empty(&remembered);
  remembered.items = kept(calloc(world.count + 1, sizeof *world.items));
  for (; remembered.count < world.count; remembered.count++) {
    mitra_item item = world.items[remembered.count];
    item.name = mitra_keep(item.name);
    item.data = mitra_keep_bytes((mitra_bytes){item.data, item.length});
    remembered.items[remembered.count] = item;
  }
}

void mitra_world_restore(void) {
  mitra_items after = world;
  world = remembered;
  remembered = (mitra_items){0};
  empty(&after);
}

// Records.

bool mitra_host_get(mitra_scope scope, const char *key, mitra_bytes *value) {
  const mitra_item *record = mitra_world_find(ITEM_RECORD, (int)scope, key);
  if (record == NULL) return false;
  uint8_t *copy = mitra_take(record->length);
  memcpy(copy, record->data, record->length);
  *value = (mitra_bytes){copy, record->length};
  return true;
}

void mitra_host_set(mitra_scope scope, const char *key, mitra_bytes value) {
  mitra_world_put(ITEM_RECORD, (int)scope, key, value);
}

bool mitra_host_replace(mitra_scope scope, const char *key, const mitra_bytes *expected, const mitra_bytes *value) {
  const mitra_item *record = mitra_world_find(ITEM_RECORD, (int)scope, key);
  bool is_expected = (record == NULL) == (expected == NULL);
  if (is_expected && record != NULL) {
    is_expected = record->length == expected->length && memcmp(record->data, expected->data, record->length) == 0;
  }
  if (!is_expected) return false;
  if (value == NULL) {
    mitra_host_delete(scope, key);
  } else {
    mitra_host_set(scope, key, *value);
  }
  return true;
}

void mitra_host_delete(mitra_scope scope, const char *key) {
  mitra_item *record = mitra_world_find(ITEM_RECORD, (int)scope, key);
  if (record != NULL) remove_item(record);
}

static int by_bytes(const void *one, const void *other) {
  return strcmp(*(const char *const *)one, *(const char *const *)other);
}

mitra_list mitra_host_keys(mitra_scope scope, const char *prefix, uint32_t limit) {
  const char **keys = mitra_take_array(world.count, sizeof *keys);
  size_t count = 0;
  for (size_t i = 0; i < world.count; i++) {
    const mitra_item *item = &world.items[i];
    bool is_wanted = item->kind == ITEM_RECORD && item->of == (int)scope && mitra_begins(item->name, prefix);
    if (is_wanted) keys[count++] = mitra_copy(item->name, strlen(item->name));
  }
  qsort(keys, count, sizeof *keys, by_bytes);
  return (mitra_list){keys, count < limit ? count : limit};
}

const char *mitra_world_record(mitra_scope scope, const char *key) {
  const mitra_item *record = mitra_world_find(ITEM_RECORD, (int)scope, key);
  return record == NULL ? NULL : (const char *)record->data;
}

void mitra_world_set(mitra_scope scope, const char *key, const char *value) {
  mitra_host_set(scope, key, mitra_bytes_of(value));
}

size_t mitra_world_n_records(mitra_scope scope, const char *prefix) {
  return mitra_host_keys(scope, prefix, UINT32_MAX).count;
}

// Settings, log, chance and time.

void mitra_world_setting(const char *key, const char *value) {
  mitra_world_put(ITEM_SETTING, 0, key, mitra_bytes_of(value));
}

const char *mitra_host_config(const char *key) {
  const mitra_item *setting = mitra_world_find(ITEM_SETTING, 0, key);
  return setting == NULL ? NULL : mitra_copy(setting->data, setting->length);
}

void mitra_host_log(mitra_level level, const char *line) {
  (void)level;
  char *longer = mitra_keep(mitra_join(logged == NULL ? "" : logged, line, "\n"));
  free(logged);
  logged = longer;
}

const char *mitra_world_log(void) { return logged == NULL ? "" : logged; }

void mitra_host_random(uint8_t *bytes, size_t length) {
  for (size_t i = 0; i < length; i++) {
    // SplitMix64 (Steele, Lea and Flood, 2014), one byte of each number.
    uint64_t n = ++chance * UINT64_C(0x9e3779b97f4a7c15);
    n = (n ^ (n >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    n = (n ^ (n >> 27)) * UINT64_C(0x94d049bb133111eb);
    bytes[i] = (uint8_t)(n ^ (n >> 31));
  }
}

uint64_t mitra_host_now(void) { return now; }
uint64_t mitra_world_now(void) { return now; }
void mitra_world_set_now(uint64_t instant) { now = instant; }

// Timers.

static const char *timer_name(const char *name) { return mitra_join(mitra_world_service, "/", name); }

void mitra_host_timer_set(const char *name, uint64_t at, mitra_bytes note) {
  mitra_world_put(ITEM_TIMER, 0, timer_name(name), note)->number = at < now ? now : at;
  size_t n_timers = 0;
  for (size_t i = 0; i < world.count; i++) {
    const mitra_item *item = &world.items[i];
    n_timers += item->kind == ITEM_TIMER && mitra_begins(item->name, timer_name(""));
  }
  if (n_timers > TIMERS_MAX) mitra_complain("a citizen has at most %d timers in a service", TIMERS_MAX);
}

bool mitra_host_timer_cancel(const char *name) {
  mitra_item *timer = mitra_world_find(ITEM_TIMER, 0, timer_name(name));
  if (timer != NULL) remove_item(timer);
  return timer != NULL;
}

bool mitra_world_timer(const char *service, uint64_t until, mitra_timer *timer) {
  const char *prefix = mitra_join(service, "/");
  mitra_item *first = NULL;
  for (size_t i = 0; i < world.count; i++) {
    mitra_item *item = &world.items[i];
    bool is_due = item->kind == ITEM_TIMER && mitra_begins(item->name, prefix) && item->number <= until;
    if (is_due && (first == NULL || item->number < first->number)) first = item;
  }
  if (first == NULL) return false;
  uint8_t *note = mitra_take(first->length);
  memcpy(note, first->data, first->length);
  const char *name = first->name + strlen(prefix);
  *timer = (mitra_timer){mitra_copy(name, strlen(name)), first->number, {note, first->length}};
  remove_item(first);
  return true;
}
