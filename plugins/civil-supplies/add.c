// Somebody is to be added to a card: one form, then a request.

#include <string.h>

#include "fields.h"
#include "requests.h"
#include "texts.h"

static const mitra_text TITLE = {"కొత్త సభ్యుడి చేరిక", "A new member of the card", "कार्ड में नया सदस्य"};
static const mitra_text ASK_NAME = {
    "చేర్చవలసిన వారి పేరు ఏమిటి? ఆధార్ కార్డులో ఉన్నట్లు రాయండి.",
    "What is their name? Please write it as on the Aadhaar card.",
    "जिन्हें जोड़ना है उनका नाम क्या है? आधार कार्ड जैसा लिखें।",
};
static const mitra_text RELATION_LABEL = {"బంధుత్వం", "Relation", "रिश्ता"};
static const mitra_text ASK_RELATION = {
    "కుటుంబ పెద్దకు వారు ఏమవుతారు?",
    "How are they related to the head of the family?",
    "परिवार के मुखिया से उनका क्या रिश्ता है?",
};
static const mitra_text CHILD = {"కొడుకు లేదా కూతురు", "Son or daughter", "बेटा या बेटी"};
static const mitra_text SPOUSE = {"భార్య లేదా భర్త", "Wife or husband", "पत्नी या पति"};
static const mitra_text PARENT = {"తల్లి లేదా తండ్రి", "Mother or father", "माता या पिता"};
static const mitra_text DAUGHTER_IN_LAW = {"కోడలు", "Daughter-in-law", "बहू"};
static const mitra_text GRANDCHILD = {"మనవడు లేదా మనవరాలు", "Grandchild", "पोता या पोती"};
static const mitra_text BORN_LABEL = {"పుట్టిన తేదీ", "Date of birth", "जन्म तिथि"};
static const mitra_text ASK_BORN = {
    "వారి పుట్టిన తేదీ ఏమిటి?",
    "When were they born?",
    "उनकी जन्म तिथि क्या है?",
};
static const mitra_text AADHAAR_LABEL = {"ఆధార్", "Aadhaar", "आधार"};
static const mitra_text ASK_AADHAAR = {
    "వారి ఆధార్ నంబరు పంపండి. చివరి నాలుగు అంకెలు తప్ప మేము చూడము.",
    "Please send their Aadhaar number. We see nothing of it but the last four digits.",
    "उनका आधार नंबर भेजें। हम उसके आख़िरी चार अंक ही देखते हैं।",
};
static const mitra_text ASK_PROOF = {
    "జనన లేదా వివాహ ధ్రువపత్రం ఫోటో పంపండి.",
    "Please send a photo of the birth or marriage certificate.",
    "जन्म या विवाह प्रमाणपत्र की फ़ोटो भेजें।",
};
static const mitra_text IS_MEMBER = {
    "{} ఇప్పటికే ఈ కార్డులో ఉన్నారు.",
    "{} is on this card already.",
    "{} पहले से इस कार्ड में हैं।",
};

static const mitra_alternative RELATIONS[] = {
    {.id = "child", .title = &CHILD},           {.id = "spouse", .title = &SPOUSE},
    {.id = "parent", .title = &PARENT},         {.id = "daughter-in-law", .title = &DAUGHTER_IN_LAW},
    {.id = "grandchild", .title = &GRANDCHILD},
};

// The oldest that somebody is.
static const mitra_date EARLIEST = {1900, 1, 1};

// The form, in which nobody is born tomorrow.
static const mitra_form *form(uint64_t now) {
  const mitra_field fields[] = {
      {.id = "name", .label = &NAME_LABEL, .question = &ASK_NAME, .kind = MITRA_FIELD_NAME},
      {.id = "relation",
       .label = &RELATION_LABEL,
       .question = &ASK_RELATION,
       .kind = MITRA_FIELD_CHOICE,
       .alternatives = RELATIONS,
       .n_alternatives = MITRA_COUNT(RELATIONS)},
      {.id = "born",
       .label = &BORN_LABEL,
       .question = &ASK_BORN,
       .kind = MITRA_FIELD_DATE,
       .days = {EARLIEST, mitra_date_of(mitra_day(now))}},
      {.id = "aadhaar", .label = &AADHAAR_LABEL, .question = &ASK_AADHAAR, .kind = MITRA_FIELD_AADHAAR},
      {.id = "proof", .label = &PROOF_LABEL, .question = &ASK_PROOF, .kind = MITRA_FIELD_DOCUMENT},
  };
  mitra_field *kept = mitra_take(sizeof fields);
  memcpy(kept, fields, sizeof fields);
  mitra_form *made = mitra_take(sizeof *made);
  *made = (mitra_form){.id = "add-member", .title = &TITLE, .fields = kept, .n_fields = MITRA_COUNT(fields)};
  return made;
}

static void ask(talk *it) {
  mitra_ask_form(it->answer, form(it->turn->now));
  stay(it, STEP_FORM);
}

void add_begin(talk *it) {
  if (request_may_begin(it)) ask(it);
}

static bool is_member(const card *of, const char *name) {
  mitra_json member = member_at(of, 0);
  for (; mitra_json_is_there(member); member = mitra_json_next(member)) {
    mitra_text known = mitra_json_words(mitra_json_member(member, "name"));
    if (mitra_is(known.te, name) || mitra_is(known.en, name) || mitra_is(known.hi, name)) return true;
  }
  return false;
}

static void hear_form(talk *it, const mitra_answers *answers) {
  card of = card_of(it);
  const char *name = mitra_answer_text(answers, "name");
  const mitra_value *aadhaar = mitra_answer_to(answers, "aadhaar");
  if (name == NULL || aadhaar == NULL) {
    mitra_bug(it->answer, "the form came without an answer that it asks for");
  } else if (is_member(&of, name)) {
    SAY_FILLED(it, &IS_MEMBER, name);
    ask_next(it, NULL, NULL);
  } else {
    mitra_json_writer writer = request_writer(it);
    write_answers(&writer, answers);
    // The same person is not asked for twice, however the name is written.
    request_make(it, &writer, aadhaar->identity.token);
  }
}

void add_hear(talk *it) {
  if (it->now.step == STEP_PENDING) {
    if (request_is_new(it)) ask(it);
  } else if (it->turn->event.kind == MITRA_SENT_FORM) {
    hear_form(it, &it->turn->event.form);
  } else if (it->turn->event.kind == MITRA_WENT_BACK) {
    it->now = (state){0};
    card_begin(it);
  } else {
    SAY(it, &PLEASE_CHOOSE);
    ask_next(it, NULL, NULL);
  }
}
