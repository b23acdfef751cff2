//! What the services are called, and the words by which citizens find them.

use mitra_department::text::{Text, text};

pub(crate) const REGISTER: Text = text("ఫిర్యాదు నమోదు", "Register a grievance", "शिकायत दर्ज करें");
pub(crate) const REGISTER_SUMMARY: Text = text(
    "మీ సమస్యను ఫోటో, లొకేషన్‌తో తెలియజేయండి",
    "Tell us of a problem, with photo and place",
    "अपनी समस्या फ़ोटो और जगह के साथ बताएँ",
);
pub(crate) const REGISTER_ALIASES: [&str; 22] = [
    "complaint",
    "file a complaint",
    "grievance",
    "problem",
    "firyadu",
    "firyadu cheyali",
    "samasya",
    "shikayat",
    "shikayat karni hai",
    "street light not working",
    "no drinking water",
    "garbage not collected",
    "pothole",
    "road problem",
    "ఫిర్యాదు",
    "ఫిర్యాదు చేయాలి",
    "సమస్య ఉంది",
    "చెత్త తీయడం లేదు",
    "शिकायत",
    "शिकायत करनी है",
    "समस्या है",
    "pension problem",
];
pub(crate) const TRACK: Text = text("ఫిర్యాదు స్థితి", "Grievance status", "शिकायत की स्थिति");
pub(crate) const TRACK_SUMMARY: Text = text(
    "మీ ఫిర్యాదు ఎక్కడి వరకు వచ్చిందో చూడండి",
    "See how your grievance stands",
    "देखें आपकी शिकायत कहाँ तक पहुँची",
);
pub(crate) const TRACK_ALIASES: [&str; 10] = [
    "complaint status",
    "track complaint",
    "my complaint",
    "grievance number",
    "firyadu sthiti",
    "shikayat status",
    "shikayat ka kya hua",
    "నా ఫిర్యాదు ఏమైంది",
    "मेरी शिकायत का क्या हुआ",
    "शिकायत नंबर",
];
pub(crate) const REPORT: Text =
    text("ఫోటోతో సమస్య తెలపండి", "Report issue with photo", "फ़ोटो से समस्या बताएँ");
pub(crate) const REPORT_SUMMARY: Text = text(
    "ఫోటో, లొకేషన్ పంపితే దగ్గరి కార్యాలయానికి వెళుతుంది",
    "A photo and a location go to the nearest office",
    "फ़ोटो और लोकेशन सबसे नज़दीकी कार्यालय को जाती है",
);
pub(crate) const REPORT_ALIASES: [&str; 8] = [
    "photo report",
    "send photo of problem",
    "report with location",
    "photo pampali",
    "photo bhejni hai",
    "ఫోటో పంపాలి",
    "ఫోటోతో ఫిర్యాదు",
    "फ़ोटो भेजनी है",
];
pub(crate) const REOPEN: Text = text("ఫిర్యాదు మళ్లీ తెరవడం", "Reopen a grievance", "शिकायत फिर से खोलें");
pub(crate) const REOPEN_SUMMARY: Text = text(
    "పరిష్కారం కాని ఫిర్యాదును 15 రోజుల్లో మళ్లీ తెరవండి",
    "Within 15 days, if it was not really settled",
    "समाधान ठीक न हो तो 15 दिनों में फिर से खोलें",
);
pub(crate) const REOPEN_ALIASES: [&str; 8] = [
    "reopen complaint",
    "problem not solved",
    "not resolved",
    "malli terava",
    "phir se kholo",
    "సమస్య పరిష్కారం కాలేదు",
    "समस्या हल नहीं हुई",
    "दोबारा शिकायत",
];
pub(crate) const FEEDBACK: Text = text("పరిష్కారానికి రేటింగ్", "Rate the resolution", "समाधान को रेटिंग दें");
pub(crate) const FEEDBACK_SUMMARY: Text = text(
    "మీ ఫిర్యాదు ఎంత బాగా పరిష్కరించారో చెప్పండి",
    "Say how well your grievance was settled",
    "बताएँ आपकी शिकायत का समाधान कैसा रहा",
);
pub(crate) const FEEDBACK_ALIASES: [&str; 8] = [
    "feedback",
    "rating",
    "rate complaint",
    "abhiprayam",
    "rating dena hai",
    "అభిప్రాయం",
    "రేటింగ్ ఇవ్వాలి",
    "राय देनी है",
];
