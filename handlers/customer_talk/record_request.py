"""A customer's request for a copy of their data: the staff gets it with its deadline, the customer gets the date.

The law gives a month (GDPR art. 12(3) and 15, India's DPDP Act s. 11). A text that the grammar (`data_access_wishes`)
does not know goes to a person as a question.
"""

from __future__ import annotations

from flows.events import DataRequested
from flows.events.external_person import NOBODY
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine import own_events
from handlers.engine.turn import Turn
from handlers.privacy.data_requests import WITHIN
from handlers.replies.data_access_wishes import asks_to_see


async def answer_request(turn: Turn, said: UnderstoodMessage) -> bool:
    """Pass a request for the writer's data to the staff, and reply with the deadline. Return False for other texts."""
    if not await pass_on_request(turn, said):
        return False
    await say(turn, said, "record_asked", values={"until": turn.now + WITHIN})
    return True


async def pass_on_request(turn: Turn, said: UnderstoodMessage) -> bool:
    """Alert the staff about a request for the writer's data; return False for other texts."""
    if said.event.forwarded or not asks_to_see(said.event.text):
        return False
    request = DataRequested(NOBODY, (), said.message.created_at)
    await own_events.emit(turn, said.address.contact, request, f"record:{said.message.id}")
    return True
