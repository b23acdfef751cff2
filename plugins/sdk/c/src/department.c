#include "mitra/department.h"

#include "check.h"
#include "mitra/complain.h"
#include "mitra/limits.h"

static void check_service(const mitra_service *service) {
  mitra_check_id("a service's id", service->id);
  mitra_check_lines("a service's name", service->name, MITRA_NAME_CHARACTERS_MAX);
  mitra_check_lines("a service's summary", service->summary, MITRA_SUMMARY_CHARACTERS_MAX);
  if (service->n_aliases > MITRA_ALIASES_MAX) {
    mitra_complain("`%s` has %zu aliases, there may be %d", service->id, service->n_aliases, MITRA_ALIASES_MAX);
  }
  for (size_t i = 0; i < service->n_aliases; i++) {
    const char *alias = service->aliases[i];
    // In UTF-16 units no text is shorter than in code points.
    mitra_check_line("an alias", alias, 2 * MITRA_ALIAS_CODE_POINTS_MAX);
    if (alias != NULL && mitra_code_points(alias) > MITRA_ALIAS_CODE_POINTS_MAX) {
      mitra_complain("an alias has at most %d code points: %s", MITRA_ALIAS_CODE_POINTS_MAX, alias);
    }
  }
}

void mitra_check_department(const mitra_department *department) {
  mitra_check_id("the department's id", department->id);
  mitra_check_lines("the department's name", department->name, MITRA_NAME_CHARACTERS_MAX);
  if (department->handle == NULL) mitra_complain("the department has no `handle`");
  if (department->n_services < 1 || department->n_services > MITRA_SERVICES_MAX) {
    mitra_complain("a department has 1 to %d services, not %zu", MITRA_SERVICES_MAX, department->n_services);
  }
  for (size_t i = 0; i < department->n_services; i++) {
    const mitra_service *service = &department->services[i];
    check_service(service);
    for (size_t earlier = 0; earlier < i && service->id != NULL; earlier++) {
      const char *other = department->services[earlier].id;
      if (other != NULL && mitra_is(other, service->id)) mitra_complain("two services have the id `%s`", other);
    }
  }
}
