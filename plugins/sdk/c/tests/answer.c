#include <string.h>

#include "department.h"

void mitra_check_answer(const mitra_answer *answer);

// A text of `length` times this.
static const char *repeated(const char *piece, size_t length) {
  size_t n_bytes = strlen(piece);
  char *text = mitra_take(length * n_bytes + 1);
  for (size_t i = 0; i < length; i++) memcpy(text + i * n_bytes, piece, n_bytes);
  return text;
}

// The first mistake of an answer that this writes, which ends by itself.
static const char *mistake_of(void (*write)(mitra_answer *, size_t), size_t n) {
  mitra_answer *answer = mitra_take(sizeof *answer);
  mitra_turn_begin();
  write(answer, n);
  mitra_finish(answer);
  mitra_check_answer(answer);
  return mitra_complaint() == NULL ? "" : mitra_format("%s", mitra_complaint());
}

// The limit is kept with `most`, and named with one more.
static void expect_limit(void (*write)(mitra_answer *, size_t), size_t most, const char *words) {
  MITRA_EXPECT_TEXT(mistake_of(write, most), "");
  const char *found = mistake_of(write, most + 1);
  if (strstr(found, words) == NULL) MITRA_EXPECT_TEXT(found, words);
}

static void say(mitra_answer *answer, size_t n) { mitra_say(answer, repeated("అ", n)); }
static void say_emoji(mitra_answer *answer, size_t n) { mitra_say(answer, repeated("🙏", n)); }
static void say_often(mitra_answer *answer, size_t n) {
  for (size_t i = 0; i < n; i++) mitra_say(answer, "a");
}
static void ask(mitra_answer *answer, size_t n) {
  mitra_ask(answer, repeated("a", n));
  mitra_choice_add(answer, "a", "A");
}
static void offer(mitra_answer *answer, size_t n) {
  mitra_ask(answer, "a?");
  for (size_t i = 0; i < n; i++) mitra_choice_add(answer, mitra_format("%zu", i), mitra_format("Choice %zu", i));
}
static void title(mitra_answer *answer, size_t n) {
  mitra_ask(answer, "a?");
  mitra_choice_add(answer, "a", repeated("a", n));
}
static void id(mitra_answer *answer, size_t n) {
  mitra_ask(answer, "a?");
  mitra_choice_add(answer, repeated("అ", n / 3), "A");
}
static void described(mitra_answer *answer, size_t n) {
  mitra_ask(answer, "a?");
  mitra_choice_describe(answer, "a", "A", repeated("a", n));
}
static void button(mitra_answer *answer, size_t n) {
  offer(answer, 2);
  mitra_choices_button(answer, repeated("a", n));
}
static void caption(mitra_answer *answer, size_t n) {
  mitra_image(answer, "https://example.gov.in/a.jpg", repeated("a", n));
}
static void url(mitra_answer *answer, size_t n) {
  mitra_link(answer, "a", "A", mitra_join("https://", repeated("a", n - strlen("https://"))));
}
static void filename(mitra_answer *answer, size_t n) {
  mitra_document(answer, "https://example.gov.in/a.pdf", repeated("a", n), NULL);
}
static void file(mitra_answer *answer, size_t n) {
  mitra_send_file(answer, mitra_bytes_of(repeated("a", n)), "text/plain", "receipt.txt", NULL);
}
static void files(mitra_answer *answer, size_t n) {
  file(answer, n / 2);
  file(answer, n / 2);
  file(answer, n - n / 2 * 2 + 1);
}
static void ask_place(mitra_answer *answer, size_t n) { mitra_ask_place(answer, repeated("a", n)); }
static void refuse(mitra_answer *answer, size_t n) { mitra_refuse(answer, repeated("a", n)); }
static void retry(mitra_answer *answer, size_t n) { mitra_retry_later(answer, (uint32_t)n); }
static void stay(mitra_answer *answer, size_t n) { mitra_stay(answer, mitra_take(n), n); }

