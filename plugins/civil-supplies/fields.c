#include "fields.h"

const mitra_text NAME_LABEL = {"పేరు", "Name", "नाम"};
const mitra_text PROOF_LABEL = {"ఆధారం", "Proof", "प्रमाण"};
const mitra_text REASON_LABEL = {"కారణం", "Reason", "कारण"};
const mitra_text ASK_REASON = {"కారణం ఏమిటి?", "What is the reason?", "कारण क्या है?"};
const mitra_text ADDRESS_LABEL = {"చిరునామా", "Address", "पता"};
const mitra_text ASK_ADDRESS = {
    "కొత్త చిరునామా రాయండి: ఇంటి నంబరు, వీధి, గ్రామం లేదా వార్డు, పిన్ కోడ్.",
    "Please write the new address: house number, street, village or ward, PIN code.",
    "कृपया नया पता लिखें: मकान नंबर, गली, गाँव या वार्ड, पिन कोड।",
};
const mitra_text ADDRESS_HELP = {
    "ఉదాహరణకు: 4-12, రామాలయం వీధి, గుణదల, 520004.",
    "For example: 4-12, Ramalayam Street, Gunadala, 520004.",
    "उदाहरण: 4-12, रामालयम स्ट्रीट, गुणदला, 520004।",
};
const mitra_text MOBILE_LABEL = {"మొబైల్ నంబరు", "Mobile number", "मोबाइल नंबर"};
const mitra_text ASK_MOBILE_NUMBER = {
    "కార్డుకు ఏ మొబైల్ నంబరు ఉండాలి?",
    "Which mobile number shall be on the card?",
    "कार्ड पर कौन सा मोबाइल नंबर होना चाहिए?",
};

void write_answers(mitra_json_writer *writer, const mitra_answers *answers) {
  for (size_t i = 0; i < answers->count; i++) {
    const char *field = answers->items[i].field;
    const mitra_value *value = &answers->items[i].value;
    switch (value->kind) {
      case MITRA_VALUE_TEXT:
        mitra_json_put_string(writer, field, value->text);
        break;
      case MITRA_VALUE_CHOICE:
        mitra_json_put_string(writer, field, value->choice);
        break;
      case MITRA_VALUE_DATE:
        mitra_json_put_string(writer, field, mitra_show_date(value->date));
        break;
      case MITRA_VALUE_MEDIA:
        mitra_json_put_string(writer, field, value->media.id);
        break;
      case MITRA_VALUE_IDENTITY:
        mitra_json_begin_member(writer, field, '{');
        mitra_json_put_string(writer, "last_four", value->identity.last_four);
        mitra_json_put_string(writer, "token", value->identity.token);
        mitra_json_end(writer, '}');
        break;
      case MITRA_VALUE_PLACE:
        mitra_json_begin_member(writer, field, '{');
        mitra_json_put_number(writer, "latitude", value->place.latitude);
        mitra_json_put_number(writer, "longitude", value->place.longitude);
        mitra_json_end(writer, '}');
        break;
      case MITRA_VALUE_NUMBER:
      case MITRA_VALUE_MONEY:
        mitra_complain("no form of this department asks for a number");
        break;
    }
  }
}
