// Tests of a department without a host: a citizen to talk to, and a host in memory. Built for the machine that you sit
// at, with its sanitizers:
//
//   static void the_hours_are_told(void) {
//     mitra_world_seed("seed.json");
//     mitra_citizen_opens("hours", MITRA_EN);
//     mitra_citizen_says("7");
//     MITRA_EXPECT_HEARD("5 in the evening");
//   }
//
//   static const mitra_test TESTS[] = {MITRA_TEST(the_hours_are_told)};
//   int main(void) { return mitra_run_tests(TESTS, MITRA_COUNT(TESTS)); }
//
// Everything that the department says is held against the contract's limits, and what it asks of the host, too.

#ifndef MITRA_TESTING_H
#define MITRA_TESTING_H

#include "mitra.h"

// A test: it begins in a world without records, at 10:30 on 24-11-2026 in India.
typedef struct {
  const char *name;
  void (*run)(void);
} mitra_test;

#define MITRA_TEST(function) {#function, function}

// Runs the tests, prints what came of them, and gives what `main` is to return.
int mitra_run_tests(const mitra_test *tests, size_t count);

// Ends the test if the condition does not hold.
#define MITRA_EXPECT(condition) mitra_expect(condition, #condition, __FILE__, __LINE__)
// Ends the test if the two texts differ.
#define MITRA_EXPECT_TEXT(found, expected) mitra_expect_text(found, expected, __FILE__, __LINE__)
// Ends the test unless the last turn said this, among other things.
#define MITRA_EXPECT_HEARD(part) mitra_expect_heard(part, __FILE__, __LINE__)

void mitra_expect(bool is_so, const char *condition, const char *file, int line);
void mitra_expect_text(const char *found, const char *expected, const char *file, int line);
void mitra_expect_heard(const char *part, const char *file, int line);

// Ends the test unless the department's description keeps every limit.
void mitra_expect_description(void);

// The records of a seed file.
void mitra_world_seed(const char *path);

// A setting of the operator's.
void mitra_world_setting(const char *key, const char *value);

// What a web service answers from here on; other addresses cannot be reached. `body` may be NULL.
void mitra_world_web(mitra_method method, const char *url, uint16_t status, const char *body);
void mitra_world_web_fails(mitra_method method, const char *url, mitra_failure failure);

// A file that the citizen sent, by its id, such as `photo-1`, the id of the photo of mitra_citizen_sends_photo. Other
// files are unknown.
void mitra_world_file(const char *id, const char *mime_type, mitra_bytes bytes);
void mitra_world_file_fails(const char *id, mitra_file_failure failure);

// A kind of certificate that `department.toml` asks for and the operator grants, with the ids of its fields. Others are
// denied.
void mitra_world_grant(const char *kind, const char *const *fields, size_t n_fields);

// How many requests were sent in this test, and the body of the last one; NULL for none.
size_t mitra_world_n_requests(void);
const char *mitra_world_last_body(void);

// A record, as text; NULL if there is none.
const char *mitra_world_record(mitra_scope scope, const char *key);

// Stores a record.
void mitra_world_set(mitra_scope scope, const char *key, const char *value);

// How many records begin with this prefix.
size_t mitra_world_n_records(mitra_scope scope, const char *prefix);

// The lines that the department logged in this test, each with its end.
const char *mitra_world_log(void);

// The instant of the next turn, in milliseconds since 1970.
uint64_t mitra_world_now(void);


// What a citizen does; each is a turn. Outside of a conversation they can only open one.
void mitra_citizen_opens(const char *service, mitra_language language);
// The number or the title of a choice that is open is that choice, as with a real host.
void mitra_citizen_says(const char *text);
// Takes a choice by its id; it must have been offered by the last turn.
void mitra_citizen_takes(const char *id);
void mitra_citizen_goes_back(void);
void mitra_citizen_shares(double latitude, double longitude);
void mitra_citizen_sends_photo(void);
// Fills in the form that the last turn asked for. What the front desk would have asked for again ends the test.
void mitra_citizen_sends_form(const mitra_field_answer *answers, size_t count);
// Lets time pass; the timers that come due in this service have their turns.
void mitra_citizen_waits(uint64_t ms);

// The citizen pays what the last request for money asked for, tries in vain, or lets the time pass: the department hears
// of it at once.
void mitra_citizen_pays(void);
void mitra_citizen_pays_in_vain(void);
void mitra_citizen_does_not_pay(void);

// The office's computer sends a notice about the citizen, and the department hears of it at once. What a host would not
// take ends the test. Nobody need have opened anything: the service that was opened last is told.
void mitra_office_notices(const char *id, const char *body);

// Whether the conversation is open.
bool mitra_is_open(void);

// What the last turn said: texts, questions with their choices in brackets, and words of a refusal, line by line.
const char *mitra_heard(void);

// The form that the last turn asked for; NULL for none.
const mitra_form *mitra_form_asked(void);

// Whether the last turn was refused, and after how many seconds it wants to be repeated; 0 for not.
bool mitra_is_refused(void);
uint32_t mitra_retry_seconds(void);

// The next turn must end as a bug; its words are then what is heard. Without this a bug ends the test.
void mitra_world_expects_bug(void);

// The bytes of the state that the last turn left.
mitra_bytes mitra_state_left(void);

// The conversation has this state, as a release of an older schema left it; what the department migrates it to is what
// the next turn finds. Gives why it cannot; NULL if it can.
const char *mitra_state_of_schema(uint32_t schema, const void *state, size_t size);

#endif
