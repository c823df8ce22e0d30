"""Sealed links that expire: nobody else can make one. The links of messages' files are such links."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flows.message_files import Attachment
from handlers.engine.turn import Turn
from storage.sending.attachments import Attachments
from storage.sending.message import Message

_ID, _UNTIL, _SEAL = 16, 4, 16  # bytes of the parts of a token
_TOKEN = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}\.[A-Za-z0-9_-]{48}")


class LinkExpired(Exception):
    """The link was good once: its time is over, or what it opened was taken away."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a token of ours says: the thing that it opens, and until when."""

    thing: UUID
    until: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """A page of a few words in place of what a link opens, in its reader's language."""

    name: str
    locale: str = ""


def seal(turn: Turn, purpose: str, thing: UUID, until: datetime) -> str:
    """What opens a thing until then (whole seconds): ``business.`` and 48 letters, digits, ``-`` and ``_``."""
    head = thing.bytes + int(until.timestamp()).to_bytes(_UNTIL, "big")
    return f"{turn.business.id}.{base64.urlsafe_b64encode(head + _seal(turn, purpose, head)).decode()}"


def business_of(token: str) -> str | None:
    """The business whose thing a token opens; None for a text that is no token."""
    return token.partition(".")[0] if _TOKEN.fullmatch(token) else None


def unseal(turn: Turn, purpose: str, token: str) -> Sealed | None:
    """What a token says; None for one that we did not make. Raises Expired."""
    try:
        read = base64.b64decode(token.partition(".")[2], altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    head, sealed = read[: _ID + _UNTIL], read[_ID + _UNTIL :]
    if not hmac.compare_digest(sealed, _seal(turn, purpose, head)):
        return None
    until = datetime.fromtimestamp(int.from_bytes(head[_ID:], "big"), UTC)
    if until <= turn.now:
        raise LinkExpired
    return Sealed(UUID(bytes=head[:_ID]), until)


def _seal(turn: Turn, purpose: str, head: bytes) -> bytes:
    return turn.tools.seeds.seal(purpose, turn.business.id, head.hex())


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
    except LinkExpired:
        return None
    return None if sealed is None else await turn.unit.of(Attachments).get(sealed.thing)
