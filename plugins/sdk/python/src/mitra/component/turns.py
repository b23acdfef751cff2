"""The interface `conversation`."""

from wit_world.imports import conversation

from mitra import calendar, event, reply
from mitra.component import asking, payments
from mitra.component.places import location, media, said_location
from mitra.outcome import Outcome
from mitra.text import Language
from mitra.turn import Citizen, Turn


def turn(given: conversation.Turn) -> Turn:
    """What goes into a turn."""
    citizen = Citizen(given.citizen.pseudonym, Language[given.citizen.language.name])
    return Turn(given.id, citizen, given.service, _event(given.event), given.state, calendar.instant(given.now))


def outcome(it: Outcome) -> conversation.Outcome:
    """What comes out of it."""
    after = conversation.Next_Finish() if it.state is None else conversation.Next_Stay(it.state)
    return conversation.Outcome([_reply(one) for one in it.replies], after)


def _event(given: conversation.Event) -> event.Event:
    match given:
        case conversation.Event_Opened():
            return event.Opened()
        case conversation.Event_Text(said):
            return event.Text(said)
        case conversation.Event_Chosen(taken):
            return event.Chosen(taken.id, taken.title)
        case conversation.Event_Location(place):
            return event.Location(location(place))
        case conversation.Event_Media(file):
            return event.Media(media(file))
        case conversation.Event_Back():
            return event.Back()
        case conversation.Event_Form(sent):
            return event.Form(sent.form, asking.answers(sent))
        case conversation.Event_Timer(timer):
            return event.Timer(timer.name, calendar.instant(timer.at), timer.note)
        case conversation.Event_Payment(update):
            return event.Payment(update.reference, update.amount, payments.status(update.status))
        case conversation.Event_Notice(notice):
            return event.Notice(notice.id, calendar.instant(notice.at), notice.body)


def _reply(it: reply.Reply) -> conversation.Reply:
    match it:
        case str():
            return conversation.Reply_Text(it)
        case reply.Choices():
            items = [conversation.Choice(one.id, one.title, one.description) for one in it.items]
            return conversation.Reply_Choices(conversation.Choices(it.body, it.button, items))
        case reply.Link():
            return conversation.Reply_Link(conversation.Link(it.body, it.label, it.url))
        case reply.Image():
            return conversation.Reply_Image(conversation.Image(it.url, it.caption))
        case reply.Document():
            return conversation.Reply_Document(conversation.Document(it.url, it.filename, it.caption))
        case reply.File():
            return conversation.Reply_File(conversation.File(it.data, it.mime_type, it.filename, it.caption))
        case reply.Place():
            return conversation.Reply_Place(said_location(it.location))
        case reply.AskLocation():
            return conversation.Reply_AskLocation(it.body)
        case reply.Certificate():
            return conversation.Reply_Certificate(conversation.CertificateReply(it.id, it.caption))
        case reply.AskForm():
            return conversation.Reply_AskForm(asking.form(it.form))
        case reply.AskPayment():
            return conversation.Reply_AskPayment(payments.request(it.request))
