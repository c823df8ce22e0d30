"""/erase: what names a person is deleted, for good; shown first, and done when it is confirmed."""

from flows.phrase import Lines, Ours, Text, phrase, tap
from handlers.actions.action import Origin
from handlers.admins.command import OWNERS, Command, Reply
from handlers.admins.whom import PERSON
from handlers.erasing import Erase, erase, would_erase
from handlers.turn import Turn

_ORDERS = "orders"  # a command of businesses that source


async def _erase(turn: Turn, origin: Origin, command: Erase) -> Text:
    await erase(turn, origin, command)
    offered = {one.name for one in await turn.tools.conversations.offered(turn)}
    return Lines((phrase("erased"), phrase("next", command=tap(_ORDERS) if _ORDERS in offered else Ours("/help"))))


ERASE = Command(
    name="erase",
    aliases=("forget",),
    arguments=(PERSON,),
    takes=Erase,
    preview=would_erase,
    does=_erase,
    says=Reply,
    roles=OWNERS,
    topic="people",
)
