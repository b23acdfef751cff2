// A department in C that repeats what it hears. A text that begins with `!` asks for something by name, for tests of
// the host.

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "department.h"

#define LINE_BYTES_MAX 512

typedef exports_mitra_department_handler_turn_t turn_t;
typedef exports_mitra_department_handler_outcome_t outcome_t;
typedef exports_mitra_department_handler_fault_t fault_t;

static const char *const LISTENING[] = {
    [MITRA_DEPARTMENT_TYPES_LANGUAGE_TE] = "నేను వింటున్నాను",
    [MITRA_DEPARTMENT_TYPES_LANGUAGE_EN] = "I am listening",
    [MITRA_DEPARTMENT_TYPES_LANGUAGE_HI] = "मैं सुन रहा हूँ",
};

// Must be fresh in every turn.
static int counter = 0;

static department_string_t text(const char *words) {
  department_string_t made;
  department_string_dup(&made, words);
  return made;
}

static department_list_u8_t bytes(const char *words) {
  department_string_t made = text(words);
  return (department_list_u8_t){made.ptr, made.len};
}

static mitra_department_types_localized_t same(const char *words) {
  return (mitra_department_types_localized_t){text(words), text(words), text(words)};
}

// The contract's texts do not end with a zero.
static char *copy(const uint8_t *ptr, size_t len) {
  char *made = malloc(len + 1);
  memcpy(made, ptr, len);
  made[len] = 0;
  return made;
}

static bool stay(outcome_t *outcome, department_string_t words, const char *state) {
  mitra_department_conversation_reply_t *reply = malloc(sizeof *reply);
  reply->tag = MITRA_DEPARTMENT_CONVERSATION_REPLY_TEXT;
  reply->val.text = words;
  outcome->replies = (mitra_department_conversation_list_reply_t){reply, 1};
  outcome->next.tag = MITRA_DEPARTMENT_CONVERSATION_NEXT_STAY;
  outcome->next.val.stay = bytes(state);
  return true;
}

static bool say(outcome_t *outcome, const char *words) {
  return stay(outcome, text(words), "1");
}

static bool setting(const char *key, department_string_t *value) {
  department_string_t name;
  department_string_set(&name, key);
  return mitra_department_config_get(&name, value);
}

static bool answer_turns(const turn_t *turn, outcome_t *outcome) {
  int turns = 0;
  if (turn->state.is_some) turns = atoi(copy(turn->state.val.ptr, turn->state.val.len));
  char state[16], words[32];
  snprintf(state, sizeof state, "%d", turns + 1);
  snprintf(words, sizeof words, "turn %s", state);
  return stay(outcome, text(words), state);
}

static bool answer_count(outcome_t *outcome) {
  const mitra_department_storage_scope_t scope = MITRA_DEPARTMENT_STORAGE_SCOPE_DEPARTMENT;
  department_string_t key;
  department_string_set(&key, "count");
  department_list_u8_t stored;
  int count = 0;
  if (mitra_department_storage_get(scope, &key, &stored)) count = atoi(copy(stored.ptr, stored.len));
  char number[16], words[32];
  snprintf(number, sizeof number, "%d", count + 1);
  department_list_u8_t value = bytes(number);
  mitra_department_storage_set(scope, &key, &value);
  snprintf(words, sizeof words, "count: %s", number);
  return say(outcome, words);
}

static bool answer_config(outcome_t *outcome) {
  department_string_t office = text("none"), secret = text("none");
  setting("office", &office);
  setting("secret", &secret);
  char words[LINE_BYTES_MAX];
  snprintf(words, sizeof words, "%s %s", copy(office.ptr, office.len), copy(secret.ptr, secret.len));
  return say(outcome, words);
}

static bool answer_clock(outcome_t *outcome) {
  struct timespec wall, other;
  clock_gettime(CLOCK_REALTIME, &wall);
  clock_gettime(CLOCK_MONOTONIC, &other);
  uint64_t milliseconds = (uint64_t)wall.tv_sec * 1000 + (uint64_t)wall.tv_nsec / 1000000;
  char words[LINE_BYTES_MAX];
  snprintf(words, sizeof words, "%" PRIu64 " %" PRIu64 " %d", mitra_department_clock_now(), milliseconds,
           (int)other.tv_sec);
  return say(outcome, words);
}

static bool answer_random(outcome_t *outcome) {
  department_list_u8_t own;
  mitra_department_random_bytes(4, &own);
  uint8_t other[4];
  getentropy(other, sizeof other);
  char words[LINE_BYTES_MAX];
  snprintf(words, sizeof words, "%d %d %d %d", own.ptr[0], own.ptr[3], other[0], other[3]);
  return say(outcome, words);
}

static bool answer_get(const char *url, outcome_t *outcome) {
  mitra_department_http_request_t request = {.method = MITRA_DEPARTMENT_HTTP_METHOD_GET};
  department_string_set(&request.url, url);
  mitra_department_http_response_t response;
  mitra_department_http_failure_t failure;
  char words[LINE_BYTES_MAX];
  if (mitra_department_http_send(&request, &response, &failure)) {
    char *body = copy(response.body.ptr, response.body.len);
    snprintf(words, sizeof words, "%d %s", response.status, body);
  } else if (failure.tag <= MITRA_DEPARTMENT_HTTP_FAILURE_UNREACHABLE) {
    snprintf(words, sizeof words, "failed: %s", copy(failure.val.denied.ptr, failure.val.denied.len));
  } else {
    snprintf(words, sizeof words, "failed: %d", failure.tag);
  }
  return say(outcome, words);
}

