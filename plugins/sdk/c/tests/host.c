#include <string.h>

#include "department.h"

static void read_often(size_t n) {
  mitra_bytes value;
  for (size_t i = 0; i < n; i++) mitra_get(MITRA_OF_CITIZEN, "a", &value);
}
static void write_often(size_t n) {
  for (size_t i = 0; i < n; i++) mitra_set(MITRA_OF_CITIZEN, "a", mitra_bytes_of("1"));
}
static void key(size_t n) {
  char *name = mitra_take(n + 1);
  memset(name, 'k', n);
  mitra_delete(MITRA_OF_DEPARTMENT, name);
}
static void value(size_t n) { mitra_set(MITRA_OF_DEPARTMENT, "a", (mitra_bytes){mitra_take(n), n}); }
static void list(size_t n) { mitra_keys(MITRA_OF_DEPARTMENT, "", (uint32_t)n); }
static void chance(size_t n) { mitra_random(mitra_take(n), n); }
static void timer_name(size_t n) {
  char *name = mitra_take(n + 1);
  memset(name, 't', n);
  mitra_timer_set(name, 0, (mitra_bytes){0});
}
static void timer_note(size_t n) { mitra_timer_set("t", 0, (mitra_bytes){mitra_take(n), n}); }
static void timer_calls(size_t n) {
  for (size_t i = 0; i < n; i++) mitra_timer_cancel("t");
}
static void timer_ahead(size_t n) {
  mitra_timer_set("t", mitra_world_now() + 399 * MITRA_DAY_MS + n * MITRA_HOUR_MS, (mitra_bytes){0});
}
static void requests(size_t n) {
  for (size_t i = 0; i < n; i++) mitra_http_get("https://example.gov.in/");
}
static void files(size_t n) {
  for (size_t i = 0; i < n; i++) mitra_read_file("photo-1");
}
static void payments(size_t n) {
  mitra_payment found;
  for (size_t i = 0; i < n; i++) mitra_payment_find("FEE-1", &found);
}
static void address(size_t n) {
  char *url = mitra_take(n + 1);
  memset(url, 'u', n);
  mitra_http_get(url);
}
static void body(size_t n) {
  mitra_bytes bytes = {mitra_take(n), n};
  mitra_send(&(mitra_request){.method = MITRA_METHOD_PUT, .url = "https://example.gov.in/", .body = &bytes});
}

static void every_limit_is_kept_and_named(void) {
  static const struct {
    void (*does)(size_t);
    size_t most;
    const char *words;
  } LIMITS[] = {
      {read_often, 100, "records read: more than 100 in a turn"},
      {write_often, 100, "records written: more than 100 in a turn"},
      {key, 256, "a record's key has 1 to 256 bytes of UTF-8, not 257"},
      {value, 65536, "a record has at most 65536 bytes, not 65537"},
      {list, 100, "a listing has at most 100 keys, of a prefix of at most 256 bytes"},
      {chance, 1024, "at most 1024 random bytes in a call, not 1025"},
      {timer_name, 64, "a timer's name has 1 to 64 bytes, not 65"},
      {timer_note, 4096, "a timer's note has at most 4096 bytes, not 4097"},
      {timer_calls, 8, "timers set and cancelled: more than 8 in a turn"},
      {timer_ahead, 24, "a timer comes within 400 days"},
      {requests, 10, "requests to web services: more than 10 in a turn"},
      {files, 4, "files read: more than 4 in a turn"},
      {payments, 20, "payments looked for: more than 20 in a turn"},
      {address, 4096, "a request's address has 1 to 4096 bytes, not 4097"},
      {body, 262144, "a request's body has at most 262144 bytes, not 262145"},
  };
  for (size_t i = 0; i < MITRA_COUNT(LIMITS); i++) {
    MITRA_EXPECT_TEXT(MISTAKE(LIMITS[i].does(LIMITS[i].most)), "");
    MITRA_EXPECT_TEXT(MISTAKE(LIMITS[i].does(LIMITS[i].most + 1)), LIMITS[i].words);
  }
  MITRA_EXPECT_TEXT(MISTAKE(key(0)), "a record's key has 1 to 256 bytes of UTF-8, not 0");
  MITRA_EXPECT_TEXT(MISTAKE(timer_name(0)), "a timer's name has 1 to 64 bytes, not 0");
}

