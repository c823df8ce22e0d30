"""What it costs whom that an order, or a part of it, is let go: in numbers, before somebody confirms it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flows.counting import counted
from flows.sourcing.line import Line, Promise, Stand
from flows.sourcing.order import Order
from handlers.admins import said
from handlers.sourcing.staff import shown
from handlers.sourcing.staff.foreseen import Foreseen, told
from handlers.sourcing.staff.meant import Meant
from handlers.turn import Turn
from storage.sourcing.shops import Shops


async def costs(turn: Turn, meant: Meant, foreseen: Foreseen, lines: Sequence[Line]) -> list[str]:
    """A sentence for each thing that comes of it where these ``lines`` are let go: the money, the pieces, who hears."""
    order = meant.order
    if order.for_stock:
        return _of_restock(order, lines)
    return [
        *_money(turn, order, foreseen),
        *await _pieces(turn, order, lines),
        *_commissions(turn, order, foreseen),
        *_going_on(foreseen, lines),
        await told(turn, meant, _hears(order, foreseen)),
    ]


def _of_restock(order: Order, lines: Sequence[Line]) -> list[str]:
    """What is let go of a restock; what was fetched is our own."""
    freed, here = _promised(order, lines, Stand.HELD), _promised(order, lines, Stand.PICKED)
    return [
        *_free_again(order, freed),
        *([f"On our shelf, and stays there: {shown.kept(order, here)}."] if here else []),
        "The shops will be told.",
    ]


def _money(turn: Turn, order: Order, foreseen: Foreseen) -> list[str]:
    """What goes back to the customer, and how."""
    money = []
    if foreseen.refunded:
        money.append(f"{said.cost(turn, foreseen.refunded, order.currency)} will go back to the customer by itself.")
    if foreseen.by_hand:
        money.append(f"{said.cost(turn, foreseen.by_hand, order.currency)} will be yours to send back by hand.")
    return money or ["Nothing was paid for it, so no money goes back."]


async def _pieces(turn: Turn, order: Order, lines: Sequence[Line]) -> list[str]:
    """What shops keep for nobody then, and what they get back."""
    freed, fetched = _promised(order, lines, Stand.HELD), _promised(order, lines, Stand.PICKED)
    back = [f"Fetched already, and to be returned: {await _where_to(turn, order, fetched)}."] if fetched else []
    return [*_free_again(order, freed), *back]


def _promised(order: Order, lines: Sequence[Line], stand: Stand) -> tuple[Promise, ...]:
    """What of these lines is promised, and stands so."""
    names = {line.id for line in lines}
    return tuple(one for one in order.promises if one.line in names and one.stand is stand)


def _free_again(order: Order, freed: tuple[Promise, ...]) -> list[str]:
    return [f"Free again: {shown.kept(order, freed)}."] if freed else []


async def _where_to(turn: Turn, order: Order, fetched: tuple[Promise, ...]) -> str:
    """Whose is what of that: "Karol Bagh Gifts: 2 Taj Mug; Hauz Khas Crafts: Taj Mug"."""
    shops = await turn.unit.of(Shops).by_ids({one.shop for one in fetched if one.shop is not None})
    theirs: dict[UUID | None, list[Promise]] = {}
    for one in fetched:
        theirs.setdefault(one.shop, []).append(one)
    names = {shop: shown.shop_name(shops.get(shop)) if shop else "own stock" for shop in theirs}
    return "; ".join(f"{names[shop]}: {shown.kept(order, tuple(kept))}" for shop, kept in theirs.items())


def _commissions(turn: Turn, order: Order, foreseen: Foreseen) -> list[str]:
    if not foreseen.reversed:
        return []
    return [f"{said.cost(turn, foreseen.reversed, order.currency)} of commissions will be taken back."]


def _going_on(foreseen: Foreseen, lines: Sequence[Line]) -> list[str]:
    """What of the order stays as it is, where a part of it is let go."""
    left = foreseen.order.wants
    return [f"{counted(len(left), 'other line goes', 'other lines go')} on."] if left and lines else []


def _hears(order: Order, foreseen: Foreseen) -> str:
    """When the customer hears of it."""
    if foreseen.by_hand and not foreseen.told:
        return f"The customer will be told with {shown.next_tap('refunded', order)}, once you sent it."
    return "The customer will be told."
