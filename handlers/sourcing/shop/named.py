"""What a shopkeeper's text says of what is sold: counted or nearly named, and whether the shop was asked for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows.sourcing.ask import Says
from flows.sourcing.desk.requests import Desk, Request
from handlers.sourcing.customer.wares import shelf_of
from handlers.sourcing.replies.stock.goods import Counted, Goods, Unsure
from handlers.sourcing.replies.stock.statement import answers_too, may_state, read_statement
from handlers.sourcing.replies.stock.strangers import may_state_others, names_strangers
from handlers.sourcing.shop.regretted import is_of_just_now
from handlers.turn import Turn
from storage.products import Product


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

    def for_desk(self, desk: Desk, now: datetime) -> tuple[Counted, ...]:
        """What of it the shop was asked for, by product and size; or keeps, where there are fewer than it keeps; or
        answered a moment ago, with another number."""
        return tuple(one for one in self.counted if _is_asked(desk, self.products[one.goods].title, one, now))

    def of_asked_sizes(self, desk: Desk, now: datetime) -> Named | None:
        """The same, where a denial that names no size is of the sizes that the shop was asked for, or has answered a
        moment ago: "shorts nahi" to who asked for M says nothing of L. None where nothing is left of it."""
        spoken = [one for one in desk.requests if one.round and (one.open or one.stands or is_of_just_now(one, now))]
        asked = {(one.item, one.size) for one in spoken}
        titles = {title for title, _ in asked}
        said = [(one, self.products[one.goods].title) for one in self.counted]
        left = [one for one, title in said if not one.unsized or title not in titles or (title, one.size) in asked]
        return replace(self, counted=tuple(left)) if left or self.unsure else None

    def unsure_of(self, titles: Collection[str]) -> tuple[Unsure, ...]:
        """What speaks of one of these products without a count: "haan mug hai"."""
        return tuple(one for one in self.unsure if any(near.startswith(tuple(titles)) for near in one.near[:1]))

    def apart(self, desk: Desk, now: datetime, *, pressed: bool) -> tuple[Named, str] | None:
        """What of it the shop was not asked for, and the text of the rest; None where it is all of one kind.

        ``pressed``: it is the label of a button, whose count answers nothing.
        """
        asked, open_ = () if pressed else self.for_desk(desk, now), asked_for(desk)
        unsure = self.unsure_of(open_) if open_ else ()
        if not (asked or unsure) or len(asked) == len(self.counted):
            return None
        others = tuple(one for one in self.counted if one not in asked)
        rest = tuple(one for one in self.unsure if one not in unsure)
        said = [*map(self._written, asked), *(one.said for one in unsure)]
        return Named(self.products, others, rest), "\n".join(said)

    def _written(self, counted: Counted) -> str:
        price = f" @{counted.price:f}" if counted.price is not None else ""
        words = (self.products[counted.goods].title, counted.size, f"{counted.quantity}")
        return " ".join(filter(None, words)) + price


async def read(turn: Turn, text: str) -> Named | None:
    """What a text says that the shop has; None where it says nothing of the kind."""
    if not may_state(text):
        return None
    products = await turn.unit.products.all()
    said = read_statement(text, shelf_of(products))
    if not said.counted and not any(one.near for one in said.unsure):
        return None
    return Named(products, said.counted, said.unsure)


async def strange(turn: Turn, text: str, asked: Collection[str]) -> Named | None:
    """What a text says of goods that the shop was not ``asked`` for, by title; None where it names any of those, or
    nothing that is sold. It is no answer to anything else: what is not counted in it is asked."""
    if not asked or not may_state_others(text):
        return None
    products = await turn.unit.products.all()
    if not names_strangers(text, [Goods(one.sku, one.title, one.sizes) for one in products], asked):
        return None
    shelf = shelf_of(products)
    said = read_statement(text, shelf)
    near = tuple(dict.fromkeys(title for one in said.unsure for title in one.near)) or shelf.nearest(text)
    return Named(products, said.counted, () if said.counted else (Unsure(text.strip(), near),))


def is_meant(text: str, named: Named, desk: Desk, now: datetime) -> bool:
    """Whether a text states stock though requests to the shop may be open: it counts nothing that it was asked for.

    Another size of what it is asked for is stated by a bare list; among words of an answer it is offered instead.
    """
    open_ = asked_for(desk)
    if named.unsure_of({one.item for one in desk.requests if _is_declined(one, now)}):
        return False
    if not named.counted:
        return not (open_ or any(one.kept and not one.closed_at for one in desk.requests))
    if named.for_desk(desk, now) or named.unsure_of(open_):
        return False
    return not (named.titles & open_ and answers_too(text))


def asked_for(desk: Desk) -> frozenset[str]:
    """The products that the shop was asked for and has not answered, or of which it just took its word back."""
    return frozenset(one.item for one in desk.requests if (one.open or one in desk.undone) and one.round)


def _is_asked(desk: Desk, title: str, counted: Counted, now: datetime) -> bool:
    same = [one for one in desk.requests if (one.item, one.size) == (title, counted.size)]
    kept = sum(one.kept for one in same if not one.closed_at)
    waited = any((one.open or one in desk.undone) and one.round for one in same)
    return waited or counted.quantity < kept or any(_is_corrected(one, counted.quantity, now) for one in same)


def _is_declined(request: Request, now: datetime) -> bool:
    """Whether the shop said no to it a moment ago, and it is still sought."""
    return request.denied and request.deadline > now and is_of_just_now(request, now)


def _is_corrected(request: Request, many: int, now: datetime) -> bool:
    """Whether another number is there than the shop answered a moment ago."""
    if not is_of_just_now(request, now):
        return False
    there = request.kept or request.offered
    return request.stands and request.said in {Says.YES, Says.PART} and many != there and there < request.quantity
