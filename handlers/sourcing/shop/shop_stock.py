"""A shop's stated stock: listed with its age, changed in chat, and undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flows.money import Money
from flows.sourcing.desk import list_fit
from handlers.engine.turn import Turn
from handlers.sourcing import waitlist_news
from handlers.sourcing.shop import shop_undo
from handlers.sourcing.shop.shop_talk import Talk, say
from handlers.sourcing.shop.stock_count_lines import CountedGoods
from storage.sourcing.partner_shops import Shop
from storage.sourcing.shop_inventory import ShopInventory, Stated, StockSource
from storage.store.products import Product
from templates import formats

MOST = 60
_MOST_NAMED = 12


def list_lines(turn: Turn, shop: Shop, stated: Sequence[Stated], products: Mapping[UUID, Product]) -> tuple[str, ...]:
    """Format a line for each size, and the number of those left out."""
    return list_fit.few(_list_by_title(turn, shop, stated, products), MOST)


def list_page(
    turn: Turn, shop: Shop, stated: Sequence[Stated], products: Mapping[UUID, Product], page: int
) -> tuple[str, ...]:
    """Format a page of the lines, the last one if the page is beyond the end, and how to see the next page."""
    left = _list_by_title(turn, shop, stated, products)
    pages = list[list[str]]()
    while left or not pages:
        first = list_fit.count_fitting(left, MOST)
        pages, left = [*pages, left[:first]], left[first:]
    at = min(max(page, 1), len(pages))
    more = sum(map(len, pages[at:]))
    return (*pages[at - 1], *([f"+ {more}: stock page {at + 1}"] if more else []))


def list_kept(stated: Sequence[Stated], products: Mapping[UUID, Product]) -> tuple[str, ...]:
    """Format the pieces kept for orders: still on the shelf, but not free."""
    return few([name_pieces(products[one.product], one.size, one.kept) for one in stated if one.kept])


def name_pieces(product: Product, size: str, quantity: int) -> str:
    """Format a quantity of one product: "Tiger Shorts L × 7"."""
    return f"{product.title} {size}".rstrip() + f" × {quantity}"


def few(items: Sequence[str]) -> tuple[str, ...]:
    """Return the first items, and the number of further items."""
    return list_fit.few(items, _MOST_NAMED)


def _list_by_title(turn: Turn, shop: Shop, stated: Sequence[Stated], products: Mapping[UUID, Product]) -> list[str]:
    """Format a line for each size, sorted by title and size, so that the order of lines is stable."""

    def order(one: Stated) -> tuple[str, int]:
        product = products[one.product]
        place = product.sizes.index(one.size) if one.size in product.sizes else 99
        return product.title.casefold(), place

    return [_line(turn, shop, products[one.product], one) for one in sorted(stated, key=order)]


def _line(turn: Turn, shop: Shop, product: Product, one: Stated) -> str:
    currency = turn.business.currency
    price = formats.format_money(Money(one.price, currency).decimal, currency, shop.language) if one.price else ""
    asks = f" @ {price}" if price else ""
    age = formats.format_day_or_date(one.as_of, turn.zone, shop.language, turn.now)
    return f"{name_pieces(product, one.size, one.there)}{asks} ({age})"


async def send_stock(turn: Turn, talk: Talk) -> None:
    """Show the shop's whole stated stock, a page at a time, with the day of each statement."""
    stated = await turn.unit.of(ShopInventory).list_by_shop(talk.shop.id)
    products = await turn.unit.products.by_ids({one.product for one in stated})
    sold = [one for one in stated if products[one.product].removed_at is None]
    lines = list_page(turn, talk.shop, sold, products, talk.command.page)
    await say(turn, talk, "shop_stock", lines=lines, kept=list_kept(sold, products) or None)


async def take(turn: Turn, talk: Talk) -> None:
    """Store the stock that a text counts and repeat it, together with the shop's unanswered requests."""
    taken = await keep(turn, talk, talk.counts, StockSource.SAID)
    known = {one.product.id: one.product for one in talk.counts}
    lines = list_lines(turn, talk.shop, taken, known)
    await say(turn, talk, "shop_stock", lines=lines, updated=True, asked=_open(turn, talk) or None)


async def undo(turn: Turn, talk: Talk) -> None:
    """Undo the shop's last statement, and show the restored stock."""
    taken = await shop_undo.take_back(turn, talk)
    if not taken:
        why: Mapping[str, Any] = talk.desk.state.over if talk.desk is not None else {}
        await say(turn, talk, "stock_nothing_to_undo", **why)
        return
    products = await turn.unit.products.by_ids({said.product for said, _ in taken})
    items = [name_pieces(products[said.product], said.size, said.quantity) for said, _ in taken]
    lines = list_lines(turn, talk.shop, [known for _, known in taken if known is not None], products)
    await say(turn, talk, "shop_stock_undone", items=few(items), lines=lines or None)


async def keep(turn: Turn, talk: Talk, counted: Sequence[CountedGoods], source: StockSource) -> list[Stated]:
    """Store the counts of a statement, and send messages to people who wait for a product that was out of stock."""
    shop = talk.shop
    before = {(one.product, one.size): one for one in await turn.unit.of(ShopInventory).list_by_shop(shop.id)}
    taken = []
    for one in counted:
        product = one.product.id
        price = _micros(one, before.get((product, one.size)))
        taken.append(Stated(shop.id, product, one.size, one.quantity, turn.now, source, price))
    await waitlist_news.learn(turn.unit, taken, turn.now)
    await shop_undo.remember(turn, talk, taken, before)
    return taken


def _micros(counted: CountedGoods, known: Stated | None) -> int | None:
    """Return the shop's price per piece: as stated now, or else as known before; None if neither."""
    if counted.price is not None:
        return Money.parse(counted.price, "").micros
    return known.price if known else None


def _open(turn: Turn, talk: Talk) -> tuple[str, ...]:
    """Format the shop's unanswered requests."""
    requests = talk.desk.state.requests if talk.desk is not None else ()
    return few([one.pieces(one.quantity) for one in requests if one.open and one.round and one.deadline > turn.now])
