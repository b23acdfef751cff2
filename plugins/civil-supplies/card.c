// Which card a conversation is about, and that the citizen may see it: whoever knows its number and the last digits of
// the mobile number on it. The card that was found last is offered next time.

#include <string.h>

#include "civil.h"
#include "texts.h"

// How often a citizen may try in a day: nobody finds four digits of a stranger's by then.
#define TRIES_MAX 5
// The citizen's records: the number of the card that was found last, and the tries of a day.
#define SAVED "card"
#define TRIES "tries"

static const mitra_text SAME_CARD = {
    "{} గారి రైస్ కార్డు (చివరి అంకెలు {}) గురించా?",
    "Is it about the rice card of {} (ending in {})?",
    "क्या यह {} जी के राशन कार्ड (अंत में {}) के बारे में है?",
};
static const mitra_text THIS_CARD = {"అవును, ఈ కార్డే", "Yes, this card", "हाँ, यही कार्ड"};
static const mitra_text ASK_NUMBER = {
    "దయచేసి మీ రైస్ కార్డు నంబరు పంపండి. కార్డు పైభాగంలో {} అంకెలు ఉంటాయి.",
    "Please send your rice card number: the {} digits at the top of the card.",
    "कृपया अपना राशन कार्ड नंबर भेजें: कार्ड के ऊपर लिखे {} अंक।",
};
static const mitra_text WRONG_NUMBER = {
    "రైస్ కార్డు నంబరులో {} అంకెలు ఉంటాయి. దయచేసి మరోసారి చూసి పంపండి.",
    "A rice card number has {} digits. Please look again, and send it once more.",
    "राशन कार्ड नंबर में {} अंक होते हैं। कृपया एक बार फिर देखकर भेजें।",
};
static const mitra_text ASK_MOBILE = {
    "కార్డుకు నమోదైన మొబైల్ నంబరు చివరి {} అంకెలు పంపండి. ఇవి మీ వివరాలను ఇతరులు చూడకుండా కాపాడతాయి.",
    "Please send the last {} digits of the mobile number on the card. So nobody else can see your details.",
    "कार्ड में दर्ज मोबाइल नंबर के आख़िरी {} अंक भेजें। इससे आपकी जानकारी कोई और नहीं देख पाता।",
};
static const mitra_text WRONG_MOBILE = {
    "చివరి {} అంకెలు మాత్రమే పంపండి.",
    "Please send only the last {} digits.",
    "कृपया केवल आख़िरी {} अंक भेजें।",
};
// The same words whichever of the two is wrong: nobody shall learn which cards there are.
static const mitra_text NOT_FOUND = {
    "ఈ నంబరు, ఈ అంకెలు కలిసిన రైస్ కార్డు దొరకలేదు. రెండింటినీ దయచేసి మరోసారి సరిచూసుకోండి.",
    "We found no rice card with this number and these digits. Please check both once more.",
    "इस नंबर और इन अंकों का कोई राशन कार्ड नहीं मिला। कृपया दोनों को एक बार फिर जाँच लें।",
};
static const mitra_text TOO_OFTEN = {
    "ఈ రోజు చాలాసార్లు ప్రయత్నించారు. దయచేసి రేపు ప్రయత్నించండి, లేదా {}కు కాల్ చేయండి. కార్డుపై మొబైల్ నంబరు "
    "మారితే మీ వార్డు లేదా గ్రామ సచివాలయంలో నమోదు చేయించుకోవచ్చు.",
    "That was too many tries for today. Please try again tomorrow, or call {}. If your mobile number has changed, your "
    "ward or village secretariat can enter the new one.",
    "आज कई बार कोशिश हो चुकी है। कृपया कल फिर कोशिश करें, या {} पर कॉल करें। यदि मोबाइल नंबर बदल गया है, तो वार्ड या ग्राम "
    "सचिवालय में नया दर्ज कराया जा सकता है।",
};
static const mitra_text CANCELLED = {
    "ఈ రైస్ కార్డు ఇప్పుడు చెల్లుబాటులో లేదు. కారణం తెలుసుకోవడానికి దయచేసి {}కు కాల్ చేయండి, లేదా మీ సచివాలయంలో అడగండి.",
    "This rice card is not in use at present. To learn why, please call {} or ask at your secretariat.",
    "यह राशन कार्ड अभी चालू नहीं है। कारण जानने के लिए कृपया {} पर कॉल करें, या अपने सचिवालय में पूछें।",
};

static const char *number_text(unsigned number) { return mitra_format("%u", number); }

static const char *helpline(void) { return mitra_config("helpline", "1967"); }

static card read_card(const char *number) {
  return (card){number, mitra_json_record(mitra_join("card/", number))};
}

card card_of(const talk *it) {
  card found = read_card(it->now.card);
  // A conversation has a card only once it was found, and cards are not removed.
  if (!mitra_json_is_there(found.json)) mitra_complain("the card of a conversation is not there");
  return found;
}

const char *card_end(const char *number) {
  size_t length = strlen(number);
  return length > 4 ? number + length - 4 : number;
}

mitra_json member_at(const card *of, size_t place) {
  mitra_json member = mitra_json_first(mitra_json_member(of->json, "members"));
  while (place > 0 && mitra_json_is_there(member)) {
    member = mitra_json_next(member);
    place--;
  }
  return member;
}

