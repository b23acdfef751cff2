"""What booking a room says."""

from typing import Final

from mitra import text

ROOM: Final = text("గది", "Room", "कमरा")
FORM: Final = text("గది బుకింగ్", "Room booking", "कमरा बुकिंग")
ARRIVAL: Final = text("చేరే రోజు", "Arriving", "आगमन")
ASK_ARRIVAL: Final = text(
    "{temple}\nఏ రోజు చేరుకుంటారు? ఈ రోజు నుండి {days} రోజుల లోపు తేదీ రాయండి.",
    "{temple}\nOn which day will you arrive? Please write a date from today to {days} days ahead.",
    "{temple}\nआप किस दिन पहुँचेंगे? कृपया आज से {days} दिनों के भीतर की तारीख लिखें।",
)
NIGHTS: Final = text("రాత్రులు", "Nights", "रातें")
ASK_NIGHTS: Final = text(
    "ఎన్ని రాత్రులు ఉంటారు? గరిష్ఠంగా {most}.",
    "How many nights will you stay? At most {most}.",
    "आप कितनी रातें रुकेंगे? अधिकतम {most}।",
)
TYPE: Final = text("గది రకం", "Type of room", "कमरे का प्रकार")
ASK_TYPE: Final = text("ఎలాంటి గది కావాలి?", "Which type of room would you like?", "आपको कैसा कमरा चाहिए?")
A_NIGHT: Final = text("ఒక రాత్రికి {price}", "{price} a night", "एक रात के {price}")
COUNT: Final = text("గదులు", "Rooms", "कमरे")
ASK_COUNT: Final = text(
    "ఎన్ని గదులు కావాలి? గరిష్ఠంగా {most}.",
    "How many rooms do you need? At most {most}.",
    "आपको कितने कमरे चाहिए? अधिकतम {most}।",
)
FULL: Final = text(
    "క్షమించండి, ఈ రాత్రులకు తగినన్ని గదులు ఖాళీగా లేవు: {days}.",
    "We are sorry: there are not enough rooms free for these nights: {days}.",
    "क्षमा करें, इन रातों के लिए पर्याप्त कमरे खाली नहीं हैं: {days}।",
)
OTHER_TYPES: Final = text(
    "ఆ రాత్రులన్నిటికీ ఖాళీగా ఉన్నవి: {rooms}.",
    "Free for all of those nights: {rooms}.",
    "उन सभी रातों के लिए उपलब्ध: {rooms}।",
)
KEPT: Final = text(
    "{temple}\n{room}, గదులు: {n}\nచేరే రోజు: {day}\nఖాళీ చేసే రోజు: {last}\nమొత్తం: {price}\nపేరు: {name}\n\n"
    "ఇవి {time} వరకు మీ కోసం ఉంటాయి. బుక్ చేయాలా?",
    "{temple}\n{room}, rooms: {n}\nArriving: {day}\nLeaving: {last}\nTotal: {price}\nName: {name}\n\n"
    "They are kept for you until {time}. Shall we book?",
    "{temple}\n{room}, कमरे: {n}\nआगमन: {day}\nप्रस्थान: {last}\nकुल: {price}\nनाम: {name}\n\n"
    "ये आपके लिए {time} बजे तक रखे गए हैं। क्या बुक करें?",
)
BOOK: Final = text("బుక్ చేయండి", "Book", "बुक करें")
OTHER_DATES: Final = text("వేరే తేదీలు", "Other dates", "दूसरी तारीखें")
DO_NOT_BOOK: Final = text("బుక్ చేయవద్దు", "Do not book", "बुक न करें")
NOT_BOOKED: Final = text("ఏదీ బుక్ చేయలేదు.", "Nothing was booked.", "कुछ भी बुक नहीं किया गया।")