static void every_limit_is_kept_and_named(void) {
  expect_limit(say, 4096, "a text has 4097 characters, there may be 4096");
  expect_limit(say_emoji, 2048, "a text has 4098 characters");
  expect_limit(say_often, 10, "more than 10 replies");
  expect_limit(ask, 1024, "a question has 1025 characters");
  expect_limit(offer, 10, "more than 10 choices");
  expect_limit(title, 24, "a choice's title has 25 characters");
  expect_limit(described, 72, "a choice's description has 73 characters");
  expect_limit(button, 20, "a list's button has 21 characters");
  expect_limit(caption, 1024, "a picture's caption has 1025 characters");
  expect_limit(url, 2000, "https address of at most 2000 bytes");
  expect_limit(filename, 240, "a document's name has 241 characters");
  expect_limit(file, 512 * 1024, "a file has 1 to 524288 bytes, not 524289");
  expect_limit(files, 1024 * 1024 - 1, "the files of a turn have 1048577 bytes");
  expect_limit(ask_place, 1024, "a request for a location has 1025 characters");
  expect_limit(refuse, 1024, "why it is refused has 1025 characters");
  expect_limit(retry, 3600, "1 to 3600 seconds, not 3601");
  expect_limit(stay, 64 * 1024, "the state has 65537 bytes");
  MITRA_EXPECT_TEXT(mistake_of(id, 180), "");
  MITRA_EXPECT_TEXT(mistake_of(id, 183), "a choice's id has more than 180 bytes");
  MITRA_EXPECT_TEXT(mistake_of(retry, 0), "a turn is repeated after 1 to 3600 seconds, not 0");
}

static void choice_without_question(mitra_answer *answer, size_t n) {
  (void)n;
  mitra_choice_add(answer, "a", "A");
}
static void question_without_choice(mitra_answer *answer, size_t n) {
  (void)n;
  mitra_ask(answer, "a?");
}
static void same_id(mitra_answer *answer, size_t n) {
  (void)n;
  mitra_ask(answer, "a?");
  mitra_choice_add(answer, "a", "A");
  mitra_choice_add(answer, "a", "B");
}
static void same_title(mitra_answer *answer, size_t n) {
  (void)n;
  mitra_ask(answer, "a?");
  mitra_choice_add(answer, "a", "A");
  mitra_choice_add(answer, "b", "A");
}
static void two_lines(mitra_answer *answer, size_t n) {
  (void)n;
  mitra_ask(answer, "a\nb?");
  mitra_choice_add(answer, "a", "A\nB");
}
static void blank(mitra_answer *answer, size_t n) {
  (void)n;
  mitra_say(answer, " \n\xE2\x80\x8B");
}
static void control(mitra_answer *answer, size_t n) {
  (void)n;
  mitra_say(answer, "a\x1B");
}
static void no_text(mitra_answer *answer, size_t n) {
  (void)n;
  mitra_say(answer, NULL);
}
static void no_utf8(mitra_answer *answer, size_t n) {
  (void)n;
  mitra_say(answer, "\xFF");
}
static void plain_http(mitra_answer *answer, size_t n) {
  (void)n;
  mitra_link(answer, "a", "A", "http://example.gov.in");
}
static void path(mitra_answer *answer, size_t n) {
  (void)n;
  mitra_document(answer, "https://example.gov.in/a.pdf", "../a.pdf", NULL);
}
static void off_earth(mitra_answer *answer, size_t n) {
  (void)n;
  mitra_show_place(answer, &(mitra_place){90.5, 0, NULL, NULL});
}

static void send_file(mitra_answer *answer, size_t which) {
  static const struct {
    const char *bytes, *mime_type, *filename, *caption;
  } FILES[] = {
      {"%PDF-1.7", "application/pdf", "receipt.pdf", "Your receipt"},
      {"PK", "application/pdf", "receipt.pdf", NULL},
      {"PK", "application/zip", "receipt.zip", NULL},
      {"OggS", "audio/ogg", "words.ogg", "Words"},
      {"%PDF-1.7", "application/pdf", "a/receipt.pdf", NULL},
  };
  mitra_send_file(answer, mitra_bytes_of(FILES[which].bytes), FILES[which].mime_type, FILES[which].filename,
                  FILES[which].caption);
}

