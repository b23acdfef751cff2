#include <string.h>

#include "department.h"

static void parts_are_filled_in_order(void) {
  static const mitra_text GREETING = {"{} గారు, {}", "Dear {}, {}", "{} जी, {}"};
  MITRA_EXPECT_TEXT(mitra_fill(MITRA_EN, &GREETING, "Asha", "welcome"), "Dear Asha, welcome");
  MITRA_EXPECT_TEXT(mitra_fill(MITRA_TE, &GREETING, "ఆశా", "{}"), "ఆశా గారు, {}");
  MITRA_EXPECT(mitra_complaint() == NULL);
  MITRA_EXPECT(strstr(MISTAKE(mitra_fill(MITRA_HI, &GREETING, "आशा")), "more `{}` than parts") != NULL);
  MITRA_EXPECT(strstr(MISTAKE(mitra_fill(MITRA_HI, &GREETING, "1", "2", "3")), "fewer `{}`") != NULL);
}

static void lengths_are_counted_as_the_contract_counts(void) {
  MITRA_EXPECT(mitra_code_points("పదమూడు") == 6 && mitra_characters("పదమూడు") == 6);
  MITRA_EXPECT(mitra_code_points("🙏") == 1 && mitra_characters("🙏") == 2);
  MITRA_EXPECT(mitra_code_points("") == 0);
}

static void what_is_not_utf8_is_found(void) {
  const char *good[] = {"", "a", "\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEF\xBF\xBF", "\xF4\x8F\xBF\xBF"};
  const char *bad[] = {"\x80",         "\xC0\x80",     "\xC1\xBF",         "\xC2",         "\xE0\x9F\xBF",
                       "\xED\xA0\x80", "\xE1\x80",     "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
                       "\xC2\x41",     "\xE1\x80\x41", "\xFF"};
  for (size_t i = 0; i < MITRA_COUNT(good); i++) MITRA_EXPECT(mitra_is_utf8(good[i]));
  for (size_t i = 0; i < MITRA_COUNT(bad); i++) MITRA_EXPECT(!mitra_is_utf8(bad[i]));
}

static void a_zero_within_a_text_is_replaced(void) {
  MITRA_EXPECT_TEXT(mitra_copy("a\0b\0", 4), "a\xEF\xBF\xBD" "b\xEF\xBF\xBD");
  MITRA_EXPECT_TEXT(mitra_copy("abc", 2), "ab");
  MITRA_EXPECT_TEXT(mitra_copy(NULL, 0), "");
}

static void texts_are_joined_and_compared(void) {
  MITRA_EXPECT_TEXT(mitra_join("AP", "-", "12345"), "AP-12345");
  MITRA_EXPECT(mitra_is("a", "a") && !mitra_is("a", "ab"));
  MITRA_EXPECT(mitra_begins("note/1", "note/") && !mitra_begins("note", "note/"));
}

static void digits_of_three_scripts_are_the_same_number(void) {
  MITRA_EXPECT_TEXT(mitra_digits_only("౧౨౩ ౪౫"), "12345");
  MITRA_EXPECT_TEXT(mitra_digits_only("१२-३४५"), "12345");
  MITRA_EXPECT_TEXT(mitra_digits_only("12.345\xC2\xA0" "6"), "123456");
  MITRA_EXPECT(mitra_digits_only("12a") == NULL && mitra_digits_only(" ") == NULL && mitra_digits_only("") == NULL);
  MITRA_EXPECT(mitra_digits_only("12\xE0\xB1") == NULL);
  MITRA_EXPECT_TEXT(mitra_ascii_digits("వార్డు ౯ और ०"), "వార్డు 9 और 0");
}

static void money_is_grouped_by_lakhs(void) {
  MITRA_EXPECT_TEXT(mitra_rupees(0), "₹0.00");
  MITRA_EXPECT_TEXT(mitra_rupees(99900), "₹999.00");
  MITRA_EXPECT_TEXT(mitra_rupees(100000), "₹1,000.00");
  MITRA_EXPECT_TEXT(mitra_rupees(12345600), "₹1,23,456.00");
  MITRA_EXPECT_TEXT(mitra_rupees(1234567890), "₹1,23,45,678.90");
  MITRA_EXPECT_TEXT(mitra_rupees(UINT64_MAX), "₹1,84,46,74,40,73,70,95,516.15");
}

static void days_are_indias(void) {
  // 2024-02-29T18:29:59Z and one second later.
  MITRA_EXPECT_TEXT(mitra_show_day(1709231399000), "29-02-2024");
  MITRA_EXPECT_TEXT(mitra_show_time(1709231399000), "23:59");
  MITRA_EXPECT_TEXT(mitra_show_day(1709231400000), "01-03-2024");
  MITRA_EXPECT_TEXT(mitra_show_time(1709231400000), "00:00");
  MITRA_EXPECT(mitra_instant(mitra_day(1709231400000), 0) == 1709231400000);
  MITRA_EXPECT(mitra_instant(0, 0) == 0);
}

static void every_day_is_found_by_its_date(void) {
  uint64_t found;
  for (uint64_t day = 0; day < 60000; day++) {
    MITRA_EXPECT(mitra_day_of(mitra_date_of(day), &found) && found == day);
  }
  const mitra_date wrong[] = {{2026, 2, 29}, {2026, 4, 31}, {2026, 0, 1}, {2026, 13, 1}, {2026, 1, 0}, {1969, 12, 31}};
  for (size_t i = 0; i < MITRA_COUNT(wrong); i++) MITRA_EXPECT(!mitra_day_of(wrong[i], &found));
}

static void places_are_as_far_apart_as_on_a_map(void) {
  mitra_place vijayawada = {16.5062, 80.648, NULL, NULL}, guntur = {16.3067, 80.4365, NULL, NULL};
  double kilometres = mitra_kilometres(&vijayawada, &guntur);
  MITRA_EXPECT(kilometres > 31 && kilometres < 32);
  MITRA_EXPECT(mitra_kilometres(&guntur, &guntur) == 0);
  mitra_place here = {0, 0, NULL, NULL}, opposite = {0, 180, NULL, NULL};
  MITRA_EXPECT(mitra_kilometres(&here, &opposite) > 20015 && mitra_kilometres(&here, &opposite) < 20016);
}

int text_tests(void) {
  static const mitra_test TESTS[] = {
      MITRA_TEST(parts_are_filled_in_order),
      MITRA_TEST(lengths_are_counted_as_the_contract_counts),
      MITRA_TEST(what_is_not_utf8_is_found),
      MITRA_TEST(a_zero_within_a_text_is_replaced),
      MITRA_TEST(texts_are_joined_and_compared),
      MITRA_TEST(digits_of_three_scripts_are_the_same_number),
      MITRA_TEST(money_is_grouped_by_lakhs),
      MITRA_TEST(days_are_indias),
      MITRA_TEST(every_day_is_found_by_its_date),
      MITRA_TEST(places_are_as_far_apart_as_on_a_map),
  };
  return mitra_run_tests(TESTS, MITRA_COUNT(TESTS));
}
