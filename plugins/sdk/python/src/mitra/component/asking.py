"""The interface `forms`."""

from collections.abc import Callable
from datetime import date
from typing import Final, cast

from wit_world.imports import forms as wit

from mitra import forms
from mitra.answers import Answers, IdentityNumber, Value
from mitra.component.describe import localized
from mitra.component.places import location, media

_CODES: Final = {
    name: cast(Callable[[], wit.FieldKind], getattr(wit, "FieldKind_" + name.title().replace("_", "")))
    for name in [field_kind._kind.kind for field_kind in vars(forms).values() if isinstance(field_kind, forms._Asks)]
}


def form(it: forms.Form) -> wit.Form:
    """A form to be asked."""
    return wit.Form(it.id, localized(it.title), [_field(field) for field in it.fields])


def answers(given: wit.FormAnswers) -> Answers:
    """What the citizen answered."""
    return Answers({answer.field: _value(answer.value) for answer in given.answers})


def _field(it: forms.Field) -> wit.Field:
    help = None if it.help is None else localized(it.help)
    return wit.Field(it.id, localized(it.label), localized(it.question), help, it.optional, _kind(it.kind))


def _kind(it: forms.Kind) -> wit.FieldKind:
    match it:
        case forms.Words("text", least, most):
            return wit.FieldKind_Text(wit.Length(least, most))
        case forms.Words("digits", least, most):
            return wit.FieldKind_Digits(wit.Length(least, most))
        case forms.Words(_, least, most):
            return wit.FieldKind_Place(wit.Length(least, most))
        case forms.Amount("money", least, most):
            return wit.FieldKind_Money(wit.Amounts(least, most))
        case forms.Amount(_, least, most):
            return wit.FieldKind_Number(wit.Numbers(least, most))
        case forms.Days(earliest, latest):
            return wit.FieldKind_Date(wit.Days(_date(earliest), _date(latest)))
        case forms.OneOf(alternatives):
            return wit.FieldKind_Choice([_alternative(one) for one in alternatives])
        case forms.Code(name):
            return _CODES[name]()


def _alternative(it: forms.Alternative) -> wit.Alternative:
    description = None if it.description is None else localized(it.description)
    return wit.Alternative(it.id, localized(it.title), description)


def _date(it: date | None) -> wit.Date | None:
    return None if it is None else wit.Date(it.year, it.month, it.day)


def _value(given: wit.Value) -> Value:
    match given:
        case wit.Value_Text(said) | wit.Value_Choice(said):
            return said
        case wit.Value_Number(number) | wit.Value_Money(number):
            return number
        case wit.Value_Date(day):
            return date(day.year, day.month, day.day)
        case wit.Value_IdentityNumber(number):
            return IdentityNumber(number.last_four, number.token)
        case wit.Value_Location(place):
            return location(place)
        case wit.Value_Media(file):
            return media(file)
