"""What several services say."""

from typing import Final

from mitra import text

ASK_TEMPLE: Final = text(
    "ఏ ఆలయం? దయచేసి జాబితా నుండి ఎంచుకోండి, లేదా పేరు రాయండి.",
    "Which temple? Please choose from the list, or write its name.",
    "कौन सा मंदिर? कृपया सूची से चुनें, या नाम लिखें।",
)
TEMPLES: Final = text("ఆలయాలు", "Temples", "मंदिर")
MORE_TEMPLES: Final = text("మరిన్ని ఆలయాలు", "More temples", "और मंदिर")
NO_TEMPLE: Final = text(
    "ఆ పేరుతో ఆలయం దొరకలేదు.",
    "We found no temple of that name.",
    "इस नाम का कोई मंदिर नहीं मिला।",
)
NO_TEMPLES: Final = text(
    "ఈ సేవ ఇప్పుడు ఏ ఆలయంలోనూ లేదు. దయచేసి {number}కు కాల్ చేయండి.",
    "No temple offers this at the moment. Please call {number}.",
    "यह सेवा अभी किसी मंदिर में उपलब्ध नहीं है। कृपया {number} पर कॉल करें।",
)
PLEASE_CHOOSE: Final = text(
    "దయచేసి కింది వాటిలో ఒకటి ఎంచుకోండి.",
    "Please choose one of these.",
    "कृपया इनमें से एक चुनें।",
)
WHAT_NEXT: Final = text("ఇంకేమి చేయాలనుకుంటున్నారు?", "What would you like to do next?", "आगे आप क्या करना चाहेंगे?")
OTHER_TEMPLE: Final = text("వేరే ఆలయం", "Another temple", "दूसरा मंदिर")
DONE: Final = text("చాలు", "Done", "हो गया")
THANKS: Final = text("ధన్యవాదాలు.", "Thank you.", "धन्यवाद।")
WEEKDAYS: Final = (
    text("సోమ", "Mon", "सोम"),
    text("మంగళ", "Tue", "मंगल"),
    text("బుధ", "Wed", "बुध"),
    text("గురు", "Thu", "गुरु"),
    text("శుక్ర", "Fri", "शुक्र"),
    text("శని", "Sat", "शनि"),
    text("ఆది", "Sun", "रवि"),
)
