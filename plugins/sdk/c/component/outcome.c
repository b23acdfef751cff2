// The SDK's answer -> the contract's outcome.

#include "convert.h"

// The SDK's enums count as the contract's do.
_Static_assert(MITRA_FIELD_TEXT == MITRA_DEPARTMENT_FORMS_FIELD_KIND_TEXT &&
                   MITRA_FIELD_CHOICE == MITRA_DEPARTMENT_FORMS_FIELD_KIND_CHOICE &&
                   MITRA_FIELD_AADHAAR == MITRA_DEPARTMENT_FORMS_FIELD_KIND_AADHAAR &&
                   MITRA_FIELD_EMAIL == MITRA_DEPARTMENT_FORMS_FIELD_KIND_EMAIL &&
                   MITRA_FIELD_PLACE == MITRA_DEPARTMENT_FORMS_FIELD_KIND_PLACE,
               "kinds of fields");

static mitra_department_forms_option_localized_t lent_help(const mitra_text *text) {
  if (text == NULL) return (mitra_department_forms_option_localized_t){.is_some = false};
  return (mitra_department_forms_option_localized_t){true, mitra_lent_words(text)};
}

// A day of zeros is no bound.
static mitra_department_forms_option_date_t lent_day(mitra_date date) {
  return (mitra_department_forms_option_date_t){date.year != 0, {date.year, date.month, date.day}};
}

static mitra_department_forms_list_alternative_t lent_alternatives(const mitra_field *field) {
  mitra_department_forms_alternative_t *items = mitra_take_array(field->n_alternatives, sizeof *items);
  for (size_t i = 0; i < field->n_alternatives; i++) {
    const mitra_alternative *it = &field->alternatives[i];
    items[i] = (mitra_department_forms_alternative_t){mitra_lent(it->id), mitra_lent_words(it->title),
                                                      lent_help(it->description)};
  }
  return (mitra_department_forms_list_alternative_t){items, field->n_alternatives};
}

static mitra_department_forms_field_kind_t lent_kind(const mitra_field *field) {
  mitra_department_forms_field_kind_t kind = {.tag = (uint8_t)field->kind};
  mitra_department_forms_length_t length = {field->length.min, field->length.max};
  switch (field->kind) {
    case MITRA_FIELD_TEXT:
      kind.val.text = length;
      break;
    case MITRA_FIELD_DIGITS:
      kind.val.digits = length;
      break;
    case MITRA_FIELD_PLACE:
      kind.val.place = length;
      break;
    case MITRA_FIELD_NUMBER:
      kind.val.number = (mitra_department_forms_numbers_t){field->number.min, field->number.max};
      break;
    case MITRA_FIELD_MONEY:
      kind.val.money = (mitra_department_forms_amounts_t){field->money.min, field->money.max};
      break;
    case MITRA_FIELD_DATE:
      kind.val.date = (mitra_department_forms_days_t){lent_day(field->days.earliest), lent_day(field->days.latest)};
      break;
    case MITRA_FIELD_CHOICE:
      kind.val.choice = lent_alternatives(field);
      break;
    default:
      break;
  }
  return kind;
}

static mitra_department_forms_form_t lent_form(const mitra_form *form) {
  mitra_department_forms_field_t *fields = mitra_take_array(form->n_fields, sizeof *fields);
  for (size_t i = 0; i < form->n_fields; i++) {
    const mitra_field *field = &form->fields[i];
    fields[i] = (mitra_department_forms_field_t){
        .id = mitra_lent(field->id),
        .label = mitra_lent_words(field->label),
        .question = mitra_lent_words(field->question),
        .help = lent_help(field->help),
        .optional = field->optional,
        .kind = lent_kind(field),
    };
  }
  return (mitra_department_forms_form_t){mitra_lent(form->id), mitra_lent_words(form->title),
                                         {fields, form->n_fields}};
}

static mitra_department_conversation_choices_t lent_choices(const mitra_reply *reply) {
  mitra_department_conversation_choice_t *items = mitra_take_array(reply->n_choices, sizeof *items);
  for (size_t i = 0; i < reply->n_choices; i++) {
    const mitra_choice *choice = &reply->choices[i];
    items[i] = (mitra_department_conversation_choice_t){mitra_lent(choice->id), mitra_lent(choice->title),
                                                        mitra_lent_option(choice->description)};
  }
  return (mitra_department_conversation_choices_t){mitra_lent(reply->body), mitra_lent_option(reply->label),
                                                   {items, reply->n_choices}};
}

