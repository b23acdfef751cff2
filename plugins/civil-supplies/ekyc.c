// Whose eKYC is done, and what to do for those whose is not.

#include <string.h>

#include "civil.h"
#include "texts.h"

static const mitra_text TITLE = {
    "రైస్ కార్డు (చివరి అంకెలు {}), ఈ-కేవైసీ:",
    "Rice card ending in {}, eKYC:",
    "राशन कार्ड (अंत में {}), ई-केवाईसी:",
};
static const mitra_text IS_DONE = {"{}న పూర్తయింది", "done on {}", "{} को पूरा हुआ"};
static const mitra_text IS_EXEMPT = {"అవసరం లేదు", "not needed", "ज़रूरत नहीं"};
static const mitra_text IS_PENDING = {"ఇంకా చేయలేదు", "not done yet", "अभी नहीं हुआ"};
static const mitra_text ALL_DONE = {
    "అందరి ఈ-కేవైసీ పూర్తయింది. మీరు చేయవలసింది ఏమీ లేదు.",
    "It is done for everybody. There is nothing for you to do.",
    "सभी का ई-केवाईसी पूरा है। आपको कुछ नहीं करना है।",
};
static const mitra_text WHAT_TO_DO = {
    "ఇంకా చేయని వారు ఆధార్ కార్డుతో ఏ రేషన్ దుకాణానికైనా వెళ్లి {} లోపు వేలిముద్ర వేయాలి. రుసుము లేదు.",
    "Whoever is left should go to any ration shop with their Aadhaar card and give a fingerprint by {}. It is free.",
    "जिनका बाकी है वे {} तक आधार कार्ड लेकर किसी भी राशन दुकान पर अंगूठा लगाएँ। कोई शुल्क नहीं है।",
};
static const mitra_text IS_OVER = {
    "గడువు {}తో ముగిసింది. ఇంకా చేయని వారి కోటా ఆగవచ్చు; వెంటనే ఆధార్ కార్డుతో వార్డు లేదా గ్రామ సచివాలయానికి వెళ్లండి.",
    "The last day was {}. The ration of whoever is left may stop: please go to the ward or village secretariat with "
    "the Aadhaar card soon.",
    "अंतिम तारीख {} थी। जिनका बाकी है उनका राशन रुक सकता है: कृपया जल्द आधार कार्ड लेकर वार्ड या ग्राम सचिवालय जाएँ।",
};
static const mitra_text NO_FINGERPRINT = {"వేలిముద్ర పడకపోతే", "No fingerprint?", "अंगूठा न लगे तो"};
static const mitra_text NO_FINGERPRINT_HELP = {
    "వేలిముద్ర పడకపోతే సచివాలయంలో కంటిపాప లేదా ముఖం ద్వారా చేస్తారు. నడవలేని వారికి ఇంటికే వస్తారు: {}కు కాల్ చేయండి.",
    "Where fingers cannot be read, the secretariat takes the eye or the face. Whoever cannot walk is visited at home: "
    "please call {}.",
    "अंगूठा न लगे तो सचिवालय में आँख या चेहरे से किया जाता है। जो चल नहीं सकते उनके घर आते हैं: {} पर कॉल करें।",
};

static const char *shown_status(const talk *it, mitra_json member) {
  mitra_json ekyc = mitra_json_member(member, "ekyc");
  const char *on = mitra_json_string(ekyc);
  if (on == NULL) return mitra_in(it->language, &IS_PENDING);
  if (mitra_is(on, "exempt")) return mitra_in(it->language, &IS_EXEMPT);
  return mitra_fill(it->language, &IS_DONE, shown_date(on));
}

void ekyc_begin(talk *it) {
  card of = card_of(it);
  const char *shown = mitra_fill(it->language, &TITLE, card_end(of.number));
  bool is_any_left = false;
  mitra_json member = member_at(&of, 0);
  for (; mitra_json_is_there(member); member = mitra_json_next(member)) {
    const char *name = words(it, mitra_json_member(member, "name"));
    shown = mitra_join(shown, "\n• ", name, ": ", shown_status(it, member));
    is_any_left = is_any_left || mitra_json_string(mitra_json_member(member, "ekyc")) == NULL;
  }
  const char *last = mitra_json_string(mitra_json_member(mitra_json_record("ekyc"), "last_day"));
  if (last == NULL) {
    mitra_bug(it->answer, "the record `ekyc` has no `last_day`");
    return;
  }
  // YYYY-MM-DD sorts as days do.
  mitra_date date = mitra_date_of(mitra_day(it->turn->now));
  const char *today = mitra_format("%04u-%02u-%02u", date.year, date.month, date.day);
  const mitra_text *advice = strcmp(today, last) <= 0 ? &WHAT_TO_DO : &IS_OVER;
  const char *what = is_any_left ? mitra_fill(it->language, advice, shown_date(last))
                                 : mitra_in(it->language, &ALL_DONE);
  mitra_say(it->answer, mitra_join(shown, "\n\n", what));
  ask_next(it, is_any_left ? "help" : NULL, &NO_FINGERPRINT);
}

void ekyc_hear(talk *it) {
  if (it->turn->event.kind == MITRA_WENT_BACK) {
    it->now = (state){0};
    card_begin(it);
  } else if (mitra_chose(it->turn, "help")) {
    SAY_FILLED(it, &NO_FINGERPRINT_HELP, mitra_config("helpline", "1967"));
    ask_next(it, NULL, NULL);
  } else {
    SAY(it, &PLEASE_CHOOSE);
    ask_next(it, NULL, NULL);
  }
}
