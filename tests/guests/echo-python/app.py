"""A department in Python that repeats what it hears. A text that begins with `!` asks for something by name, for tests
of the host."""

# A module that is not imported here is not in the component, nor is one that the library would load when it needs it.
import encodings.idna
import os
import random as chance
import socket
import sys
import time

from componentize_py_types import Err
from wit_world import exports
from wit_world.imports import clock, config, conversation, http, log, random, storage, types

LISTENING = {
    types.Language.TE: "నేను వింటున్నాను",
    types.Language.EN: "I am listening",
    types.Language.HI: "मैं सुन रहा हूँ",
}

# Must be fresh in every turn.
counter = 0


def same(text):
    return types.Localized(text, text, text)


def stay(replies, state="1"):
    return conversation.Outcome(replies, conversation.Next_Stay(state.encode()))


def say(words, state="1"):
    return stay([conversation.Reply_Text(words)], state)


def spin(_, __):
    while True:
        pass


def trap(_, __):
    raise RuntimeError("as asked")


def leave(code, _):
    os._exit(int(code))


def allocate(number, _):
    return say(str(len(bytearray(int(number)))))


def leak(_, __):
    global counter
    counter += 1
    return say(f"leak: {counter - 1}")


def turns(_, turn):
    count = int(turn.state or b"0") + 1
    return say(f"turn {count}", str(count))


def count(_, __):
    stored = storage.get(storage.Scope.DEPARTMENT, "count")
    number = int(stored or b"0") + 1
    storage.set(storage.Scope.DEPARTMENT, "count", str(number).encode())
    return say(f"count: {number}")


def settings(_, __):
    return say(f"{config.get('office')} {config.get('secret')}")


def get(url, _):
    try:
        response = http.send(http.Request(http.Method.GET, url, [], None))
        return say(f"{response.status} {response.body.decode()}")
    except Err as failure:
        return say(f"failed: {failure.value}")


def now(_, __):
    return say(f"{clock.now()} {int(time.time() * 1000)} {time.monotonic()}")


def sleep(milliseconds, _):
    before = time.monotonic()
    time.sleep(int(milliseconds) / 1000)
    return say(f"slept {round((time.monotonic() - before) * 1000)}")


def draw(_, __):
    return say(f"{random.bytes(4)} {os.urandom(4)} {chance.SystemRandom().random()}")


def write_log(words, _):
    log.write(log.Level.INFO, "a line")
    print(words)
    print(words, file=sys.stderr)
    return say("logged")


def resolve(name, _):
    return say(str(socket.getaddrinfo(name, 80)))


def read(path, _):
    with open(path, encoding="utf-8") as file:
        return say(file.read() or "empty")


def write(path, _):
    with open(path, "w", encoding="utf-8") as file:
        file.write("changed")
    return say("written")


def entries(path, _):
    return say(" ".join(sorted(os.listdir(path))) or "none")


def remove(path, _):
    os.remove(path)
    return say("removed")


def rename(rest, _):
    os.rename(*rest.split(" "))
    return say("renamed")


def link(rest, _):
    os.link(*rest.split(" "))
    return say("linked")


def symlink(rest, _):
    os.symlink(*rest.split(" "))
    return say("linked")


def handles(rest, _):
    number, path = rest.split(" ")
    held = [os.open(path, os.O_RDONLY) for _ in range(int(number))]
    return say(f"{len(held)} open")


def refuse(_, __):
    raise Err(conversation.Fault_Refused("Not allowed."))


def later(seconds, _):
    raise Err(conversation.Fault_RetryLater(int(seconds)))


def bug(_, __):
    raise Err(conversation.Fault_Bug("as asked"))


WISHES = {
    "allocate": allocate,
    "bug": bug,
    "clock": now,
    "config": settings,
    "count": count,
    "exit": leave,
    "get": get,
    "handles": handles,
    "later": later,
    "leak": leak,
    "link": link,
    "list": entries,
    "log": write_log,
    "random": draw,
    "read": read,
    "refuse": refuse,
    "remove": remove,
    "rename": rename,
    "resolve": resolve,
    "sleep": sleep,
    "spin": spin,
    "symlink": symlink,
    "trap": trap,
    "turns": turns,
    "write": write,
}
# What the operating system refuses is told to the citizen of a test.
REFUSED = ("read", "write", "list", "remove", "rename", "link", "symlink", "resolve")


def wish(said, turn):
    name, _, rest = said.partition(" ")
    if name not in WISHES:
        return say("unknown")
    try:
        return WISHES[name](rest, turn)
    except OSError as error:
        if name in REFUSED:
            return say(f"refused: {error.strerror}")
        raise


class Handler(exports.Handler):
    def describe(self):
        id = config.get("id") or "echo-python"
        service = types.Service("echo", same("Echo"), same("Says what you say"), [f"echo {id}"])
        return types.Department(id, same(id[:24]), [service], 1)

    def handle(self, turn):
        match turn.event:
            case conversation.Event_Opened():
                return say(LISTENING[turn.citizen.language], "0")
            case conversation.Event_Text(said) if said.startswith("!"):
                return wish(said[1:], turn)
            case conversation.Event_Text(said):
                return say(f"echo: {said}")
            case conversation.Event_Chosen(choice):
                return say(f"chosen: {choice.id}")
            case conversation.Event_Location(place):
                return say(f"place: {place.latitude} {place.longitude}")
            case conversation.Event_Media(file):
                return say(f"file: {file.mime_type}")
            case _:
                return conversation.Outcome([], conversation.Next_Finish())
