"""A form as a citizen fills it in: the answers that the front desk would take, and no others."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from mitra import forms, limits
from mitra.answers import Answers, IdentityNumber, Value
from mitra.media import Media, MediaKind
from mitra.place import Location

# Codes, as the host writes them.
_CODES: Final = {
    "mobile": "[6-9][0-9]{9}",
    "pin_code": "[1-9][0-9]{5}",
    "bank_account": "[0-9]{9,18}",
    "pan": "[A-Z]{5}[0-9]{4}[A-Z]",
    "voter_id": "[A-Z]{3}[0-9]{7}",
    "ifsc": "[A-Z]{4}0[A-Z0-9]{6}",
    "driving_licence": "[A-Z0-9]{15}",
    "vehicle": "[A-Z0-9]{4,11}",
    "upi": "[^A-Z@]+@[^A-Z@]+",
    "email": "[^A-Z@]+@[^A-Z@]+",
    "survey_number": "[0-9]\\S*",
}


def answers(form: forms.Form, given: Mapping[str, Value]) -> Answers:
    """The answers as the host delivers them: of every field that is not optional, in the order of the fields.

    Raises `AssertionError` if the front desk would not take one, or would have asked for another.
    """
    known = {field.id for field in form.fields}
    assert given.keys() <= known, f"the form has no field {sorted(given.keys() - known)}"
    taken = {}
    for field in form.fields:
        if field.id in given:
            value = given[field.id]
            assert _is_answer(field.kind, value), f"the front desk never gives {value!r} for `{field.id}`"
            taken[field.id] = value
        else:
            assert field.optional, f"`{field.id}` must be answered"
    return Answers(taken)


def _is_answer(kind: forms.Kind, value: Value) -> bool:
    match kind, value:
        case forms.Words("digits", least, most), str(said):
            return re.fullmatch(f"[0-9]{{{least},{most}}}", said) is not None
        case forms.Words("place", _, _), Location():
            return True
        case forms.Words(_, least, most), str(said):
            is_clean = said == said.strip() and not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", said)
            return is_clean and least <= limits.units(said) <= most
        case forms.Amount(_, least, most), int(number):
            return least <= number <= most
        case forms.Days(earliest, latest), date() as day:
            return (earliest is None or earliest <= day) and (latest is None or day <= latest)
        case forms.OneOf(alternatives), str(id):
            return any(one.id == id for one in alternatives)
        case forms.Code(name), _:
            return _is_coded(name, value)
        case _:
            return False


def _is_coded(kind: str, value: Value) -> bool:
    match kind, value:
        case "name", str(name):
            return 2 <= limits.units(name) <= 60 and name == name.strip() and not any(c.isnumeric() for c in name)
        case "aadhaar", IdentityNumber(last_four, token):
            return re.fullmatch("[0-9]{4}", last_four) is not None and 1 <= len(token) <= 64
        case "photo", Media(file_kind, _, mime_type):
            return file_kind is MediaKind.IMAGE or mime_type.startswith("image/")
        case "document", Media(file_kind):
            return file_kind in (MediaKind.IMAGE, MediaKind.DOCUMENT)
        case "location", Location():
            return True
        case _, str(code):
            return kind in _CODES and re.fullmatch(_CODES[kind], code) is not None
        case _:
            return False
