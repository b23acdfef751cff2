// Somebody is to be removed from a card: which of its members, a form, then a request.

#include <stdlib.h>

#include "fields.h"
#include "requests.h"
#include "texts.h"

static const mitra_text WHO = {
    "ఎవరిని కార్డు నుండి తొలగించాలి?",
    "Who is to be removed from the card?",
    "कार्ड से किसे हटाना है?",
};
static const mitra_text ONLY_HEAD = {
    "ఈ కార్డులో కుటుంబ పెద్ద మాత్రమే ఉన్నారు. వారి పేరు మార్చడానికి దయచేసి వార్డు లేదా గ్రామ సచివాలయానికి వెళ్లండి.",
    "Only the head of the family is on this card. For a change of the head, please go to the ward or village "
    "secretariat.",
    "इस कार्ड में केवल मुखिया हैं। मुखिया बदलने के लिए कृपया वार्ड या ग्राम सचिवालय जाएँ।",
};
static const mitra_text FOR_MEMBER = {"{} గారి తొలగింపు.", "To remove: {}.", "हटाने के लिए: {}।"};
static const mitra_text TITLE = {"కార్డు సభ్యుల తొలగింపు", "A member is removed", "कार्ड से सदस्य हटाना"};
static const mitra_text DIED = {"మరణించారు", "Has died", "निधन हो गया"};
static const mitra_text MARRIED = {"పెళ్లయి వెళ్లారు", "Married and moved", "विवाह के बाद गए"};
static const mitra_text MOVED = {"వేరే ఊరు వెళ్లారు", "Lives elsewhere", "दूसरी जगह रहते हैं"};
static const mitra_text OTHER_CARD = {"వేరే కార్డులో ఉన్నారు", "Is on another card", "दूसरे कार्ड में हैं"};
static const mitra_text ASK_PROOF = {
    "మరణ లేదా వివాహ ధ్రువపత్రం ఉంటే దాని ఫోటో పంపండి.",
    "If there is a death or marriage certificate, please send a photo of it.",
    "यदि मृत्यु या विवाह प्रमाणपत्र हो तो उसकी फ़ोटो भेजें।",
};

static const mitra_alternative REASONS[] = {
    {.id = "died", .title = &DIED},
    {.id = "married", .title = &MARRIED},
    {.id = "moved", .title = &MOVED},
    {.id = "other-card", .title = &OTHER_CARD},
};
static const mitra_field FIELDS[] = {
    {.id = "reason",
     .label = &REASON_LABEL,
     .question = &ASK_REASON,
     .kind = MITRA_FIELD_CHOICE,
     .alternatives = REASONS,
     .n_alternatives = MITRA_COUNT(REASONS)},
    {.id = "proof", .label = &PROOF_LABEL, .question = &ASK_PROOF, .optional = true, .kind = MITRA_FIELD_DOCUMENT},
};
static const mitra_form FORM = {
    .id = "remove-member", .title = &TITLE, .fields = FIELDS, .n_fields = MITRA_COUNT(FIELDS)};

static void ask_who(talk *it) {
  card of = card_of(it);
  // The first member is the head, whom a secretariat alone can change.
  mitra_json member = member_at(&of, 1);
  if (!mitra_json_is_there(member)) {
    SAY(it, &ONLY_HEAD);
    ask_next(it, NULL, NULL);
    return;
  }
  mitra_ask(it->answer, mitra_in(it->language, &WHO));
  for (size_t place = 1; place <= MEMBERS_MAX && mitra_json_is_there(member); place++) {
    mitra_choice_add(it->answer, mitra_format("%zu", place), words(it, mitra_json_member(member, "name")));
    member = mitra_json_next(member);
  }
  OFFER(it, "done", &NOT_NOW);
  stay(it, STEP_MEMBER);
}

void remove_begin(talk *it) {
  if (request_may_begin(it)) ask_who(it);
}

static void hear_form(talk *it, const mitra_answers *answers) {
  card of = card_of(it);
  mitra_json member = member_at(&of, it->now.chosen);
  const char *id = mitra_json_string(mitra_json_member(member, "id"));
  if (id == NULL) {
    // The card has changed since the member was chosen.
    ask_who(it);
    return;
  }
  mitra_json_writer writer = request_writer(it);
  mitra_json_put_string(&writer, "member", id);
  write_answers(&writer, answers);
  request_make(it, &writer, id);
}

static void hear_member(talk *it) {
  card of = card_of(it);
  bool is_choice = it->turn->event.kind == MITRA_CHOSE;
  size_t place = is_choice ? strtoul(it->turn->event.chosen.id, NULL, 10) : 0;
  mitra_json member = member_at(&of, place);
  if (place == 0 || place > MEMBERS_MAX || !mitra_json_is_there(member)) {
    SAY(it, &PLEASE_CHOOSE);
    ask_who(it);
    return;
  }
  it->now.chosen = (uint8_t)place;
  SAY_FILLED(it, &FOR_MEMBER, words(it, mitra_json_member(member, "name")));
  mitra_ask_form(it->answer, &FORM);
  stay(it, STEP_FORM);
}

void remove_hear(talk *it) {
  bool is_back = it->turn->event.kind == MITRA_WENT_BACK;
  if (it->now.step == STEP_PENDING) {
    if (request_is_new(it)) ask_who(it);
  } else if (it->turn->event.kind == MITRA_SENT_FORM) {
    hear_form(it, &it->turn->event.form);
  } else if (is_back && it->now.step == STEP_FORM) {
    ask_who(it);
  } else if (is_back) {
    it->now = (state){0};
    card_begin(it);
  } else if (it->now.step == STEP_MEMBER) {
    hear_member(it);
  } else {
    SAY(it, &PLEASE_CHOOSE);
    ask_next(it, NULL, NULL);
  }
}
