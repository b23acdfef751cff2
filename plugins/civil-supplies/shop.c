// The ration shops near a place, or of a village, ward or PIN code; one of them with its hours, stock and a pin.

#include <stdlib.h>
#include <string.h>

#include "civil.h"
#include "shops.h"
#include "texts.h"

// How many shops are shown, and how far they may be, in kilometres.
#define SHOWN_MAX 5
#define KILOMETRES_MAX 25

static const mitra_text ASK_PLACE = {
    "మీ లొకేషన్ పంపండి, లేదా మీ గ్రామం, వార్డు పేరు లేదా పిన్ కోడ్ రాయండి.",
    "Please share your location, or write your village or ward, or your PIN code.",
    "अपनी लोकेशन भेजें, या अपने गाँव, वार्ड का नाम या पिन कोड लिखें।",
};
static const mitra_text NONE_NEAR = {
    "ఈ ప్రదేశానికి {} కి.మీ. లోపు రేషన్ దుకాణం వివరాలు మా దగ్గర లేవు.",
    "We know of no ration shop within {} km of this place.",
    "इस जगह से {} कि.मी. के भीतर किसी राशन दुकान की जानकारी हमारे पास नहीं है।",
};
static const mitra_text NONE_NAMED = {
    "ఆ పేరుతో లేదా పిన్ కోడ్‌తో రేషన్ దుకాణం దొరకలేదు.",
    "We found no ration shop by this name or PIN code.",
    "इस नाम या पिन कोड की कोई राशन दुकान नहीं मिली।",
};
static const mitra_text WHICH = {
    "ఏ దుకాణం వివరాలు కావాలి?",
    "Which shop would you like to see?",
    "किस दुकान की जानकारी चाहिए?",
};
static const mitra_text AWAY = {"{} కి.మీ. దూరం", "{} km away", "{} कि.मी. दूर"};
static const mitra_text DETAILS = {
    "రేషన్ దుకాణం {}: {}\n{}\nవేళలు: {} (ప్రతి నెల 1 నుండి 15 వరకు)",
    "Ration shop {}: {}\n{}\nHours: {} (1st to 15th of each month)",
    "राशन दुकान {}: {}\n{}\nसमय: {} (हर महीने 1 से 15 तारीख तक)",
};
static const mitra_text STOCK = {
    "\nఇప్పుడు నిల్వ: బియ్యం {} కిలోలు, పంచదార {} కిలోలు",
    "\nIn stock now: rice {} kg, sugar {} kg",
    "\nअभी स्टॉक: चावल {} किलो, चीनी {} किलो",
};
static const mitra_text NO_STOCK = {
    "\nనిల్వ వివరాలు ఇప్పుడు తెలియడం లేదు; కాసేపటి తర్వాత మళ్లీ చూడండి.",
    "\nThe stock cannot be seen right now; please look again a little later.",
    "\nस्टॉक की जानकारी अभी नहीं मिल रही; कृपया थोड़ी देर बाद फिर देखें।",
};
static const mitra_text OTHER_SHOP = {"వేరే ప్రదేశం", "Another place", "दूसरी जगह"};

mitra_json shops_first(void) { return mitra_json_first(mitra_json_record("shops")); }

mitra_json shop_of_number(const char *number) {
  mitra_json shop = shops_first();
  while (mitra_json_is_there(shop) && !mitra_is(mitra_json_text(shop, "number"), number)) shop = mitra_json_next(shop);
  return shop;
}

mitra_place shop_place(mitra_json shop) {
  return (mitra_place){
      .latitude = mitra_json_number(mitra_json_member(shop, "latitude"), 0),
      .longitude = mitra_json_number(mitra_json_member(shop, "longitude"), 0),
  };
}

// Shops, nearest first; so many as are shown.
typedef struct {
  mitra_json shops[SHOWN_MAX];
  double kilometres[SHOWN_MAX];
  size_t count;
} found;

static void add(found *all, mitra_json shop, double kilometres) {
  size_t at = all->count;
  while (at > 0 && all->kilometres[at - 1] > kilometres) at--;
  if (at == SHOWN_MAX) return;
  if (all->count < SHOWN_MAX) all->count++;
  for (size_t i = all->count - 1; i > at; i--) {
    all->shops[i] = all->shops[i - 1];
    all->kilometres[i] = all->kilometres[i - 1];
  }
  all->shops[at] = shop;
  all->kilometres[at] = kilometres;
}

static found near(const mitra_place *place) {
  found all = {0};
  for (mitra_json shop = shops_first(); mitra_json_is_there(shop); shop = mitra_json_next(shop)) {
    mitra_place there = shop_place(shop);
    double kilometres = mitra_kilometres(place, &there);
    if (kilometres <= KILOMETRES_MAX) add(&all, shop, kilometres);
  }
  return all;
}

// Whether a text has these words in it, whatever the case of ASCII letters.
static bool has(const char *text, const char *said) {
  size_t length = strlen(said);
  for (; *text != 0; text++) {
    size_t i = 0;
    while (i < length) {
      char a = text[i], b = said[i];
      if (a >= 'A' && a <= 'Z') a = (char)(a - 'A' + 'a');
      if (b >= 'A' && b <= 'Z') b = (char)(b - 'A' + 'a');
      if (a != b) break;
      i++;
    }
    if (i == length) return true;
  }
  return false;
}

