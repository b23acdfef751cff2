#include "requests.h"

#include <stdlib.h>
#include <string.h>

#include "texts.h"

// How many requests of a citizen are looked through.
#define REQUESTS_MAX 20
// How many digits the number of a request has, and how many numbers are drawn until one is free.
#define NUMBER_DIGITS 6
#define DRAWS_MAX 5
// In how many days the office decides, unless the operator says otherwise; and the most that they may say.
#define DAYS "21"
#define DAYS_MAX 365

static const mitra_text MADE = {
    "మీ అభ్యర్థన నమోదైంది.\n\nనంబరు: {}\nనిర్ణయం: {} లోపు\n\nవార్డు లేదా గ్రామ సచివాలయం పత్రాలు పరిశీలించి మీకు తెలియజేస్తుంది.",
    "Your request is registered.\n\nNumber: {}\nDecision: by {}\n\nThe ward or village secretariat looks at the papers "
    "and lets you know.",
    "आपका अनुरोध दर्ज हो गया।\n\nनंबर: {}\nनिर्णय: {} तक\n\nवार्ड या ग्राम सचिवालय काग़ज़ात देखकर आपको बताएगा।",
};
static const mitra_text THERE_ALREADY = {
    "దీని కోసం అభ్యర్థన ఇప్పటికే ఉంది: {}. మళ్లీ పంపనవసరం లేదు.",
    "There is a request for this already: {}. You need not send it again.",
    "इसके लिए अनुरोध पहले से है: {}। दोबारा भेजने की ज़रूरत नहीं है।",
};
static const mitra_text PENDING = {
    "ఈ కార్డుకు మీ అభ్యర్థన {} ({}) పరిశీలనలో ఉంది; {} లోపు నిర్ణయం వస్తుంది. ఏమి చేయాలనుకుంటున్నారు?",
    "Your request {} of {} for this card is being looked at, and will be decided by {}. What would you like to do?",
    "इस कार्ड के लिए आपका अनुरोध {} ({}) देखा जा रहा है; {} तक निर्णय हो जाएगा। आप क्या करना चाहेंगे?",
};
static const mitra_text OVERDUE = {
    "ఈ కార్డుకు మీ అభ్యర్థన {} ({}) గడువు {}తో ముగిసింది. దయచేసి ఈ నంబరుతో {}కు కాల్ చేయండి. ఏమి చేయాలనుకుంటున్నారు?",
    "Your request {} of {} for this card should have been decided by {}. Please call {} with this number. What would "
    "you like to do?",
    "इस कार्ड के लिए आपके अनुरोध {} ({}) का निर्णय {} तक होना था। कृपया यह नंबर लेकर {} पर कॉल करें। आप क्या करना चाहेंगे?",
};
static const mitra_text NEW = {"మరో అభ్యర్థన", "Another request", "दूसरा अनुरोध"};
static const mitra_text WITHDRAW = {"వెనక్కి తీసుకోండి", "Withdraw it", "वापस लें"};
static const mitra_text WITHDRAWN = {
    "అభ్యర్థన {} వెనక్కి తీసుకున్నాం.",
    "The request {} is withdrawn.",
    "अनुरोध {} वापस ले लिया गया है।",
};

static const char *request_key(const char *number) { return mitra_join("request/", number); }

static const char *text_of(mitra_bytes bytes) { return mitra_copy(bytes.data, bytes.length); }

// The instant at which a request made at `on` should be decided: the end of its last day.
static uint64_t due(uint64_t on) {
  long days = strtol(mitra_config("request_days", DAYS), NULL, 10);
  if (days < 1 || days > DAYS_MAX) days = strtol(DAYS, NULL, 10);
  return mitra_instant(mitra_day(on) + (uint64_t)days + 1, 0) - 1;
}

// The citizen's newest request of this service for this card: its number and what is kept of it; NULL for none.
static const char *pending(const talk *it, mitra_json *kept) {
  const char *newest = NULL;
  int64_t newest_on = -1;
  mitra_list keys = mitra_keys(MITRA_OF_CITIZEN, "request/", REQUESTS_MAX);
  for (size_t i = 0; i < keys.count; i++) {
    mitra_bytes value;
    if (!mitra_get(MITRA_OF_CITIZEN, keys.items[i], &value)) continue;
    mitra_json json = mitra_json_read(value);
    int64_t on = mitra_json_integer(mitra_json_member(json, "on"), 0);
    bool is_one = mitra_is(mitra_json_text(json, "service"), it->turn->service) &&
                  mitra_is(mitra_json_text(json, "card"), it->now.card);
    if (is_one && on > newest_on) {
      newest = keys.items[i] + strlen("request/");
      newest_on = on;
      *kept = json;
    }
  }
  return newest;
}

