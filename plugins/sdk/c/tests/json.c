#include <math.h>
#include <string.h>

#include "department.h"

// Read from a copy of exactly its length, so that the sanitizers see what is read behind it.
static mitra_json read(const char *text) {
  size_t length = strlen(text);
  uint8_t *bytes = mitra_take(length);
  memcpy(bytes, text, length);
  return mitra_json_read((mitra_bytes){bytes, length});
}

static void a_document_is_read_by_its_members(void) {
  mitra_json json = read(" { \"a\" : [ 1 , \"two\" , { } ] , "
                         "\"words\":{\"te\":\"నీరు\",\"en\":\"Water\",\"hi\":\"पानी\"},"
                         "\"yes\":true,\"no\":false,\"none\":null} ");
  MITRA_EXPECT(mitra_json_is_there(json));
  mitra_json a = mitra_json_member(json, "a");
  MITRA_EXPECT(mitra_json_count(a) == 3);
  mitra_json first = mitra_json_first(a), second = mitra_json_next(first), third = mitra_json_next(second);
  MITRA_EXPECT(mitra_json_integer(first, 0) == 1);
  MITRA_EXPECT_TEXT(mitra_json_string(second), "two");
  MITRA_EXPECT(mitra_json_is_there(third) && !mitra_json_is_there(mitra_json_next(third)));
  MITRA_EXPECT(!mitra_json_is_there(mitra_json_member(third, "x")) && mitra_json_count(third) == 0);
  mitra_text words = mitra_json_words(mitra_json_member(json, "words"));
  MITRA_EXPECT_TEXT(mitra_in(MITRA_HI, &words), "पानी");
  MITRA_EXPECT(mitra_json_is_true(mitra_json_member(json, "yes")));
  MITRA_EXPECT(!mitra_json_is_true(mitra_json_member(json, "no")));
  MITRA_EXPECT(mitra_json_is_there(mitra_json_member(json, "none")));
}

static void what_is_not_there_is_empty(void) {
  mitra_json json = read("{\"a\":1}");
  MITRA_EXPECT(mitra_json_string(mitra_json_member(json, "a")) == NULL);
  MITRA_EXPECT_TEXT(mitra_json_text(mitra_json_member(json, "b"), "c"), "");
  MITRA_EXPECT(mitra_json_integer(mitra_json_member(json, "b"), 7) == 7);
  MITRA_EXPECT(!mitra_json_is_there(mitra_json_first(json)));
  mitra_text words = mitra_json_words(json);
  MITRA_EXPECT_TEXT(words.te, "");
}

static void escapes_are_read(void) {
  MITRA_EXPECT_TEXT(mitra_json_string(read("\"a\\n\\t\\\"\\\\\\/\\b\\f\\r\"")), "a\n\t\"\\/\b\f\r");
  MITRA_EXPECT_TEXT(mitra_json_string(read("\"\\u0c05\\u00e9\\u0041\"")), "అéA");
  MITRA_EXPECT_TEXT(mitra_json_string(read("\"\\ud83d\\ude4f\"")), "🙏");
  // Half a pair, and a zero.
  MITRA_EXPECT_TEXT(mitra_json_string(read("\"\\ud83d\"")), "\xEF\xBF\xBD");
  MITRA_EXPECT_TEXT(mitra_json_string(read("\"\\ud83d\\u0041\"")), "\xEF\xBF\xBD" "A");
  MITRA_EXPECT_TEXT(mitra_json_string(read("\"\\ude4f\\u0000\"")), "\xEF\xBF\xBD\xEF\xBF\xBD");
  MITRA_EXPECT(mitra_json_string(read("\"\xFF\"")) == NULL);
}

static void what_is_no_json_is_nothing(void) {
  const char *wrong[] = {"",      " ",       "{",          "}",         "[1,]",    "[1 2]",   "{\"a\"}",  "{\"a\":}",
                         "{a:1}", "{\"a\":1,}", "01",      "1.",        ".5",      "-",       "1e",       "+1",
                         "tru",   "nul",     "\"a",        "\"\\x\"",   "\"\\u12\"", "\"\n\"", "1 2",      "[",
                         "[[]",   "\"\\",    "\"\\u12g4\"", "{\"a\" 1}", "[1",      "{\"a\":1", "{\"a\":[}", "1e+"};
  for (size_t i = 0; i < MITRA_COUNT(wrong); i++) {
    if (mitra_json_is_there(read(wrong[i]))) MITRA_EXPECT_TEXT(wrong[i], "no JSON");
  }
}

