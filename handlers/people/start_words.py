"""START, JOIN, a hello and tokens: start links, a stop after a start, and replies again after a silence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flows.channels import CHANNELS
from flows.events import Teller
from flows.phrase import Text
from flows.policy.departure_facts import Kind
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from handlers.replies.automatic_senders import HOUR
from storage.consent.consent_state import ConsentEnd, is_behind
from storage.people.people import Address
from storage.people.stranger_questions import WELCOME, count_greetings
from storage.sending.message import Message

if TYPE_CHECKING:
    from handlers.conversation import Written


MOST = 2
"""Most answers per hour at one address to START, JOIN, a hello and tokens, right or wrong."""


async def is_overtaken(turn: Turn, address: Address, message: Message) -> bool:
    """Return True if a stop was written after this message and before we read it, so nothing may be sent."""
    thread = await turn.unit.messages.thread(address.id)
    stops = [ConsentEnd(one.id, Teller.PERSON, one.created_at, one.heard_at) for one in thread if one.data.get("stops")]
    if message.kept:  # by now it may have been written anywhere
        ends = await turn.unit.consents.ends(address.id)
        stops += [one for one in ends if one.teller is Teller.PERSON]
    return any(is_behind(one, message) for one in stops)


async def is_answered_enough(turn: Turn, address: Address) -> bool:
    """Return True for repeated starts, as from a machine that writes START: they count, and get no answer.

    Answers before a stop do not count, since our confirmation promises that START brings the messages back.
    """
    stops = [one.created_at for one in await turn.unit.messages.thread(address.id) if one.data.get("stops")]
    return await count_greetings(turn.unit, address.id, max([turn.now - HOUR, *stops]), MOST) >= MOST


async def answer(
    turn: Turn,
    written: Written,
    *,
    template: str | None = None,
    text: Text | None = None,
    kind: Kind = Kind.OPT_IN_DONE,
    values: Mapping[str, Any] | None = None,
    locale: str | None = None,
    invited: bool = False,
) -> None:
    """Answer a person who wrote START or opened a link, unless they do so again and again.

    The staff always gets an answer, and so does an ``invited`` person, since an invite works once.
    """
    if kind is not Kind.STAFF and not invited and await is_answered_enough(turn, written.address):
        return
    fresh, message = await turn.unit.people.address_by_id(written.address.id), written.message
    key, values = f"answer:{message.id}:{WELCOME}", values or {}
    said = None if text is None else (await speech_to(turn, fresh)).say(text)
    letter = OutboundMessage(key, kind, template=template, text=said, values=values, reply_to=message.id, locale=locale)
    await post(turn, fresh, letter)


def make_start_links(turn: Turn) -> dict[str, str]:
    """Return, by channel, the link that a customer opens to write to the business."""
    found: dict[str, str] = {}
    for name in turn.business.channels_order:
        settings = turn.business.channel(name)
        link = settings and CHANNELS[name].link(settings.address, start="", words="JOIN")
        if link:
            found[name] = link.removesuffix("?start=")
    return found
