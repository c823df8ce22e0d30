"""A customer's request for a copy of their data: the staff gets it with its deadline, the customer gets the date.

A text that the grammar (`data_access_wishes`) does not know goes to a person as a question.
"""

from __future__ import annotations

from datetime import datetime

from flows.actor import Actor, ActorKind
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine.turn import Turn
from handlers.privacy import data_requests
from handlers.replies.data_access_wishes import asks_to_see


async def answer_request(turn: Turn, said: UnderstoodMessage) -> bool:
    """Pass a request for the writer's data to the staff, and reply with the deadline. Return False for other texts."""
    until = await pass_on_request(turn, said)
    if until is None:
        return False
    await say(turn, said, "record_asked", values={"until": until})
    return True


async def pass_on_request(turn: Turn, said: UnderstoodMessage) -> datetime | None:
    """Alert the staff about a request for the writer's data, and return its deadline; None for other texts."""
    if said.event.forwarded or not asks_to_see(said.event.text):
        return None
    key, actor = f"record:{said.message.id}", Actor(ActorKind.CUSTOMER)
    return await data_requests.ask(turn, said.address.contact, "chat", key, actor)