static void nesting_has_a_limit(void) {
  for (size_t depth = MITRA_JSON_DEPTH_MAX; depth <= MITRA_JSON_DEPTH_MAX + 1; depth++) {
    char text[2 * MITRA_JSON_DEPTH_MAX + 3] = {0};
    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    MITRA_EXPECT(mitra_json_is_there(read(text)) == (depth == MITRA_JSON_DEPTH_MAX));
  }
}

static void numbers_are_read_whole_or_not(void) {
  MITRA_EXPECT(mitra_json_integer(read("9223372036854775807"), 0) == INT64_MAX);
  MITRA_EXPECT(mitra_json_integer(read("-9223372036854775808"), 0) == INT64_MIN);
  MITRA_EXPECT(mitra_json_integer(read("9223372036854775808"), 7) == 7);
  MITRA_EXPECT(mitra_json_integer(read("-9223372036854775809"), 7) == 7);
  MITRA_EXPECT(mitra_json_integer(read("1.0"), 7) == 7 && mitra_json_integer(read("-0"), 7) == 0);
  MITRA_EXPECT(mitra_json_number(read("16.5062"), 0) == 16.5062 && mitra_json_number(read("-1e3"), 0) == -1000);
  MITRA_EXPECT(mitra_json_number(read("\"1\""), 7) == 7);
}

static void what_is_written_is_read_again(void) {
  mitra_json_writer writer = {0};
  mitra_json_begin(&writer, '{');
  mitra_json_put_string(&writer, "name", "ఆశా \"రావు\"\n\x01\\");
  mitra_json_put_string(&writer, "left out", NULL);
  mitra_json_begin_member(&writer, "list", '[');
  mitra_json_put_integer(&writer, NULL, INT64_MIN);
  mitra_json_begin(&writer, '{');
  mitra_json_end(&writer, '}');
  mitra_json_put_bool(&writer, NULL, true);
  mitra_json_end(&writer, ']');
  mitra_json_put_number(&writer, "latitude", 16.5062);
  mitra_json_put_number(&writer, "none", NAN);
  mitra_json_end(&writer, '}');
  MITRA_EXPECT_TEXT(mitra_json_written(&writer),
                    "{\"name\":\"ఆశా \\\"రావు\\\"\\u000a\\u0001\\\\\",\"list\":[-9223372036854775808,{},true],"
                    "\"latitude\":16.5062,\"none\":null}");
  mitra_json json = read(mitra_json_written(&writer));
  MITRA_EXPECT_TEXT(mitra_json_text(json, "name"), "ఆశా \"రావు\"\n\x01\\");
  MITRA_EXPECT(mitra_json_number(mitra_json_member(json, "latitude"), 0) == 16.5062);
}

static void a_long_document_grows(void) {
  mitra_json_writer writer = {0};
  mitra_json_begin(&writer, '[');
  for (int i = 0; i < 1000; i++) mitra_json_put_integer(&writer, NULL, i);
  mitra_json_end(&writer, ']');
  MITRA_EXPECT(mitra_json_count(read(mitra_json_written(&writer))) == 1000);
}

static void a_record_that_is_no_json_is_a_mistake(void) {
  MITRA_EXPECT(!mitra_json_is_there(mitra_json_record("a")) && mitra_complaint() == NULL);
  mitra_world_set(MITRA_OF_DEPARTMENT, "a", "{\"b\":1}");
  MITRA_EXPECT(mitra_json_integer(mitra_json_member(mitra_json_record("a"), "b"), 0) == 1);
  mitra_world_set(MITRA_OF_DEPARTMENT, "a", "{");
  MITRA_EXPECT_TEXT(MISTAKE(mitra_json_record("a")), "the record `a` is no JSON");
}

int json_tests(void) {
  static const mitra_test TESTS[] = {
      MITRA_TEST(a_document_is_read_by_its_members),
      MITRA_TEST(what_is_not_there_is_empty),
      MITRA_TEST(escapes_are_read),
      MITRA_TEST(what_is_no_json_is_nothing),
      MITRA_TEST(nesting_has_a_limit),
      MITRA_TEST(numbers_are_read_whole_or_not),
      MITRA_TEST(what_is_written_is_read_again),
      MITRA_TEST(a_long_document_grows),
      MITRA_TEST(a_record_that_is_no_json_is_a_mistake),
  };
  return mitra_run_tests(TESTS, MITRA_COUNT(TESTS));
}
