"""A customer's request to delete their data: marketing ends at once, and the staff gets instructions.

A person decides about the deletion: an order may be open, and the law requires some records.
"""

from datetime import timedelta

from flows.engine import Subject
from flows.events import MessageReceived
from flows.phrase import phrase
from flows.policy.departure_facts import Kind
from handlers.actions import message_explanation
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine.turn import Turn
from handlers.people import persons
from handlers.people.inbound_event import get_words
from handlers.privacy.data_requests import WITHIN, find_last_day
from handlers.replies.data_erasure_wishes import asks_to_be_forgotten
from handlers.staff_notices import alerts
from templates.message_values import quote_line

_ONCE = timedelta(days=1)  # a request that is repeated within this time was answered
_QUOTED = 40  # characters of the customer's words in an alert


def is_asked(event: MessageReceived) -> bool:
    """Return True if a message asks for deletion; a forwarded message does not count."""
    return not event.forwarded and asks_to_be_forgotten(get_words(event))


async def pass_on(turn: Turn, said: UnderstoodMessage) -> None:
    """Inform the staff about the request and what to do, and the customer about the deadline."""
    person = await turn.unit.people.get(said.address.contact)
    assert person is not None, "they wrote"
    text = phrase(
        "asks_to_be_deleted",
        who=persons.format_name(person.name, said.address),
        words=quote_line(said.event.text, _QUOTED),
        until=find_last_day(turn.now),
        command=await message_explanation.tap(turn, person, "erase"),
    )
    await alerts.tell(turn, f"forget:{person.id}", text, person=said.address.id)
    thread = await turn.unit.messages.thread(said.address.id)
    about = Subject("contact", person.id)
    if any(one.thing == about and one.created_at > turn.now - _ONCE for one in thread):
        return
    told = bool(await alerts.list_chats(turn, roles=alerts.RESPONSIBLE))
    until = {"until": turn.now + WITHIN} if told else {}
    await say(turn, said, "erasure_asked", Kind.OPT_OUT_DONE, until, subject=about)