static found named(const char *said) {
  found all = {0};
  const char *digits = mitra_digits_only(said);
  for (mitra_json shop = shops_first(); mitra_json_is_there(shop); shop = mitra_json_next(shop)) {
    mitra_text name = mitra_json_words(mitra_json_member(shop, "name"));
    mitra_text address = mitra_json_words(mitra_json_member(shop, "address"));
    const char *all_words = mitra_join(name.te, "\n", name.en, "\n", name.hi, "\n", address.te, "\n", address.en, "\n",
                                       address.hi);
    bool is_pin = digits != NULL && mitra_is(mitra_json_text(shop, "pin"), digits);
    // As they come: nobody knows how far they are.
    if (is_pin || (digits == NULL && has(all_words, said))) add(&all, shop, 0);
  }
  return all;
}

static void ask_place(talk *it, const char *first) {
  const char *question = mitra_in(it->language, &ASK_PLACE);
  mitra_ask_place(it->answer, first == NULL ? question : mitra_join(first, "\n\n", question));
  stay(it, STEP_PLACE);
}

static void show_found(talk *it, const found *all, bool is_by_place) {
  mitra_ask(it->answer, mitra_in(it->language, &WHICH));
  for (size_t i = 0; i < all->count; i++) {
    mitra_json shop = all->shops[i];
    const char *away = mitra_fill(it->language, &AWAY, mitra_format("%.1f", all->kilometres[i]));
    const char *below = is_by_place ? away : words(it, mitra_json_member(shop, "address"));
    mitra_choice_describe(it->answer, mitra_json_text(shop, "number"), words(it, mitra_json_member(shop, "name")),
                          below);
  }
  mitra_choice_add(it->answer, "elsewhere", mitra_in(it->language, &OTHER_SHOP));
  stay(it, STEP_SHOPS);
}

// What the shop has, from the shops' own service; the service may be away.
static const char *shown_stock(const talk *it, const char *number) {
  const char *service = mitra_config("stock", NULL);
  if (service == NULL) return "";
  mitra_response response = mitra_http_get(mitra_join(service, mitra_url_escape(number)));
  mitra_json stock = mitra_succeeded(&response) ? mitra_response_json(&response) : (mitra_json){0};
  int64_t rice = mitra_json_integer(mitra_json_member(stock, "rice_kg"), -1);
  int64_t sugar = mitra_json_integer(mitra_json_member(stock, "sugar_kg"), -1);
  if (rice < 0 || sugar < 0) {
    mitra_log(MITRA_WARN, "no stock: failure %d, status %d", response.failure, response.status);
    return mitra_in(it->language, &NO_STOCK);
  }
  return mitra_fill(it->language, &STOCK, mitra_format("%lld", (long long)rice),
                    mitra_format("%lld", (long long)sugar));
}

static void show_shop(talk *it, mitra_json shop) {
  const char *number = mitra_json_text(shop, "number"), *name = words(it, mitra_json_member(shop, "name"));
  const char *address = words(it, mitra_json_member(shop, "address"));
  const char *details = mitra_fill(it->language, &DETAILS, number, name, address, mitra_json_text(shop, "hours"));
  mitra_say(it->answer, mitra_join(details, shown_stock(it, number)));
  mitra_place place = shop_place(shop);
  place.name = name;
  place.address = address;
  mitra_show_place(it->answer, &place);
  mitra_ask(it->answer, mitra_in(it->language, &WHAT_NEXT));
  mitra_choice_add(it->answer, "elsewhere", mitra_in(it->language, &OTHER_SHOP));
  OFFER(it, "done", &DONE);
  stay(it, STEP_SHOPS);
}

void shop_begin(talk *it) { ask_place(it, NULL); }

static void hear_place(talk *it) {
  const mitra_event *event = &it->turn->event;
  bool is_by_place = event->kind == MITRA_SHARED_PLACE;
  if (!is_by_place && event->kind != MITRA_WROTE) {
    ask_place(it, NULL);
    return;
  }
  found all = is_by_place ? near(&event->place) : named(event->text);
  if (all.count > 0) {
    show_found(it, &all, is_by_place);
  } else if (is_by_place) {
    ask_place(it, mitra_fill(it->language, &NONE_NEAR, mitra_format("%d", KILOMETRES_MAX)));
  } else {
    ask_place(it, mitra_in(it->language, &NONE_NAMED));
  }
}

void shop_hear(talk *it) {
  mitra_event_kind kind = it->turn->event.kind;
  if (kind == MITRA_WENT_BACK && it->now.step == STEP_PLACE) {
    mitra_finish(it->answer);
  } else if (kind == MITRA_WENT_BACK || mitra_chose(it->turn, "elsewhere")) {
    ask_place(it, NULL);
  } else if (kind == MITRA_CHOSE) {
    mitra_json shop = shop_of_number(it->turn->event.chosen.id);
    if (mitra_json_is_there(shop)) {
      show_shop(it, shop);
    } else {
      ask_place(it, NULL);
    }
  } else {
    // A place is understood wherever it comes: nobody has to go back for it.
    hear_place(it);
  }
}
