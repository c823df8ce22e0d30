"""Opened mails: the address of the picture that counts them, and the count, for reports alone.

Mail programs fetch the pictures of a mail before anybody reads it, or never. So an open chooses no winner, hour or
score, and leaves the message's status alone.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flows.events import MessageOpened
from flows.policy.departure_facts import Departure
from flows.policy.open_tracking import may_count_opens
from handlers.engine.sealed_links import read_seal, seal
from handlers.engine.seeds import Seeds
from handlers.engine.turn import Turn
from storage.sending.message import Message

PATH, _PURPOSE = "/i/", "open"
_FOREVER = datetime(2100, 1, 1, tzinfo=UTC)


def make_pixel_link(turn: Turn, message: Message, facts: Departure) -> str:
    """Make the address of the picture that counts an opened mail; "" for a message without one.

    Marketing alone has one, where the business counts opens and the law asks for no consent to it.
    """
    settings = turn.business.channel(message.channel)
    counts = settings is not None and settings.mail is not None and settings.mail.track_opens
    if not (counts and message.marketing and turn.link_base and may_count_opens(facts)):
        return ""
    return f"{turn.link_base}{PATH}{seal(turn, _PURPOSE, message.id, _FOREVER)}"


def read_pixel_link(seeds: Seeds, business: str, token: str) -> UUID | None:
    """Return the message of a token; None if we did not make it. It needs no database."""
    sealed = read_seal(seeds, business, _PURPOSE, token)
    return None if sealed is None else sealed.thing


async def count_open(turn: Turn, event: MessageOpened) -> None:
    """Store the first open of a message."""
    await turn.unit.messages.mark_opened(event.message, event.occurred_at)
