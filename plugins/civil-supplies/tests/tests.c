// The department alone, on a host in memory. The conversations with a whole host are in `scenarios`.

#include <string.h>

#include "mitra_testing.h"

// Opens a service and finds this card.
static void open_card(const char *service, mitra_language language, const char *card, const char *mobile_end) {
  mitra_world_seed("seed.json");
  mitra_citizen_opens(service, language);
  mitra_citizen_says(card);
  mitra_citizen_says(mobile_end);
}

static void the_description_keeps_every_limit(void) { mitra_expect_description(); }

static void a_card_is_shown_to_whoever_knows_its_mobile_number(void) {
  open_card("drawal", MITRA_EN, "2811000001", "4321");
  MITRA_EXPECT_HEARD("Rice card ending in 0001");
  MITRA_EXPECT_TEXT(mitra_world_record(MITRA_OF_CITIZEN, "card"), "2811000001");
}

static void nobody_learns_which_cards_there_are(void) {
  open_card("drawal", MITRA_EN, "2811000001", "0000");
  const char *wrong = mitra_heard();
  mitra_citizen_says("2811999999");
  mitra_citizen_says("4321");
  MITRA_EXPECT_TEXT(mitra_heard(), wrong);
  MITRA_EXPECT(mitra_world_record(MITRA_OF_CITIZEN, "card") == NULL);
}

static void tries_end_for_the_day_whatever_is_opened(void) {
  open_card("drawal", MITRA_EN, "2811000001", "0000");
  for (int i = 1; i < 5; i++) {
    MITRA_EXPECT(mitra_is_open());
    mitra_citizen_says("2811000001");
    mitra_citizen_says("0000");
  }
  MITRA_EXPECT(!mitra_is_open());
  mitra_citizen_opens("ekyc", MITRA_EN);
  MITRA_EXPECT(!mitra_is_open());
  mitra_citizen_waits(MITRA_DAY_MS);
  mitra_citizen_opens("ekyc", MITRA_EN);
  MITRA_EXPECT(mitra_is_open());
}

static void a_record_that_cannot_be_read_is_a_bug_and_not_a_guess(void) {
  mitra_world_set(MITRA_OF_DEPARTMENT, "card/2811000009", "{\"status\":");
  mitra_citizen_opens("drawal", MITRA_EN);
  mitra_citizen_says("2811000009");
  mitra_world_expects_bug();
  mitra_citizen_says("4321");
  MITRA_EXPECT_HEARD("the record `card/2811000009` is no JSON");
}

// Sends the form for a new member.
static void ask_for(const char *name, const char *token) {
  const mitra_field_answer answers[] = {
      {"name", {.kind = MITRA_VALUE_TEXT, .text = name}},
      {"relation", {.kind = MITRA_VALUE_CHOICE, .choice = "child"}},
      {"born", {.kind = MITRA_VALUE_DATE, .date = {2021, 3, 2}}},
      {"aadhaar", {.kind = MITRA_VALUE_IDENTITY, .identity = {"2346", token}}},
      {"proof", {.kind = MITRA_VALUE_MEDIA, .media = {MITRA_IMAGE, "photo-1", "image/jpeg", NULL, NULL}}},
  };
  mitra_citizen_sends_form(answers, MITRA_COUNT(answers));
}

static void a_request_is_kept_with_all_that_was_given(void) {
  open_card("add-member", MITRA_EN, "2811000005", "2468");
  ask_for("Anand \"Andy\" Rao", "token-1");
  MITRA_EXPECT(!mitra_is_open());
  const char *number = mitra_world_record(MITRA_OF_DEPARTMENT, "asked/add-member/2811000005/token-1");
  MITRA_EXPECT(number != NULL);
  const char *request = mitra_world_record(MITRA_OF_DEPARTMENT, mitra_join("request/", number));
  mitra_json json = mitra_json_read(mitra_bytes_of(request));
  MITRA_EXPECT_TEXT(mitra_json_text(json, "card"), "2811000005");
  MITRA_EXPECT_TEXT(mitra_json_text(json, "name"), "Anand \"Andy\" Rao");
  MITRA_EXPECT_TEXT(mitra_json_text(json, "born"), "02-03-2021");
  MITRA_EXPECT_TEXT(mitra_json_text(mitra_json_member(json, "aadhaar"), "token"), "token-1");
  MITRA_EXPECT_TEXT(mitra_json_text(json, "proof"), "photo-1");
}

static void a_person_is_asked_for_once_until_it_is_withdrawn(void) {
  open_card("add-member", MITRA_EN, "2811000005", "2468");
  ask_for("Anand", "token-1");
  mitra_citizen_opens("add-member", MITRA_EN);
  mitra_citizen_takes("same");
  mitra_citizen_takes("new");
  ask_for("Anandh", "token-1");
  MITRA_EXPECT_HEARD("There is a request for this already");
  MITRA_EXPECT(mitra_world_n_records(MITRA_OF_DEPARTMENT, "request/") == 1);
  mitra_citizen_opens("add-member", MITRA_EN);
  mitra_citizen_takes("same");
  mitra_citizen_takes("withdraw");
  MITRA_EXPECT(mitra_world_n_records(MITRA_OF_DEPARTMENT, "request/") == 0);
  MITRA_EXPECT(mitra_world_n_records(MITRA_OF_DEPARTMENT, "asked/") == 0);
  mitra_citizen_opens("add-member", MITRA_EN);
  mitra_citizen_takes("same");
  ask_for("Anand", "token-1");
  MITRA_EXPECT_HEARD("Your request is registered");
}