static void records_are_replaced_if_they_are_as_expected(void) {
  mitra_bytes one = mitra_bytes_of("1"), two = mitra_bytes_of("2");
  MITRA_EXPECT(!mitra_replace(MITRA_OF_CITIZEN, "a", &one, &two));
  MITRA_EXPECT(mitra_replace(MITRA_OF_CITIZEN, "a", NULL, &one));
  MITRA_EXPECT(!mitra_replace(MITRA_OF_CITIZEN, "a", NULL, &two));
  MITRA_EXPECT(!mitra_replace(MITRA_OF_CITIZEN, "a", &two, &two));
  MITRA_EXPECT(mitra_replace(MITRA_OF_CITIZEN, "a", &one, &two));
  MITRA_EXPECT_TEXT(mitra_world_record(MITRA_OF_CITIZEN, "a"), "2");
  MITRA_EXPECT(mitra_world_record(MITRA_OF_DEPARTMENT, "a") == NULL);
  MITRA_EXPECT(mitra_replace(MITRA_OF_CITIZEN, "a", &two, NULL));
  MITRA_EXPECT(mitra_world_record(MITRA_OF_CITIZEN, "a") == NULL);
}

static void keys_come_in_their_order(void) {
  mitra_world_set(MITRA_OF_DEPARTMENT, "b/2", "");
  mitra_world_set(MITRA_OF_DEPARTMENT, "b/10", "");
  mitra_world_set(MITRA_OF_DEPARTMENT, "c", "");
  mitra_world_set(MITRA_OF_CITIZEN, "b/1", "");
  mitra_list keys = mitra_keys(MITRA_OF_DEPARTMENT, "b/", 100);
  MITRA_EXPECT(keys.count == 2);
  MITRA_EXPECT_TEXT(keys.items[0], "b/10");
  MITRA_EXPECT(mitra_keys(MITRA_OF_DEPARTMENT, "", 2).count == 2);
}

static void codes_have_their_length_and_differ(void) {
  for (int i = 0; i < 100; i++) {
    const char *code = mitra_random_digits(8), *other = mitra_random_digits(8);
    MITRA_EXPECT(strlen(code) == 8 && strspn(code, "0123456789") == 8 && code[0] != '0' && !mitra_is(code, other));
  }
  const char *reference = mitra_reference("AP", 5);
  MITRA_EXPECT(mitra_begins(reference, "AP-") && strlen(reference) == 8);
}

static void a_web_service_answers_or_does_not(void) {
  const char *url = "https://example.gov.in/cards/1";
  MITRA_EXPECT(mitra_http_get(url).failure == MITRA_UNREACHABLE);
  mitra_world_web(MITRA_METHOD_GET, url, 200, "{\"holder\":\"Asha\"}");
  mitra_response answer = mitra_http_get(url);
  MITRA_EXPECT(mitra_succeeded(&answer));
  MITRA_EXPECT_TEXT(mitra_json_text(mitra_response_json(&answer), "holder"), "Asha");
  mitra_world_web(MITRA_METHOD_POST, url, 503, NULL);
  answer = mitra_http_post(url, "{\"a\":1}");
  MITRA_EXPECT(answer.failure == MITRA_ANSWERED && answer.status == 503 && !mitra_succeeded(&answer));
  MITRA_EXPECT_TEXT(mitra_world_last_body(), "{\"a\":1}");
  mitra_world_web_fails(MITRA_METHOD_POST, url, MITRA_TIMED_OUT);
  answer = mitra_http_post(url, "{}");
  MITRA_EXPECT(answer.failure == MITRA_TIMED_OUT && !mitra_succeeded(&answer));
  MITRA_EXPECT(mitra_world_n_requests() == 4);
}

