"""A shop's stock in lines, as its messages show it: a line for each size, in as much as a message holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from flows.money import Money
from flows.sourcing.desk.fitting import fitting
from handlers.turn import Turn
from storage.products import Product
from storage.sourcing.inventory import Stated
from storage.sourcing.shops import Shop
from templates import formats

MOST = 60
_MOST_NAMED = 12


def lines_of(turn: Turn, shop: Shop, stated: Sequence[Stated], products: Mapping[UUID, Product]) -> tuple[str, ...]:
    """A line for each size, and how many more there are."""
    lines = _by_title(turn, shop, stated, products)
    shown = _fitting(lines)
    return (*shown, f"+ {len(lines) - len(shown)}") if len(shown) < len(lines) else shown


def page_of(
    turn: Turn, shop: Shop, stated: Sequence[Stated], products: Mapping[UUID, Product], page: int
) -> tuple[str, ...]:
    """A page of the lines, the last one where there are fewer; below it how to see the next."""
    left = _by_title(turn, shop, stated, products)
    pages = [_fitting(left)]
    while len(left := left[len(pages[-1]) :]):
        pages.append(_fitting(left))
    at = min(max(page, 1), len(pages))
    more = sum(map(len, pages[at:]))
    return (*pages[at - 1], *([f"+ {more}: stock page {at + 1}"] if more else []))


def kept_of(stated: Sequence[Stated], products: Mapping[UUID, Product]) -> tuple[str, ...]:
    """The pieces kept for orders: still on the shelf, and not free."""
    return few([pieces(products[one.product], one.size, one.kept) for one in stated if one.kept])


def pieces(product: Product, size: str, quantity: int) -> str:
    """So many of it: "Tiger Shorts L × 7"."""
    return f"{product.title} {size}".rstrip() + f" × {quantity}"


def few(items: Sequence[str]) -> tuple[str, ...]:
    """The first of them, and how many more there are."""
    more = [f"+ {len(items) - _MOST_NAMED}"] if len(items) > _MOST_NAMED else []
    return (*items[:_MOST_NAMED], *more)


def _by_title(turn: Turn, shop: Shop, stated: Sequence[Stated], products: Mapping[UUID, Product]) -> list[str]:
    """A line for each size, by title and in the order of the sizes, so that each stands where it stood before."""

    def order(one: Stated) -> tuple[str, int]:
        product = products[one.product]
        place = product.sizes.index(one.size) if one.size in product.sizes else 99
        return product.title.casefold(), place

    return [_line(turn, shop, products[one.product], one) for one in sorted(stated, key=order)]


def _fitting(lines: Sequence[str]) -> tuple[str, ...]:
    """The first of the lines, as many as a message holds; one at least."""
    return tuple(lines[: fitting(lines, MOST)])


def _line(turn: Turn, shop: Shop, product: Product, one: Stated) -> str:
    currency = turn.business.currency
    price = formats.money(Money(one.price, currency).decimal, currency, shop.language) if one.price else ""
    asks = f" @ {price}" if price else ""
    return f"{pieces(product, one.size, one.there)}{asks} ({_age(turn, shop, one.as_of)})"


def _age(turn: Turn, shop: Shop, as_of: datetime) -> str:
    return formats.day(as_of, turn.zone, shop.language, turn.now)
