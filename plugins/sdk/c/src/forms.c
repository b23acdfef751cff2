#include "mitra/forms.h"

#include <string.h>

#include "check.h"
#include "mitra/complain.h"
#include "mitra/limits.h"

// The least and the most alternatives of a field; to skip takes a row of its list.
#define ALTERNATIVES_MIN 2

static size_t bytes_of(const mitra_text *text) {
  return text == NULL ? 0 : strlen(text->te) + strlen(text->en) + strlen(text->hi);
}

static bool share_a_text(const mitra_text *one, const mitra_text *other) {
  return mitra_is(one->te, other->te) || mitra_is(one->en, other->en) || mitra_is(one->hi, other->hi);
}

static uint32_t ordered(mitra_date date) { return date.year * 10000u + date.month * 100u + date.day; }

static bool has_answers(const mitra_field *field) {
  uint32_t most = field->kind == MITRA_FIELD_DIGITS ? MITRA_ANSWER_DIGITS_MAX : MITRA_ANSWER_CHARACTERS_MAX;
  switch (field->kind) {
    case MITRA_FIELD_TEXT:
    case MITRA_FIELD_DIGITS:
    case MITRA_FIELD_PLACE:
      return field->length.min >= 1 && field->length.min <= field->length.max && field->length.max <= most;
    case MITRA_FIELD_NUMBER:
      return field->number.min <= field->number.max;
    case MITRA_FIELD_MONEY:
      return field->money.min <= field->money.max;
    case MITRA_FIELD_DATE:
      return field->days.latest.year == 0 || ordered(field->days.earliest) <= ordered(field->days.latest);
    default:
      return true;
  }
}

// Checks the alternatives of a field, and gives the bytes of their texts and ids.
static size_t check_alternatives(const mitra_field *field) {
  size_t most = field->optional ? MITRA_ALTERNATIVES_MAX - 1 : MITRA_ALTERNATIVES_MAX;
  if (field->n_alternatives < ALTERNATIVES_MIN || field->n_alternatives > most) {
    mitra_complain("`%s` has %zu alternatives, there may be %d to %zu", field->id, field->n_alternatives,
                   ALTERNATIVES_MIN, most);
    return 0;
  }
  size_t n_bytes = 0;
  for (size_t i = 0; i < field->n_alternatives; i++) {
    const mitra_alternative *it = &field->alternatives[i];
    if (!mitra_check_id("an alternative's id", it->id)) return 0;
    if (!mitra_check_lines("an alternative's title", it->title, MITRA_TITLE_CHARACTERS_MAX)) return 0;
    if (it->description != NULL &&
        !mitra_check_lines("an alternative's description", it->description, MITRA_DESCRIPTION_CHARACTERS_MAX)) {
      return 0;
    }
    n_bytes += strlen(it->id) + bytes_of(it->title) + bytes_of(it->description);
    for (size_t earlier = 0; earlier < i; earlier++) {
      const mitra_alternative *other = &field->alternatives[earlier];
      if (mitra_is(other->id, it->id)) mitra_complain("two alternatives have the id `%s`", it->id);
      if (share_a_text(other->title, it->title)) {
        mitra_complain("the alternatives `%s` and `%s` have the same title", other->id, it->id);
      }
    }
  }
  return n_bytes;
}

// Checks a field by itself, and gives the bytes of its texts and ids; 0 if it cannot be used.
static size_t check_field(const mitra_field *field) {
  if (!mitra_check_id("a field's id", field->id)) return 0;
  if (!mitra_check_lines("a field's label", field->label, MITRA_TITLE_CHARACTERS_MAX)) return 0;
  if (!mitra_check_texts("a field's question", field->question, MITRA_BODY_CHARACTERS_MAX)) return 0;
  if (field->help != NULL && !mitra_check_texts("a field's help", field->help, MITRA_BODY_CHARACTERS_MAX)) return 0;
  if (!has_answers(field)) mitra_complain("`%s` can have no answer", field->id);
  size_t n_bytes = strlen(field->id) + bytes_of(field->label) + bytes_of(field->question) + bytes_of(field->help);
  return field->kind == MITRA_FIELD_CHOICE ? n_bytes + check_alternatives(field) : n_bytes;
}

void mitra_check_form(const mitra_form *form) {
  if (!mitra_check_id("a form's id", form->id)) return;
  if (!mitra_check_lines("a form's title", form->title, MITRA_FORM_TITLE_CHARACTERS_MAX)) return;
  if (form->n_fields < 1 || form->n_fields > MITRA_FIELDS_MAX) {
    mitra_complain("a form has 1 to %d fields, `%s` has %zu", MITRA_FIELDS_MAX, form->id, form->n_fields);
    return;
  }
  size_t n_bytes = strlen(form->id) + bytes_of(form->title);
  for (size_t i = 0; i < form->n_fields; i++) {
    const mitra_field *field = &form->fields[i];
    size_t of_field = check_field(field);
    if (of_field == 0) return;
    n_bytes += of_field;
    for (size_t earlier = 0; earlier < i; earlier++) {
      const mitra_field *other = &form->fields[earlier];
      if (mitra_is(other->id, field->id)) mitra_complain("two fields have the id `%s`", field->id);
      if (share_a_text(other->label, field->label)) {
        mitra_complain("the fields `%s` and `%s` have the same label", other->id, field->id);
      }
    }
  }
  if (n_bytes > MITRA_FORM_BYTES_MAX) {
    mitra_complain("the texts of the form `%s` have %zu bytes, there may be %d", form->id, n_bytes,
                   MITRA_FORM_BYTES_MAX);
  }
}

const mitra_value *mitra_answer_to(const mitra_answers *answers, const char *field) {
  for (size_t i = 0; i < answers->count; i++) {
    if (mitra_is(answers->items[i].field, field)) return &answers->items[i].value;
  }
  return NULL;
}

const char *mitra_answer_text(const mitra_answers *answers, const char *field) {
  const mitra_value *value = mitra_answer_to(answers, field);
  if (value == NULL) return NULL;
  if (value->kind == MITRA_VALUE_TEXT) return value->text;
  return value->kind == MITRA_VALUE_CHOICE ? value->choice : NULL;
}
