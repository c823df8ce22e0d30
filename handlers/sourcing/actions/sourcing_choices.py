"""Settings of shops and products that the staff changes in chat, kept beside what the business file says of them.

Which of the two words holds once the file is applied again is decided there (handlers/actions/setting_precedence.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.actor import Actor
from flows.money import Money
from handlers.engine.turn import Turn
from storage.businesses.chosen_settings import Choice, Choices
from storage.businesses.deeds import Deed
from storage.sourcing.own_stock import Stock
from storage.sourcing.partner_shops import Shop
from storage.store.products import Product

CHOICE = "choice"
"""Under what a deed keeps which choice it made."""


async def choose_for_shop(turn: Turn, by: Actor, what: str, before: Shop, after: Shop) -> Choice:
    """Keep the commission, the hours or the handover of a shop that was set."""
    was = _spelled(before, what)
    file = was if before.stated is not None else None
    return await _choose(turn, by, f"shops.{before.ref}.{what}", _spelled(after, what), was, file)


async def choose_removed(turn: Turn, by: Actor, shop: Shop) -> Choice | None:
    """Keep that a shop of the file is asked no more; of one that was added in chat the file says nothing."""
    from handlers.business_file.entry_settings import ASKED

    return await _choose(turn, by, f"shops.{shop.ref}", None, ASKED, ASKED) if shop.stated is not None else None


async def choose_stock(turn: Turn, by: Actor, product: Product, size: str, pieces: int, known: Stock | None) -> Choice:
    """Keep how many pieces of a size were counted; the file's word is the figure that it last stated."""
    was, file = (known.count, known.stated) if known is not None else (None, None)
    path = f"products.{product.sku}.own_stock.{size}"
    return await _choose(turn, by, path, str(pieces), _figure(was), _figure(file))


async def choose_mark(turn: Turn, by: Actor, product: Product, mark: int | None, known: Sequence[Stock]) -> Choice:
    """Keep the low-water mark of a product; the file's word is the mark of a size of which the file states a figure."""
    was = next((one.low_water for one in known), None)
    file = next((one.low_water for one in known if one.stated is not None), None)
    return await _choose(turn, by, f"products.{product.sku}.low_water", _figure(mark), _figure(was), _figure(file))


async def choose_price(turn: Turn, by: Actor, before: Product, after: Product) -> Choice:
    """Keep the price of a product; the file names each product that is sold, with the price that it had."""
    from handlers.business_file.entry_settings import price_spelled

    was = price_spelled(before.price)
    return await _choose(turn, by, f"products.{before.sku}.price", price_spelled(after.price), was, was)


async def _choose(turn: Turn, by: Actor, path: str, value: str | None, was: str | None, file: str | None) -> Choice:
    """Keep a value; ``file`` is the file's word where nobody chose before."""
    return await turn.unit.of(Choices).choose(path, value, was, file, by, turn.now)


async def choice_of(turn: Turn, deed: Deed) -> Choice | None:
    """The choice that a deed made, None where it holds no more, or made none."""
    return await turn.unit.of(Choices).by_id(deed.figures.get(CHOICE, ""))


def _spelled(shop: Shop, what: str) -> str | None:
    """A setting of a shop as the business file would write it."""
    from handlers.business_file.entry_settings import commission_spelled

    if what == "hours":
        return shop.hours
    if what == "handover":
        return shop.handover
    amount = None if shop.commission is None else Money(shop.commission, "").decimal
    return commission_spelled(amount, shop.commission_percent)


def _figure(number: int | None) -> str | None:
    return None if number is None else str(number)
