// Forms: you say what you need to know, as constant data, and the front desk asks, checks and shows it.
//
//   static const mitra_field FIELDS[] = {
//       {.id = "name", .label = &NAME, .question = &ASK_NAME, .kind = MITRA_FIELD_NAME},
//       {.id = "age", .label = &AGE, .question = &ASK_AGE, .kind = MITRA_FIELD_NUMBER, .number = {1, 120}},
//   };
//   static const mitra_form MEMBER = {
//       .id = "member", .title = &TITLE, .fields = FIELDS, .n_fields = MITRA_COUNT(FIELDS)};

#ifndef MITRA_FORMS_H
#define MITRA_FORMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calendar.h"
#include "media.h"
#include "place.h"
#include "text.h"

// What an answer must be. Behind each: the member of mitra_value that you get.
typedef enum {
  // Words of so many characters (`length`): text.
  MITRA_FIELD_TEXT,
  // A person's name, 2 to 60 characters in any script: text.
  MITRA_FIELD_NAME,
  // A whole number (`number`): number.
  MITRA_FIELD_NUMBER,
  // An amount in paise (`money`): paise.
  MITRA_FIELD_MONEY,
  // A day (`days`; zeros for no bound): date.
  MITRA_FIELD_DATE,
  // One of the `alternatives`, 2 to 10, or 9 if optional: choice, the id.
  MITRA_FIELD_CHOICE,
  // A number of so many digits (`length`), at most 30: text.
  MITRA_FIELD_DIGITS,
  // An Indian mobile number: text, ten digits.
  MITRA_FIELD_MOBILE,
  // A PIN code: text, six digits.
  MITRA_FIELD_PIN_CODE,
  // An Aadhaar number: identity. Never ask for it as text or digits.
  MITRA_FIELD_AADHAAR,
  // A permanent account number: text.
  MITRA_FIELD_PAN,
  // A vehicle's registration: text, without spaces.
  MITRA_FIELD_VEHICLE,
  // A driving licence: text, without spaces.
  MITRA_FIELD_DRIVING_LICENCE,
  // A voter's card: text.
  MITRA_FIELD_VOTER_ID,
  // A bank branch: text.
  MITRA_FIELD_IFSC,
  // A bank account: text, 9 to 18 digits.
  MITRA_FIELD_BANK_ACCOUNT,
  // A UPI address: text, in lower case.
  MITRA_FIELD_UPI,
  // A survey number, such as 123/4A: text.
  MITRA_FIELD_SURVEY_NUMBER,
  // An e-mail address: text, in lower case.
  MITRA_FIELD_EMAIL,
  // A picture: media.
  MITRA_FIELD_PHOTO,
  // A file, or a picture of a paper: media.
  MITRA_FIELD_DOCUMENT,
  // A shared location: place.
  MITRA_FIELD_LOCATION,
  // A shared location, or a place in words of so many characters (`length`): place or text.
  MITRA_FIELD_PLACE,
} mitra_field_kind;

// One of a field's possible answers.
typedef struct {
  const char *id;
  // One line of 1 to 24 characters.
  const mitra_text *title;
  // A line under it, at most 72 characters; NULL for none.
  const mitra_text *description;
} mitra_alternative;

// One thing to be asked for.
typedef struct {
  const char *id;
  // Stands before the answer in the summary: at most 24 characters.
  const mitra_text *label;
  // 1 to 1,024 characters.
  const mitra_text *question;
  // Where to look for the answer; NULL for no help.
  const mitra_text *help;
  bool optional;
  mitra_field_kind kind;
  // What belongs to the kind. Both ends count.
  union {
    struct {
      uint32_t min, max;
    } length;
    struct {
      int64_t min, max;
    } number;
    struct {
      uint64_t min, max;
    } money;
    struct {
      mitra_date earliest, latest;
    } days;
    struct {
      const mitra_alternative *alternatives;
      size_t n_alternatives;
    };
  };
} mitra_field;

// Questions to be asked one by one. It must be constant: the answer keeps it by its address.
typedef struct {
  // Comes back with the answers.
  const char *id;
  // Over the summary: at most 60 characters.
  const mitra_text *title;
  // 1 to 20. Ids differ, and labels in each language.
  const mitra_field *fields;
  size_t n_fields;
} mitra_form;

// A number that identifies a person, without the number.
typedef struct {
  const char *last_four;
  // Stands for the number: the same number, the same token, in your department alone.
  const char *token;
} mitra_identity;

// An answer, in one way of writing however it was typed.
typedef struct {
  enum {
    MITRA_VALUE_TEXT,
    MITRA_VALUE_NUMBER,
    MITRA_VALUE_MONEY,
    MITRA_VALUE_DATE,
    MITRA_VALUE_CHOICE,
    MITRA_VALUE_IDENTITY,
    MITRA_VALUE_PLACE,
    MITRA_VALUE_MEDIA,
  } kind;
  union {
    const char *text;
    int64_t number;
    uint64_t paise;
    mitra_date date;
    const char *choice;
    mitra_identity identity;
    mitra_place place;
    mitra_media media;
  };
} mitra_value;

// The answer to one field.
typedef struct {
  const char *field;
  mitra_value value;
} mitra_field_answer;

// A form as the citizen sent it: in the order of the fields, without what was skipped.
typedef struct {
  // The id of the form that you asked for.
  const char *form;
  const mitra_field_answer *items;
  size_t count;
} mitra_answers;

// The answer to a field; NULL if it was skipped.
const mitra_value *mitra_answer_to(const mitra_answers *answers, const char *field);

// The answer, if it is text or one of the alternatives: its words, or its id. NULL if not, and if it was skipped.
const char *mitra_answer_text(const mitra_answers *answers, const char *field);

// Holds a form against the contract's limits: see mitra_complain.
void mitra_check_form(const mitra_form *form);

#endif
