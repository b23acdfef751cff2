// What every hostile guest has in common: it describes itself politely, and misbehaves at the citizen's first word.
//
// A guest is its name and `misbehave`: `#define GUEST "hostile-..."`, this header, and the function.

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "department.h"

typedef exports_mitra_department_handler_outcome_t outcome_t;

// What it does to the host. Whatever it leaves in the outcome is its answer, if it comes to one.
static void misbehave(outcome_t *outcome);

static inline department_string_t text(const char *words) {
  department_string_t made;
  department_string_dup(&made, words);
  return made;
}

// A text of so many bytes.
static inline department_string_t text_of(size_t bytes) {
  department_string_t made = {malloc(bytes), bytes};
  if (made.ptr == NULL) __builtin_trap();
  memset(made.ptr, 'x', bytes);
  return made;
}

static inline mitra_department_types_localized_t same(const char *words) {
  return (mitra_department_types_localized_t){text(words), text(words), text(words)};
}

static inline mitra_department_conversation_reply_t text_reply(department_string_t words) {
  mitra_department_conversation_reply_t reply;
  memset(&reply, 0, sizeof reply);
  reply.tag = MITRA_DEPARTMENT_CONVERSATION_REPLY_TEXT;
  reply.val.text = words;
  return reply;
}

// Stays, and says this.
static inline void say(outcome_t *outcome, const char *words) {
  mitra_department_conversation_reply_t *reply = malloc(sizeof *reply);
  *reply = text_reply(text(words));
  outcome->replies = (mitra_department_conversation_list_reply_t){reply, 1};
  outcome->next.tag = MITRA_DEPARTMENT_CONVERSATION_NEXT_STAY;
  outcome->next.val.stay = (department_list_u8_t){NULL, 0};
}

// Sends a request, and says how it went.
static inline void get(outcome_t *outcome, const char *url) {
  mitra_department_http_request_t request;
  memset(&request, 0, sizeof request);
  request.method = MITRA_DEPARTMENT_HTTP_METHOD_GET;
  request.url = text(url);
  mitra_department_http_response_t response;
  mitra_department_http_failure_t failure;
  bool is_there = mitra_department_http_send(&request, &response, &failure);
  bool is_denied = !is_there && failure.tag == MITRA_DEPARTMENT_HTTP_FAILURE_DENIED;
  say(outcome, is_there ? "reached" : is_denied ? "denied" : "failed");
}

void exports_mitra_department_handler_describe(exports_mitra_department_handler_department_t *department) {
  // Several of one kind may stand beside each other, each under an id that the operator gave it.
  department_string_t key = text("id"), id;
  if (!mitra_department_config_get(&key, &id)) id = text(GUEST);
  department_string_t *alias = malloc(sizeof *alias);
  *alias = id;
  mitra_department_types_service_t *service = malloc(sizeof *service);
  service->id = text("hostile");
  service->name = same("Hostile");
  service->summary = same("Misbehaves");
  service->aliases = (department_list_string_t){alias, 1};
  department->id = id;
  department->name = same("Hostile");
  department->services = (mitra_department_types_list_service_t){service, 1};
  department->state_schema = 1;
}

bool exports_mitra_department_handler_handle(exports_mitra_department_handler_turn_t *turn, outcome_t *outcome,
                                             exports_mitra_department_handler_fault_t *fault) {
  (void)fault;
  if (turn->event.tag == MITRA_DEPARTMENT_CONVERSATION_EVENT_OPENED) {
    say(outcome, "Ready.");
  } else {
    misbehave(outcome);
  }
  return true;
}
