"""What a shop says that it has: shown with its age, changed in chat, taken from a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flows.money import Money
from handlers.replies.goods import Counted, Shelf, Unsure
from handlers.replies.stock_list import Listed, place, read_stock_list, rows_said
from handlers.replies.stock_statement import may_state, read_statement
from handlers.shop_talk import undoing
from handlers.shop_talk.talk import Talk
from handlers.sourcing import waitlist
from handlers.sourcing.picking import shelf_of
from storage.inventory import Source, Stated
from storage.products import Product
from templates import formats

MOST_LINES, MOST_CHARACTERS = 60, 1200  # twilio.com/docs/api/errors/21617: a message holds 1600 characters
MOST_UNKNOWN = 12
MOST_GUESSED = 100  # rows of a list whose product is not named exactly


async def show(talk: Talk) -> None:
    """All that the shop stated, by product and size, with the day on which it said so."""
    stated = await talk.turn.unit.inventory.at(talk.shop.id)
    products = await talk.turn.unit.products.by_ids({one.product for one in stated})
    sold = [one for one in stated if products[one.product].removed_at is None]
    await talk.say("shop_stock", lines=_lines(talk, sold, products))


@dataclass(frozen=True, slots=True)
class Named:
    """What a text says of what is sold: counted, or named nearly. ``counted`` is by the place in ``products``."""

    products: Sequence[Product]
    counted: tuple[Counted, ...]
    unsure: tuple[Unsure, ...]

    @property
    def titles(self) -> frozenset[str]:
        """The products of which it says how many there are."""
        return frozenset(self.products[one.goods].title for one in self.counted)


async def read(talk: Talk) -> Named | None:
    """What a text says that the shop has; None where it says nothing of the kind."""
    if not may_state(talk.event.text):
        return None
    products = await talk.turn.unit.products.all()
    said = read_statement(talk.event.text, shelf_of(products))
    if not said.counted and not any(one.near for one in said.unsure):
        return None
    return Named(products, said.counted, said.unsure)


async def take(talk: Talk, named: Named) -> None:
    """Take over what a text says. What names no product of ours is said back with what is closest, and not guessed."""
    if named.counted:
        taken = await _take(talk, named.products, named.counted, Source.SAID)
        await _confirm(talk, named.products, taken, named.unsure)
    else:
        await talk.say("shop_stock_unknown", what=_what([one for one in named.unsure if one.near]))


async def take_list(talk: Talk, text: str) -> None:
    """Take over a list that the shop sent as a file; what it does not name stays as it was. Raises NoList."""
    listed = read_stock_list(text)
    products = await talk.turn.unit.products.all()
    shelf = shelf_of(products)
    placed = _placed(listed.rows, shelf)
    counted = {(one.goods, one.size): one for _, one in placed if one is not None}
    await _take(talk, products, list(counted.values()), Source.LIST)
    unknown = (*(row.said for row, one in placed if one is None), *rows_said(listed.mistakes))
    await talk.say("shop_list_taken", count=len(counted), unknown=_few(unknown) or None)


def _placed(rows: Sequence[Listed], shelf: Shelf) -> list[tuple[Listed, Counted | None]]:
    """Which product each row means. What is named exactly is found at once; of the rest only so many are guessed at,
    because each takes milliseconds in which nobody else is served."""
    left, found = MOST_GUESSED, list[tuple[Listed, Counted | None]]()
    for row in rows:
        exact = (row.sku and shelf.by_sku(row.sku) is not None) or (row.title and shelf.is_titled(row.title))
        left -= 0 if exact else 1
        found.append((row, place(row, shelf) if exact or left >= 0 else None))
    return found


async def undo(talk: Talk) -> None:
    """Take back what the shop last stated, and say what is known of it again."""
    taken = await undoing.take_back(talk)
    if not taken:
        await talk.say("stock_nothing_to_undo")
        return
    products = await talk.turn.unit.products.by_ids({said.product for said, _ in taken})
    items = [f"{products[said.product].title} {said.size}".rstrip() + f" × {said.quantity}" for said, _ in taken]
    lines = _lines(talk, [known for _, known in taken if known is not None], products)
    await talk.say("shop_stock_undone", items=_few(items), lines=lines or None)


async def _confirm(talk: Talk, products: Sequence[Product], taken: Sequence[Stated], unsure: Sequence[Unsure]) -> None:
    """Say what was understood, or of a long message how many lines; with what was not."""
    if unsure or len(taken) > MOST_LINES:
        await talk.say("shop_list_taken", count=len(taken), unknown=_few([_what([one]) for one in unsure]) or None)
    else:
        lines = _lines(talk, taken, {one.id: one for one in products})
        await talk.say("shop_stock", lines=lines, updated=True)


async def _take(talk: Talk, products: Sequence[Product], counted: Sequence[Counted], source: Source) -> list[Stated]:
    """Keep what was counted, and wake those who wait for what was not there before."""
    turn, shop = talk.turn, talk.shop
    before = {(one.product, one.size): one for one in await turn.unit.inventory.at(shop.id)}
    taken = []
    for one in counted:
        product = products[one.goods].id
        price = _micros(one, before.get((product, one.size)))
        taken.append(Stated(shop.id, product, one.size, one.quantity, turn.now, source, price))
    await waitlist.learn(turn.unit, taken, turn.now)
    await undoing.remember(talk, taken, before)
    return taken


def _micros(counted: Counted, known: Stated | None) -> int | None:
    """What the shop asks for one: as it says now, else as it said before."""
    if counted.price is not None:
        return Money.of(counted.price, "").micros
    return known.price if known else None


def _lines(talk: Talk, stated: Sequence[Stated], products: Mapping[UUID, Product]) -> tuple[str, ...]:
    """A line for each size, by title and in the order of the sizes, in as much as a message holds."""

    def order(one: Stated) -> tuple[str, int]:
        product = products[one.product]
        return product.title.casefold(), product.sizes.index(one.size) if one.size in product.sizes else 99

    lines: list[str] = []
    for one in sorted(stated, key=order):
        line = _line(talk, products[one.product], one)
        if len(lines) >= MOST_LINES or sum(map(len, lines)) + len(line) > MOST_CHARACTERS:
            lines.append(f"+ {len(stated) - len(lines)}")
            break
        lines.append(line)
    return tuple(lines)


def _line(talk: Talk, product: Product, one: Stated) -> str:
    currency = talk.turn.business.currency
    price = formats.money(Money(one.price, currency).decimal, currency, talk.shop.language) if one.price else ""
    asks = f" @ {price}" if price else ""
    return f"{product.title} {one.size}".rstrip() + f" × {one.quantity}{asks} ({_age(talk, one.as_of)})"


def _age(talk: Talk, as_of: datetime) -> str:
    return formats.day(as_of, talk.turn.zone, talk.shop.language, talk.turn.now)


def _what(unsure: Sequence[Unsure]) -> str:
    """What was not understood, as it was written, with what it may be."""
    return "; ".join(f"{one.said} ({', '.join(one.near)}?)" if one.near else one.said for one in unsure)


def _few(unknown: Sequence[str]) -> tuple[str, ...]:
    more = [f"+ {len(unknown) - MOST_UNKNOWN}"] if len(unknown) > MOST_UNKNOWN else []
    return (*unknown[:MOST_UNKNOWN], *more)
