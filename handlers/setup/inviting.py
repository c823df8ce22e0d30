"""/invite: how customers begin to write to the business, to put on a site or a receipt, to forward or to show."""

from __future__ import annotations

from flows.phrase import Lines, Ours, Text, phrase
from handlers.admins.command import OWNERS, Asked, Command
from handlers.entrances import links
from handlers.turn import Turn


async def _invite(asked: Asked) -> Text:
    return Lines((phrase("setup_link"), *ways_in(asked.turn)))


def ways_in(turn: Turn) -> list[Text]:
    """The links, a line each, and where they stand as QR codes."""
    page = turn.tools.public_url or turn.link_base
    code: list[Text] = [phrase("setup_code"), Ours(f"{page.rstrip('/')}/join/{turn.business.id}")] if page else []
    return [*map(Ours, links(turn).values()), *code]


INVITE = Command(
    name="invite",
    aliases=("qr", "qr code", "invite customers"),
    run=_invite,
    reads=0,
    roles=OWNERS,
    topic="people",
)
