#include <string.h>

#include "department.h"

void mitra_check_answer(const mitra_answer *answer);

static const mitra_text A = {"అ", "A", "अ"}, B = {"ఆ", "B", "आ"}, C = {"ఇ", "C", "इ"};
static const mitra_alternative WAYS[] = {{.id = "one", .title = &A}, {.id = "two", .title = &B}};

// A form of these fields, as its first mistake.
static const char *mistake_of(const mitra_field *fields, size_t count) {
  mitra_form form = {.id = "form", .title = &A, .fields = fields, .n_fields = count};
  return MISTAKE(mitra_check_form(&form));
}

static mitra_field field(const char *id, const mitra_text *label, mitra_field_kind kind) {
  return (mitra_field){.id = id, .label = label, .question = &A, .kind = kind};
}

static mitra_field choice(const mitra_alternative *alternatives, size_t count) {
  mitra_field made = field("way", &A, MITRA_FIELD_CHOICE);
  made.alternatives = alternatives;
  made.n_alternatives = count;
  return made;
}

static void a_form_is_held_against_its_limits(void) {
  mitra_field fields[MITRA_FIELDS_MAX + 1] = {{0}};
  MITRA_EXPECT_TEXT(mistake_of(fields, 0), "a form has 1 to 20 fields, `form` has 0");
  MITRA_EXPECT_TEXT(mistake_of(fields, 21), "a form has 1 to 20 fields, `form` has 21");
  fields[0] = field("a", &A, MITRA_FIELD_NAME);
  fields[1] = field("b", &B, MITRA_FIELD_PHOTO);
  MITRA_EXPECT_TEXT(mistake_of(fields, 2), "");
  fields[1].id = "a";
  MITRA_EXPECT_TEXT(mistake_of(fields, 2), "two fields have the id `a`");
  fields[1] = field("b", &A, MITRA_FIELD_PHOTO);
  MITRA_EXPECT_TEXT(mistake_of(fields, 2), "the fields `a` and `b` have the same label");
  fields[1] = field("B", &B, MITRA_FIELD_PHOTO);
  MITRA_EXPECT(mitra_begins(mistake_of(fields, 2), "a field's id must be"));
}

static void a_field_that_has_no_answer_is_found(void) {
  mitra_field it = field("a", &A, MITRA_FIELD_TEXT);
  it.length.min = 1;
  it.length.max = 1024;
  MITRA_EXPECT_TEXT(mistake_of(&it, 1), "");
  it.length.max = 1025;
  MITRA_EXPECT_TEXT(mistake_of(&it, 1), "`a` can have no answer");
  it.length.max = 0;
  MITRA_EXPECT_TEXT(mistake_of(&it, 1), "`a` can have no answer");
  it.kind = MITRA_FIELD_DIGITS;
  it.length.max = 30;
  MITRA_EXPECT_TEXT(mistake_of(&it, 1), "");
  it.length.max = 31;
  MITRA_EXPECT_TEXT(mistake_of(&it, 1), "`a` can have no answer");
  it = field("a", &A, MITRA_FIELD_NUMBER);
  it.number.min = 1;
  MITRA_EXPECT_TEXT(mistake_of(&it, 1), "`a` can have no answer");
  it = field("a", &A, MITRA_FIELD_DATE);
  MITRA_EXPECT_TEXT(mistake_of(&it, 1), "");
  it.days.earliest = (mitra_date){2026, 2, 1};
  MITRA_EXPECT_TEXT(mistake_of(&it, 1), "");
  it.days.latest = (mitra_date){2026, 1, 31};
  MITRA_EXPECT_TEXT(mistake_of(&it, 1), "`a` can have no answer");
}

static void a_choice_has_two_to_ten_alternatives(void) {
  mitra_field two = choice(WAYS, 2), one = choice(WAYS, 1);
  MITRA_EXPECT_TEXT(mistake_of(&two, 1), "");
  MITRA_EXPECT_TEXT(mistake_of(&one, 1), "`way` has 1 alternatives, there may be 2 to 10");
  const mitra_alternative same[] = {WAYS[0], {.id = "two", .title = &A}};
  mitra_field twice = choice(same, 2);
  MITRA_EXPECT_TEXT(mistake_of(&twice, 1), "the alternatives `one` and `two` have the same title");
  mitra_alternative many[10];
  for (size_t i = 0; i < 10; i++) {
    const char *number = mitra_format("%zu", i);
    mitra_text *title = mitra_take(sizeof *title);
    *title = (mitra_text){number, number, number};
    many[i] = (mitra_alternative){.id = number, .title = title};
  }
  mitra_field ten = choice(many, 10);
  MITRA_EXPECT_TEXT(mistake_of(&ten, 1), "");
  ten.optional = true;
  MITRA_EXPECT_TEXT(mistake_of(&ten, 1), "`way` has 10 alternatives, there may be 2 to 9");
}

