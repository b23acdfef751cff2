// The contract's turn -> the SDK's.

#include "convert.h"

// The SDK's enums count as the contract's do.
_Static_assert(MITRA_TE == MITRA_DEPARTMENT_TYPES_LANGUAGE_TE && MITRA_HI == MITRA_DEPARTMENT_TYPES_LANGUAGE_HI,
               "languages");
_Static_assert(MITRA_PAID == MITRA_DEPARTMENT_PAYMENTS_PAYMENT_STATUS_PAID &&
                   MITRA_EXPIRED == MITRA_DEPARTMENT_PAYMENTS_PAYMENT_STATUS_EXPIRED,
               "ends of payments");
_Static_assert(MITRA_DOCUMENT == MITRA_DEPARTMENT_TYPES_MEDIA_KIND_DOCUMENT, "kinds of media");

static mitra_place given_place(const mitra_department_types_location_t *place) {
  return (mitra_place){place->latitude, place->longitude, mitra_given_option(&place->name),
                       mitra_given_option(&place->address)};
}

static mitra_media given_media(const mitra_department_types_media_t *media) {
  return (mitra_media){(mitra_media_kind)media->kind, mitra_given(media->id), mitra_given(media->mime_type),
                       mitra_given_option(&media->caption), mitra_given_option(&media->filename)};
}

static mitra_value given_value(const mitra_department_forms_value_t *value) {
  switch (value->tag) {
    case MITRA_DEPARTMENT_FORMS_VALUE_NUMBER:
      return (mitra_value){.kind = MITRA_VALUE_NUMBER, .number = value->val.number};
    case MITRA_DEPARTMENT_FORMS_VALUE_MONEY:
      return (mitra_value){.kind = MITRA_VALUE_MONEY, .paise = value->val.money};
    case MITRA_DEPARTMENT_FORMS_VALUE_DATE: {
      mitra_date date = {value->val.date.year, value->val.date.month, value->val.date.day};
      return (mitra_value){.kind = MITRA_VALUE_DATE, .date = date};
    }
    case MITRA_DEPARTMENT_FORMS_VALUE_CHOICE:
      return (mitra_value){.kind = MITRA_VALUE_CHOICE, .choice = mitra_given(value->val.choice)};
    case MITRA_DEPARTMENT_FORMS_VALUE_IDENTITY_NUMBER: {
      mitra_identity identity = {mitra_given(value->val.identity_number.last_four),
                                 mitra_given(value->val.identity_number.token)};
      return (mitra_value){.kind = MITRA_VALUE_IDENTITY, .identity = identity};
    }
    case MITRA_DEPARTMENT_FORMS_VALUE_LOCATION:
      return (mitra_value){.kind = MITRA_VALUE_PLACE, .place = given_place(&value->val.location)};
    case MITRA_DEPARTMENT_FORMS_VALUE_MEDIA:
      return (mitra_value){.kind = MITRA_VALUE_MEDIA, .media = given_media(&value->val.media)};
    default:
      return (mitra_value){.kind = MITRA_VALUE_TEXT, .text = mitra_given(value->val.text)};
  }
}

static mitra_answers given_answers(const mitra_department_forms_form_answers_t *form) {
  mitra_field_answer *items = mitra_take_array(form->answers.len, sizeof *items);
  for (size_t i = 0; i < form->answers.len; i++) {
    const mitra_department_forms_answer_t *answer = &form->answers.ptr[i];
    items[i] = (mitra_field_answer){mitra_given(answer->field), given_value(&answer->value)};
  }
  return (mitra_answers){mitra_given(form->form), items, form->answers.len};
}

mitra_payment mitra_given_payment(const char *reference, uint64_t paise,
                                  const mitra_department_payments_payment_status_t *status) {
  mitra_payment payment = {.reference = reference, .paise = paise, .status = (mitra_payment_status)status->tag};
  if (payment.status == MITRA_PAID) {
    payment.receipt = mitra_given(status->val.paid.id);
    payment.paid_at = status->val.paid.at;
  }
  return payment;
}

static mitra_event given_event(const mitra_department_conversation_event_t *event) {
  switch (event->tag) {
    case MITRA_DEPARTMENT_CONVERSATION_EVENT_TEXT:
      return (mitra_event){.kind = MITRA_WROTE, .text = mitra_given(event->val.text)};
    case MITRA_DEPARTMENT_CONVERSATION_EVENT_CHOSEN: {
      mitra_taken chosen = {mitra_given(event->val.chosen.id), mitra_given(event->val.chosen.title)};
      return (mitra_event){.kind = MITRA_CHOSE, .chosen = chosen};
    }
    case MITRA_DEPARTMENT_CONVERSATION_EVENT_LOCATION:
      return (mitra_event){.kind = MITRA_SHARED_PLACE, .place = given_place(&event->val.location)};
    case MITRA_DEPARTMENT_CONVERSATION_EVENT_MEDIA:
      return (mitra_event){.kind = MITRA_SENT_MEDIA, .media = given_media(&event->val.media)};
    case MITRA_DEPARTMENT_CONVERSATION_EVENT_BACK:
      return (mitra_event){.kind = MITRA_WENT_BACK};
    case MITRA_DEPARTMENT_CONVERSATION_EVENT_FORM:
      return (mitra_event){.kind = MITRA_SENT_FORM, .form = given_answers(&event->val.form)};
    case MITRA_DEPARTMENT_CONVERSATION_EVENT_TIMER: {
      mitra_timer timer = {mitra_given(event->val.timer.name), event->val.timer.at,
                           mitra_given_bytes(event->val.timer.note)};
      return (mitra_event){.kind = MITRA_TIMER_DUE, .timer = timer};
    }
    case MITRA_DEPARTMENT_CONVERSATION_EVENT_PAYMENT: {
      const mitra_department_payments_payment_update_t *update = &event->val.payment;
      mitra_payment payment = mitra_given_payment(mitra_given(update->reference), update->amount, &update->status);
      return (mitra_event){.kind = MITRA_PAYMENT_ENDED, .payment = payment};
    }
    case MITRA_DEPARTMENT_CONVERSATION_EVENT_NOTICE: {
      const mitra_department_conversation_notice_t *given = &event->val.notice;
      mitra_notice notice = {mitra_given(given->id), given->at, mitra_given(given->body)};
      return (mitra_event){.kind = MITRA_NOTICE_CAME, .notice = notice};
    }
    default:
      return (mitra_event){.kind = MITRA_OPENED};
  }
}

mitra_turn mitra_given_turn(const mitra_department_conversation_turn_t *turn) {
  return (mitra_turn){
      .id = mitra_given(turn->id),
      .citizen = mitra_given(turn->citizen.pseudonym),
      .language = (mitra_language)turn->citizen.language,
      .service = mitra_given(turn->service),
      .event = given_event(&turn->event),
      .has_state = turn->state.is_some,
      .state = turn->state.is_some ? mitra_given_bytes(turn->state.val) : (mitra_bytes){0},
      .now = turn->now,
  };
}
