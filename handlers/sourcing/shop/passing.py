"""What only a person can answer: it goes to the staff, who reply to it in their chat."""

from __future__ import annotations

from datetime import timedelta

from flows.policy.facts import Kind
from handlers import alerts, handover
from handlers.machines import HOUR, machine
from handlers.outgoing import OutboundMessage, post
from handlers.sourcing.shop.talk import Talk, say
from handlers.turn import Turn
from templates.values import shorten

TOGETHER = timedelta(minutes=10)  # what they write in this time belongs to one question, which is acknowledged once
_LONGEST = 300  # characters of a quote


async def pass_on(turn: Turn, talk: Talk, asked: str = "") -> None:
    """Give a message to everybody on the staff and tell the shop, once for what is written in a row.

    ``asked``: what the shop is asked for and has not answered.
    """
    thread = await turn.unit.messages.thread(talk.address.id)
    if machine(thread, talk.message) is not None:
        await handover.warn(turn, talk.address, talk.message)
        return
    told = await handover.is_waiting(turn, talk.address)
    asks = None if told else handover.waits_for(talk.address, TOGETHER)
    desks = await alerts.desk(turn)
    for desk in desks:
        key = f"shop-says:{talk.message.id}:{desk.id}"
        letter = OutboundMessage(key, Kind.STAFF, text=_text(talk, asked), about=talk.address.id, asks=asks)
        await post(turn, desk, letter)
    if desks and not told:
        await say(turn, talk, "shop_passed_on", who=turn.business.name)


async def not_understood(turn: Turn, talk: Talk) -> None:
    """As ``pass_on``; once an hour they are shown what they can write here."""
    await pass_on(turn, talk)
    now = turn.now
    if await turn.unit.people.count_automatic(talk.address.contact, now, now - HOUR) == 1:
        await say(turn, talk, "shop_help")


def _text(talk: Talk, asked: str) -> str:
    written = talk.event.text.strip()
    said = [f"“{shorten(alerts.unlinked(written), _LONGEST, '…')}”"] if written else []
    sent = [_KINDS.get(one.kind, "a file") for one in talk.event.media]
    what = " and ".join([*said, *dict.fromkeys(sent)]) or "something empty"
    about = f" Asked: {shorten(asked, _LONGEST, '…')}." if asked else ""
    return f"{talk.shop.name} ({talk.address.channel}) sent {what}.{about} Reply to this message and they get it."


_KINDS = {"image": "a photo", "photo": "a photo", "audio": "a voice note", "voice": "a voice note", "video": "a video"}
