"""What booking a darshan says."""

from typing import Final

from mitra import text

DARSHAN: Final = text("దర్శనం", "Darshan", "दर्शन")
ASK_DAY: Final = text(
    "{temple}\nఏ రోజు దర్శనానికి వస్తారు?",
    "{temple}\nOn which day will you come for darshan?",
    "{temple}\nआप किस दिन दर्शन के लिए आएँगे?",
)
DAYS: Final = text("రోజులు", "Days", "दिन")
NO_DAYS: Final = text(
    "{temple}: రాబోయే {days} రోజుల్లో దర్శనం స్లాట్‌లు ఖాళీగా లేవు. దయచేసి రేపు మళ్లీ చూడండి, లేదా వేరే ఆలయం ఎంచుకోండి.",
    "{temple}: no darshan slot is free in the coming {days} days. Please look tomorrow, or choose another temple.",
    "{temple}: अगले {days} दिनों में कोई दर्शन स्लॉट खाली नहीं है। कृपया कल फिर देखें, या दूसरा मंदिर चुनें।",
)
ASK_SLOT: Final = text(
    "{temple}, {day}\nఏ సమయానికి వస్తారు?",
    "{temple}, {day}\nAt what time will you come?",
    "{temple}, {day}\nआप किस समय आएँगे?",
)
SLOTS: Final = text("సమయాలు", "Times", "समय")
ASK_PEOPLE: Final = text(
    "మీతో కలిపి ఎంత మంది వస్తున్నారు?",
    "How many of you will come, yourself included?",
    "आपको मिलाकर कितने लोग आएँगे?",
)
PEOPLE: Final = text("సంఖ్య", "Number", "संख्या")
NOT_ENOUGH: Final = text(
    "క్షమించండి, ఆ సమయానికి ఇప్పుడు {n} స్థానాలు లేవు. దయచేసి మరో సమయం ఎంచుకోండి.",
    "We are sorry: there are no longer {n} places at that time. Please choose another time.",
    "क्षमा करें, उस समय अब {n} स्थान नहीं हैं। कृपया दूसरा समय चुनें।",
)
FORM: Final = text("దర్శనం బుకింగ్", "Darshan booking", "दर्शन बुकिंग")