static void a_file_is_what_it_says(void) {
  MITRA_EXPECT_TEXT(mistake_of(send_file, 0), "");
  MITRA_EXPECT_TEXT(mistake_of(send_file, 1), "the file is no application/pdf");
  MITRA_EXPECT_TEXT(mistake_of(send_file, 2), "`application/zip` is no type that is sent");
  MITRA_EXPECT_TEXT(mistake_of(send_file, 3), "nothing can stand under audio");
  MITRA_EXPECT(mitra_begins(mistake_of(send_file, 4), "a document's name has no `/`"));
}

static void mistakes_are_named(void) {
  MITRA_EXPECT_TEXT(mistake_of(choice_without_question, 0), "a choice belongs to a question: call mitra_ask first");
  MITRA_EXPECT(mitra_begins(mistake_of(question_without_choice, 0), "a question has no choices"));
  MITRA_EXPECT_TEXT(mistake_of(same_id, 0), "two choices have the id `a`");
  MITRA_EXPECT_TEXT(mistake_of(same_title, 0), "the choices `a` and `b` have the same title");
  MITRA_EXPECT(mitra_begins(mistake_of(two_lines, 0), "a choice's title must be one line"));
  MITRA_EXPECT_TEXT(mistake_of(blank, 0), "a text shows nothing");
  MITRA_EXPECT_TEXT(mistake_of(control, 0), "a text has a control character");
  MITRA_EXPECT_TEXT(mistake_of(no_text, 0), "a text is missing");
  MITRA_EXPECT_TEXT(mistake_of(no_utf8, 0), "a text is not UTF-8");
  MITRA_EXPECT(mitra_begins(mistake_of(plain_http, 0), "a link must be an https address"));
  MITRA_EXPECT(mitra_begins(mistake_of(path, 0), "a document's name has no `/`"));
  MITRA_EXPECT_TEXT(mistake_of(off_earth, 0), "a place must be on Earth");
}

static void a_turn_has_an_end(void) {
  mitra_answer *answer = mitra_take(sizeof *answer);
  mitra_say(answer, "a");
  mitra_check_answer(answer);
  MITRA_EXPECT(mitra_begins(mitra_complaint(), "a turn ends with mitra_stay"));
}

static void a_service_keeps_its_limits(void) {
  static const mitra_text GOOD = {"అ", "a", "अ"}, LONG = {"అ", "a name of 25 characters!!", "अ"};
  static const mitra_text MISSING = {"అ", "a", ""};
  static const char *const ALIASES[] = {"a"};
  mitra_service service = {"a", &GOOD, &GOOD, ALIASES, 1};
  mitra_department department = {"a", &GOOD, &service, 1, 1, mitra_this_department.handle, NULL};
  MITRA_EXPECT_TEXT(MISTAKE(mitra_check_department(&department)), "");
  service.name = &LONG;
  MITRA_EXPECT_TEXT(MISTAKE(mitra_check_department(&department)),
                    "a service's name has 25 characters, there may be 24");
  service.name = &MISSING;
  MITRA_EXPECT_TEXT(MISTAKE(mitra_check_department(&department)), "a service's name shows nothing");
  service.name = NULL;
  MITRA_EXPECT_TEXT(MISTAKE(mitra_check_department(&department)), "a service's name is missing");
  service.name = &GOOD;
  service.id = "A b";
  MITRA_EXPECT(mitra_begins(MISTAKE(mitra_check_department(&department)), "a service's id must be"));
  service.id = "a";
  department.n_services = 0;
  MITRA_EXPECT(mitra_begins(MISTAKE(mitra_check_department(&department)), "a department has 1 to 50 services"));
  mitra_service twice[] = {service, service};
  department.services = twice;
  department.n_services = 2;
  MITRA_EXPECT_TEXT(MISTAKE(mitra_check_department(&department)), "two services have the id `a`");
}

int answer_tests(void) {
  static const mitra_test TESTS[] = {
      MITRA_TEST(every_limit_is_kept_and_named),
      MITRA_TEST(a_file_is_what_it_says),
      MITRA_TEST(mistakes_are_named),
      MITRA_TEST(a_turn_has_an_end),
      MITRA_TEST(a_service_keeps_its_limits),
  };
  return mitra_run_tests(TESTS, MITRA_COUNT(TESTS));
}