static void all_texts_of_a_form_have_32_kib(void) {
  // Of 1,024 characters with three bytes each in three languages: 9,216 bytes.
  char *longest = mitra_take(3 * 1024 + 1);
  for (size_t i = 0; i < 1024; i++) memcpy(longest + 3 * i, "అ", 3);
  mitra_text question = {longest, longest, longest};
  const mitra_text *labels[] = {&A, &B, &C};
  mitra_field fields[3];
  for (size_t i = 0; i < 3; i++) {
    fields[i] = field(mitra_format("f%zu", i), labels[i], MITRA_FIELD_NAME);
    fields[i].question = &question;
  }
  MITRA_EXPECT_TEXT(mistake_of(fields, 3), "");
  fields[0].help = &question;
  MITRA_EXPECT(strstr(mistake_of(fields, 3), "there may be 32768") != NULL);
}

static const mitra_field ASKED[] = {
    {.id = "name", .label = &A, .question = &A, .kind = MITRA_FIELD_NAME},
    {.id = "way",
     .label = &B,
     .question = &A,
     .optional = true,
     .kind = MITRA_FIELD_CHOICE,
     .alternatives = WAYS,
     .n_alternatives = 2},
};
static const mitra_form FORM = {.id = "form", .title = &A, .fields = ASKED, .n_fields = MITRA_COUNT(ASKED)};

static void ask_form(const mitra_turn *turn, mitra_answer *answer) {
  if (turn->event.kind == MITRA_OPENED) {
    mitra_ask_form(answer, &FORM);
    mitra_stay(answer, NULL, 0);
    return;
  }
  const mitra_answers *answers = &turn->event.form;
  const char *way = mitra_answer_text(answers, "way");
  mitra_say(answer, mitra_join(mitra_answer_text(answers, "name"), ", ", way == NULL ? "no way" : way));
  mitra_finish(answer);
}

static void answers_are_found_by_their_field(void) {
  next_turn = ask_form;
  mitra_citizen_opens("first", MITRA_EN);
  MITRA_EXPECT(mitra_form_asked() == &FORM);
  const mitra_field_answer both[] = {{"way", {.kind = MITRA_VALUE_CHOICE, .choice = "two"}},
                                     {"name", {.kind = MITRA_VALUE_TEXT, .text = "Asha"}}};
  mitra_citizen_sends_form(both, 2);
  MITRA_EXPECT_TEXT(mitra_heard(), "Asha, two\n");
  mitra_citizen_opens("first", MITRA_EN);
  mitra_citizen_sends_form(both + 1, 1);
  MITRA_EXPECT_TEXT(mitra_heard(), "Asha, no way\n");
  MITRA_EXPECT(!mitra_is_open());
}

static void a_form_is_the_last_reply_and_stays(void) {
  mitra_answer *answer = mitra_take(sizeof *answer);
  mitra_ask_form(answer, &FORM);
  MITRA_EXPECT_TEXT(MISTAKE(mitra_finish(answer)), "a form is asked for with mitra_stay");
  mitra_say(answer, "and then?");
  mitra_stay(answer, NULL, 0);
  MITRA_EXPECT_TEXT(MISTAKE(mitra_check_answer(answer)), "a form or a payment is asked for by the last reply");
}

int form_tests(void) {
  static const mitra_test TESTS[] = {
      MITRA_TEST(a_form_is_held_against_its_limits),
      MITRA_TEST(a_field_that_has_no_answer_is_found),
      MITRA_TEST(a_choice_has_two_to_ten_alternatives),
      MITRA_TEST(all_texts_of_a_form_have_32_kib),
      MITRA_TEST(answers_are_found_by_their_field),
      MITRA_TEST(a_form_is_the_last_reply_and_stays),
  };
  return mitra_run_tests(TESTS, MITRA_COUNT(TESTS));
}
