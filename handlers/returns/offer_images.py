"""Pictures of offers: their ids, which prove whose they are, their names in the store of photos, and their links.

An id is given for a picture that was decoded and stored (``Photographs.keep`` of bot/photos/photo_calls.py). It holds a
seal over its sponsor, so that no sponsor can show the picture of another, or any other photo of the store.
"""

from __future__ import annotations

import hmac
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flows.phrase import phrase
from flows.promotions.promotion import PromotionRefused
from flows.promotions.sponsor import Sponsor
from handlers.engine import sealed_links
from handlers.engine.turn import Turn
from storage.promotions.promotions import Promotions

PATH = "/oi/"
MOST_BYTES = 5 * 2**20
"""The most bytes of a picture as it is sent."""
_PURPOSE, _PREVIEW, _STORED = "offer-image", "offer-image-preview", "offer-image-name"
_PREVIEWED = timedelta(days=7)
_ID = re.compile(r"([0-9a-f]{32})-([0-9a-f]{32})")
_FOREVER = datetime(2100, 1, 1, tzinfo=UTC)  # an app may show a banner for as long as it likes


def make_image_id(turn: Turn, sponsor: Sponsor) -> str:
    """Return the id of a new picture of the sponsor."""
    identity = turn.unit.ids.make()
    return f"{identity.hex}-{_seal(turn, sponsor.id, identity)}"


def owns_image(turn: Turn, sponsor: Sponsor, image: str) -> bool:
    """Return True if the picture with that id is the sponsor's."""
    found = _ID.fullmatch(image)
    return found is not None and hmac.compare_digest(found[2], _seal(turn, sponsor.id, UUID(found[1])))


def name_image(turn: Turn, image: str) -> str:
    """Return the name of a picture in the store of photos. Raises ValueError for a text that is no id."""
    found = _ID.fullmatch(image)
    if found is None:
        raise ValueError(f"{image[:20]!r} is not the id of a picture")
    return _name(turn, UUID(found[1]))


def make_image_link(turn: Turn, image: str) -> str:
    """Return the link of a picture, always the same; "" for none, and a path if there is no public domain. It shows the
    picture once it is approved.
    """
    return _make_link(turn, image, _PURPOSE, _FOREVER)


def make_preview_link(turn: Turn, image: str) -> str:
    """Return a link as ``make_image_link`` does, which shows the picture before its approval, for a week."""
    return _make_link(turn, image, _PREVIEW, turn.now + _PREVIEWED)


def _make_link(turn: Turn, image: str, purpose: str, until: datetime) -> str:
    found = _ID.fullmatch(image)
    return f"{turn.link_base or ''}{PATH}{sealed_links.seal(turn, purpose, UUID(found[1]), until)}" if found else ""


def refuse_image(code: str) -> PromotionRefused:
    """Return the refusal of a picture for the ``code`` of its keeper: kind, pixels, broken."""
    return PromotionRefused("image", phrase("offer_image_large" if code == "pixels" else "offer_image_unread"))


async def find_image(turn: Turn, token: str) -> tuple[str, bool] | None:
    """Return the name in the store of the picture that a link leads to, and whether everybody may see it. None if the
    link is not ours, or its picture is not approved. Raises LinkExpired.
    """
    preview = sealed_links.unseal(turn, _PREVIEW, token)
    sealed = preview or sealed_links.unseal(turn, _PURPOSE, token)
    if sealed is None or not (preview or await turn.unit.of(Promotions).is_image_approved(sealed.thing.hex)):
        return None
    return _name(turn, sealed.thing), preview is None


def _name(turn: Turn, identity: UUID) -> str:
    """Return a name that only we can know, as the store has other photos as well."""
    return f"{turn.business.id}/{turn.tools.seeds.seal(_STORED, turn.business.id, identity.hex).hex()}.jpg"


def _seal(turn: Turn, sponsor: UUID, identity: UUID) -> str:
    return turn.tools.seeds.seal(_PURPOSE, turn.business.id, str(sponsor), identity.hex).hex()
