"""What a donation says."""

from typing import Final

from mitra import text

GIVE: Final = text("విరాళం నమోదు", "Give to a temple", "दान दर्ज करें")
MINE: Final = text("నా విరాళాలు", "My donations", "मेरे दान")
FORM: Final = text("విరాళం", "Donation", "दान")
AMOUNT: Final = text("మొత్తం", "Amount", "राशि")
ASK_AMOUNT: Final = text(
    "{temple}\nఎన్ని రూపాయలు ఇవ్వాలనుకుంటున్నారు?",
    "{temple}\nHow many rupees would you like to give?",
    "{temple}\nआप कितने रुपये देना चाहते हैं?",
)
PURPOSE: Final = text("దేని కోసం", "For", "किसके लिए")
ASK_PURPOSE: Final = text("దేని కోసం ఇస్తున్నారు?", "What is it for?", "यह किस काम के लिए है?")
PURPOSES: Final = {
    "hundi": text("హుండీ", "Hundi", "हुंडी"),
    "annadanam": text("అన్నదానం", "Annadanam (meals)", "अन्नदान"),
    "gosala": text("గోసంరక్షణ", "Care of cows", "गौ सेवा"),
    "upkeep": text("ఆలయ అభివృద్ధి", "Upkeep of the temple", "मंदिर का विकास"),
}
NAME: Final = text("దాత పేరు", "Donor's name", "दाता का नाम")
ASK_NAME: Final = text("రసీదు ఎవరి పేరు మీద ఉండాలి?", "In whose name shall the receipt be?", "रसीद किसके नाम से बने?")
PAN: Final = text("పాన్", "PAN", "पैन")
ASK_PAN: Final = text(
    "ఆదాయపు పన్ను మినహాయింపు రసీదు కావాలంటే పాన్ నంబరు పంపండి. అవసరం లేకపోతే దాటవేయండి.",
    "If you want a receipt for income tax relief, please send the PAN. Otherwise you can skip this.",
    "आयकर छूट की रसीद चाहिए तो पैन नंबर भेजें। ज़रूरत न हो तो छोड़ दें।",
)
PLEDGED: Final = text(
    "మీ విరాళం నమోదైంది. ఇంకా డబ్బు ఏమీ తీసుకోలేదు.",
    "Your donation is registered. No money has been taken yet.",
    "आपका दान दर्ज हो गया है। अभी कोई राशि नहीं ली गई है।",
)
SHOWN: Final = text(
    "నంబరు: {ref}\nఆలయం: {temple}\nమొత్తం: {amount}\nదేని కోసం: {purpose}\nదాత: {name}",
    "Number: {ref}\nTemple: {temple}\nAmount: {amount}\nFor: {purpose}\nDonor: {name}",
    "नंबर: {ref}\nमंदिर: {temple}\nराशि: {amount}\nकिसके लिए: {purpose}\nदाता: {name}",
)
GIVE_THERE: Final = text(
    "{day} లోపు ఆలయ విరాళాల కౌంటరులో ఈ నంబరు చెప్పి చెల్లించండి; అక్కడే రసీదు ఇస్తారు.",
    "Please give it at the temple's donation counter by {day} with this number. You get the receipt there.",
    "कृपया {day} तक मंदिर के दान काउंटर पर यह नंबर बताकर राशि दें। रसीद वहीं मिलेगी।",
)
MINE_WHICH: Final = text(
    "ఏ విరాళం చూడాలనుకుంటున్నారు?",
    "Which donation would you like to see?",
    "आप कौन सा दान देखना चाहेंगे?",
)
MINE_NONE: Final = text(
    "చెల్లించవలసిన విరాళాలు ఏవీ లేవు.",
    "You have no donation that waits to be given.",
    "आपका कोई दान देना बाकी नहीं है।",
)
