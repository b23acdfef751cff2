// What a card is entitled to this month, what was drawn, and a reminder before the days of the month are over.

#include <inttypes.h>
#include <string.h>

#include "civil.h"
#include "texts.h"

// Shops give rations on the first 15 days of a month; who asked for it is reminded two days before.
#define LAST_DAY 15
#define REMINDER_DAY 13
// At 10 in the morning.
#define REMINDER_MINUTE 600
// How many earlier months are shown.
#define MONTHS_MAX 6

static const mitra_text RICE = {"బియ్యం", "Rice", "चावल"};
static const mitra_text DAL = {"కందిపప్పు", "Red gram dal", "अरहर दाल"};
static const mitra_text SUGAR = {"పంచదార", "Sugar", "चीनी"};
static const struct {
  const char *id;
  const mitra_text *name;
} GOODS[] = {{"rice", &RICE}, {"dal", &DAL}, {"sugar", &SUGAR}};

static const mitra_text KILOGRAMS = {"{} కిలోలు", "{} kg", "{} किलो"};
static const mitra_text ONE_KILOGRAM = {"1 కిలో", "1 kg", "1 किलो"};
static const mitra_text GRAMS = {"{} గ్రాములు", "{} g", "{} ग्राम"};
static const mitra_text NOTHING = {"ఏమీ లేదు", "nothing", "कुछ नहीं"};
static const mitra_text THIS_MONTH = {
    "రైస్ కార్డు (చివరి అంకెలు {}), {}\nకోటా: {}",
    "Rice card ending in {}, {}\nRation: {}",
    "राशन कार्ड (अंत में {}), {}\nराशन: {}",
};
static const mitra_text DRAWN = {
    "\n{}న {} దుకాణంలో తీసుకున్నవి: {}",
    "\nDrawn on {} at shop {}: {}",
    "\n{} को दुकान {} से लिया गया: {}",
};
static const mitra_text LEFT = {
    "\nఇంకా తీసుకోవలసినవి: {}. {} లోపు తీసుకోండి.",
    "\nStill to be drawn: {}. Please draw it by {}.",
    "\nअभी लेना बाकी है: {}। कृपया {} तक ले लें।",
};
static const mitra_text OVER = {
    "\nతీసుకోనివి: {}. ఈ నెల పంపిణీ {}తో ముగిసింది; తదుపరి పంపిణీ వచ్చే నెల 1 నుండి.",
    "\nNot drawn: {}. This month's days ended on {}; the next ration is given from the 1st of next month.",
    "\nनहीं लिया गया: {}। इस महीने का वितरण {} को समाप्त हुआ; अगला राशन अगले महीने की 1 तारीख से मिलेगा।",
};
static const mitra_text ALL_DRAWN = {
    "\nఈ నెల సరుకులన్నీ తీసుకున్నారు.",
    "\nEverything of this month was drawn.",
    "\nइस महीने का पूरा राशन लिया जा चुका है।",
};
static const mitra_text EARLIER = {"గత నెలలు", "Earlier months", "पिछले महीने"};
static const mitra_text EARLIER_TITLE = {
    "రైస్ కార్డు (చివరి అంకెలు {}), గత నెలలు",
    "Rice card ending in {}, earlier months",
    "राशन कार्ड (अंत में {}), पिछले महीने",
};
static const mitra_text NO_EARLIER = {
    "గత నెలల్లో సరుకులు తీసుకున్న వివరాలు లేవు.",
    "Nothing was drawn in earlier months.",
    "पिछले महीनों में राशन लेने का कोई विवरण नहीं है।",
};
static const mitra_text REMIND = {"గుర్తు చేయండి", "Remind me", "याद दिलाएँ"};
static const mitra_text REMIND_SET = {
    "సరే, {}న గుర్తు చేస్తాం; అప్పటికి తీసుకుంటే సందేశం పంపము.",
    "We will remind you on {}, unless you have drawn it by then.",
    "ठीक है, {} को याद दिलाएँगे; तब तक ले लिया हो तो संदेश नहीं भेजेंगे।",
};
static const mitra_text REMINDER = {
    "మీ రేషన్: రైస్ కార్డు (చివరి అంకెలు {})పై ఈ నెల ఇంకా తీసుకోనివి: {}. దుకాణంలో {} వరకు ఇస్తారు.",
    "Your ration: on the rice card ending in {}, this is still to be drawn: {}. The shop gives it until {}.",
    "आपका राशन: राशन कार्ड (अंत में {}) पर इस महीने यह लेना बाकी है: {}। दुकान {} तक देगी।",
};

