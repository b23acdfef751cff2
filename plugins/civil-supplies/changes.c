// Something on a card is to be changed: what, a form, then a request.

#include <stdlib.h>

#include "fields.h"
#include "requests.h"
#include "shops.h"
#include "texts.h"

// How many digits the number of a ration shop has.
#define SHOP_DIGITS 7

static const mitra_text WHAT = {
    "రైస్ కార్డులో ఏమి మార్చాలి?",
    "What is to be changed on the card?",
    "राशन कार्ड में क्या बदलना है?",
};
static const mitra_text SHOP_LABEL = {"రేషన్ దుకాణం", "Ration shop", "राशन दुकान"};
static const mitra_text ASK_SHOP = {
    "కొత్త దుకాణం నంబరు పంపండి: దుకాణం బోర్డుపై 7 అంకెలు ఉంటాయి.",
    "Please send the number of the new shop: the 7 digits on its board.",
    "नई दुकान का नंबर भेजें: दुकान के बोर्ड पर लिखे 7 अंक।",
};
static const mitra_text NO_SHOP = {
    "ఆ నంబరుతో దుకాణం లేదు. \"సమీప రేషన్ దుకాణం\" సేవలో మీ దగ్గరి దుకాణాల నంబర్లు చూడవచ్చు.",
    "There is no shop of this number. The service \"Nearest ration shop\" shows the numbers of those near you.",
    "इस नंबर की कोई दुकान नहीं है। \"निकटतम राशन दुकान\" सेवा में पास की दुकानों के नंबर मिलेंगे।",
};
static const mitra_text MEMBER_LABEL = {"ఎవరి పేరు", "Whose name", "किसका नाम"};
static const mitra_text ASK_MEMBER = {
    "కార్డులో ఇప్పుడు పేరు ఎలా ఉంది?",
    "How is the name written on the card now?",
    "कार्ड पर अभी नाम कैसे लिखा है?",
};
static const mitra_text RIGHT_LABEL = {"సరైన పేరు", "Right name", "सही नाम"};
static const mitra_text ASK_RIGHT = {
    "సరైన పేరు ఆధార్ కార్డులో ఉన్నట్లు రాయండి.",
    "Please write the name as it is on the Aadhaar card.",
    "सही नाम लिखें, जैसा आधार कार्ड पर है।",
};
static const mitra_text ASK_ADDRESS_PROOF = {
    "కొత్త చిరునామా ఆధారం ఫోటో పంపండి: కరెంటు బిల్లు, అద్దె ఒప్పందం వంటివి.",
    "Please send a photo of a proof of the new address, such as a power bill or a rent agreement.",
    "नए पते के प्रमाण की फ़ोटो भेजें, जैसे बिजली बिल या किराया अनुबंध।",
};
static const mitra_text ASK_NAME_PROOF = {
    "ఆ పేరు ఉన్న పత్రం ఫోటో పంపండి.",
    "Please send a photo of a paper with that name.",
    "उस नाम वाले काग़ज़ की फ़ोटो भेजें।",
};

static const mitra_field ADDRESS_FIELDS[] = {
    {.id = "address",
     .label = &ADDRESS_LABEL,
     .question = &ASK_ADDRESS,
     .help = &ADDRESS_HELP,
     .kind = MITRA_FIELD_TEXT,
     .length = {ADDRESS_MIN, ADDRESS_MAX}},
    {.id = "proof", .label = &PROOF_LABEL, .question = &ASK_ADDRESS_PROOF, .kind = MITRA_FIELD_DOCUMENT},
};
static const mitra_field MOBILE_FIELDS[] = {
    {.id = "mobile", .label = &MOBILE_LABEL, .question = &ASK_MOBILE_NUMBER, .kind = MITRA_FIELD_MOBILE},
};
static const mitra_field SHOP_FIELDS[] = {
    {.id = "shop",
     .label = &SHOP_LABEL,
     .question = &ASK_SHOP,
     .kind = MITRA_FIELD_DIGITS,
     .length = {SHOP_DIGITS, SHOP_DIGITS}},
};
static const mitra_field NAME_FIELDS[] = {
    {.id = "name", .label = &MEMBER_LABEL, .question = &ASK_MEMBER, .kind = MITRA_FIELD_NAME},
    {.id = "right-name", .label = &RIGHT_LABEL, .question = &ASK_RIGHT, .kind = MITRA_FIELD_NAME},
    {.id = "proof", .label = &PROOF_LABEL, .question = &ASK_NAME_PROOF, .kind = MITRA_FIELD_DOCUMENT},
};

#define FORM_OF(id_, title_, fields_) {.id = id_, .title = title_, .fields = fields_, .n_fields = MITRA_COUNT(fields_)}

// What can be changed. The id of a form is that of its choice, too.
static const mitra_form FORMS[] = {
    FORM_OF("address", &ADDRESS_LABEL, ADDRESS_FIELDS),
    FORM_OF("mobile", &MOBILE_LABEL, MOBILE_FIELDS),
    FORM_OF("shop", &SHOP_LABEL, SHOP_FIELDS),
    FORM_OF("name", &NAME_LABEL, NAME_FIELDS),
};

static void ask_what(talk *it) {
  mitra_ask(it->answer, mitra_in(it->language, &WHAT));
  for (size_t i = 0; i < MITRA_COUNT(FORMS); i++) OFFER(it, FORMS[i].id, FORMS[i].title);
  OFFER(it, "done", &NOT_NOW);
  stay(it, STEP_CHANGE);
}

void changes_begin(talk *it) {
  if (request_may_begin(it)) ask_what(it);
}

static void ask_form(talk *it, size_t place) {
  it->now.chosen = (uint8_t)place;
  mitra_ask_form(it->answer, &FORMS[place]);
  stay(it, STEP_FORM);
}

static void hear_what(talk *it) {
  for (size_t i = 0; i < MITRA_COUNT(FORMS); i++) {
    if (mitra_chose(it->turn, FORMS[i].id)) {
      ask_form(it, i);
      return;
    }
  }
  SAY(it, &PLEASE_CHOOSE);
  ask_what(it);
}

static void hear_form(talk *it, const mitra_answers *answers) {
  if (it->now.chosen >= MITRA_COUNT(FORMS)) {
    mitra_bug(it->answer, "a form that the department does not have");
    return;
  }
  const char *shop = mitra_answer_text(answers, "shop");
  if (shop != NULL && !mitra_json_is_there(shop_of_number(shop))) {
    SAY(it, &NO_SHOP);
    ask_form(it, it->now.chosen);
    return;
  }
  mitra_json_writer writer = request_writer(it);
  mitra_json_put_string(&writer, "change", FORMS[it->now.chosen].id);
  write_answers(&writer, answers);
  // One request at a time for each thing on a card; names are told apart by the one that is wrong.
  const char *name = mitra_answer_text(answers, "name");
  request_make(it, &writer, name == NULL ? FORMS[it->now.chosen].id : mitra_join("name/", name));
}

void changes_hear(talk *it) {
  bool is_back = it->turn->event.kind == MITRA_WENT_BACK;
  if (it->now.step == STEP_PENDING) {
    if (request_is_new(it)) ask_what(it);
  } else if (it->turn->event.kind == MITRA_SENT_FORM) {
    hear_form(it, &it->turn->event.form);
  } else if (is_back && it->now.step == STEP_FORM) {
    ask_what(it);
  } else if (is_back) {
    it->now = (state){0};
    card_begin(it);
  } else if (it->now.step == STEP_CHANGE) {
    hear_what(it);
  } else {
    SAY(it, &PLEASE_CHOOSE);
    ask_next(it, NULL, NULL);
  }
}
