"""Sealed links, such as those of messages' files: they expire, and only this service can make them."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flows.message_files import Attachment
from handlers.engine.seeds import Seeds
from handlers.engine.turn import Turn
from storage.sending.attachments import Attachments
from storage.sending.message import Message

_ID, _UNTIL, _SEAL = 16, 4, 16  # bytes of the parts of a token
_TOKEN = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}\.[A-Za-z0-9_-]{48}")


class LinkExpired(Exception):
    """Error for a link that was valid once: it has expired, or its target was deleted."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """The content of our token: the id of its target, and its expiry."""

    thing: UUID
    until: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """A short page shown in place of a link's target, in the reader's language."""

    name: str
    locale: str = ""


def seal(turn: Turn, purpose: str, thing: UUID, until: datetime) -> str:
    """Make the token for a target, valid until ``until`` (whole seconds). It is ``business.`` and 48 letters, digits,
    ``-`` and ``_``."""
    head = thing.bytes + int(until.timestamp()).to_bytes(_UNTIL, "big")
    sealed = turn.tools.seeds.seal(purpose, turn.business.id, head.hex())
    return f"{turn.business.id}.{base64.urlsafe_b64encode(head + sealed).decode()}"


def read_business(token: str) -> str | None:
    """Return the business that a token belongs to; None if the text is no token."""
    return token.partition(".")[0] if _TOKEN.fullmatch(token) else None


def unseal(turn: Turn, purpose: str, token: str) -> Sealed | None:
    """Return the content of a token; None if we did not make it. Raises LinkExpired."""
    sealed = read_seal(turn.tools.seeds, turn.business.id, purpose, token)
    if sealed is not None and sealed.until <= turn.now:
        raise LinkExpired
    return sealed


def read_seal(seeds: Seeds, business: str, purpose: str, token: str) -> Sealed | None:
    """Return the content of a token of that business, expired or not; None if we did not make it."""
    try:
        read = base64.b64decode(token.partition(".")[2], altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    head, sealed = read[: _ID + _UNTIL], read[_ID + _UNTIL :]
    if not hmac.compare_digest(sealed, seeds.seal(purpose, business, head.hex())):
        return None
    return Sealed(UUID(bytes=head[:_ID]), datetime.fromtimestamp(int.from_bytes(head[_ID:], "big"), UTC))


PATH = "/m/"
VALID_FOR = timedelta(hours=72)
"""Validity from the message's departure: over a weekend, and long after a provider fetched the file."""
_PURPOSE = "attachment"


def make_link(turn: Turn, message: UUID) -> str | None:
    """Make the link to the file of a message that is sent now; None if there is no public domain."""
    return f"{turn.link_base}{_path(turn, message, turn.now)}" if turn.link_base else None


def make_file_link(turn: Turn, message: Message) -> str:
    """Make the link that shows a message's file, always the same; "" if there is no file or the message is unsent.

    If no domain is known, the link is a path.
    """
    attached = message.attached
    if attached is None or message.left_at is None:
        return ""
    return attached.url or f"{turn.link_base or ''}{_path(turn, message.id, message.left_at)}"


def _path(turn: Turn, message: UUID, left: datetime) -> str:
    return PATH + seal(turn, _PURPOSE, message, (left + VALID_FOR).replace(microsecond=0))


async def find_file(turn: Turn, token: str) -> Attachment | None:
    """Return the file of a token; None if the token is invalid or expired, or the file was deleted."""
    try:
        sealed = unseal(turn, _PURPOSE, token)
    except LinkExpired:
        return None
    return None if sealed is None else await turn.unit.of(Attachments).get(sealed.thing)