typedef struct {
  int64_t grams[MITRA_COUNT(GOODS)];
} amounts;

static amounts read_amounts(mitra_json json) {
  amounts read;
  for (size_t i = 0; i < MITRA_COUNT(GOODS); i++) {
    read.grams[i] = mitra_json_integer(mitra_json_member(json, GOODS[i].id), 0);
  }
  return read;
}

static const char *shown_amount(const talk *it, int64_t grams) {
  if (grams == 1000) return mitra_in(it->language, &ONE_KILOGRAM);
  if (grams % 1000 == 0) return mitra_fill(it->language, &KILOGRAMS, mitra_format("%" PRId64, grams / 1000));
  return mitra_fill(it->language, &GRAMS, mitra_format("%" PRId64, grams));
}

static const char *shown_amounts(const talk *it, const amounts *of) {
  const char *shown = "";
  for (size_t i = 0; i < MITRA_COUNT(GOODS); i++) {
    if (of->grams[i] <= 0) continue;
    const char *good = mitra_join(mitra_in(it->language, GOODS[i].name), " ", shown_amount(it, of->grams[i]));
    shown = *shown == 0 ? good : mitra_join(shown, ", ", good);
  }
  return *shown == 0 ? mitra_in(it->language, &NOTHING) : shown;
}

static const char *month_of(uint64_t instant) {
  mitra_date date = mitra_date_of(mitra_day(instant));
  return mitra_format("%04u-%02u", date.year, date.month);
}

// YYYY-MM as people read it.
static const char *shown_month(const char *month) { return mitra_format("%.2s-%.4s", month + 5, month); }

// A day of the month of an instant, as people read it.
static const char *shown_day_of(uint64_t instant, uint8_t day) {
  mitra_date date = mitra_date_of(mitra_day(instant));
  date.day = day;
  return mitra_show_date(date);
}

// Whether shops give this month's ration.
static bool is_given_now(uint64_t now) { return mitra_date_of(mitra_day(now)).day <= LAST_DAY; }

// What is not drawn of the month's ration; with each drawal written behind `shown`, if it is not NULL.
static amounts left_of(const talk *it, const card *of, const char *month, const char **shown) {
  amounts left = read_amounts(mitra_json_member(of->json, "entitled"));
  mitra_json drawal = mitra_json_first(mitra_json_member(of->json, "drawn"));
  for (; mitra_json_is_there(drawal); drawal = mitra_json_next(drawal)) {
    if (!mitra_is(mitra_json_text(drawal, "month"), month)) continue;
    amounts drawn = read_amounts(drawal);
    for (size_t i = 0; i < MITRA_COUNT(GOODS); i++) left.grams[i] -= drawn.grams[i];
    if (shown == NULL) continue;
    const char *on = shown_date(mitra_json_text(drawal, "on")), *shop = mitra_json_text(drawal, "shop");
    const char *line = mitra_fill(it->language, &DRAWN, on, shop, shown_amounts(it, &drawn));
    *shown = mitra_join(*shown, line);
  }
  return left;
}

static bool is_anything(const amounts *of) {
  for (size_t i = 0; i < MITRA_COUNT(GOODS); i++) {
    if (of->grams[i] > 0) return true;
  }
  return false;
}

static void ask_further(talk *it, bool may_be_reminded) {
  mitra_ask(it->answer, mitra_in(it->language, &WHAT_NEXT));
  if (may_be_reminded) OFFER(it, "remind", &REMIND);
  OFFER(it, "earlier", &EARLIER);
  OFFER(it, "another", &ANOTHER_CARD);
  OFFER(it, "done", &DONE);
  stay(it, STEP_SHOWN);
}