static void ask_about(talk *it, const char *number, mitra_json kept) {
  uint64_t on = (uint64_t)mitra_json_integer(mitra_json_member(kept, "on"), 0), until = due(on);
  const char *made_on = mitra_show_day(on), *decided_by = mitra_show_day(until);
  const char *question = it->turn->now <= until
                             ? mitra_fill(it->language, &PENDING, number, made_on, decided_by)
                             : mitra_fill(it->language, &OVERDUE, number, made_on, decided_by,
                                          mitra_config("helpline", "1967"));
  mitra_ask(it->answer, question);
  OFFER(it, "new", &NEW);
  OFFER(it, "withdraw", &WITHDRAW);
  OFFER(it, "done", &DONE);
  stay(it, STEP_PENDING);
}

bool request_may_begin(talk *it) {
  mitra_json kept;
  const char *number = pending(it, &kept);
  if (number == NULL) return true;
  ask_about(it, number, kept);
  return false;
}

bool request_is_new(talk *it) {
  mitra_json kept;
  const char *number = pending(it, &kept);
  if (number == NULL || mitra_chose(it->turn, "new")) return true;
  if (it->turn->event.kind == MITRA_WENT_BACK) {
    it->now = (state){0};
    card_begin(it);
  } else if (mitra_chose(it->turn, "withdraw")) {
    const char *asked = mitra_json_string(mitra_json_member(kept, "asked"));
    if (asked != NULL) mitra_delete(MITRA_OF_DEPARTMENT, asked);
    mitra_delete(MITRA_OF_DEPARTMENT, request_key(number));
    mitra_delete(MITRA_OF_CITIZEN, request_key(number));
    SAY_FILLED(it, &WITHDRAWN, number);
    ask_next(it, NULL, NULL);
  } else {
    SAY(it, &PLEASE_CHOOSE);
    ask_about(it, number, kept);
  }
  return false;
}

mitra_json_writer request_writer(const talk *it) {
  mitra_json_writer writer = {0};
  mitra_json_begin(&writer, '{');
  mitra_json_put_string(&writer, "service", it->turn->service);
  mitra_json_put_string(&writer, "card", it->now.card);
  mitra_json_put_string(&writer, "citizen", it->turn->citizen);
  mitra_json_put_integer(&writer, "on", (int64_t)it->turn->now);
  return writer;
}

// What the citizen keeps of a request; `asked` may be NULL.
static const char *kept_text(const talk *it, const char *asked) {
  mitra_json_writer writer = {0};
  mitra_json_begin(&writer, '{');
  mitra_json_put_string(&writer, "service", it->turn->service);
  mitra_json_put_string(&writer, "card", it->now.card);
  mitra_json_put_string(&writer, "asked", asked);
  mitra_json_put_integer(&writer, "on", (int64_t)it->turn->now);
  mitra_json_end(&writer, '}');
  return mitra_json_written(&writer);
}

// A number that no request has.
static const char *free_number(void) {
  for (int draw = 0; draw < DRAWS_MAX; draw++) {
    const char *number = mitra_reference("CS", NUMBER_DIGITS);
    mitra_bytes other;
    if (!mitra_get(MITRA_OF_DEPARTMENT, request_key(number), &other)) return number;
  }
  mitra_complain("no number is free after %d draws: requests need longer ones", DRAWS_MAX);
  return "";
}

void request_make(talk *it, mitra_json_writer *writer, const char *about) {
  const char *asked = about == NULL ? NULL : mitra_join("asked/", it->turn->service, "/", it->now.card, "/", about);
  mitra_bytes earlier;
  if (asked != NULL && mitra_get(MITRA_OF_DEPARTMENT, asked, &earlier)) {
    SAY_FILLED(it, &THERE_ALREADY, text_of(earlier));
    ask_next(it, NULL, NULL);
    return;
  }
  const char *number = free_number();
  if (asked != NULL) mitra_set(MITRA_OF_DEPARTMENT, asked, mitra_bytes_of(number));
  mitra_json_end(writer, '}');
  mitra_set(MITRA_OF_DEPARTMENT, request_key(number), mitra_bytes_of(mitra_json_written(writer)));
  mitra_set(MITRA_OF_CITIZEN, request_key(number), mitra_bytes_of(kept_text(it, asked)));
  SAY_FILLED(it, &MADE, number, mitra_show_day(due(it->turn->now)));
  mitra_finish(it->answer);
}
