"""Notes: choices, the citizen's records, and one of the department's."""

from service import Answering

from mitra import Choice, Choices, Host, Language, Outcome, Reply, Turn, event, stay, text

CHOICES = {
    "add": text("జోడించు", "Add", "जोड़ें"),
    "list": text("చూపించు", "Show", "दिखाएं"),
    "clear": text("తొలగించు", "Clear", "हटाएं"),
}
NOTES_MAX = 5
NOTE_CODE_POINTS_MAX = 100
"""So that a list of them is one text."""
TOTAL = "total"
ASKED = "asked"
OFFERED = "offered"


class Notes(Answering):
    """The service `notes`. The state says whether a note is awaited."""

    begins = OFFERED

    def handle(self, turn: Turn, host: Host) -> Outcome:
        """Adds, shows and clears."""
        match turn.event:
            case event.Opened():
                return offer(turn, host)
            case event.Chosen("add") if len(keys(host)) >= NOTES_MAX:
                return offer(turn, host, "Full.")
            case event.Chosen("add"):
                return stay(["Your note?"], ASKED)
            case event.Chosen("list"):
                return offer(turn, host, listed(host))
            case event.Chosen("clear"):
                for key in keys(host):
                    host.citizen.delete(key)
                return offer(turn, host, f"Cleared. Total: {(host.department.get(TOTAL) or b'0').decode()}.")
            case event.Text(said) if turn.load(str) == ASKED and len(said) > NOTE_CODE_POINTS_MAX:
                return stay(["Too long."], ASKED)
            case event.Text(said) if turn.load(str) == ASKED:
                return offer(turn, host, f"Stored as {store(host, said)}.")
            case event.Text():
                return offer(turn, host)
            case _:
                return self.puzzled(turn)


def offer(turn: Turn, host: Host, *said: Reply) -> Outcome:
    """The choices, after what is said before."""
    language: Language = turn.citizen.language
    choices = [Choice(id, title[language]) for id, title in CHOICES.items()]
    return stay([*said, Choices(f"Notes: {len(keys(host))}", choices)], OFFERED)


def keys(host: Host) -> list[str]:
    """The keys of the citizen's notes, in order."""
    return list(host.citizen.keys("note/"))


def listed(host: Host) -> str:
    """The notes, one in a line."""
    notes = [f"{key.removeprefix('note/')} {(host.citizen.get(key) or b'').decode()}" for key in keys(host)]
    return "\n".join(notes) or "None."


def store(host: Host, note: str) -> str:
    """Stores a note after the last one, counts it, and gives its number."""
    number = f"{len(keys(host)) + 1:03}"
    host.citizen.set(f"note/{number}", note.encode())
    before = host.department.get(TOTAL)
    host.department.replace(TOTAL, before, str(int(before or b"0") + 1).encode())
    return number
