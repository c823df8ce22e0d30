"""The answer to words of the staff upon which nothing could be done by a fault of ours: said once, and not tried on."""

from __future__ import annotations

from flows.events import MessageReceived
from flows.phrase import Lines, Ours, phrase
from handlers import persons
from handlers.admins.saying import say
from handlers.turn import Turn
from storage.inbox import Stored
from templates.phrases import UnknownPhrase
from templates.rendered import MissingValue, TemplateRefused

FAULTS = (
    MissingValue, TemplateRefused, UnknownPhrase, ArithmeticError, AssertionError, AttributeError, LookupError,
    TypeError, ValueError,
)  # fmt: skip
"""Errors that the same words bring on again, however often they are tried."""
_NAME = "failed"


async def tell(turn: Turn, stored: Stored) -> bool:
    """Tell a member of the staff that what they wrote was not done; False for an event of anybody or anything else."""
    event = stored.event
    if not isinstance(event, MessageReceived):
        return False
    message = await turn.unit.messages.by_key(event.key)
    address = await turn.unit.people.address(event.channel, event.address)
    if message is None or address is None or await persons.member_at(turn, event.channel, address.contact) is None:
        return False
    said = Lines((phrase("failed_here"), phrase("next", command=Ours("/help"))))
    await say(turn, address, message, _NAME, said)
    return True
