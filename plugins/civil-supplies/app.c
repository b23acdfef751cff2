// Civil supplies: a rice card's drawals, eKYC, Deepam gas, its members and changes, and the ration shops nearby.

#include <string.h>

#include "civil.h"
#include "texts.h"

// The layout of `state`. Raise it when the struct or its steps change.
#define STATE_SCHEMA 1

static const mitra_text DEPARTMENT = {"పౌర సరఫరాల శాఖ", "Civil Supplies", "नागरिक आपूर्ति विभाग"};
static const mitra_text DEEPAM = {"దీపం పథకం స్థితి", "Deepam gas status", "दीपम गैस योजना स्थिति"};
static const mitra_text DEEPAM_SUMMARY = {
    "ఉచిత గ్యాస్ సిలిండర్లు, జమ అయిన సబ్సిడీ",
    "Free gas cylinders, and what was paid for them",
    "मुफ़्त गैस सिलेंडर और जमा हुई सब्सिडी",
};
static const mitra_text DRAWAL = {"రేషన్ పొందిన వివరాలు", "Ration drawal details", "राशन उठाव विवरण"};
static const mitra_text DRAWAL_SUMMARY = {
    "ఈ నెల కోటా, తీసుకున్న సరుకులు",
    "This month's ration, and what was drawn",
    "इस महीने का राशन और कितना उठाया गया",
};
static const mitra_text EKYC = {"రేషన్ ఈ-కేవైసీ స్థితి", "Ration eKYC status", "राशन ई-केवाईसी स्थिति"};
static const mitra_text EKYC_SUMMARY = {
    "కుటుంబంలో ఎవరి ఈ-కేవైసీ పూర్తయింది",
    "Whose eKYC in the family is done, and whose is not",
    "परिवार में किसका ई-केवाईसी हुआ है और किसका नहीं",
};
static const mitra_text ADD = {"రైస్ కార్డు సభ్యుల చేరిక", "Add rice card member", "राशन कार्ड सदस्य जोड़ें"};
static const mitra_text ADD_SUMMARY = {
    "కొత్త సభ్యుడిని కార్డులో చేర్చమని అడగండి",
    "Ask for somebody to be added to your card",
    "कार्ड में नया सदस्य जोड़ने का अनुरोध करें",
};
static const mitra_text REMOVE = {"కార్డు సభ్యుల తొలగింపు", "Remove rice card member", "राशन कार्ड सदस्य हटाएं"};
static const mitra_text REMOVE_SUMMARY = {
    "ఒక సభ్యుడిని కార్డు నుండి తొలగించమని అడగండి",
    "Ask for somebody to be removed from your card",
    "कार्ड से किसी सदस्य को हटाने का अनुरोध करें",
};
static const mitra_text SPLIT = {"రైస్ కార్డు విభజన", "Split rice card", "राशन कार्ड विभाजन"};
static const mitra_text SPLIT_SUMMARY = {
    "కుటుంబంలో కొందరికి వేరే కార్డు",
    "A card of their own for a part of the family",
    "परिवार के कुछ सदस्यों के लिए अलग कार्ड",
};
static const mitra_text CHANGES = {"రైస్ కార్డు మార్పులు", "Rice card changes", "राशन कार्ड में सुधार"};
static const mitra_text CHANGES_SUMMARY = {
    "చిరునామా, మొబైల్ నంబరు, పేరు, రేషన్ దుకాణం",
    "Address, mobile number, a name, the ration shop",
    "पता, मोबाइल नंबर, नाम, राशन दुकान",
};
static const mitra_text SHOP = {"సమీప రేషన్ దుకాణం", "Nearest ration shop", "निकटतम राशन दुकान"};
static const mitra_text SHOP_SUMMARY = {
    "మీ దగ్గరి దుకాణాలు, వేళలు, సరుకు నిల్వ",
    "Shops near you, their hours and stock",
    "आपके पास की दुकानें, समय और स्टॉक",
};

static const char *const DEEPAM_ALIASES[] = {
    "deepam", "deepam status", "free gas cylinder", "gas subsidy", "ఉచిత గ్యాస్ సిలిండర్", "గ్యాస్ సబ్సిడీ",
    "gas dabbulu padaleda", "मुफ़्त गैस सिलेंडर", "गैस सब्सिडी कब आएगी",
};
static const char *const DRAWAL_ALIASES[] = {
    "ration details", "rice card details", "ration card status", "biyyam kota", "ration biyyam", "నా రేషన్ వివరాలు",
    "బియ్యం కోటా", "రైస్ కార్డు వివరాలు", "राशन कितना मिला", "राशन कार्ड विवरण", "rashan kitna mila",
};
static const char *const EKYC_ALIASES[] = {
    "ekyc", "ration card ekyc", "kyc pending", "ఈకేవైసీ", "రేషన్ కార్డు కేవైసీ", "ई केवाईसी", "राशन कार्ड केवाईसी",
};
static const char *const ADD_ALIASES[] = {
    "add name to ration card", "add child to rice card", "ration card lo peru cherchali", "రేషన్ కార్డులో పేరు చేర్చాలి",
    "కొత్త సభ్యుడు", "राशन कार्ड में नाम जोड़ना", "rashan card me naam jodna",
};
static const char *const REMOVE_ALIASES[] = {
    "remove name from ration card", "delete member", "ration card peru teeseyali", "రేషన్ కార్డులో పేరు తీసేయాలి",
    "राशन कार्ड से नाम हटाना", "rashan card se naam hatana",
};
static const char *const SPLIT_ALIASES[] = {
    "split card", "separate ration card", "new card after marriage", "వేరే కార్డు కావాలి", "కార్డు విభజన", "अलग राशन कार्ड",
};
static const char *const CHANGES_ALIASES[] = {
    "ration card correction", "change address in ration card", "rice card mobile number", "రేషన్ కార్డు చిరునామా మార్పు",
    "పేరు తప్పు", "राशन कार्ड का पता बदलना", "राशन कार्ड सुधार",
};
static const char *const SHOP_ALIASES[] = {
    "ration shop near me", "fair price shop", "ration depot", "rayithi dukanam", "రేషన్ షాపు", "చౌక ధరల దుకాణం",
    "राशन की दुकान", "पास की राशन दुकान", "rashan dukan",
};