static void files_of_citizens_are_read(void) {
  MITRA_EXPECT(mitra_read_file("photo-1").failure == MITRA_FILE_UNKNOWN);
  mitra_world_file("photo-1", "image/jpeg", mitra_bytes_of("\xFF\xD8\xFF"));
  mitra_file photo = mitra_read_file("photo-1");
  MITRA_EXPECT(photo.failure == MITRA_FILE_READ && photo.bytes.length == 3 && photo.bytes.data[1] == 0xD8);
  MITRA_EXPECT_TEXT(photo.mime_type, "image/jpeg");
  mitra_world_file_fails("photo-1", MITRA_FILE_GONE);
  MITRA_EXPECT(mitra_read_file("photo-1").failure == MITRA_FILE_GONE);
}

static void a_payment_is_held_against_its_limits(void) {
  static const mitra_text FEE = {"రుసుము", "Fee", "शुल्क"};
  static const mitra_text LONG = {
      "రుసుము", "Fee",
      "ककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककककक"};
  mitra_payment_request good = {"FEE-1", 100, &FEE, MITRA_PAYMENT_SECONDS_MIN}, it = good;
  MITRA_EXPECT_TEXT(MISTAKE(mitra_check_payment(&it)), "");
  it.paise = MITRA_PAYMENT_PAISE_MAX;
  it.valid_seconds = MITRA_PAYMENT_SECONDS_MAX;
  MITRA_EXPECT_TEXT(MISTAKE(mitra_check_payment(&it)), "");
  it.valid_seconds = MITRA_PAYMENT_SECONDS_MAX + 1;
  MITRA_EXPECT_TEXT(MISTAKE(mitra_check_payment(&it)), "a payment may be paid for 1200 to 604800 seconds, not 604801");
  it = good;
  it.valid_seconds = MITRA_PAYMENT_SECONDS_MIN - 1;
  MITRA_EXPECT(mitra_begins(MISTAKE(mitra_check_payment(&it)), "a payment may be paid for"));
  it = good;
  it.paise = 99;
  MITRA_EXPECT_TEXT(MISTAKE(mitra_check_payment(&it)), "a payment has 100 to 1000000000 paise");
  it.paise = MITRA_PAYMENT_PAISE_MAX + UINT64_C(1);
  MITRA_EXPECT_TEXT(MISTAKE(mitra_check_payment(&it)), "a payment has 100 to 1000000000 paise");
  it = good;
  it.reference = "12345678901234567890123456789012345";
  MITRA_EXPECT_TEXT(MISTAKE(mitra_check_payment(&it)), "");
  it.reference = "123456789012345678901234567890123456";
  MITRA_EXPECT(mitra_begins(MISTAKE(mitra_check_payment(&it)), "a payment's reference has 1 to 35"));
  it.reference = "a b";
  MITRA_EXPECT(mitra_begins(MISTAKE(mitra_check_payment(&it)), "a payment's reference has 1 to 35"));
  it = good;
  it.purpose = &LONG;
  MITRA_EXPECT_TEXT(MISTAKE(mitra_check_payment(&it)),
                    "a payment's purpose has 121 characters, there may be 120");
}

static const mitra_fact INCOME[] = {{.field = "income", .kind = MITRA_FACT_MONEY, .paise = 9500000}};

static mitra_certificate_request income(const char *number) {
  return (mitra_certificate_request){.kind = "income",
                                     .number = number,
                                     .holder = {.name = "Asha Rao", .local_name = "ఆశా రావు", .local_language = MITRA_TE},
                                     .facts = INCOME,
                                     .n_facts = 1};
}

static mitra_certificate issued(const char *number) {
  mitra_certificate_request request = income(number);
  return mitra_certificate_issue(&request);
}

