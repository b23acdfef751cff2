// A form with fields of six kinds, and its answers as lines.

#include <inttypes.h>

#include "reference.h"

const mitra_text FORM_NAME = {"దరఖాస్తు", "Form", "आवेदन"};
static const mitra_text TITLE = {"దరఖాస్తు", "Application", "आवेदन"};
static const mitra_text NAME = {"Name", "Name", "Name"};
static const mitra_text AGE = {"Age", "Age", "Age"};
static const mitra_text DISTRICT = {"District", "District", "District"};
static const mitra_text INCOME = {"Income", "Income", "Income"};
static const mitra_text BORN = {"Born", "Born", "Born"};
static const mitra_text AADHAAR = {"Aadhaar", "Aadhaar", "Aadhaar"};
static const mitra_text GUNTUR = {"గుంటూరు", "Guntur", "गुंटूर"};
static const mitra_text KRISHNA = {"కృష్ణా", "Krishna", "कृष्णा"};

// The highest income that can be given, in paise: ten lakh rupees.
#define INCOME_MAX 100000000

static const mitra_alternative DISTRICTS[] = {
    {.id = "guntur", .title = &GUNTUR},
    {.id = "krishna", .title = &KRISHNA},
};

static const mitra_field FIELDS[] = {
    {.id = "name", .label = &NAME, .question = &NAME, .kind = MITRA_FIELD_NAME},
    {.id = "age", .label = &AGE, .question = &AGE, .kind = MITRA_FIELD_NUMBER, .number = {1, 120}},
    {.id = "district",
     .label = &DISTRICT,
     .question = &DISTRICT,
     .kind = MITRA_FIELD_CHOICE,
     .alternatives = DISTRICTS,
     .n_alternatives = MITRA_COUNT(DISTRICTS)},
    {.id = "income",
     .label = &INCOME,
     .question = &INCOME,
     .optional = true,
     .kind = MITRA_FIELD_MONEY,
     .money = {0, INCOME_MAX}},
    {.id = "born", .label = &BORN, .question = &BORN, .kind = MITRA_FIELD_DATE},
    {.id = "aadhaar", .label = &AADHAAR, .question = &AADHAAR, .kind = MITRA_FIELD_AADHAAR},
};

static const mitra_form APPLICATION = {
    .id = "application", .title = &TITLE, .fields = FIELDS, .n_fields = MITRA_COUNT(FIELDS)};

static const char *shown(const mitra_value *value) {
  switch (value->kind) {
    case MITRA_VALUE_NUMBER:
      return mitra_format("%" PRId64, value->number);
    case MITRA_VALUE_MONEY:
      return mitra_format("%" PRIu64, value->paise);
    case MITRA_VALUE_DATE:
      return mitra_format("%04u-%02u-%02u", value->date.year, value->date.month, value->date.day);
    case MITRA_VALUE_CHOICE:
      return value->choice;
    case MITRA_VALUE_IDENTITY:
      return mitra_join("\xE2\x80\xA6", value->identity.last_four);
    default:
      return value->text;
  }
}

// The answers, one a line.
static const char *told(const mitra_answers *answers) {
  const char *lines = "";
  for (size_t i = 0; i < answers->count; i++) {
    const mitra_field_answer *it = &answers->items[i];
    lines = mitra_join(lines, i == 0 ? "" : "\n", it->field, ": ", shown(&it->value));
  }
  return lines;
}

void handle_form(const mitra_turn *turn, mitra_answer *answer) {
  switch (turn->event.kind) {
    case MITRA_OPENED:
      mitra_say(answer, "Please fill in.");
      mitra_ask_form(answer, &APPLICATION);
      mitra_stay(answer, NULL, 0);
      break;
    case MITRA_SENT_FORM:
      mitra_say(answer, told(&turn->event.form));
      mitra_finish(answer);
      break;
    case MITRA_WENT_BACK:
      mitra_say(answer, "Closed.");
      mitra_finish(answer);
      break;
    default:
      not_understood(turn, answer);
  }
}
