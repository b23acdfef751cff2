// What the host calls: the contract's exports, over the department of this component.

#include <stdlib.h>

#include "../src/check.h"
#include "../src/host.h"
#include "convert.h"

static void give_service(const mitra_service *service, mitra_department_types_service_t *given) {
  department_string_t *aliases = mitra_take_array(service->n_aliases, sizeof *aliases);
  for (size_t i = 0; i < service->n_aliases; i++) aliases[i] = mitra_lent(service->aliases[i]);
  given->id = mitra_lent(service->id);
  given->name = mitra_lent_words(service->name);
  given->summary = mitra_lent_words(service->summary);
  given->aliases = (department_list_string_t){aliases, service->n_aliases};
}

void exports_mitra_department_handler_describe(exports_mitra_department_handler_department_t *given) {
  const mitra_department *own = &mitra_this_department;
  mitra_turn_begin();
  mitra_check_department(own);
  if (mitra_complaint() != NULL) {
    // A description has no way to fail but this: the host does not load the component, and shows the line.
    mitra_host_log(MITRA_ERROR, mitra_complaint());
    abort();
  }
  mitra_department_types_service_t *services = mitra_take_array(own->n_services, sizeof *services);
  for (size_t i = 0; i < own->n_services; i++) give_service(&own->services[i], &services[i]);
  given->id = mitra_lent(own->id);
  given->name = mitra_lent_words(own->name);
  given->services = (mitra_department_types_list_service_t){services, own->n_services};
  given->state_schema = own->state_schema;
}

static bool fail(exports_mitra_department_handler_fault_t *fault, uint8_t tag, const char *words) {
  fault->tag = tag;
  fault->val.bug = mitra_lent(words);
  return false;
}

bool exports_mitra_department_handler_handle(exports_mitra_department_handler_turn_t *given,
                                             exports_mitra_department_handler_outcome_t *outcome,
                                             exports_mitra_department_handler_fault_t *fault) {
  mitra_turn_begin();
  mitra_turn turn = mitra_given_turn(given);
  mitra_answer *answer = mitra_take(sizeof *answer);
  mitra_this_department.handle(&turn, answer);
  mitra_check_answer(answer);
  const char *mistake = mitra_complaint();
  if (mistake != NULL) return fail(fault, MITRA_DEPARTMENT_CONVERSATION_FAULT_BUG, mistake);
  switch (answer->next) {
    case MITRA_NEXT_REFUSED:
      return fail(fault, MITRA_DEPARTMENT_CONVERSATION_FAULT_REFUSED, answer->words);
    case MITRA_NEXT_BUG:
      return fail(fault, MITRA_DEPARTMENT_CONVERSATION_FAULT_BUG, answer->words);
    case MITRA_NEXT_RETRY_LATER:
      fault->tag = MITRA_DEPARTMENT_CONVERSATION_FAULT_RETRY_LATER;
      fault->val.retry_later = answer->retry_seconds;
      return false;
    default:
      mitra_give_outcome(answer, outcome);
      return true;
  }
}

bool exports_mitra_department_migration_migrate(uint32_t from_schema, department_list_u8_t *state,
                                                department_list_u8_t *given, department_string_t *why_not) {
  mitra_turn_begin();
  mitra_bytes carried = {0};
  const char *failed = mitra_this_department.migrate == NULL
                           ? mitra_format("nothing carries schema %u over", (unsigned)from_schema)
                           : mitra_this_department.migrate(from_schema, mitra_given_bytes(*state), &carried);
  if (failed == NULL && carried.length > MITRA_STATE_BYTES_MAX) failed = "the state that was carried over is too large";
  if (failed != NULL) {
    *why_not = mitra_lent(failed);
    return false;
  }
  *given = mitra_lent_bytes(carried);
  return true;
}
