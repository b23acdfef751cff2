// A part of the family is to have a card of its own: who, one after the other, then a form and a request.

#include <stdlib.h>

#include "fields.h"
#include "requests.h"
#include "texts.h"

static const mitra_text WHO = {
    "కొత్త కార్డులోకి ఎవరెవరు వెళ్తారు? ఒక్కొక్కరిగా ఎంచుకోండి.",
    "Who is to be on the new card? Please choose one after the other.",
    "नए कार्ड में कौन-कौन जाएँगे? एक-एक करके चुनें।",
};
static const mitra_text WHO_ELSE = {
    "కొత్త కార్డులో: {}. ఇంకా ఎవరైనా?",
    "On the new card: {}. Anybody else?",
    "नए कार्ड में: {}। और कोई?",
};
static const mitra_text READY = {"ఇంతే", "That is all", "बस इतने"};
static const mitra_text ONLY_HEAD = {
    "ఈ కార్డులో ఒక్కరే ఉన్నారు: విభజించడానికి ఇంకెవరూ లేరు.",
    "Only one person is on this card: there is nobody to split it with.",
    "इस कार्ड में एक ही व्यक्ति हैं: विभाजन के लिए और कोई नहीं है।",
};
static const mitra_text TITLE = {"రైస్ కార్డు విభజన", "A card of their own", "राशन कार्ड विभाजन"};
static const mitra_text MARRIAGE = {"పెళ్లి", "Marriage", "विवाह"};
static const mitra_text HOUSEHOLD = {"వేరు కాపురం", "A separate home", "अलग घर"};

static const mitra_alternative REASONS[] = {
    {.id = "marriage", .title = &MARRIAGE},
    {.id = "household", .title = &HOUSEHOLD},
};
static const mitra_field FIELDS[] = {
    {.id = "reason",
     .label = &REASON_LABEL,
     .question = &ASK_REASON,
     .kind = MITRA_FIELD_CHOICE,
     .alternatives = REASONS,
     .n_alternatives = MITRA_COUNT(REASONS)},
    {.id = "address",
     .label = &ADDRESS_LABEL,
     .question = &ASK_ADDRESS,
     .help = &ADDRESS_HELP,
     .kind = MITRA_FIELD_TEXT,
     .length = {ADDRESS_MIN, ADDRESS_MAX}},
    {.id = "mobile", .label = &MOBILE_LABEL, .question = &ASK_MOBILE_NUMBER, .kind = MITRA_FIELD_MOBILE},
};
static const mitra_form FORM = {.id = "split", .title = &TITLE, .fields = FIELDS, .n_fields = MITRA_COUNT(FIELDS)};

static bool is_picked(const talk *it, size_t place) { return (it->now.picked >> place & 1) != 0; }

// The names of those who were picked.
static const char *picked_names(const talk *it, const card *of) {
  const char *names = "";
  for (size_t place = 1; place <= MEMBERS_MAX; place++) {
    if (!is_picked(it, place)) continue;
    const char *name = words(it, mitra_json_member(member_at(of, place), "name"));
    names = *names == 0 ? name : mitra_join(names, ", ", name);
  }
  return names;
}

static void ask_who(talk *it) {
  card of = card_of(it);
  // The first member is the head, and stays.
  mitra_json member = member_at(&of, 1);
  if (!mitra_json_is_there(member)) {
    SAY(it, &ONLY_HEAD);
    ask_next(it, NULL, NULL);
    return;
  }
  const char *names = picked_names(it, &of);
  mitra_ask(it->answer, *names == 0 ? mitra_in(it->language, &WHO) : mitra_fill(it->language, &WHO_ELSE, names));
  for (size_t place = 1; place <= MEMBERS_MAX && mitra_json_is_there(member); place++) {
    const char *name = words(it, mitra_json_member(member, "name"));
    if (!is_picked(it, place)) mitra_choice_add(it->answer, mitra_format("%zu", place), name);
    member = mitra_json_next(member);
  }
  if (*names != 0) OFFER(it, "ready", &READY);
  OFFER(it, "done", &NOT_NOW);
  stay(it, STEP_MEMBER);
}

static void begin(talk *it) {
  it->now.picked = 0;
  ask_who(it);
}

void split_begin(talk *it) {
  if (request_may_begin(it)) begin(it);
}

static void ask_form(talk *it) {
  mitra_ask_form(it->answer, &FORM);
  stay(it, STEP_FORM);
}

static void hear_member(talk *it) {
  if (mitra_chose(it->turn, "ready") && it->now.picked != 0) {
    ask_form(it);
    return;
  }
  card of = card_of(it);
  bool is_choice = it->turn->event.kind == MITRA_CHOSE;
  size_t place = is_choice ? strtoul(it->turn->event.chosen.id, NULL, 10) : 0;
  if (place == 0 || place > MEMBERS_MAX || !mitra_json_is_there(member_at(&of, place))) {
    SAY(it, &PLEASE_CHOOSE);
  } else {
    it->now.picked |= (uint16_t)(1u << place);
  }
  bool is_all = true;
  for (size_t other = 1; other <= MEMBERS_MAX && mitra_json_is_there(member_at(&of, other)); other++) {
    is_all = is_all && is_picked(it, other);
  }
  // Nobody else is left to ask for.
  if (is_all) {
    ask_form(it);
  } else {
    ask_who(it);
  }
}

static void hear_form(talk *it, const mitra_answers *answers) {
  card of = card_of(it);
  mitra_json_writer writer = request_writer(it);
  mitra_json_begin_member(&writer, "members", '[');
  for (size_t place = 1; place <= MEMBERS_MAX; place++) {
    if (!is_picked(it, place)) continue;
    mitra_json_put_string(&writer, NULL, mitra_json_string(mitra_json_member(member_at(&of, place), "id")));
  }
  mitra_json_end(&writer, ']');
  write_answers(&writer, answers);
  // One split of a card at a time.
  request_make(it, &writer, "split");
}

void split_hear(talk *it) {
  bool is_back = it->turn->event.kind == MITRA_WENT_BACK;
  if (it->now.step == STEP_PENDING) {
    if (request_is_new(it)) begin(it);
  } else if (it->turn->event.kind == MITRA_SENT_FORM) {
    hear_form(it, &it->turn->event.form);
  } else if (is_back && (it->now.step == STEP_FORM || it->now.picked != 0)) {
    begin(it);
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
