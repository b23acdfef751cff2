"""The department's and its services' names, and what else citizens call them."""

from dataclasses import dataclass
from typing import Final

from mitra import Localized, text


@dataclass(frozen=True)
class Naming:
    """How a service is found."""

    name: Localized
    summary: Localized
    aliases: tuple[str, ...]


DEPARTMENT: Final = text("దేవాదాయ శాఖ", "Endowments (Temples)", "देवस्थान विभाग")

DARSHAN: Final = Naming(
    text("దర్శనం స్లాట్ బుకింగ్", "Book darshan slot", "दर्शन स्लॉट बुकिंग"),
    text("ఉచిత దర్శనానికి రోజు, సమయం ఎంచుకోండి", "Choose a day and time for free darshan", "निःशुल्क दर्शन का दिन और समय चुनें"),
    (
        "darshan",
        "darshanam",
        "darshan booking",
        "darshan ticket",
        "temple darshan",
        "darshanam slot",
        "darshanam booking",
        "gudi darshanam",
        "darshan ki booking",
        "mandir darshan",
        "దర్శనం",
        "దర్శనం టికెట్",
        "దర్శనం బుక్ చేయాలి",
        "दर्शन",
        "दर्शन टिकट",
        "दर्शन बुक करना है",
    ),
)
SEVA: Final = Naming(
    text("ఆలయ సేవల బుకింగ్", "Book temple seva", "मंदिर सेवा बुकिंग"),
    text(
        "అభిషేకం, అర్చన, కల్యాణం వంటి సేవలు", "Abhishekam, archana, kalyanam and other sevas", "अभिषेक, अर्चना, कल्याणम जैसी सेवाएँ"
    ),
    (
        "seva",
        "seva booking",
        "archana",
        "abhishekam",
        "kalyanam",
        "vratam booking",
        "puja booking",
        "pooja",
        "సేవ",
        "సేవలు",
        "అర్చన",
        "అభిషేకం",
        "పూజ బుకింగ్",
        "सेवा",
        "अभिषेक",
        "अर्चना",
        "पूजा बुक करनी है",
    ),
)
ACCOMMODATION: Final = Naming(
    text("వసతి గది బుకింగ్", "Book accommodation", "आवास कक्ष बुकिंग"),
    text("ఆలయ వసతి గృహంలో గది", "A room in a temple's guest house", "मंदिर के अतिथि गृह में कमरा"),
    (
        "room",
        "room booking",
        "temple room",
        "cottage",
        "choultry",
        "satram",
        "gadi booking",
        "vasathi gruham",
        "kamra",
        "dharamshala",
        "గది",
        "వసతి",
        "సత్రం",
        "గది బుకింగ్",
        "कमरा",
        "धर्मशाला",
        "कमरा बुक करना है",
    ),
)
PRASADAM: Final = Naming(
    text("ప్రసాదం బుకింగ్", "Book prasadam", "प्रसाद बुकिंग"),
    text("ఆలయ కౌంటరులో తీసుకునే ప్రసాదం", "To be collected at the temple's counter", "मंदिर के काउंटर पर मिलने वाला प्रसाद"),
    (
        "prasadam",
        "prasad",
        "laddu",
        "pulihora",
        "prasadam booking",
        "prasadam kavali",
        "prasad chahiye",
        "ప్రసాదం",
        "లడ్డూ",
        "ప్రసాదం కావాలి",
        "प्रसाद",
        "लड्डू",
    ),
)
DONATION: Final = Naming(
    text("విరాళం (ఈ-హుండీ)", "Donate (e-Hundi)", "दान (ई-हुंडी)"),
    text(
        "ఆలయ హుండీకి, అన్నదానానికి విరాళం ఇవ్వండి",
        "Give to a temple's hundi, meals or upkeep",
        "मंदिर की हुंडी या अन्नदान के लिए दान दें",
    ),
    (
        "donation",
        "donate",
        "hundi",
        "e hundi",
        "kanuka",
        "viralam",
        "annadanam",
        "daan",
        "chanda",
        "విరాళం",
        "హుండీ",
        "కానుక",
        "అన్నదానం",
        "दान",
        "हुंडी",
        "अन्नदान",
        "चढ़ावा",
    ),
)
TIMINGS: Final = Naming(
    text("ఆలయ దర్శన వేళలు", "Temple timings", "मंदिर दर्शन समय"),
    text("ఆలయం ఎప్పుడు తెరిచి ఉంటుంది", "When a temple is open", "मंदिर कब खुला रहता है"),
    (
        "temple timings",
        "temple open time",
        "gudi eppudu terustaru",
        "gudi timings",
        "mandir kab khulta hai",
        "mandir ka samay",
        "గుడి వేళలు",
        "గుడి ఎప్పుడు తెరుస్తారు",
        "ఆలయ సమయాలు",
        "मंदिर कब खुलता है",
        "मंदिर का समय",
    ),
)
CROWD: Final = Naming(
    text("క్యూ, రద్దీ వివరాలు", "Queue and crowd status", "कतार और भीड़ की स्थिति"),
    text("ఇప్పుడు దర్శనానికి ఎంత సమయం పడుతుంది", "How long darshan takes right now", "अभी दर्शन में कितना समय लगेगा"),
    (
        "crowd",
        "queue",
        "queue status",
        "waiting time",
        "rush",
        "raddi",
        "bheed",
        "kitni bheed hai",
        "రద్దీ",
        "రద్దీ ఎంత ఉంది",
        "క్యూ",
        "భక్తుల రద్దీ",
        "भीड़",
        "भीड़ कितनी है",
        "कतार",
    ),
)
NEARBY: Final = Naming(
    text("సమీప ఆలయాలు", "Temples near me", "निकट के मंदिर"),
    text("మీకు దగ్గరలో ఉన్న ఆలయాలు", "Temples close to where you are", "आपके आसपास के मंदिर"),
    (
        "temple near me",
        "nearby temple",
        "nearest temple",
        "daggara gudi",
        "daggarlo gudi",
        "paas ka mandir",
        "దగ్గరలో గుడి",
        "దగ్గరి ఆలయం",
        "పక్కన గుడి",
        "पास का मंदिर",
        "नज़दीकी मंदिर",
    ),
)
