"""What booking a seva says."""

from typing import Final

from mitra import text

ASK_SEVA: Final = text(
    "{temple}\nఏ సేవ చేయించాలనుకుంటున్నారు?",
    "{temple}\nWhich seva would you like?",
    "{temple}\nआप कौन सी सेवा कराना चाहेंगे?",
)
SEVAS: Final = text("సేవలు", "Sevas", "सेवाएँ")
DESCRIBED: Final = text("{time}, రుసుము {price}", "{time}, fee {price}", "{time}, शुल्क {price}")
ASK_DAY: Final = text(
    "{seva}, {temple}\nఏ రోజు?",
    "{seva}, {temple}\nOn which day?",
    "{seva}, {temple}\nकिस दिन?",
)
NO_DAYS: Final = text(
    "{seva}: రాబోయే {days} రోజుల్లో ఖాళీ లేదు. దయచేసి వేరే సేవ ఎంచుకోండి.",
    "{seva}: nothing is free in the coming {days} days. Please choose another seva.",
    "{seva}: अगले {days} दिनों में कोई स्थान खाली नहीं है। कृपया दूसरी सेवा चुनें।",
)
FORM: Final = text("సేవ బుకింగ్", "Seva booking", "सेवा बुकिंग")
GOTRAM: Final = text("గోత్రం", "Gotram", "गोत्र")
ASK_GOTRAM: Final = text(
    "మీ గోత్రం ఏమిటి? తెలియకపోతే దాటవేయవచ్చు.",
    "What is your gotram? You can skip this if you do not know it.",
    "आपका गोत्र क्या है? पता न हो तो आप इसे छोड़ सकते हैं।",
)
GOTRAM_SHOWN: Final = text("గోత్రం: {gotram}", "Gotram: {gotram}", "गोत्र: {gotram}")
