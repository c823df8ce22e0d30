"""/assign and /picked: who has what an order lacks, and what was fetched there, as the staff who carry it say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.money import Money
from flows.phrase import Lines, tap
from flows.sourcing.line import Promise
from flows.sourcing.news import Assigned, Handed
from flows.sourcing.order import Order
from flows.sourcing.status import FETCHING, SEARCHING, UNPAID, Status
from handlers.admins import said
from handlers.admins.command import OWNERS, Asked, Command, Reply
from handlers.sourcing import shown
from handlers.sourcing.actions import foreseen
from handlers.sourcing.shown import next_tap
from handlers.sourcing.staff import standing
from handlers.sourcing.staff.giving import by, give
from handlers.sourcing.staff.meant import (
    Meant,
    about_order,
    best,
    is_own,
    lines_of,
    parts_of,
    shop_names,
    unfit,
    which_shop,
)
from handlers.sourcing.staff.orders import TOPIC
from handlers.sourcing.staff.visits import (
    fetched_before,
    line_fetched_before,
    lines_in,
    of_shop,
    which_lacks,
    which_visit,
)
from handlers.turn import Turn
from storage.sourcing.shops import Shop, Shops
from templates.values import one_line, shorten


async def assign(asked: Asked) -> str | Reply:
    """A shop has what is missing: it is told that it is theirs, and the order goes on."""
    if not asked.arguments:
        return await which_lacks(asked.turn)
    meant = await about_order(asked, "/assign {order} {shop}")
    if isinstance(meant, Reply):
        return meant
    order = meant.order
    if order.status not in SEARCHING | UNPAID or not order.lacks:
        return unfit(order, "nothing of it is missing")
    shop = await _shop(asked, meant, await asked.turn.unit.of(Shops).all(), "assign")
    if isinstance(shop, Reply):
        return shop
    given = parts_of(shop.rest, [(line, order.missing(line)) for line in order.lacks])
    if given is None:
        return _which_part(order, shop)
    part = len(given) < len(order.lacks) or any(many < order.missing(line) for line, many in given)
    if part and order.status is Status.PART_AVAILABLE:
        return unfit(order, "the customer is choosing, so a shop is given all that is missing or nothing")
    commission = tuple((line.id, shop.one.earns(Money(line.price, order.currency)).micros) for line, _ in given)
    quantities = tuple((line.id, many) for line, many in given) if part else ()
    event = Assigned(order.id, shop.one.id, commission, by(asked.member), quantities)
    await give(asked.turn, asked.member, meant, "assign", event, asked.message)
    told = await foreseen.shop_told(asked.turn, shop.one)
    what = said.listed([shown.pieces(line, many) for line, many in given])
    return f"{order.called}: {what} from {shown.shop_name(shop.one)}.{told}\nNext: {next_tap('order', order)}"


def _which_part(order: Order, shop: _Named) -> Reply:
    unread = shorten(one_line(" ".join(shop.rest)), 40, "…")
    example = f"/assign {order.number} {shop.one.ref} {order.lacks[0].title} {order.lacks[0].size} 1".replace("  ", " ")
    return Reply(
        f'{shown.shop_name(shop.one)}, yes, but "{unread}" is nothing that order {order.number} lacks: '
        f"{shown.missing(order)}. Example: {example}\n"
        f"{tap('assign', order.number, shop.one.ref)} all of it"
    )


@dataclass(frozen=True, slots=True)
class _Named:
    """A shop, and the words that did not name it."""

    one: Shop
    rest: Sequence[str]


async def picked(asked: Asked) -> str | Reply:
    """What a shop kept was fetched, all of it or the lines that are named; the shop has earned its commission."""
    if not asked.arguments:
        return await which_visit(asked.turn)
    meant = await about_order(asked, "/picked {order} {shop}")
    if isinstance(meant, Reply):
        return meant
    order, turn = meant.order, asked.turn
    shops = list((await turn.unit.of(Shops).by_ids(shown.shops_to_visit(order))).values())
    refusal = await _unfetchable(turn, meant, shops)
    shop = refusal or await _shop(asked, meant, shops, "picked")
    if isinstance(shop, Reply):
        return shop
    held = of_shop(shown.to_fetch(order), shop.one.id)
    theirs = lines_in(order, held)
    lines = lines_of(shop.rest, theirs)
    if lines is None:
        return line_fetched_before(order, shop.one, shop.rest) or _which_line(order, shop, held)
    for line in lines if len(lines) < len(theirs) else [None]:
        event = Handed(order.id, shop.one.id, by(asked.member), line.id if line else None)
        await give(turn, asked.member, meant, "picked", event, asked.message)
    return _fetched(turn, order, shop.one, [one for one in held if any(one.line == line.id for line in lines)])


async def _unfetchable(turn: Turn, meant: Meant, shops: list[Shop]) -> Reply | None:
    """Why nothing is fetched by these words: it has left, it is here, or it is our own."""
    if meant.order.status not in FETCHING:
        return unfit(meant.order, "it is not to be fetched")
    before = await fetched_before(turn, meant)
    if before is not None:
        return before
    if not shops:
        return unfit(meant.order, "nothing of it is to be fetched")
    if len(meant.rest) == 1 and is_own(meant.rest[0]):
        return unfit(meant.order, "our own stock is at hand and need not be fetched")
    return None


def _fetched(turn: Turn, order: Order, shop: Shop, fetched: list[Promise]) -> str:
    """What was understood, and what is left to do once the order has heard of it."""
    left = [one for one in shown.to_fetch(order) if one not in fetched]
    here = f"Picked up at {shown.shop_name(shop)}: {shown.kept(order, tuple(fetched))}."
    if order.lacks:
        return f"{here} {order.called}: {shown.missing(order)} is missing.\nNext: /assign {order.number} SHOP"
    if left:
        return (
            f"{here} {order.called}: still to fetch {shown.kept(order, tuple(left))}.\nNext: {next_tap('order', order)}"
        )
    if order.for_stock:  # what is on the shelf now is told by the order
        return f"{here}\nNext: {tap('stock', order.lines[0].sku)}"
    return f"{here} {order.called}: all of it is here.\nNext: {_to_leave(turn, order)}"


def _to_leave(turn: Turn, order: Order) -> str:
    """What is to be done with an order that is all here: where they are wanted its photos, else it is packed."""
    wanted = turn.business.sourcing.quality_check and not order.approved
    return standing.photos(order) if wanted else next_tap("packed", order)


async def _shop(asked: Asked, meant: Meant, shops: list[Shop], command: str) -> _Named | Reply:
    """The shop that is named; where there is one only, it need not be."""
    found, rest = best(meant.rest, shops, shop_names)
    if len(found) == 1:
        return _Named(found[0], rest)
    if not found and len(shops) == 1 and command == "picked":
        return _Named(shops[0], meant.rest)
    order = meant.order
    if not found and meant.rest:
        others, _ = best(meant.rest, await asked.turn.unit.of(Shops).all(), shop_names)
        if len(others) == 1:
            nothing = f"{shown.shop_name(others[0])} keeps nothing of order {order.number} that is to be fetched."
            return Reply(Lines((nothing, which_shop(command, [order.number], shops).text)))
    return which_shop(command, [order.number], found or shops)


def _which_line(order: Order, shop: _Named, held: Sequence[Promise]) -> Reply:
    unread = shorten(one_line(" ".join(shop.rest)), 40, "…")
    many = {line.id: sum(one.quantity for one in held if one.line == line.id) for line in order.lines}
    taps = [
        f"{tap('picked', order.number, shop.one.ref, line.id)} {shown.pieces(line, many[line.id])}"
        for line in lines_in(order, held)
    ]
    name, all_of_it = shown.shop_name(shop.one), f"{tap('picked', order.number, shop.one.ref)} all of it"
    nothing = f'{name}, yes, but nothing it keeps for order {order.number} is called "{unread}".'
    return Reply("\n".join([nothing, *taps[:5], all_of_it]))


ASSIGN = Command(
    name="assign",
    aliases=(),
    usage="/assign {order} {shop} {product} 2",
    help="this shop has what is missing, or so much",
    run=assign,
    roles=OWNERS,
    topic=TOPIC,
    acts=True,
)
PICKED = Command(
    name="picked",
    aliases=("picked up", "fetched"),
    usage="/picked {order} {shop}",
    help="it was fetched there, all or the lines named",
    run=picked,
    topic=TOPIC,
    acts=True,
)
