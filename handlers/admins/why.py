"""/why: the story of a person's messages, and why one left when it did or never."""

from flows.phrase import Text
from handlers.actions.why import explain_person, find, whom
from handlers.admins.command import Asked, Command, Reply
from handlers.replies.errands import Errand


async def why(asked: Asked) -> Text | Reply:
    """The story of one person's messages of late."""
    wanted = " ".join(word.rstrip("?") for word in asked.arguments)
    told = await explain_person(asked.turn, wanted)
    found = await find(asked.turn, whom(wanted))
    return Reply(told, asks=(asked.command,), people=tuple(one.id for one in found)) if len(found) > 1 else told


WHY = Command(
    name="why",
    aliases=("explain",),
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
    errands=(Errand.WHY,),
)
