"""/why: the story of a person's messages, and why one left when it did or never."""

from flows.phrase import Lines, Text, phrase, tap
from handlers.actions.why import explain_person, find, whom
from handlers.admins.command import Asked, Command, Reply
from handlers.replies import errand_words as about
from handlers.replies.errands import Errand
from handlers.replies.text import words

# What stands around the name in "why did Dana not get her reminder?".
_AROUND = (
    "did didn't didnt does doesn't doesnt is isn't isnt was wasn't wasnt has hasn't hasnt have haven't havent not no "
    "never get got getting receive received recieve her his their our a an the it this any message messages reminder "
    "reminders text texts sms cart for to about of so late early yet ko ka ki kyu kyun kyon nahi nahin gaya gayi mila "
    "mili por que le llego llegó recibio recibió el la mensaje recordatorio"
)
_FILLERS = frozenset(_AROUND.split())


_ALL = "nobody noone people customers everybody everyone anyone sales buys buying koi log nadie clientes"
_OF_ALL = frozenset(_ALL.split())


async def why(asked: Asked) -> Text | Reply:
    """The story of one person's messages of late; of nobody or everybody the figures tell."""
    if asked.is_loose and not _OF_ALL.isdisjoint(words(asked.rest)):
        return Lines((phrase("why_is_of_one"), phrase("next", command=tap("stats", "30d", "more"))))
    said = [word.rstrip("?") for word in asked.arguments]
    name = [word for word in said if word.casefold() not in _FILLERS]
    wanted = " ".join(name or said)
    told = await explain_person(asked.turn, wanted)
    found = await find(asked.turn, whom(wanted))
    return Reply(told, asks=(asked.command,), people=tuple(one.id for one in found)) if len(found) > 1 else told


WHY = Command(
    name="why",
    aliases=("why did", "explain"),
    near=(
        "happened",
        "person",
        "cart",
        "carts",
        "reminder",
        "reminders",
        "customer",
        "carrito",
        "cliente",
        "grahak",
        "कार्ट",
        "ग्राहक",
    ),
    usage="/why{person}",
    run=why,
    errands={Errand.WHY: about.things},
)
