"""What the tests share."""

from pathlib import Path
from typing import Final

from endowments import Endowments
from mitra import IdentityNumber, Language, Value
from mitra.testing import Conversation, MemoryHost, spoken

SEED: Final = (Path(__file__).parents[1] / "seed.json").read_bytes()
WHO: Final[dict[str, Value]] = {"name": "Asha Rani", "aadhaar": IdentityNumber("0124", "token-of-asha")}
OTHER: Final[dict[str, Value]] = {"name": "Ravi Kumar", "aadhaar": IdentityNumber("1238", "token-of-ravi")}


def host() -> MemoryHost:
    """A host with the department's seed, on Tuesday, 24-11-2026, at 10:30."""
    return MemoryHost.seeded(SEED)


def open(service: str, on: MemoryHost | None = None, citizen: str = "Asha") -> Conversation:
    """A conversation in English."""
    return Conversation(Endowments(), on or host(), service, Language.EN, citizen)


def said(conversation: Conversation) -> str:
    """What was said last."""
    return spoken(conversation.replies)


def offered(conversation: Conversation) -> list[str]:
    """The ids of the choices that are open."""
    return [choice.id for choice in conversation.offered]