static mitra_department_conversation_reply_t lent_reply(const mitra_reply *reply) {
  mitra_department_conversation_reply_t lent = {.tag = MITRA_DEPARTMENT_CONVERSATION_REPLY_TEXT};
  switch (reply->kind) {
    case MITRA_REPLY_TEXT:
      lent.val.text = mitra_lent(reply->body);
      break;
    case MITRA_REPLY_CHOICES:
      lent.tag = MITRA_DEPARTMENT_CONVERSATION_REPLY_CHOICES;
      lent.val.choices = lent_choices(reply);
      break;
    case MITRA_REPLY_LINK:
      lent.tag = MITRA_DEPARTMENT_CONVERSATION_REPLY_LINK;
      lent.val.link = (mitra_department_conversation_link_t){mitra_lent(reply->body), mitra_lent(reply->label),
                                                             mitra_lent(reply->url)};
      break;
    case MITRA_REPLY_IMAGE:
      lent.tag = MITRA_DEPARTMENT_CONVERSATION_REPLY_IMAGE;
      lent.val.image =
          (mitra_department_conversation_image_t){mitra_lent(reply->url), mitra_lent_option(reply->body)};
      break;
    case MITRA_REPLY_DOCUMENT:
      lent.tag = MITRA_DEPARTMENT_CONVERSATION_REPLY_DOCUMENT;
      lent.val.document = (mitra_department_conversation_document_t){mitra_lent(reply->url), mitra_lent(reply->label),
                                                                     mitra_lent_option(reply->body)};
      break;
    case MITRA_REPLY_FILE:
      lent.tag = MITRA_DEPARTMENT_CONVERSATION_REPLY_FILE;
      lent.val.file =
          (mitra_department_conversation_file_t){mitra_lent_bytes(reply->bytes), mitra_lent(reply->mime_type),
                                                 mitra_lent(reply->label), mitra_lent_option(reply->body)};
      break;
    case MITRA_REPLY_PLACE:
      lent.tag = MITRA_DEPARTMENT_CONVERSATION_REPLY_PLACE;
      lent.val.place = (mitra_department_conversation_location_t){reply->place.latitude, reply->place.longitude,
                                                                  mitra_lent_option(reply->place.name),
                                                                  mitra_lent_option(reply->place.address)};
      break;
    case MITRA_REPLY_ASK_PLACE:
      lent.tag = MITRA_DEPARTMENT_CONVERSATION_REPLY_ASK_LOCATION;
      lent.val.ask_location = mitra_lent(reply->body);
      break;
    case MITRA_REPLY_ASK_FORM:
      lent.tag = MITRA_DEPARTMENT_CONVERSATION_REPLY_ASK_FORM;
      lent.val.ask_form = lent_form(reply->form);
      break;
    case MITRA_REPLY_CERTIFICATE:
      lent.tag = MITRA_DEPARTMENT_CONVERSATION_REPLY_CERTIFICATE;
      lent.val.certificate =
          (mitra_department_conversation_certificate_reply_t){mitra_lent(reply->id), mitra_lent_option(reply->body)};
      break;
    case MITRA_REPLY_ASK_PAYMENT:
      lent.tag = MITRA_DEPARTMENT_CONVERSATION_REPLY_ASK_PAYMENT;
      lent.val.ask_payment = (mitra_department_payments_payment_request_t){
          mitra_lent(reply->payment.reference), reply->payment.paise, mitra_lent_words(reply->payment.purpose),
          reply->payment.valid_seconds};
      break;
  }
  return lent;
}

void mitra_give_outcome(const mitra_answer *answer, mitra_department_conversation_outcome_t *outcome) {
  mitra_department_conversation_reply_t *replies = mitra_take_array(answer->n_replies, sizeof *replies);
  for (size_t i = 0; i < answer->n_replies; i++) replies[i] = lent_reply(&answer->replies[i]);
  outcome->replies = (mitra_department_conversation_list_reply_t){replies, answer->n_replies};
  if (answer->next == MITRA_NEXT_STAY) {
    outcome->next.tag = MITRA_DEPARTMENT_CONVERSATION_NEXT_STAY;
    outcome->next.val.stay = mitra_lent_bytes(answer->state);
  } else {
    outcome->next.tag = MITRA_DEPARTMENT_CONVERSATION_NEXT_FINISH;
  }
}