static bool answer_log(const char *words, outcome_t *outcome) {
  department_string_t line;
  department_string_set(&line, "a line");
  mitra_department_log_write(MITRA_DEPARTMENT_LOG_LEVEL_INFO, &line);
  puts(words);
  return say(outcome, "logged");
}

static bool answer_allocate(size_t size, outcome_t *outcome) {
  // What is never read would never be taken.
  volatile uint8_t *taken = malloc(size);
  // As in languages that end by themselves when there is no memory.
  if (taken == NULL) __builtin_trap();
  for (size_t at = 0; at < size; at += 4096) taken[at] = 1;
  char words[32];
  snprintf(words, sizeof words, "%zu", size);
  return say(outcome, words);
}

static bool fail(fault_t *fault, uint8_t tag, const char *words) {
  fault->tag = tag;
  fault->val.refused = text(words);
  return false;
}

// What a text asks for, which begins behind its `!`.
static bool wish(const turn_t *turn, char *said, outcome_t *outcome, fault_t *fault) {
  char *rest = strchr(said, ' ');
  rest = rest == NULL ? said + strlen(said) : (*rest = 0, rest + 1);
  if (strcmp(said, "spin") == 0) {
    for (;;) *(volatile int *)&counter += 1;
  }
  if (strcmp(said, "trap") == 0) __builtin_trap();
  if (strcmp(said, "allocate") == 0) return answer_allocate(strtoul(rest, NULL, 10), outcome);
  if (strcmp(said, "turns") == 0) return answer_turns(turn, outcome);
  if (strcmp(said, "count") == 0) return answer_count(outcome);
  if (strcmp(said, "config") == 0) return answer_config(outcome);
  if (strcmp(said, "clock") == 0) return answer_clock(outcome);
  if (strcmp(said, "random") == 0) return answer_random(outcome);
  if (strcmp(said, "get") == 0) return answer_get(rest, outcome);
  if (strcmp(said, "log") == 0) return answer_log(rest, outcome);
  if (strcmp(said, "refuse") == 0) {
    return fail(fault, MITRA_DEPARTMENT_CONVERSATION_FAULT_REFUSED, "Not allowed.");
  }
  if (strcmp(said, "bug") == 0) return fail(fault, MITRA_DEPARTMENT_CONVERSATION_FAULT_BUG, "as asked");
  if (strcmp(said, "later") == 0) {
    fault->tag = MITRA_DEPARTMENT_CONVERSATION_FAULT_RETRY_LATER;
    fault->val.retry_later = (uint32_t)strtoul(rest, NULL, 10);
    return false;
  }
  if (strcmp(said, "leak") == 0) {
    char words[32];
    snprintf(words, sizeof words, "leak: %d", counter++);
    return say(outcome, words);
  }
  return say(outcome, "unknown");
}

void exports_mitra_department_handler_describe(exports_mitra_department_handler_department_t *department) {
  department_string_t id;
  if (!setting("id", &id)) id = text("echo-c");
  char *name = copy(id.ptr, id.len);
  char alias[LINE_BYTES_MAX];
  snprintf(alias, sizeof alias, "echo %s", name);
  department_string_t *aliases = malloc(sizeof *aliases);
  *aliases = text(alias);
  mitra_department_types_service_t *service = malloc(sizeof *service);
  service->id = text("echo");
  service->name = same("Echo");
  service->summary = same("Says what you say");
  service->aliases = (department_list_string_t){aliases, 1};
  department->id = id;
  department->name = same(name);
  department->services = (mitra_department_types_list_service_t){service, 1};
  department->state_schema = 1;
}

bool exports_mitra_department_handler_handle(turn_t *turn, outcome_t *outcome, fault_t *fault) {
  const mitra_department_conversation_event_t *event = &turn->event;
  char words[LINE_BYTES_MAX];
  switch (event->tag) {
    case MITRA_DEPARTMENT_CONVERSATION_EVENT_OPENED:
      return stay(outcome, text(LISTENING[turn->citizen.language]), "0");
    case MITRA_DEPARTMENT_CONVERSATION_EVENT_TEXT: {
      char *said = copy(event->val.text.ptr, event->val.text.len);
      if (said[0] == '!') return wish(turn, said + 1, outcome, fault);
      size_t size = strlen(said) + sizeof "echo: ";
      char *echo = malloc(size);
      snprintf(echo, size, "echo: %s", said);
      return say(outcome, echo);
    }
    case MITRA_DEPARTMENT_CONVERSATION_EVENT_CHOSEN: {
      const department_string_t *id = &event->val.chosen.id;
      snprintf(words, sizeof words, "chosen: %s", copy(id->ptr, id->len));
      return say(outcome, words);
    }
    case MITRA_DEPARTMENT_CONVERSATION_EVENT_LOCATION: {
      const mitra_department_conversation_location_t *place = &event->val.location;
      snprintf(words, sizeof words, "place: %g %g", place->latitude, place->longitude);
      return say(outcome, words);
    }
    case MITRA_DEPARTMENT_CONVERSATION_EVENT_MEDIA: {
      const department_string_t *type = &event->val.media.mime_type;
      snprintf(words, sizeof words, "file: %s", copy(type->ptr, type->len));
      return say(outcome, words);
    }
    default:
      outcome->replies = (mitra_department_conversation_list_reply_t){NULL, 0};
      outcome->next.tag = MITRA_DEPARTMENT_CONVERSATION_NEXT_FINISH;
      return true;
  }
}