void drawal_begin(talk *it) {
  card of = card_of(it);
  uint64_t now = it->turn->now;
  const char *month = month_of(now), *last = shown_day_of(now, LAST_DAY);
  amounts entitled = read_amounts(mitra_json_member(of.json, "entitled"));
  const char *shown = mitra_fill(it->language, &THIS_MONTH, card_end(of.number), shown_month(month),
                                 shown_amounts(it, &entitled));
  amounts left = left_of(it, &of, month, &shown);
  bool is_left = is_anything(&left), is_given = is_given_now(now);
  if (is_left) {
    const mitra_text *rest = is_given ? &LEFT : &OVER;
    shown = mitra_join(shown, mitra_fill(it->language, rest, shown_amounts(it, &left), last));
  } else {
    shown = mitra_join(shown, mitra_in(it->language, &ALL_DRAWN));
  }
  mitra_say(it->answer, shown);
  ask_further(it, is_left && mitra_date_of(mitra_day(now)).day < REMINDER_DAY);
}

static void show_earlier(talk *it) {
  card of = card_of(it);
  const char *now = month_of(it->turn->now);
  const char *shown = mitra_fill(it->language, &EARLIER_TITLE, card_end(of.number));
  size_t n_months = 0;
  mitra_json drawal = mitra_json_first(mitra_json_member(of.json, "drawn"));
  for (; mitra_json_is_there(drawal) && n_months < MONTHS_MAX; drawal = mitra_json_next(drawal)) {
    const char *month = mitra_json_text(drawal, "month");
    if (strcmp(month, now) >= 0 || strlen(month) != strlen(now)) continue;
    amounts drawn = read_amounts(drawal);
    shown = mitra_join(shown, "\n", shown_month(month), ": ", shown_amounts(it, &drawn));
    n_months++;
  }
  mitra_say(it->answer, n_months == 0 ? mitra_in(it->language, &NO_EARLIER) : shown);
  ask_next(it, NULL, NULL);
}

static void set_reminder(talk *it) {
  uint64_t today = mitra_day(it->turn->now), now_day = mitra_date_of(today).day;
  if (now_day >= REMINDER_DAY) {
    // The choice is older than the reminder's day.
    drawal_begin(it);
    return;
  }
  uint64_t at = mitra_instant(today + REMINDER_DAY - now_day, REMINDER_MINUTE);
  mitra_timer_set(it->now.card, at, mitra_bytes_of(it->now.card));
  SAY_FILLED(it, &REMIND_SET, mitra_show_day(at));
  ask_next(it, "earlier", &EARLIER);
}

void drawal_hear(talk *it) {
  if (it->turn->event.kind == MITRA_WENT_BACK) {
    it->now = (state){0};
    card_begin(it);
  } else if (mitra_chose(it->turn, "earlier")) {
    show_earlier(it);
  } else if (mitra_chose(it->turn, "remind")) {
    set_reminder(it);
  } else {
    SAY(it, &PLEASE_CHOOSE);
    ask_further(it, false);
  }
}

void drawal_reminds(talk *it) {
  mitra_bytes note = it->turn->event.timer.note;
  const char *number = mitra_copy(note.data, note.length);
  card of = {number, mitra_json_record(mitra_join("card/", number))};
  const char *month = month_of(it->turn->event.timer.at);
  amounts left = left_of(it, &of, month, NULL);
  // A reminder that comes too late, or of what was drawn, says nothing.
  bool is_late = !mitra_is(month, month_of(it->turn->now)) || !is_given_now(it->turn->now);
  if (mitra_json_is_there(of.json) && is_anything(&left) && !is_late) {
    SAY_FILLED(it, &REMINDER, card_end(number), shown_amounts(it, &left), shown_day_of(it->turn->now, LAST_DAY));
  }
  if (it->turn->has_state) {
    mitra_stay_as_it_was(it->answer, &it->turn->state);
  } else {
    mitra_finish(it->answer);
  }
}
