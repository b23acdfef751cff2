"""What a donation says."""

from typing import Final

from mitra import text

GIVE: Final = text("విరాళం ఇవ్వండి", "Give to a temple", "दान दें")
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
PAYMENT_PURPOSE: Final = text("విరాళం, {temple}", "Donation, {temple}", "दान, {temple}")
PAID: Final = text(
    "మీ విరాళం అందింది. ధన్యవాదాలు.",
    "Your donation is received. Thank you.",
    "आपका दान मिल गया। धन्यवाद।",
)
NOT_PAID: Final = text(
    "విరాళం {ref} చెల్లింపు పూర్తి కాలేదు. మీ నుండి ఏమీ తీసుకోలేదు.",
    "The payment of donation {ref} did not go through. Nothing was taken from you.",
    "दान {ref} का भुगतान पूरा नहीं हुआ। आपसे कुछ नहीं लिया गया।",
)
PAY_AGAIN: Final = text("మళ్లీ చెల్లించండి", "Pay again", "फिर भुगतान करें")
PAID_TWICE: Final = text(
    "ఈ విరాళం ఇప్పటికే చెల్లించబడింది. మీరు మళ్లీ చెల్లించిన {amount} తిరిగి ఇస్తాము. రసీదు సంఖ్య: {receipt}",
    "This donation had been paid already. We will pay the second {amount} back. Receipt number: {receipt}",
    "यह दान पहले ही मिल चुका था। दोबारा दिए गए {amount} लौटा दिए जाएँगे। रसीद संख्या: {receipt}",
)
SHOWN: Final = text(
    "నంబరు: {ref}\nఆలయం: {temple}\nమొత్తం: {amount}\nదేని కోసం: {purpose}\nదాత: {name}\nరసీదు సంఖ్య: {receipt}, {day}",
    "Number: {ref}\nTemple: {temple}\nAmount: {amount}\nFor: {purpose}\n"
    "Donor: {name}\nReceipt number: {receipt}, {day}",
    "नंबर: {ref}\nमंदिर: {temple}\nराशि: {amount}\nकिसके लिए: {purpose}\nदाता: {name}\nरसीद संख्या: {receipt}, {day}",
)
MINE_WHICH: Final = text(
    "ఏ విరాళం చూడాలనుకుంటున్నారు?",
    "Which donation would you like to see?",
    "आप कौन सा दान देखना चाहेंगे?",
)
MINE_NONE: Final = text(
    "మీరు ఇచ్చిన విరాళాలు ఏవీ లేవు.",
    "You have given no donation here yet.",
    "आपने यहाँ अभी कोई दान नहीं दिया है।",
)
