// The handler alone, on a host in memory. The conversations with a whole host are in `scenarios`.

#include "mitra_testing.h"

static void begin(mitra_language language) {
  mitra_world_seed("seed.json");
  mitra_citizen_opens("hours", language);
}

static void the_description_keeps_every_limit(void) { mitra_expect_description(); }

static void the_hours_of_a_ward_are_told_in_every_language(void) {
  static const struct {
    mitra_language language;
    const char *typed, *hours;
  } CASES[] = {
      {MITRA_TE, "౭", "సాయంత్రం 5"},
      {MITRA_EN, "7", "5 in the evening"},
      {MITRA_HI, "७", "शाम 5"},
  };
  for (size_t i = 0; i < MITRA_COUNT(CASES); i++) {
    begin(CASES[i].language);
    mitra_citizen_says(CASES[i].typed);
    MITRA_EXPECT_HEARD(CASES[i].hours);
    mitra_citizen_takes("done");
    MITRA_EXPECT(!mitra_is_open());
  }
}

static void whatever_is_no_ward_is_asked_for_again(void) {
  begin(MITRA_EN);
  mitra_citizen_says("99");
  MITRA_EXPECT_HEARD("no such ward");
  mitra_citizen_says("where I live");
  MITRA_EXPECT_HEARD("number of your ward");
  mitra_citizen_sends_photo();
  MITRA_EXPECT_HEARD("number of your ward");
}

static void back_leads_to_the_question_and_then_out(void) {
  begin(MITRA_EN);
  mitra_citizen_says("7");
  mitra_citizen_goes_back();
  MITRA_EXPECT_HEARD("number of your ward");
  mitra_citizen_goes_back();
  MITRA_EXPECT(!mitra_is_open());
}

int main(void) {
  static const mitra_test TESTS[] = {
      MITRA_TEST(the_description_keeps_every_limit),
      MITRA_TEST(the_hours_of_a_ward_are_told_in_every_language),
      MITRA_TEST(whatever_is_no_ward_is_asked_for_again),
      MITRA_TEST(back_leads_to_the_question_and_then_out),
  };
  return mitra_run_tests(TESTS, MITRA_COUNT(TESTS));
}
