"""The photos of an order as its customer opens them: by links that nobody can guess and that expire."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from handlers.sealed import Expired, business_of, seal, unseal
from handlers.turn import Turn
from storage.sourcing.photos import Photo, Photos

__all__ = ["PATH", "VALID_FOR", "Expired", "business_of", "newest", "opened", "token"]

VALID_FOR = timedelta(days=7)
PATH = "/photos/"
_PURPOSE = "photo"
_STEP = 3600  # seconds: links that are made within an hour are the same, so that a phone loads a photo once


def token(turn: Turn, photo: UUID) -> str:
    """What opens a photo until 7 days from now."""
    until = int((turn.now + VALID_FOR).timestamp()) // _STEP * _STEP
    return seal(turn, _PURPOSE, photo, datetime.fromtimestamp(until, UTC))


async def newest(turn: Turn, order: UUID) -> str | None:
    """The address of the first photo that the customer is asked about; None without one, or a domain to show it on."""
    shown = await turn.unit.of(Photos).shown(order) if turn.link_base else []
    return f"{turn.link_base}{PATH}{token(turn, shown[0].id)}" if shown else None


async def opened(turn: Turn, token: str) -> Photo | None:
    """The photo that a token opens; None for one that we did not make. Raises Expired."""
    sealed = unseal(turn, _PURPOSE, token)
    if sealed is None:
        return None
    photo = await turn.unit.of(Photos).get(sealed.thing)
    if photo is None or photo.removed_at is not None or photo.stored_as is None:
        raise Expired
    return photo
