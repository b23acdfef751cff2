"""What is said about timings, crowds and temples nearby."""

from typing import Final

from mitra import text

OPEN_NOW: Final = text(
    "ఇప్పుడు తెరిచి ఉంది, {time} వరకు.",
    "Open now, until {time}.",
    "अभी खुला है, {time} बजे तक।",
)
OPENS_TODAY: Final = text(
    "ఇప్పుడు మూసి ఉంది. ఈ రోజు {time}కు తెరుస్తారు.",
    "Closed now. It opens today at {time}.",
    "अभी बंद है। आज {time} बजे खुलेगा।",
)
OPENS_LATER: Final = text(
    "ఇప్పుడు మూసి ఉంది. {day}న {time}కు తెరుస్తారు.",
    "Closed now. It opens on {day} at {time}.",
    "अभी बंद है। {day} को {time} बजे खुलेगा।",
)
CLOSED: Final = text(
    "ఇప్పుడు మూసి ఉంది. దయచేసి ఆలయానికి కాల్ చేయండి.",
    "Closed now. Please call the temple.",
    "अभी बंद है। कृपया मंदिर को कॉल करें।",
)
HOURS: Final = text("దర్శన వేళలు: {hours}", "Darshan: {hours}", "दर्शन समय: {hours}")
FROM_TO: Final = text("{opens} నుండి {closes} వరకు", "{opens} to {closes}", "{opens} से {closes} तक")
CLOSED_DAYS: Final = text("మూసి ఉండే రోజులు: {days}", "Closed on: {days}", "बंद रहने के दिन: {days}")
PHONE: Final = text("ఫోన్: {phone}", "Phone: {phone}", "फ़ोन: {phone}")

LOW: Final = text("రద్దీ తక్కువగా ఉంది", "Few visitors", "भीड़ कम है")
MEDIUM: Final = text("రద్దీ మోస్తరుగా ఉంది", "Some crowd", "भीड़ सामान्य है")
HIGH: Final = text("రద్దీ ఎక్కువగా ఉంది", "Very crowded", "भीड़ बहुत है")
CROWD: Final = text(
    "{temple}\n{level}\nదర్శనానికి సుమారు {minutes} నిమిషాలు పడుతుంది.\n({time} నాటి సమాచారం)",
    "{temple}\n{level}\nDarshan takes about {minutes} minutes.\n(As of {time})",
    "{temple}\n{level}\nदर्शन में लगभग {minutes} मिनट लगेंगे।\n({time} की जानकारी)",
)
CROWD_OLD: Final = text(
    "తాజా సమాచారం ఇప్పుడు అందడం లేదు; ఇది మాకు చివరగా తెలిసినది.",
    "We cannot get newer information at the moment; this is the last we know.",
    "अभी ताज़ा जानकारी नहीं मिल पा रही है; यह हमें मिली पिछली जानकारी है।",
)
CROWD_UNKNOWN: Final = text(
    "{temple}\nక్యూ సమాచారం ఇప్పుడు అందడం లేదు. దయచేసి కొద్దిసేపటి తర్వాత మళ్లీ చూడండి, లేదా ఆలయానికి కాల్ చేయండి: {phone}.",
    "{temple}\nWe cannot get the queue's status now. Please try again in a while, or call the temple: {phone}.",
    "{temple}\nअभी कतार की जानकारी नहीं मिल पा रही है। कृपया थोड़ी देर बाद फिर देखें, या मंदिर को कॉल करें: {phone}।",
)
CROWD_CLOSED: Final = text(
    "{temple}\nఆలయం ఇప్పుడు మూసి ఉంది, క్యూ లేదు.",
    "{temple}\nThe temple is closed now, there is no queue.",
    "{temple}\nमंदिर अभी बंद है, कोई कतार नहीं है।",
)
LOOK_AGAIN: Final = text("మళ్లీ చూడండి", "Look again", "फिर देखें")

ASK_PLACE: Final = text(
    "మీరు ఎక్కడ ఉన్నారు? దయచేసి లొకేషన్ పంపండి, లేదా ఊరి పేరు రాయండి.",
    "Where are you? Please share your location, or write the name of a town.",
    "आप कहाँ हैं? कृपया अपनी लोकेशन भेजें, या शहर का नाम लिखें।",
)
NO_TOWN: Final = text(
    "ఆ ఊరిలో ఆలయం దొరకలేదు.",
    "We found no temple in that town.",
    "उस शहर में कोई मंदिर नहीं मिला।",
)
NONE_NEAR: Final = text(
    "మీకు {km} కి.మీ. లోపు మా శాఖ ఆలయం లేదు. అన్నిటికన్నా దగ్గరిది:",
    "No temple of ours is within {km} km of you. The nearest one is:",
    "आपके {km} कि.मी. के भीतर हमारा कोई मंदिर नहीं है। सबसे पास का है:",
)
NEAREST: Final = text("మీకు దగ్గరి ఆలయాలు:", "The temples nearest to you:", "आपके सबसे पास के मंदिर:")
THERE: Final = text("అక్కడి ఆలయాలు:", "Temples there:", "वहाँ के मंदिर:")
AWAY: Final = text(
    "{temple}, {town}\n{km} కి.మీ. దూరంలో",
    "{temple}, {town}\n{km} km from you",
    "{temple}, {town}\nआपसे {km} कि.मी. दूर",
)
SHOW_ON_MAP: Final = text(
    "మ్యాప్‌లో చూడాలంటే ఆలయం ఎంచుకోండి.",
    "Choose a temple to see it on the map.",
    "मानचित्र पर देखने के लिए मंदिर चुनें।",
)
OTHER_PLACE: Final = text("వేరే ప్రాంతం", "Another place", "दूसरी जगह")