#define ALIASES(list) list, MITRA_COUNT(list)

static const mitra_service SERVICES[] = {
    {"deepam", &DEEPAM, &DEEPAM_SUMMARY, ALIASES(DEEPAM_ALIASES)},
    {"drawal", &DRAWAL, &DRAWAL_SUMMARY, ALIASES(DRAWAL_ALIASES)},
    {"ekyc", &EKYC, &EKYC_SUMMARY, ALIASES(EKYC_ALIASES)},
    {"add-member", &ADD, &ADD_SUMMARY, ALIASES(ADD_ALIASES)},
    {"remove-member", &REMOVE, &REMOVE_SUMMARY, ALIASES(REMOVE_ALIASES)},
    {"split", &SPLIT, &SPLIT_SUMMARY, ALIASES(SPLIT_ALIASES)},
    {"address", &CHANGES, &CHANGES_SUMMARY, ALIASES(CHANGES_ALIASES)},
    {"shop", &SHOP, &SHOP_SUMMARY, ALIASES(SHOP_ALIASES)},
};

// What each service does: once a card is open, and in its own steps.
static const struct {
  const char *id;
  void (*begin)(talk *it);
  void (*hear)(talk *it);
} WAYS[] = {
    {"deepam", deepam_begin, deepam_hear},  {"drawal", drawal_begin, drawal_hear},
    {"ekyc", ekyc_begin, ekyc_hear},        {"add-member", add_begin, add_hear},
    {"remove-member", remove_begin, remove_hear}, {"split", split_begin, split_hear},
    {"address", changes_begin, changes_hear}, {"shop", shop_begin, shop_hear},
};

void stay(talk *it, step next) {
  it->now.step = (uint8_t)next;
  mitra_stay(it->answer, &it->now, sizeof it->now);
}

const char *words(const talk *it, mitra_json text) {
  mitra_text all = mitra_json_words(text);
  return mitra_in(it->language, &all);
}

const char *shown_date(const char *date) {
  // YYYY-MM-DD, read from behind.
  if (strlen(date) != strlen("2026-11-24")) return date;
  return mitra_format("%.2s-%.2s-%.4s", date + 8, date + 5, date);
}

void ask_next(talk *it, const char *id, const mitra_text *title) {
  mitra_ask(it->answer, mitra_in(it->language, &WHAT_NEXT));
  if (id != NULL) OFFER(it, id, title);
  OFFER(it, "another", &ANOTHER_CARD);
  OFFER(it, "done", &DONE);
  stay(it, STEP_SHOWN);
}

void done(talk *it) {
  SAY(it, &THANKS);
  mitra_finish(it->answer);
}

static void route(talk *it, size_t service, bool is_begun) {
  bool needs_card = WAYS[service].begin != shop_begin;
  if (!is_begun && !needs_card) {
    shop_begin(it);
  } else if (!is_begun) {
    card_begin(it);
  } else if (it->now.step < STEP_SHOWN) {
    if (card_found(it)) WAYS[service].begin(it);
  } else if (mitra_chose(it->turn, "done")) {
    done(it);
  } else if (mitra_chose(it->turn, "another")) {
    it->now = (state){0};
    card_another(it);
  } else {
    WAYS[service].hear(it);
  }
}

static void handle(const mitra_turn *turn, mitra_answer *answer) {
  talk it = {.turn = turn, .answer = answer, .language = turn->language};
  // Begun, unless the state cannot be read: then again, politely.
  bool is_begun = turn->event.kind != MITRA_OPENED && mitra_state(turn, &it.now, sizeof it.now);
  if (turn->event.kind == MITRA_TIMER_DUE) {
    drawal_reminds(&it);
    return;
  }
  for (size_t i = 0; i < MITRA_COUNT(WAYS); i++) {
    if (mitra_is(turn->service, WAYS[i].id)) {
      route(&it, i, is_begun);
      return;
    }
  }
  mitra_bug(answer, "a service that the department does not have");
}

const mitra_department mitra_this_department = {
    .id = "civil-supplies",
    .name = &DEPARTMENT,
    .services = SERVICES,
    .n_services = MITRA_COUNT(SERVICES),
    .state_schema = STATE_SCHEMA,
    .handle = handle,
};