static void a_certificate_is_issued_once_and_revoked_for_good(void) {
  MITRA_EXPECT(issued("1").failure == MITRA_CERTIFY_DENIED);
  mitra_world_grant("income", (const char *const[]){"income"}, 1);
  mitra_certificate first = issued("1"), again = issued("1"), found;
  MITRA_EXPECT(first.failure == MITRA_CERTIFIED && first.status == MITRA_VALID);
  MITRA_EXPECT(again.failure == MITRA_CERTIFY_ALREADY_ISSUED && mitra_is(again.id, first.id));
  MITRA_EXPECT(mitra_certificate_find("income", "1", &found) && mitra_is(found.id, first.id));
  MITRA_EXPECT(mitra_certificate_get(first.id, &found) && mitra_is(found.number, "1") && mitra_is(found.kind, "income"));
  MITRA_EXPECT(!mitra_certificate_find("income", "2", &found) && !mitra_certificate_get("none", &found));
  MITRA_EXPECT(mitra_certificate_set_status(first.id, MITRA_SUSPENDED, "as-asked").status == MITRA_SUSPENDED);
  MITRA_EXPECT(mitra_certificate_set_status(first.id, MITRA_REVOKED, "as-asked").status == MITRA_REVOKED);
  MITRA_EXPECT(mitra_certificate_set_status(first.id, MITRA_VALID, "as-asked").failure == MITRA_CERTIFY_REVOKED);
  MITRA_EXPECT(mitra_certificate_set_status("none", MITRA_VALID, "as-asked").failure == MITRA_CERTIFY_UNKNOWN);
}

static void a_certificate_is_held_against_its_limits(void) {
  static const char *const FIELDS[] = {"income"};
  mitra_world_grant("income", FIELDS, 1);
  mitra_certificate_request it = income("1234567890123456789012345678901234567890");
  MITRA_EXPECT_TEXT(MISTAKE(mitra_certificate_issue(&it)), "");
  it.number = "12345678901234567890123456789012345678901";
  MITRA_EXPECT(mitra_certificate_issue(&it).failure == MITRA_CERTIFY_INVALID);
  it = income("2");
  it.n_facts = 0;
  MITRA_EXPECT(mitra_certificate_issue(&it).failure == MITRA_CERTIFY_INVALID);
  it = income("2");
  it.holder.name = "J";
  MITRA_EXPECT_TEXT(MISTAKE(mitra_certificate_issue(&it)), "a holder's name has at least 2 characters");
  it = income("3");
  it.holder.local_language = MITRA_EN;
  MITRA_EXPECT_TEXT(MISTAKE(mitra_certificate_issue(&it)), "a local name is in Telugu or Hindi");
  it = income("4");
  it.holder.aadhaar_last_four = "23412346";
  MITRA_EXPECT_TEXT(MISTAKE(mitra_certificate_issue(&it)), "of an Aadhaar number there are four digits");
  MITRA_EXPECT(mitra_begins(MISTAKE(mitra_certificate_set_status("1", MITRA_VALID, "As asked")), "a reason has 1 to 40"));
}

static void what_a_citizen_typed_is_escaped(void) {
  MITRA_EXPECT_TEXT(mitra_url_escape("a/b?c=1&d అ~"), "a%2Fb%3Fc%3D1%26d%20%E0%B0%85~");
}

static void settings_and_log(void) {
  MITRA_EXPECT_TEXT(mitra_config("office", "1902"), "1902");
  mitra_world_setting("office", "1967");
  MITRA_EXPECT_TEXT(mitra_config("office", NULL), "1967");
  mitra_log(MITRA_INFO, "%d cards", 2);
  MITRA_EXPECT_TEXT(mitra_world_log(), "2 cards\n");
}

int host_tests(void) {
  static const mitra_test TESTS[] = {
      MITRA_TEST(every_limit_is_kept_and_named),
      MITRA_TEST(records_are_replaced_if_they_are_as_expected),
      MITRA_TEST(keys_come_in_their_order),
      MITRA_TEST(codes_have_their_length_and_differ),
      MITRA_TEST(a_web_service_answers_or_does_not),
      MITRA_TEST(files_of_citizens_are_read),
      MITRA_TEST(a_payment_is_held_against_its_limits),
      MITRA_TEST(a_certificate_is_issued_once_and_revoked_for_good),
      MITRA_TEST(a_certificate_is_held_against_its_limits),
      MITRA_TEST(what_a_citizen_typed_is_escaped),
      MITRA_TEST(settings_and_log),
  };
  return mitra_run_tests(TESTS, MITRA_COUNT(TESTS));
}
