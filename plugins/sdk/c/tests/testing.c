#include <string.h>

#include "department.h"

// Counts turns in the state; the words decide what else the turn does.
static void count(const mitra_turn *turn, mitra_answer *answer) {
  unsigned n_turns = 0;
  mitra_state(turn, &n_turns, sizeof n_turns);
  n_turns += 1;
  const char *said = turn->event.kind == MITRA_WROTE ? turn->event.text : "";
  mitra_set(MITRA_OF_CITIZEN, "turns", mitra_bytes_of(mitra_format("%u", n_turns)));
  mitra_say(answer, mitra_format("turn %u", n_turns));
  if (mitra_is(said, "refuse")) {
    mitra_refuse(answer, "No.");
  } else if (mitra_is(said, "later")) {
    mitra_retry_later(answer, 30);
  } else if (mitra_is(said, "mistake")) {
    mitra_say(answer, "");
    mitra_finish(answer);
  } else if (mitra_is(said, "finish")) {
    mitra_finish(answer);
  } else if (mitra_is(said, "again")) {
    mitra_stay_as_it_was(answer, &turn->state);
  } else {
    mitra_stay(answer, &n_turns, sizeof n_turns);
  }
}

static void a_state_comes_back_and_ends_with_the_conversation(void) {
  next_turn = count;
  mitra_citizen_opens("first", MITRA_EN);
  mitra_citizen_says("more");
  MITRA_EXPECT_TEXT(mitra_heard(), "turn 2\n");
  mitra_citizen_says("again");
  mitra_citizen_says("again");
  MITRA_EXPECT_TEXT(mitra_heard(), "turn 3\n");
  mitra_citizen_says("finish");
  MITRA_EXPECT(!mitra_is_open());
  mitra_citizen_opens("second", MITRA_TE);
  MITRA_EXPECT_TEXT(mitra_heard(), "turn 1\n");
}

static void a_turn_that_fails_keeps_nothing(void) {
  next_turn = count;
  mitra_citizen_opens("first", MITRA_EN);
  mitra_citizen_says("refuse");
  MITRA_EXPECT(mitra_is_refused());
  MITRA_EXPECT_TEXT(mitra_heard(), "No.");
  MITRA_EXPECT_TEXT(mitra_world_record(MITRA_OF_CITIZEN, "turns"), "1");
  mitra_citizen_says("later");
  MITRA_EXPECT(mitra_retry_seconds() == 30);
  mitra_world_expects_bug();
  mitra_citizen_says("mistake");
  MITRA_EXPECT_TEXT(mitra_heard(), "a text shows nothing");
  mitra_citizen_says("more");
  MITRA_EXPECT_TEXT(mitra_heard(), "turn 2\n");
}

static void a_state_of_another_size_is_none(void) {
  next_turn = count;
  mitra_turn turn = {.has_state = true, .state = {(const uint8_t *)"a", 1}};
  unsigned n_turns = 7;
  MITRA_EXPECT(!mitra_state(&turn, &n_turns, sizeof n_turns) && n_turns == 7);
}

static void a_state_of_an_older_schema_is_carried_over(void) {
  next_turn = count;
  mitra_citizen_opens("first", MITRA_EN);
  MITRA_EXPECT(mitra_state_of_schema(1, "a", 1) == NULL);
  MITRA_EXPECT(mitra_state_left().length == 2 && mitra_state_left().data[0] == 'a');
  MITRA_EXPECT_TEXT(mitra_state_of_schema(3, "a", 1), "a state that is not known");
}

static void offer(const mitra_turn *turn, mitra_answer *answer) {
  if (turn->event.kind == MITRA_CHOSE) mitra_say(answer, mitra_join("chosen: ", turn->event.chosen.id));
  if (turn->event.kind == MITRA_WROTE) mitra_say(answer, mitra_join("written: ", turn->event.text));
  mitra_ask(answer, "Which?");
  mitra_choice_add(answer, "a", "First");
  mitra_choice_describe(answer, "b", "Second", "the other");
  mitra_stay(answer, NULL, 0);
}

static void choices_are_taken_by_id_number_and_title(void) {
  next_turn = offer;
  mitra_citizen_opens("first", MITRA_EN);
  MITRA_EXPECT_TEXT(mitra_heard(), "Which?\n[First]\n[Second | the other]\n");
  mitra_citizen_takes("b");
  MITRA_EXPECT_HEARD("chosen: b");
  mitra_citizen_says("౨");
  MITRA_EXPECT_HEARD("chosen: b");
  mitra_citizen_says("First");
  MITRA_EXPECT_HEARD("chosen: a");
  mitra_citizen_says("3");
  MITRA_EXPECT_HEARD("written: 3");
}

static void remind(const mitra_turn *turn, mitra_answer *answer) {
  if (turn->event.kind == MITRA_TIMER_DUE) {
    mitra_bytes note = turn->event.timer.note;
    mitra_say(answer, mitra_copy(note.data, note.length));
  } else {
    mitra_timer_set("first", turn->now + MITRA_HOUR_MS, mitra_bytes_of("tea"));
    mitra_timer_set("second", turn->now + 2 * MITRA_HOUR_MS, mitra_bytes_of("more tea"));
    mitra_timer_set("third", turn->now, mitra_bytes_of("no tea"));
    if (!mitra_timer_cancel("third") || mitra_timer_cancel("third")) mitra_complain("it was there, and is not");
  }
  mitra_stay(answer, NULL, 0);
}