static void keep_number(talk *it, const char *number) {
  size_t length = strlen(number);
  if (length > CARD_DIGITS) length = CARD_DIGITS;
  memset(it->now.card, 0, sizeof it->now.card);
  memcpy(it->now.card, number, length);
}

// The tries of today, and one more if this one failed.
static int64_t tries(const talk *it, bool has_failed) {
  int64_t today = (int64_t)mitra_day(it->turn->now), count = 0;
  mitra_bytes kept;
  if (mitra_get(MITRA_OF_CITIZEN, TRIES, &kept)) {
    mitra_json json = mitra_json_read(kept);
    bool is_today = mitra_json_integer(mitra_json_member(json, "day"), -1) == today;
    count = is_today ? mitra_json_integer(mitra_json_member(json, "count"), 0) : 0;
  }
  if (!has_failed) return count;
  mitra_json_writer writer = {0};
  mitra_json_begin(&writer, '{');
  mitra_json_put_integer(&writer, "day", today);
  mitra_json_put_integer(&writer, "count", count + 1);
  mitra_json_end(&writer, '}');
  mitra_set(MITRA_OF_CITIZEN, TRIES, mitra_bytes_of(mitra_json_written(&writer)));
  return count + 1;
}

static void ask_number(talk *it, const char *first) {
  if (tries(it, false) >= TRIES_MAX) {
    SAY_FILLED(it, &TOO_OFTEN, helpline());
    mitra_finish(it->answer);
    return;
  }
  const char *question = mitra_fill(it->language, &ASK_NUMBER, number_text(CARD_DIGITS));
  mitra_say(it->answer, first == NULL ? question : mitra_join(first, "\n\n", question));
  stay(it, STEP_NUMBER);
}

static void ask_mobile(talk *it, const char *first) {
  const char *question = mitra_fill(it->language, &ASK_MOBILE, number_text(MOBILE_END_DIGITS));
  mitra_say(it->answer, first == NULL ? question : mitra_join(first, "\n\n", question));
  stay(it, STEP_MOBILE);
}

void card_begin(talk *it) {
  mitra_bytes saved;
  if (!mitra_get(MITRA_OF_CITIZEN, SAVED, &saved)) {
    ask_number(it, NULL);
    return;
  }
  card last = read_card(mitra_copy(saved.data, saved.length));
  if (!mitra_json_is_there(last.json)) {
    ask_number(it, NULL);
    return;
  }
  keep_number(it, last.number);
  const char *holder = words(it, mitra_json_member(last.json, "holder"));
  mitra_ask(it->answer, mitra_fill(it->language, &SAME_CARD, holder, card_end(last.number)));
  OFFER(it, "same", &THIS_CARD);
  OFFER(it, "another", &ANOTHER_CARD);
  stay(it, STEP_SAME_CARD);
}

void card_another(talk *it) { ask_number(it, NULL); }

// Whether the card may be used. If not, the citizen is told and the conversation ends.
static bool is_in_use(talk *it, const card *found) {
  if (mitra_is(mitra_json_text(found->json, "status"), "active")) return true;
  SAY_FILLED(it, &CANCELLED, helpline());
  mitra_finish(it->answer);
  return false;
}

static void hear_number(talk *it) {
  const char *digits = it->turn->event.kind == MITRA_WROTE ? mitra_digits_only(it->turn->event.text) : NULL;
  if (digits == NULL || strlen(digits) != CARD_DIGITS) {
    mitra_say(it->answer, mitra_fill(it->language, &WRONG_NUMBER, number_text(CARD_DIGITS)));
    stay(it, STEP_NUMBER);
    return;
  }
  keep_number(it, digits);
  ask_mobile(it, NULL);
}

static bool hear_mobile(talk *it) {
  const char *digits = it->turn->event.kind == MITRA_WROTE ? mitra_digits_only(it->turn->event.text) : NULL;
  if (digits == NULL || strlen(digits) != MOBILE_END_DIGITS) {
    ask_mobile(it, mitra_fill(it->language, &WRONG_MOBILE, number_text(MOBILE_END_DIGITS)));
    return false;
  }
  card found = read_card(it->now.card);
  bool is_right = mitra_is(mitra_json_text(found.json, "mobile_end"), digits);
  if (!is_right) {
    mitra_log(MITRA_INFO, "a rice card was not found, or its mobile number was another");
    tries(it, true);
    ask_number(it, mitra_in(it->language, &NOT_FOUND));
    return false;
  }
  if (!is_in_use(it, &found)) return false;
  mitra_set(MITRA_OF_CITIZEN, SAVED, mitra_bytes_of(found.number));
  return true;
}

bool card_found(talk *it) {
  bool is_back = it->turn->event.kind == MITRA_WENT_BACK;
  switch ((step)it->now.step) {
    case STEP_SAME_CARD:
      if (is_back) {
        mitra_finish(it->answer);
      } else if (mitra_chose(it->turn, "same")) {
        card same = card_of(it);
        return is_in_use(it, &same);
      } else if (mitra_chose(it->turn, "another")) {
        ask_number(it, NULL);
      } else {
        SAY(it, &PLEASE_CHOOSE);
        card_begin(it);
      }
      return false;
    case STEP_NUMBER:
      if (is_back) {
        mitra_finish(it->answer);
      } else {
        hear_number(it);
      }
      return false;
    default:
      if (is_back) {
        ask_number(it, NULL);
        return false;
      }
      return hear_mobile(it);
  }
}
