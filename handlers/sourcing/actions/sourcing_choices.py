"""Settings of shops and products that the staff chose in chat, stored with the business file's values.

When the file is applied again, handlers/actions/setting_precedence.py decides which value wins.
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
"""The key of a deed's choice."""


async def save_for_shop(turn: Turn, by: Actor, what: str, before: Shop, after: Shop) -> Choice:
    """Store a chosen commission, hours or handover of a shop."""
    was = _spell_setting(before, what)
    file = was if before.stated is not None else None
    return await _choose(turn, by, f"shops.{before.ref}.{what}", _spell_setting(after, what), was, file)


async def save_removed(turn: Turn, by: Actor, shop: Shop) -> Choice | None:
    """Store the removal of a shop that the file lists; None for a shop added in chat, which no file lists."""
    from handlers.business_file.entry_settings import ASKED

    return await _choose(turn, by, f"shops.{shop.ref}", None, ASKED, ASKED) if shop.stated is not None else None


async def save_stock(turn: Turn, by: Actor, product: Product, size: str, pieces: int, known: Stock | None) -> Choice:
    """Store the counted pieces of a size; the file's value is the figure that it stated last."""
    was, file = (known.count, known.stated) if known is not None else (None, None)
    path = f"products.{product.sku}.own_stock.{size}"
    return await _choose(turn, by, path, str(pieces), _figure(was), _figure(file))


async def save_mark(turn: Turn, by: Actor, product: Product, mark: int | None, known: Sequence[Stock]) -> Choice:
    """Store the low-water mark of a product; the file's value is the mark of a size with a figure in the file."""
    was = next((one.low_water for one in known), None)
    file = next((one.low_water for one in known if one.stated is not None), None)
    return await _choose(turn, by, f"products.{product.sku}.low_water", _figure(mark), _figure(was), _figure(file))


async def save_price(turn: Turn, by: Actor, before: Product, after: Product) -> Choice:
    """Store the price of a product, with the price that the file states."""
    from handlers.business_file.entry_settings import spell_price

    was = spell_price(before.price)
    return await _choose(turn, by, f"products.{before.sku}.price", spell_price(after.price), was, was)


async def _choose(turn: Turn, by: Actor, path: str, value: str | None, was: str | None, file: str | None) -> Choice:
    """Store a chosen value. ``was`` is the value before; ``file`` the file's, used if no choice was stored."""
    return await turn.unit.of(Choices).put(path, value, was, file, by, turn.now)


async def find_choice(turn: Turn, deed: Deed) -> Choice | None:
    """Return the choice that a deed stored; None if it stored none or the choice is no longer valid."""
    return await turn.unit.of(Choices).find_by_id(deed.figures.get(CHOICE, ""))


def _spell_setting(shop: Shop, what: str) -> str | None:
    """Format a setting of a shop as the business file spells it."""
    from handlers.business_file.entry_settings import spell_commission

    if what == "hours":
        return shop.hours
    if what == "handover":
        return shop.handover
    amount = None if shop.commission is None else Money(shop.commission, "").decimal
    return spell_commission(amount, shop.commission_percent)


def _figure(number: int | None) -> str | None:
    return None if number is None else str(number)
