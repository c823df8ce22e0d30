"""The link of a message's file, for a provider that fetches it and for whoever reads it in a text: until it expires."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from flows.attachments import Attachment
from handlers.sealed import Expired, seal, unseal
from handlers.turn import Turn
from storage.attachments import Attachments
from storage.message import Message

PATH = "/m/"
VALID_FOR = timedelta(hours=72)
"""From the moment at which the message leaves: over a weekend, and long after a provider fetched it."""
_PURPOSE = "attachment"


def link(turn: Turn, message: UUID) -> str | None:
    """The link of a message's file that leaves now; None where no domain leads to us."""
    return f"{turn.link_base}{_path(turn, message, turn.now)}" if turn.link_base else None


def shown(turn: Turn, message: Message) -> str:
    """The link by which a message's file is shown, the same whenever that is asked; "" without one.

    A path alone where no domain is known; before the message left nothing can be opened.
    """
    attached = message.attached
    if attached is None or message.left_at is None:
        return ""
    return attached.url or f"{turn.link_base or ''}{_path(turn, message.id, message.left_at)}"


def _path(turn: Turn, message: UUID, left: datetime) -> str:
    return PATH + seal(turn, _PURPOSE, message, (left + VALID_FOR).replace(microsecond=0))


async def file_behind(turn: Turn, token: str) -> Attachment | None:
    """The file that a token opens; None for a token that is not ours, or not any more, and for a file that is gone."""
    try:
        sealed = unseal(turn, _PURPOSE, token)
    except Expired:
        return None
    return None if sealed is None else await turn.unit.of(Attachments).get(sealed.thing)
