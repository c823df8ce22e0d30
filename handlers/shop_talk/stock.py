"""What a shop says that it has: shown with its age, changed in chat, taken from a list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate, islice
from typing import Any
from uuid import UUID

from flows.desk import flow as shop_desk
from flows.desk.requests import Desk
from flows.money import Money
from handlers.replies.goods import Counted, Shelf, Unsure
from handlers.replies.stock.lists import LARGEST_QUANTITY, Listed, figures_said, place, read_stock_list, rows_said
from handlers.replies.stock.statement import answers_too, may_state, read_statement
from handlers.shop_talk import undoing
from handlers.shop_talk.talk import Talk
from handlers.sourcing import waitlist
from handlers.sourcing.shelves import shelf_of
from storage import codec
from storage.inventory import Source, Stated
from storage.products import Product
from templates import formats

MOST_LINES, MOST_CHARACTERS = 60, 1200  # twilio.com/docs/api/errors/21617: a message holds 1600 characters
MOST_UNKNOWN = 12
MOST_GUESSED = 100  # rows of a list whose product is not named exactly


async def show(talk: Talk, page: int = 1) -> None:
    """All that the shop stated, what is gone first, a page at a time, with the day on which it said so."""
    stated = await talk.turn.unit.inventory.at(talk.shop.id)
    products = await talk.turn.unit.products.by_ids({one.product for one in stated})
    sold = [one for one in stated if products[one.product].removed_at is None]
    await talk.say("shop_stock", lines=_page(_by_title(talk, sold, products), page), kept=_kept(sold, products))


def _page(lines: Sequence[str], page: int) -> tuple[str, ...]:
    """A page of the lines, the last one where there are fewer; below it how to see the next."""
    pages, left = [_fitting(lines)], list(lines)
    while len(left := left[len(pages[-1]) :]):
        pages.append(_fitting(left))
    at = min(max(page, 1), len(pages))
    more = sum(map(len, pages[at:]))
    return (*pages[at - 1], *([f"+ {more}: stock page {at + 1}"] if more else []))


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

    def for_desk(self, desk: Desk) -> tuple[Counted, ...]:
        """What of it the shop was asked for, by product and size; or keeps, where there are fewer than it keeps."""
        return tuple(one for one in self.counted if _is_asked(desk, self.products[one.goods].title, one))

    def unsure_of(self, titles: Collection[str]) -> tuple[Unsure, ...]:
        """What speaks of one of these products without a count: "haan mug hai"."""
        return tuple(one for one in self.unsure if any(near.startswith(tuple(titles)) for near in one.near[:1]))


async def read(talk: Talk) -> Named | None:
    """What a text says that the shop has; None where it says nothing of the kind."""
    if not may_state(talk.event.text):
        return None
    products = await talk.turn.unit.products.all()
    said = read_statement(talk.event.text, shelf_of(products))
    if not said.counted and not any(one.near for one in said.unsure):
        return None
    return Named(products, said.counted, said.unsure)


def _is_asked(desk: Desk, title: str, counted: Counted) -> bool:
    same = [one for one in desk.requests if (one.item, one.size) == (title, counted.size)]
    kept = sum(one.kept for one in same if not one.closed_at)
    return any(one.open and one.round for one in same) or counted.quantity < kept


def is_meant(talk: Talk, named: Named, desk: Desk) -> bool:
    """Whether a text states stock though requests to the shop may be open: it counts nothing that it was asked for.

    Another size of what it is asked for is stated by a bare list; among words of an answer it is offered instead.
    """
    open_ = {one.item for one in desk.requests if one.open and one.round}
    if not named.counted:
        return not (open_ or any(one.kept and not one.closed_at for one in desk.requests))
    if named.for_desk(desk) or named.unsure_of(open_):
        return False
    return not (named.titles & open_ and answers_too(talk.event.text))


async def apart(talk: Talk, named: Named | None, desk: Desk) -> Talk:
    """Take over what a text says of what the shop was not asked for; what is left of it is for its desk."""
    asked = named.for_desk(desk) if named is not None and not talk.event.button else ()
    open_ = {one.item for one in desk.requests if one.open and one.round}
    unsure = named.unsure_of(open_) if named is not None and open_ else ()
    if named is None or not (asked or unsure) or len(asked) == len(named.counted):
        return talk
    others = tuple(one for one in named.counted if one not in asked)
    rest = tuple(one for one in named.unsure if one not in unsure)
    await take(talk, Named(named.products, others, rest), to_come=True)
    said = [*(_written(named.products, one) for one in asked), *(one.said for one in unsure)]
    return replace(talk, event=replace(talk.event, text="\n".join(said)))


def _written(products: Sequence[Product], counted: Counted) -> str:
    price = f" @{counted.price:f}" if counted.price is not None else ""
    return " ".join(filter(None, (products[counted.goods].title, counted.size, f"{counted.quantity}"))) + price


async def take(talk: Talk, named: Named, *, to_come: bool = False) -> None:
    """Take over what a text says. What names no product of ours is said back with what is closest, and not guessed.

    The shop sees what it was asked for and has not answered, unless what comes of the rest of its text is ``to_come``.
    """
    if named.counted:
        taken = await _take(talk, named.products, named.counted, Source.SAID)
        await _confirm(talk, named, taken, () if to_come else await _open(talk))
    else:
        await talk.say("shop_stock_unknown", what=_what([one for one in named.unsure if one.near]))


async def _open(talk: Talk) -> tuple[str, ...]:
    """What the shop was asked for and has not answered."""
    run = await talk.turn.unit.runs.open(shop_desk.NAME, str(talk.shop.id))
    requests = codec.load(Desk, run.state).requests if run is not None else ()
    return _few(
        [one.pieces(one.quantity) for one in requests if one.open and one.round and one.deadline > talk.turn.now]
    )


async def take_list(talk: Talk, text: str) -> None:
    """Take over a list that the shop sent as a file; what it does not name stays as it was. Raises NoList.

    Of two rows of one thing the last one counts, as in a sheet that was filled in downwards; the shop is told so.
    """
    listed = read_stock_list(text)
    products = await talk.turn.unit.products.all()
    shelf = shelf_of(products)
    placed = _placed(listed.rows, shelf)
    counted = {(one.goods, one.size): one for _, one in placed if one is not None}
    await _take(talk, products, list(counted.values()), Source.LIST)
    unknown = (*(row.said for row, one in placed if one is None), *rows_said(listed.mistakes))
    await talk.say(
        "shop_list_taken",
        count=len(counted),
        unknown=_few(unknown) or None,
        refused=_few(figures_said(listed.mistakes)) or None,
        most=LARGEST_QUANTITY,
        repeated=_few(_repeated(placed, products)) or None,
    )


def _repeated(placed: Sequence[tuple[Listed, Counted | None]], products: Sequence[Product]) -> list[str]:
    """What several rows name, with those rows: "Tiger Shorts L × 7 (row 2, 9)"."""
    rows: dict[tuple[int, str], list[tuple[Listed, Counted]]] = {}
    for row, one in placed:
        if one is not None:
            rows.setdefault((one.goods, one.size), []).append((row, one))
    return [
        f"{products[goods].title} {size}".rstrip()
        + f" × {same[-1][1].quantity} (row {', '.join(str(row.line) for row, _ in same)})"
        for (goods, size), same in rows.items()
        if len(same) > 1
    ]


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
        desk = await talk.turn.unit.runs.open(shop_desk.NAME, str(talk.shop.id))
        why: Mapping[str, Any] = codec.load(Desk, desk.state).over if desk is not None else {}
        await talk.say("stock_nothing_to_undo", **why)
        return
    products = await talk.turn.unit.products.by_ids({said.product for said, _ in taken})
    items = [f"{products[said.product].title} {said.size}".rstrip() + f" × {said.quantity}" for said, _ in taken]
    lines = _lines(talk, [known for _, known in taken if known is not None], products)
    await talk.say("shop_stock_undone", items=_few(items), lines=lines or None)


async def _confirm(talk: Talk, named: Named, taken: Sequence[Stated], open_: tuple[str, ...]) -> None:
    """Say what was understood, or of a long message how many lines; with what was not, and what is still asked."""
    if named.unsure or len(taken) > MOST_LINES:
        unknown = _few([_what([one]) for one in named.unsure]) or None
        await talk.say("shop_list_taken", count=len(taken), unknown=unknown)
    else:
        known = {one.id: one for one in named.products}
        await talk.say("shop_stock", lines=_lines(talk, taken, known), updated=True, asked=open_ or None)


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
    """A line for each size, in as much as a message holds."""
    lines = _by_title(talk, stated, products)
    shown = _fitting(lines)
    return (*shown, f"+ {len(lines) - len(shown)}") if len(shown) < len(lines) else shown


def _by_title(talk: Talk, stated: Sequence[Stated], products: Mapping[UUID, Product]) -> list[str]:
    """A line for each size: what is gone first, then by title and in the order of the sizes."""

    def order(one: Stated) -> tuple[bool, str, int]:
        product = products[one.product]
        place = product.sizes.index(one.size) if one.size in product.sizes else 99
        return one.free > 0, product.title.casefold(), place

    return [_line(talk, products[one.product], one) for one in sorted(stated, key=order)]


def _fitting(lines: Sequence[str]) -> tuple[str, ...]:
    """The first of the lines, as many as a message holds; one at least."""
    characters = accumulate(map(len, lines))
    many = sum(total <= MOST_CHARACTERS for total in islice(characters, MOST_LINES))
    return tuple(lines[: max(many, 1)])


def _line(talk: Talk, product: Product, one: Stated) -> str:
    currency = talk.turn.business.currency
    price = formats.money(Money(one.price, currency).decimal, currency, talk.shop.language) if one.price else ""
    asks = f" @ {price}" if price else ""
    return f"{product.title} {one.size}".rstrip() + f" × {one.there}{asks} ({_age(talk, one.as_of)})"


def _kept(stated: Sequence[Stated], products: Mapping[UUID, Product]) -> tuple[str, ...] | None:
    """What of it is kept for orders: it lies there, and is not free."""
    kept = [f"{products[one.product].title} {one.size}".rstrip() + f" × {one.kept}" for one in stated if one.kept]
    return _few(kept) or None


def _age(talk: Talk, as_of: datetime) -> str:
    return formats.day(as_of, talk.turn.zone, talk.shop.language, talk.turn.now)


def _what(unsure: Sequence[Unsure]) -> str:
    """What was not understood, as it was written, with what it may be."""
    return "; ".join(f"{one.said} ({', '.join(one.near)}?)" if one.near else one.said for one in unsure)


def _few(unknown: Sequence[str]) -> tuple[str, ...]:
    more = [f"+ {len(unknown) - MOST_UNKNOWN}"] if len(unknown) > MOST_UNKNOWN else []
    return (*unknown[:MOST_UNKNOWN], *more)
