"""Another shop joins: kept, and linked by whoever opens its start link. It is asked from then on."""

import re
import unicodedata
from dataclasses import dataclass

from flows.engine import Subject
from flows.phrase import tap
from handlers.actions.action import Origin, Refused
from handlers.sourcing.actions.refusals import WhyNot
from handlers.sourcing.shown import shop_name
from handlers.turn import Turn
from storage.deeds import Deeds
from storage.sourcing.shops import Shop, Shops

ADDED = "shop.added"
"""The kind of deed, which the audit calls so, too."""
_LONGEST_REF = 40
_NOT_REF = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class AddShop:
    """A shop of that name is asked as well."""

    name: str
    location: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """A shop that was added, and its start link for so many days; None where there is no chat to open it in."""

    shop: Shop
    link: str | None
    days: int


async def add_shop(turn: Turn, origin: Origin, command: AddShop) -> Added:
    """Keep it, with a link that is shown once."""
    every = await turn.unit.of(Shops).every()
    name = command.name.casefold()
    twin = next((one for one in every if one.removed_at is None and one.name.casefold() == name), None)
    if twin is not None:
        raise Refused(WhyNot.SHOP_THERE, {"shop": shop_name(twin)}, more=tap("shop", twin.ref))
    shop = _fresh(turn, command, {one.ref for one in every})
    await turn.unit.of(Shops).add([shop], turn.now)
    await turn.unit.access.log(origin.by, ADDED, turn.now, Subject("shop", shop.id))
    await turn.unit.of(Deeds).note(ADDED, shop.id, origin.by, turn.now)
    return await _linked(turn, shop)


async def _linked(turn: Turn, shop: Shop) -> Added:
    from handlers.actions.staff import VALID_FOR, has_staff_chat
    from handlers.sourcing.actions.shops import (
        invite_shops,  # what reads business files, loaded with the first that joins
    )

    if not has_staff_chat(turn.business):
        return Added(shop, None, VALID_FOR.days)
    (link,) = await invite_shops(turn.unit, [shop], turn.business, turn.tools.token_hash, turn.now)
    return Added(shop, link.url, VALID_FOR.days)


def _fresh(turn: Turn, command: AddShop, taken: set[str]) -> Shop:
    from handlers.business_file.catalogue import USUAL_HOURS

    opens, closes = USUAL_HOURS
    ref, locale = _ref(command.name, taken), turn.business.locale
    identity = turn.unit.ids.new()
    return Shop(identity, ref, command.name, command.location, opens, closes, None, None, locale, follows=True)


def _ref(name: str, taken: set[str]) -> str:
    """What the business calls it: its first word, or more of the name where another shop is called so."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    parts = [part for part in _NOT_REF.split(plain) if part] or ["shop"]
    spelled = ["-".join(parts[:many])[:_LONGEST_REF].strip("-") for many in range(1, len(parts) + 1)]
    numbered = (f"{spelled[-1][: _LONGEST_REF - 4]}-{number}" for number in range(2, len(taken) + 3))
    return next(ref for ref in (*spelled, *numbered) if ref not in taken)
