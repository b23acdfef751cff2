// A form's answers as the front desk would deliver them.

#include <string.h>

#include "world.h"

static bool are_digits(const char *text, size_t min, size_t max) {
  size_t length = strlen(text);
  return length >= min && length <= max && strspn(text, "0123456789") == length;
}

static bool are_upper(const char *text, size_t min, size_t max) {
  size_t length = strlen(text);
  return length >= min && length <= max && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == length;
}

static bool is_address(const char *text) {
  return strchr(text, '@') != NULL && strpbrk(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ ") == NULL;
}

static bool is_line(const char *text, size_t min, size_t max) {
  size_t length = mitra_characters(text);
  return length >= min && length <= max && text[0] != ' ' && text[strlen(text) - 1] != ' ';
}

// Whether a text is written as the host writes it.
static bool is_text(const mitra_field *field, const char *text) {
  switch (field->kind) {
    case MITRA_FIELD_TEXT:
    case MITRA_FIELD_PLACE:
      return is_line(text, field->length.min, field->length.max);
    case MITRA_FIELD_NAME:
      return is_line(text, 2, 60) && strpbrk(text, "0123456789") == NULL;
    case MITRA_FIELD_DIGITS:
      return are_digits(text, field->length.min, field->length.max);
    case MITRA_FIELD_MOBILE:
      return are_digits(text, 10, 10) && text[0] >= '6';
    case MITRA_FIELD_PIN_CODE:
      return are_digits(text, 6, 6) && text[0] != '0';
    case MITRA_FIELD_BANK_ACCOUNT:
      return are_digits(text, 9, 18);
    case MITRA_FIELD_PAN:
    case MITRA_FIELD_VOTER_ID:
      return are_upper(text, 10, 10);
    case MITRA_FIELD_IFSC:
      return are_upper(text, 11, 11);
    case MITRA_FIELD_DRIVING_LICENCE:
      return are_upper(text, 15, 15);
    case MITRA_FIELD_VEHICLE:
      return are_upper(text, 4, 11);
    case MITRA_FIELD_UPI:
    case MITRA_FIELD_EMAIL:
      return is_address(text);
    case MITRA_FIELD_SURVEY_NUMBER:
      return text[0] >= '0' && text[0] <= '9' && strchr(text, ' ') == NULL;
    default:
      return false;
  }
}

static uint32_t ordered(mitra_date date) { return date.year * 10000u + date.month * 100u + date.day; }

static bool is_day(const mitra_field *field, mitra_date date) {
  bool is_early = date.year >= 1000 && date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31;
  bool is_late = field->days.latest.year == 0 || ordered(date) <= ordered(field->days.latest);
  return is_early && is_late && ordered(field->days.earliest) <= ordered(date);
}

static bool is_alternative(const mitra_field *field, const char *id) {
  for (size_t i = 0; i < field->n_alternatives; i++) {
    if (mitra_is(field->alternatives[i].id, id)) return true;
  }
  return false;
}

// Whether the front desk would take this for an answer to the field.
static bool is_answer(const mitra_field *field, const mitra_value *value) {
  switch (value->kind) {
    case MITRA_VALUE_TEXT:
      return is_text(field, value->text);
    case MITRA_VALUE_NUMBER:
      return field->kind == MITRA_FIELD_NUMBER && value->number >= field->number.min &&
             value->number <= field->number.max;
    case MITRA_VALUE_MONEY:
      return field->kind == MITRA_FIELD_MONEY && value->paise >= field->money.min && value->paise <= field->money.max;
    case MITRA_VALUE_DATE:
      return field->kind == MITRA_FIELD_DATE && is_day(field, value->date);
    case MITRA_VALUE_CHOICE:
      return field->kind == MITRA_FIELD_CHOICE && is_alternative(field, value->choice);
    case MITRA_VALUE_IDENTITY:
      return field->kind == MITRA_FIELD_AADHAAR && are_digits(value->identity.last_four, 4, 4);
    case MITRA_VALUE_PLACE:
      return field->kind == MITRA_FIELD_LOCATION || field->kind == MITRA_FIELD_PLACE;
    case MITRA_VALUE_MEDIA: {
      bool is_picture = value->media.kind == MITRA_IMAGE;
      if (field->kind == MITRA_FIELD_PHOTO) return is_picture || mitra_begins(value->media.mime_type, "image/");
      return field->kind == MITRA_FIELD_DOCUMENT && (is_picture || value->media.kind == MITRA_DOCUMENT);
    }
  }
  return false;
}

mitra_answers mitra_form_answers(const mitra_form *form, const mitra_field_answer *answers, size_t count) {
  mitra_field_answer *items = mitra_take_array(form->n_fields, sizeof *items);
  mitra_answers given = {.form = form->id, .items = items};
  size_t n_known = 0;
  for (size_t i = 0; i < form->n_fields; i++) {
    const mitra_field *field = &form->fields[i];
    const mitra_value *value = mitra_answer_to(&(mitra_answers){form->id, answers, count}, field->id);
    if (value == NULL && !field->optional) mitra_test_fails("`%s` must be answered", field->id);
    if (value == NULL) continue;
    if (!is_answer(field, value)) mitra_test_fails("the front desk would ask for `%s` again", field->id);
    items[given.count++] = (mitra_field_answer){field->id, *value};
    n_known += 1;
  }
  if (n_known != count) mitra_test_fails("an answer is twice there, or the form has no such field");
  return given;
}
