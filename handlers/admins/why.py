"""/why: the story of a person's messages, and why one left when it did or never."""

from flows.phrase import Text
from handlers.actions.why import explain_person
from handlers.admins.command import Asked, Command
from handlers.replies import errand_words as about
from handlers.replies.errands import Errand

# What stands around the name in "why did Dana not get her reminder?".
_AROUND = (
    "did didn't does doesn't is isn't was wasn't has hasn't not no get got getting have her his their a an the it this "
    "message reminder text sms cart for to about of so late early yet"
)
_FILLERS = frozenset(_AROUND.split())


async def why(asked: Asked) -> Text:
    """The story of one person's messages of late."""
    said = [word.rstrip("?") for word in asked.arguments]
    name = [word for word in said if word.casefold() not in _FILLERS]
    return await explain_person(asked.turn, " ".join(name or said))


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
