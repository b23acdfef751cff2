// Deepam: free gas cylinders, one in each four months, and what was paid for them.

#include <string.h>

#include "civil.h"
#include "texts.h"

static const mitra_text TITLE = {
    "దీపం పథకం, రైస్ కార్డు (చివరి అంకెలు {})\nగ్యాస్ కనెక్షన్: {}, వినియోగదారు నంబరు చివరి అంకెలు {}",
    "Deepam, rice card ending in {}\nGas connection: {}, consumer number ending in {}",
    "दीपम योजना, राशन कार्ड (अंत में {})\nगैस कनेक्शन: {}, उपभोक्ता नंबर के अंतिम अंक {}",
};
static const mitra_text PERIOD = {"\n{} నుండి {}: {}", "\n{} to {}: {}", "\n{} से {}: {}"};
static const mitra_text NOT_BOOKED = {
    "సిలిండర్ ఇంకా బుక్ చేయలేదు",
    "the cylinder is not booked yet",
    "सिलेंडर अभी बुक नहीं किया",
};
static const mitra_text BOOKED = {
    "{}న బుక్ అయింది; డెలివరీ సమయంలో డబ్బు చెల్లించాలి, తర్వాత మీ ఖాతాకు తిరిగి వస్తుంది",
    "booked on {}; you pay at delivery, and get it back into your bank account",
    "{} को बुक हुआ; डिलीवरी पर भुगतान करें, पैसा बाद में आपके खाते में लौटेगा",
};
static const mitra_text DELIVERED = {
    "{}న అందింది; సబ్సిడీ 48 గంటల్లో మీ ఖాతాలో జమ అవుతుంది",
    "delivered on {}; the subsidy reaches your account within 48 hours",
    "{} को मिला; सब्सिडी 48 घंटे में आपके खाते में जमा होगी",
};
static const mitra_text CREDITED = {"{}న {} జమ అయింది", "on {}, {} was paid", "{} को {} जमा हुए"};
static const mitra_text FAILED = {
    "{} జమ కాలేదు: మీ బ్యాంకు ఖాతా ఆధార్‌తో అనుసంధానం కాలేదు",
    "{} could not be paid: your bank account is not linked with your Aadhaar",
    "{} जमा नहीं हो सके: आपका बैंक खाता आधार से नहीं जुड़ा है",
};
static const mitra_text MISSED = {"ఉపయోగించలేదు", "not used", "उपयोग नहीं हुआ"};
static const mitra_text NONE = {
    "ఈ రైస్ కార్డుకు దీపం పథకం కనెక్షన్ లేదు. అర్హులైతే మీ గ్యాస్ ఏజెన్సీలో రైస్ కార్డు, ఆధార్‌తో నమోదు చేయించుకోండి; "
    "వివరాలకు {}కు కాల్ చేయండి.",
    "This rice card has no gas connection under Deepam. If you are entitled, register at your gas agency with the rice "
    "card and Aadhaar; for details call {}.",
    "इस राशन कार्ड पर दीपम योजना का गैस कनेक्शन नहीं है। यदि आप पात्र हैं तो राशन कार्ड और आधार लेकर अपनी गैस एजेंसी में "
    "पंजीकरण कराएँ; जानकारी के लिए {} पर कॉल करें।",
};
static const mitra_text NOT_PAID = {"డబ్బు రాకపోతే", "Not paid?", "पैसा न आए तो"};
static const mitra_text NOT_PAID_HELP = {
    "1. మీ బ్యాంకులో ఖాతాను ఆధార్‌తో అనుసంధానం చేయించండి.\n2. తర్వాత గ్యాస్ ఏజెన్సీలో ఈ-కేవైసీ పూర్తి చేయండి.\n"
    "3. అప్పటికీ రాకపోతే {}కు కాల్ చేయండి: ఆగిన మొత్తం మళ్లీ పంపుతారు.",
    "1. Have your bank link the account with your Aadhaar.\n2. Then complete eKYC at your gas agency.\n"
    "3. If it still does not come, call {}: what was held back is sent again.",
    "1. बैंक में खाते को आधार से जुड़वाएँ।\n2. फिर गैस एजेंसी में ई-केवाईसी पूरा करें।\n"
    "3. तब भी न आए तो {} पर कॉल करें: रुकी हुई राशि फिर भेजी जाती है।",
};

static const char *helpline(void) { return mitra_config("helpline", "1967"); }

// How one cylinder stands. What is not known any more, or not yet, is not booked.
static const char *shown_period(const talk *it, mitra_json period, const char *today) {
  const char *status = mitra_json_text(period, "status"), *on = shown_date(mitra_json_text(period, "on"));
  int64_t paise = mitra_json_integer(mitra_json_member(period, "paise"), 0);
  const char *amount = mitra_rupees(paise < 0 ? 0 : (uint64_t)paise);
  if (mitra_is(status, "booked")) return mitra_fill(it->language, &BOOKED, on);
  if (mitra_is(status, "delivered")) return mitra_fill(it->language, &DELIVERED, on);
  if (mitra_is(status, "failed")) return mitra_fill(it->language, &FAILED, amount);
  if (mitra_is(status, "credited")) return mitra_fill(it->language, &CREDITED, on, amount);
  bool is_over = strcmp(mitra_json_text(period, "to"), today) < 0;
  return mitra_in(it->language, is_over ? &MISSED : &NOT_BOOKED);
}

void deepam_begin(talk *it) {
  card of = card_of(it);
  mitra_json deepam = mitra_json_member(of.json, "deepam");
  mitra_json period = mitra_json_first(mitra_json_member(deepam, "periods"));
  if (!mitra_json_is_there(period)) {
    SAY_FILLED(it, &NONE, helpline());
    ask_next(it, NULL, NULL);
    return;
  }
  mitra_date date = mitra_date_of(mitra_day(it->turn->now));
  const char *today = mitra_format("%04u-%02u-%02u", date.year, date.month, date.day);
  const char *agency = words(it, mitra_json_member(deepam, "agency"));
  const char *shown = mitra_fill(it->language, &TITLE, card_end(of.number), agency,
                                 mitra_json_text(deepam, "consumer_end"));
  bool has_failed = false;
  for (; mitra_json_is_there(period); period = mitra_json_next(period)) {
    const char *from = mitra_json_text(period, "from"), *to = mitra_json_text(period, "to");
    // Periods that have not begun are nobody's question yet.
    if (strcmp(from, today) > 0) continue;
    const char *status = shown_period(it, period, today);
    shown = mitra_join(shown, mitra_fill(it->language, &PERIOD, shown_date(from), shown_date(to), status));
    has_failed = has_failed || mitra_is(mitra_json_text(period, "status"), "failed");
  }
  mitra_say(it->answer, shown);
  ask_next(it, has_failed ? "help" : NULL, &NOT_PAID);
}

void deepam_hear(talk *it) {
  if (it->turn->event.kind == MITRA_WENT_BACK) {
    it->now = (state){0};
    card_begin(it);
  } else if (mitra_chose(it->turn, "help")) {
    SAY_FILLED(it, &NOT_PAID_HELP, helpline());
    ask_next(it, NULL, NULL);
  } else {
    SAY(it, &PLEASE_CHOOSE);
    ask_next(it, NULL, NULL);
  }
}