static void timers_come_when_they_are_due(void) {
  next_turn = remind;
  mitra_citizen_opens("first", MITRA_EN);
  mitra_citizen_waits(MITRA_HOUR_MS - 1);
  MITRA_EXPECT_TEXT(mitra_heard(), "");
  mitra_citizen_waits(1);
  MITRA_EXPECT_TEXT(mitra_heard(), "tea\n");
  mitra_citizen_waits(MITRA_DAY_MS);
  MITRA_EXPECT_TEXT(mitra_heard(), "more tea\n");
}

static const mitra_text FEE = {"రుసుము", "Fee", "शुल्क"};

// Asks for a fee, and tells what became of it.
static void ask_fee(const mitra_turn *turn, mitra_answer *answer) {
  const char *statuses[] = {"open", "paid", "failed", "expired"};
  mitra_payment found;
  if (turn->event.kind != MITRA_PAYMENT_ENDED) {
    mitra_ask_payment(answer, &(mitra_payment_request){"FEE-1", 12500, &FEE, MITRA_PAYMENT_SECONDS_MIN});
    mitra_stay(answer, NULL, 0);
    return;
  }
  const mitra_payment *ended = &turn->event.payment;
  if (!mitra_payment_find("FEE-1", &found) || found.status != ended->status) mitra_complain("it stands otherwise");
  const char *receipt = ended->receipt == NULL ? "-" : ended->receipt;
  mitra_say(answer, mitra_join(statuses[ended->status], " ", mitra_rupees(ended->paise), " ", receipt));
  mitra_stay(answer, NULL, 0);
}

static void what_becomes_of_a_payment_is_heard(void) {
  next_turn = ask_fee;
  mitra_citizen_opens("first", MITRA_TE);
  MITRA_EXPECT_HEARD("రుసుము\n(₹125.00)");
  mitra_citizen_does_not_pay();
  MITRA_EXPECT_TEXT(mitra_heard(), "expired ₹125.00 -\n");
  // Whoever pays at the last moment has paid.
  mitra_citizen_pays();
  MITRA_EXPECT_TEXT(mitra_heard(), "paid ₹125.00 pay_FEE-1\n");
  // What is paid may be asked for again, and is shown to be paid.
  mitra_citizen_says("again");
}

static void hear_all(const mitra_turn *turn, mitra_answer *answer) {
  const char *kinds[] = {"opened", "text", "chosen", "place", "media", "back", "form", "timer", "payment", "notice"};
  mitra_say(answer, kinds[turn->event.kind]);
  mitra_show_place(answer, &(mitra_place){16.5, 80.5, "Office", "Main road"});
  mitra_stay(answer, NULL, 0);
}

static void everything_that_a_citizen_does_is_heard(void) {
  next_turn = hear_all;
  mitra_citizen_opens("first", MITRA_HI);
  MITRA_EXPECT_TEXT(mitra_heard(), "opened\n\nOffice\nMain road\n");
  mitra_citizen_shares(16.5, 80.5);
  MITRA_EXPECT_HEARD("place");
  mitra_citizen_sends_photo();
  MITRA_EXPECT_HEARD("media");
  mitra_citizen_goes_back();
  MITRA_EXPECT_HEARD("back");
  mitra_office_notices("order-1", "ready");
  MITRA_EXPECT_HEARD("notice");
}

static void tell(const mitra_turn *turn, mitra_answer *answer) {
  if (turn->event.kind == MITRA_NOTICE_CAME) {
    const mitra_notice *notice = &turn->event.notice;
    mitra_say(answer, mitra_join(notice->id, ": ", notice->body));
    if (notice->at != turn->now) mitra_complain("it came at once");
  }
  mitra_finish(answer);
}

static void a_notice_comes_by_itself(void) {
  next_turn = tell;
  mitra_citizen_opens("first", MITRA_EN);
  MITRA_EXPECT(!mitra_is_open());
  mitra_office_notices("order-1", "సిద్ధం");
  MITRA_EXPECT_TEXT(mitra_heard(), "order-1: సిద్ధం\n");
}

static void the_description_keeps_every_limit(void) { mitra_expect_description(); }

int testing_tests(void) {
  static const mitra_test TESTS[] = {
      MITRA_TEST(a_state_comes_back_and_ends_with_the_conversation),
      MITRA_TEST(a_turn_that_fails_keeps_nothing),
      MITRA_TEST(a_state_of_another_size_is_none),
      MITRA_TEST(a_state_of_an_older_schema_is_carried_over),
      MITRA_TEST(choices_are_taken_by_id_number_and_title),
      MITRA_TEST(timers_come_when_they_are_due),
      MITRA_TEST(what_becomes_of_a_payment_is_heard),
      MITRA_TEST(a_notice_comes_by_itself),
      MITRA_TEST(everything_that_a_citizen_does_is_heard),
      MITRA_TEST(the_description_keeps_every_limit),
  };
  return mitra_run_tests(TESTS, MITRA_COUNT(TESTS));
}