static void a_reminder_says_nothing_of_what_was_drawn(void) {
  mitra_citizen_waits(8 * MITRA_DAY_MS);
  open_card("drawal", MITRA_EN, "2811000005", "2468");
  // 2 December: nothing of this month was drawn.
  mitra_citizen_takes("remind");
  MITRA_EXPECT_HEARD("13-12-2026");
  mitra_world_set(MITRA_OF_DEPARTMENT, "card/2811000005",
                  "{\"status\":\"active\",\"entitled\":{\"rice\":1000},"
                  "\"drawn\":[{\"month\":\"2026-12\",\"rice\":1000}]}");
  mitra_citizen_waits(14 * MITRA_DAY_MS);
  MITRA_EXPECT_TEXT(mitra_heard(), "");
}

static void a_reminder_keeps_the_conversation_where_it_is(void) {
  mitra_citizen_waits(8 * MITRA_DAY_MS);
  open_card("drawal", MITRA_EN, "2811000005", "2468");
  mitra_citizen_takes("remind");
  mitra_citizen_waits(11 * MITRA_DAY_MS);
  MITRA_EXPECT_HEARD("this is still to be drawn: Rice 15 kg");
  MITRA_EXPECT(mitra_is_open());
}

static void the_days_for_a_decision_are_the_operators(void) {
  const struct {
    const char *setting, *day;
  } CASES[] = {{"1", "25-11-2026"}, {"365", "24-11-2027"}, {"366", "15-12-2026"}, {"soon", "15-12-2026"}};
  open_card("add-member", MITRA_EN, "2811000005", "2468");
  for (size_t i = 0; i < MITRA_COUNT(CASES); i++) {
    mitra_world_setting("request_days", CASES[i].setting);
    ask_for("Anand", CASES[i].setting);
    MITRA_EXPECT_HEARD(mitra_join("by ", CASES[i].day));
    mitra_citizen_opens("add-member", MITRA_EN);
    mitra_citizen_takes("same");
    mitra_citizen_takes("new");
  }
}

static void the_nearest_shop_comes_first(void) {
  mitra_world_seed("seed.json");
  mitra_citizen_opens("shop", MITRA_EN);
  mitra_citizen_shares(16.5310, 80.5940);
  MITRA_EXPECT(mitra_begins(mitra_heard(), "Which shop would you like to see?\n[Bhavanipuram | 0.0 km away]\n"));
}

static void the_stock_is_asked_for_at_the_operators_service(void) {
  mitra_world_setting("stock", "https://epos.example.gov.in/stock/");
  mitra_world_web(MITRA_METHOD_GET, "https://epos.example.gov.in/stock/0724015", 200,
                  "{\"rice_kg\":1200,\"sugar_kg\":80}");
  mitra_world_seed("seed.json");
  mitra_citizen_opens("shop", MITRA_EN);
  mitra_citizen_says("GUNADALA");
  mitra_citizen_takes("0724015");
  MITRA_EXPECT_HEARD("rice 1200 kg");
  mitra_world_web_fails(MITRA_METHOD_GET, "https://epos.example.gov.in/stock/0724015", MITRA_TIMED_OUT);
  mitra_citizen_says("520004");
  mitra_citizen_takes("0724015");
  MITRA_EXPECT_HEARD("The stock cannot be seen right now");
}

static void without_a_service_nothing_is_said_of_stock(void) {
  mitra_world_seed("seed.json");
  mitra_citizen_opens("shop", MITRA_EN);
  mitra_citizen_says("520004");
  mitra_citizen_takes("0724015");
  MITRA_EXPECT(strstr(mitra_heard(), "stock") == NULL && mitra_world_n_requests() == 0);
}

int main(void) {
  static const mitra_test TESTS[] = {
      MITRA_TEST(the_description_keeps_every_limit),
      MITRA_TEST(a_card_is_shown_to_whoever_knows_its_mobile_number),
      MITRA_TEST(nobody_learns_which_cards_there_are),
      MITRA_TEST(tries_end_for_the_day_whatever_is_opened),
      MITRA_TEST(a_record_that_cannot_be_read_is_a_bug_and_not_a_guess),
      MITRA_TEST(a_request_is_kept_with_all_that_was_given),
      MITRA_TEST(a_person_is_asked_for_once_until_it_is_withdrawn),
      MITRA_TEST(a_reminder_says_nothing_of_what_was_drawn),
      MITRA_TEST(a_reminder_keeps_the_conversation_where_it_is),
      MITRA_TEST(the_days_for_a_decision_are_the_operators),
      MITRA_TEST(the_nearest_shop_comes_first),
      MITRA_TEST(the_stock_is_asked_for_at_the_operators_service),
      MITRA_TEST(without_a_service_nothing_is_said_of_stock),
  };
  return mitra_run_tests(TESTS, MITRA_COUNT(TESTS));
}
