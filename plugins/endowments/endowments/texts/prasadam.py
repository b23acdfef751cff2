"""What ordering prasadam says."""

from typing import Final

from mitra import text

ASK_ITEM: Final = text(
    "{temple}\nఏ ప్రసాదం కావాలి?",
    "{temple}\nWhich prasadam would you like?",
    "{temple}\nआपको कौन सा प्रसाद चाहिए?",
)
PRICE: Final = text("ప్యాకెట్ {price}", "{price} a packet", "{price} प्रति पैकेट")
ASK_PACKETS: Final = text(
    "{item}\nఎన్ని ప్యాకెట్లు? గరిష్ఠంగా {max}.",
    "{item}\nHow many packets? At most {max}.",
    "{item}\nकितने पैकेट? अधिकतम {max}।",
)
SO_MANY: Final = text(
    "దయచేసి 1 నుండి {max} వరకు ఒక సంఖ్య పంపండి.",
    "Please send a number from 1 to {max}.",
    "कृपया 1 से {max} तक कोई संख्या भेजें।",
)
ASK_DAY: Final = text(
    "{item}, ప్యాకెట్లు: {n}\nఏ రోజు తీసుకుంటారు?",
    "{item}, packets: {n}\nOn which day will you collect it?",
    "{item}, पैकेट: {n}\nकिस दिन लेंगे?",
)
N_FREE: Final = text("{n} ప్యాకెట్లు ఉన్నాయి", "{n} packets left", "{n} पैकेट उपलब्ध")
NO_DAYS: Final = text(
    "{item}: రాబోయే {days} రోజుల్లో అన్ని ప్యాకెట్లు లేవు. దయచేసి వేరేది ఎంచుకోండి.",
    "{item}: there are not so many packets in the coming {days} days. Please choose another.",
    "{item}: अगले {days} दिनों में इतने पैकेट नहीं हैं। कृपया कोई और चुनें।",
)
HELD: Final = text(
    "మీ కోసం ఉంచిన ప్యాకెట్లు: {n}, {time} వరకు. దయచేసి వివరాలు ఇవ్వండి.",
    "Packets kept for you: {n}, until {time}. Please give us the details.",
    "आपके लिए रखे गए पैकेट: {n}, {time} बजे तक। कृपया विवरण दें।",
)
FORM: Final = text("ప్రసాదం బుకింగ్", "Prasadam booking", "प्रसाद बुकिंग")
COLLECT: Final = text(
    "దయచేసి ప్రసాదం కౌంటరులో ఈ నంబరు చెప్పి తీసుకోండి.",
    "Please say this number at the prasadam counter, and collect it there.",
    "कृपया प्रसाद काउंटर पर यह नंबर बताकर ले लें।",
)
SHOWN: Final = text(
    "నంబరు: {ref}\nఆలయం: {temple}\nప్రసాదం: {item}\nప్యాకెట్లు: {n}\nరోజు: {day}, {time} నుండి\nమొత్తం: {price}\nపేరు: {name}",
    "Number: {ref}\nTemple: {temple}\nPrasadam: {item}\nPackets: {n}\nDay: {day}, from {time}\n"
    "Total: {price}\nName: {name}",
    "नंबर: {ref}\nमंदिर: {temple}\nप्रसाद: {item}\nपैकेट: {n}\nदिन: {day}, {time} से\nकुल: {price}\nनाम: {name}",
)
