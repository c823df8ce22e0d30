"""The links to an order's pages and photos. They cannot be guessed, and sealed links expire."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from handlers.engine.sealed_links import LinkExpired, Sealed, seal, unseal
from handlers.engine.turn import Turn
from storage.sourcing.order_photos import Photo, Photos

ADDRESS_PATH, PHOTOS_PATH = "/address/", "/photos/"
VALID_FOR = timedelta(days=7)
_ADDRESS, _PHOTO = "address", "photo"  # purposes of a seal
_STEP = 3600  # seconds: links of one hour are the same, so that a phone loads a photo once


def make_page_token(turn: Turn, order: UUID) -> str:
    """Make the token for the page of an order; anybody with the link can open the page."""
    return turn.tools.seeds.page_token(turn.business.id, order)


def make_page_link(turn: Turn, order: UUID) -> str | None:
    """Make the link to an order's page; None if the service has no public domain."""
    return f"{turn.link_base}/track/{make_page_token(turn, order)}" if turn.link_base else None


def make_address_link(turn: Turn, order: UUID) -> str:
    """Make the link to the page that asks where an order goes; "" if the service has no public domain."""
    until = turn.now.replace(microsecond=0) + VALID_FOR
    return f"{turn.link_base}{ADDRESS_PATH}{seal(turn, _ADDRESS, order, until)}" if turn.link_base else ""


def open_address(turn: Turn, token: str) -> Sealed | None:
    """Return the content of a token; None if we did not make it. Raises Expired."""
    return unseal(turn, _ADDRESS, token)


def read_made_at(sealed: Sealed) -> datetime:
    """Return the creation time of an address page's link, to the second."""
    return sealed.until - VALID_FOR


def make_photo_path(turn: Turn, photo: UUID) -> str:
    """Make the path of a photo, valid for 7 days from now."""
    until = int((turn.now + VALID_FOR).timestamp()) // _STEP * _STEP
    return PHOTOS_PATH + seal(turn, _PHOTO, photo, datetime.fromtimestamp(until, UTC))


async def newest_photo(turn: Turn, order: UUID) -> str | None:
    """Return the link to the first photo shown to the customer; None if there is no photo or no public domain."""
    shown = await turn.unit.of(Photos).list_shown(order) if turn.link_base else []
    return f"{turn.link_base}{make_photo_path(turn, shown[0].id)}" if shown else None


async def open_photo(turn: Turn, token: str) -> Photo | None:
    """Return the photo of a token; None if we did not make the token. Raises Expired."""
    sealed = unseal(turn, _PHOTO, token)
    if sealed is None:
        return None
    photo = await turn.unit.of(Photos).get(sealed.thing)
    if photo is None or photo.removed_at is not None or photo.stored_as is None:
        raise LinkExpired
    return photo
