"""The photos of an order as its customer opens them: by links that nobody can guess and that expire."""

import base64
import binascii
import hmac
from datetime import UTC, datetime, timedelta
from uuid import UUID

from handlers.turn import Turn
from storage.sourcing.photos import Photo, Photos

VALID_FOR = timedelta(days=7)
PATH = "/photos/"
_ID, _UNTIL, _SEAL = 16, 4, 16  # bytes of the parts of a token
_STEP = 3600  # seconds: links that are made within an hour are the same, so that a phone loads a photo once


class Expired(Exception):
    """The link was good once: its time is over, or the photo was taken away."""


def token(turn: Turn, photo: UUID) -> str:
    """What opens a photo until 7 days from now: ``business.`` and 48 letters, digits, ``-`` and ``_``."""
    until = int((turn.now + VALID_FOR).timestamp()) // _STEP * _STEP
    head = photo.bytes + until.to_bytes(_UNTIL, "big")
    return f"{turn.business.id}.{base64.urlsafe_b64encode(head + _seal(turn, head)).decode()}"


async def newest(turn: Turn, order: UUID) -> str | None:
    """The address of the first photo that the customer is asked about; None without one, or a domain to show it on."""
    shown = await turn.unit.of(Photos).shown(order) if turn.link_base else []
    return f"{turn.link_base}{PATH}{token(turn, shown[0].id)}" if shown else None


def business_of(token: str) -> str | None:
    """The business whose photo a token opens; None for a text that is no token."""
    business, _, rest = token.partition(".")
    return business if business and len(rest) == (_ID + _UNTIL + _SEAL) * 4 // 3 else None


async def opened(turn: Turn, token: str) -> Photo | None:
    """The photo that a token opens; None for one that we did not make. Raises Expired."""
    try:
        read = base64.b64decode(token.partition(".")[2], altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    head, seal = read[: _ID + _UNTIL], read[_ID + _UNTIL :]
    if not hmac.compare_digest(seal, _seal(turn, head)):
        return None
    until = datetime.fromtimestamp(int.from_bytes(head[_ID:], "big"), UTC)
    photo = await turn.unit.of(Photos).get(UUID(bytes=head[:_ID]))
    if until <= turn.now or photo is None or photo.removed_at is not None or photo.stored_as is None:
        raise Expired
    return photo


def _seal(turn: Turn, head: bytes) -> bytes:
    return turn.tools.seeds.seal("photo", turn.business.id, head.hex())
