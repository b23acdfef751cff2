"""What those services say that book something."""

from typing import Final

from mitra import text

START: Final = text("ఏమి చేయాలనుకుంటున్నారు?", "What would you like to do?", "आप क्या करना चाहेंगे?")
NEW: Final = text("కొత్త బుకింగ్", "New booking", "नई बुकिंग")
MINE: Final = text("నా బుకింగ్‌లు", "My bookings", "मेरी बुकिंग")
MINE_WHICH: Final = text(
    "ఏ బుకింగ్ చూడాలనుకుంటున్నారు?",
    "Which booking would you like to see?",
    "आप कौन सी बुकिंग देखना चाहेंगे?",
)
MINE_NONE: Final = text(
    "మీకు రాబోయే బుకింగ్‌లు ఏవీ లేవు.",
    "You have no bookings ahead.",
    "आपकी कोई आगामी बुकिंग नहीं है।",
)
TOO_MANY: Final = text(
    "ఈ సేవలో మీకు ఇప్పటికే {n} రాబోయే బుకింగ్‌లు ఉన్నాయి. కొత్తది చేయాలంటే దయచేసి ముందు ఒకదాన్ని రద్దు చేయండి.",
    "You already have {n} bookings ahead in this service. To make a new one, please cancel one of them first.",
    "इस सेवा में आपकी पहले से {n} आगामी बुकिंग हैं। नई बुकिंग के लिए कृपया पहले उनमें से एक रद्द करें।",
)
CANCEL_IT: Final = text("ఈ బుకింగ్ రద్దు", "Cancel this booking", "यह बुकिंग रद्द करें")
REALLY_CANCEL: Final = text(
    "{ref} బుకింగ్ రద్దు చేయాలా? తర్వాత దాన్ని తిరిగి తీసుకురాలేము.",
    "Shall we cancel booking {ref}? It cannot be brought back.",
    "क्या बुकिंग {ref} रद्द कर दें? इसे वापस नहीं लाया जा सकेगा।",
)
YES_CANCEL: Final = text("అవును, రద్దు చేయండి", "Yes, cancel it", "हाँ, रद्द करें")
NO_KEEP: Final = text("వద్దు, ఉంచండి", "No, keep it", "नहीं, रहने दें")
CANCELLED: Final = text(
    "{ref} బుకింగ్ రద్దు చేశాము.",
    "Booking {ref} is cancelled.",
    "बुकिंग {ref} रद्द कर दी गई है।",
)
TOO_LATE: Final = text(
    "{ref} బుకింగ్ సమయం మొదలైంది, ఇప్పుడు రద్దు చేయలేము. దయచేసి ఆలయానికి కాల్ చేయండి: {phone}.",
    "The time of booking {ref} has come: it can no longer be cancelled here. Please call the temple: {phone}.",
    "बुकिंग {ref} का समय हो चुका है, अब यहाँ रद्द नहीं हो सकती। कृपया मंदिर को कॉल करें: {phone}।",
)
HELD: Final = text(
    "మీ కోసం ఉంచిన స్థానాలు: {n}, {time} వరకు. దయచేసి వివరాలు ఇవ్వండి.",
    "Places kept for you: {n}, until {time}. Please give us the details.",
    "आपके लिए रखे गए स्थान: {n}, {time} बजे तक। कृपया विवरण दें।",
)
EXPIRED: Final = text(
    "{what}: బుకింగ్ పూర్తి చేసే సమయం ముగిసింది. ఏదీ బుక్ కాలేదు.",
    "{what}: the time to finish your booking is over. Nothing was booked.",
    "{what}: बुकिंग पूरी करने का समय समाप्त हो गया। कुछ भी बुक नहीं हुआ है।",
)
GONE: Final = text(
    "క్షమించండి, ఈలోగా ఆ స్థానాలను ఇతరులు తీసుకున్నారు. ఏదీ బుక్ కాలేదు. దయచేసి మళ్లీ ఎంచుకోండి.",
    "We are sorry: others took those places in the meantime. Nothing was booked. Please choose again.",
    "क्षमा करें, इस बीच वे स्थान दूसरों ने ले लिए। कुछ भी बुक नहीं हुआ है। कृपया फिर से चुनें।",
)
ALREADY: Final = text(
    "{temple}, {day}: ఈ ఆధార్ నంబరుతో ఇప్పటికే బుకింగ్ ఉంది. కొత్తగా ఏదీ బుక్ కాలేదు.",
    "{temple}, {day}: there is a booking with this Aadhaar number already. Nothing new was booked.",
    "{temple}, {day}: इस आधार नंबर से पहले से बुकिंग है। कुछ नया बुक नहीं हुआ है।",
)
N_FREE: Final = text("{n} స్థానాలు ఉన్నాయి", "{n} places free", "{n} स्थान उपलब्ध")
NAME: Final = text("పేరు", "Name", "नाम")
ASK_NAME: Final = text(
    "ఎవరి పేరు మీద బుక్ చేయాలి?",
    "In whose name shall we book?",
    "किसके नाम से बुक करें?",
)
AADHAAR: Final = text("ఆధార్", "Aadhaar", "आधार")
ASK_AADHAAR: Final = text(
    "వారి ఆధార్ నంబరు పంపండి. ఆలయంలో ఈ కార్డు చూపించాలి.",
    "Please send their Aadhaar number. The card must be shown at the temple.",
    "कृपया उनका आधार नंबर भेजें। मंदिर में यही कार्ड दिखाना होगा।",
)
DARSHAN_SHOWN: Final = text(
    "నంబరు: {ref}\nఆలయం: {temple}\nరోజు: {day}\nదర్శన సమయం: {time}\nఎంత మంది: {n}\nపేరు: {name}",
    "Number: {ref}\nTemple: {temple}\nDay: {day}\nDarshan at: {time}\nPeople: {n}\nName: {name}",
    "नंबर: {ref}\nमंदिर: {temple}\nदिन: {day}\nदर्शन का समय: {time}\nकितने लोग: {n}\nनाम: {name}",
)
SEVA_SHOWN: Final = text(
    "నంబరు: {ref}\nఆలయం: {temple}\nసేవ: {seva}\nరోజు: {day}\nసమయం: {time}\nరుసుము: {price}\nపేరు: {name}",
    "Number: {ref}\nTemple: {temple}\nSeva: {seva}\nDay: {day}\nTime: {time}\nFee: {price}\nName: {name}",
    "नंबर: {ref}\nमंदिर: {temple}\nसेवा: {seva}\nदिन: {day}\nसमय: {time}\nशुल्क: {price}\nनाम: {name}",
)
ROOMS_SHOWN: Final = text(
    "నంబరు: {ref}\nఆలయం: {temple}\nగది రకం: {room}\nగదులు: {n}\nచేరే రోజు: {day}\nఖాళీ చేసే రోజు: {last}\n"
    "రాత్రులు: {nights}\nమొత్తం: {price}\nపేరు: {name}",
    "Number: {ref}\nTemple: {temple}\nRoom: {room}\nRooms: {n}\nArriving: {day}\nLeaving: {last}\n"
    "Nights: {nights}\nTotal: {price}\nName: {name}",
    "नंबर: {ref}\nमंदिर: {temple}\nकमरा: {room}\nकमरे: {n}\nआगमन: {day}\nप्रस्थान: {last}\n"
    "रातें: {nights}\nकुल: {price}\nनाम: {name}",
)
BOOKED: Final = text("మీ బుకింగ్ ఖరారైంది.", "Your booking is confirmed.", "आपकी बुकिंग पक्की हो गई है।")
COME_EARLY: Final = text(
    "దయచేసి ఆధార్ కార్డుతో 15 నిమిషాల ముందే రండి.",
    "Please come 15 minutes early, with the Aadhaar card.",
    "कृपया आधार कार्ड के साथ 15 मिनट पहले आएँ।",
)
SAY_NUMBER: Final = text(
    "దయచేసి 15 నిమిషాల ముందే వచ్చి, ఆలయ కౌంటరులో ఈ నంబరు చెప్పండి.",
    "Please come 15 minutes early, and say this number at the temple's counter.",
    "कृपया 15 मिनट पहले आएँ, और मंदिर के काउंटर पर यह नंबर बताएँ।",
)
ROOMS_FROM: Final = text(
    "గదులు మధ్యాహ్నం 12:00 నుండి ఇస్తారు. దయచేసి ఆధార్ కార్డు తీసుకురండి.",
    "Rooms are given from 12:00 on. Please bring the Aadhaar card.",
    "कमरे दोपहर 12:00 बजे से दिए जाते हैं। कृपया आधार कार्ड साथ लाएँ।",
)
PAY_THERE: Final = text(
    "ఇప్పుడు ఏమీ చెల్లించనవసరం లేదు; ఆలయ కౌంటరులో చెల్లించండి.",
    "Nothing is paid now: please pay at the temple's counter.",
    "अभी कुछ भुगतान नहीं करना है; कृपया मंदिर के काउंटर पर भुगतान करें।",
)
