"""Refusal of a stranger's staff commands: no answer for the stranger, an alert for the owner.

A writer who has bought, left a cart or is in the shop's systems is a customer. Customers always get an answer: their
text goes to the team like one that is not understood.
"""

from __future__ import annotations

from flows.actor import CUSTOMER
from flows.engine import Subject
from flows.phrase import phrase
from flows.policy.departure_facts import Kind
from handlers.actions import message_explanation
from handlers.customer_talk import stranger_commands
from handlers.customer_talk.understood_message import UnderstoodMessage
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from handlers.people import persons
from handlers.replies.automatic_senders import HOUR
from handlers.staff_notices import alerts
from handlers.staff_notices.alerts import is_stranger
from storage.people.stranger_questions import find_told

MOST = 5
"""Strangers per hour with an alert of their own, so that a writer with many names does not flood the owner's chat."""
_OWNER = ("owner",)
_TRIED = "command refused"


async def is_stranger_command(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True if a stranger gave a staff command, which gets no answer."""
    if said.answered.question is not None or not stranger_commands.is_staffs(turn, said.event):
        return False
    return await refuse(turn, said)


async def refuse(turn: Turn, said: UnderstoodMessage) -> bool:
    """Leave a stranger's command unanswered and alert the owner; return False for other writers."""
    if not await is_stranger(turn, said.address):
        return False
    await turn.unit.access.log(CUSTOMER, _TRIED, turn.now, Subject("contact", said.address.contact))
    await _tell_owner(turn, said)
    return True


async def _tell_owner(turn: Turn, said: UnderstoodMessage) -> None:
    """Send at most one alert an hour for each stranger, without the stranger's text."""
    (person,) = (await turn.unit.people.by_ids([said.address.contact])).values()
    known = {
        "who": persons.format_name(None, said.address),
        "command": await message_explanation.tap(turn, person, "customers"),
    }
    for to in await alerts.list_chats(turn, roles=_OWNER):
        lately = await find_told(turn.unit, to.id, turn.now - HOUR, MOST)
        if said.address.id in lately or len(lately) >= MOST:
            continue
        text = (await speech_to(turn, to)).say(phrase("stranger_commands", **known))
        key = f"trespass:{said.message.id}:{to.id}"
        await post(turn, to, OutboundMessage(key=key, kind=Kind.STAFF, text=text, about=said.address.id))
