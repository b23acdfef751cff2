#include "texts.h"

const mitra_text DONE = {"చాలు", "Done", "हो गया"};
const mitra_text NOT_NOW = {"ఇప్పుడు వద్దు", "Not now", "अभी नहीं"};
const mitra_text THANKS = {"ధన్యవాదాలు.", "Thank you.", "धन्यवाद।"};
const mitra_text WHAT_NEXT = {
    "ఇంకేమి చూడాలనుకుంటున్నారు?",
    "What would you like to do next?",
    "आगे आप क्या करना चाहेंगे?",
};
const mitra_text ANOTHER_CARD = {"వేరే కార్డు", "Another card", "दूसरा कार्ड"};
const mitra_text PLEASE_CHOOSE = {
    "దయచేసి కింద ఉన్న వాటిలో ఒకటి ఎంచుకోండి.",
    "Please choose one of these.",
    "कृपया इनमें से एक चुनें।",
};
