"""/assign, /picked, /packed, /shipped and /delivered: how far an order is, as the staff who carry it say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.money import Money
from flows.sourcing.news import Assigned, Handed, Moved
from flows.sourcing.order import FETCHING, SEARCHING, UNPAID, Line, Order, Promise, Status
from handlers.admins import said
from handlers.admins.command import OWNERS, Asked, Command, Reply, tap
from handlers.admins.giving import by, give
from handlers.admins.meant import (
    Meant,
    best,
    for_our_shelf,
    is_open,
    is_own,
    lines_of,
    order_of,
    parts_of,
    shop_names,
    which_shop,
)
from handlers.admins.orders import TOPIC
from handlers.admins.said import next_tap
from storage.shops import Shop
from templates.values import one_line, shorten

_LONGEST_TRACKING = 200
_TRACKING = re.compile(r"https?://\S+|(?=.*\d)[A-Za-z0-9][A-Za-z0-9/_.-]*")


async def assign(asked: Asked) -> str | Reply:
    """A shop has what is missing: it is told that it is theirs, and the order goes on."""
    meant = await _about(asked, "/assign 1234 connaught")
    if isinstance(meant, Reply):
        return meant
    order = meant.order
    if order.status not in SEARCHING | UNPAID or not order.lacks:
        return _nothing(order, "nothing of it is missing")
    shop = await _shop(asked, meant, await asked.turn.unit.shops.all(), "assign")
    if isinstance(shop, Reply):
        return shop
    given = parts_of(shop.rest, [(line, order.missing(line)) for line in order.lacks])
    if given is None:
        return _which_part(order, shop)
    part = len(given) < len(order.lacks) or any(many < order.missing(line) for line, many in given)
    if part and order.status is Status.PART_AVAILABLE:
        return _nothing(order, "the customer is choosing, so a shop is given all that is missing or nothing")
    commission = tuple((line.id, shop.one.earns(Money(line.price, order.currency)).micros) for line, _ in given)
    quantities = tuple((line.id, many) for line, many in given) if part else ()
    event = Assigned(order.id, shop.one.id, commission, by(asked.member), quantities)
    await give(asked.turn, asked.member, meant, "assign", event, asked.message)
    told = "They are told." if shop.one.contact else "They have not opened their link: tell them yourself."
    what = said.listed([said.pieces(line, many) for line, many in given])
    return f"{order.called}: {what} from {said.shop_name(shop.one)}. {told}\nNext: {next_tap('order', order)}"


def _which_part(order: Order, shop: _Named) -> Reply:
    unread = shorten(one_line(" ".join(shop.rest)), 40, "…")
    example = f"/assign {order.number} {shop.one.ref} {order.lacks[0].title} {order.lacks[0].size} 1".replace("  ", " ")
    return Reply(
        f'{said.shop_name(shop.one)}, yes, but "{unread}" is nothing that order {order.number} lacks: '
        f"{said.missing(order)}. Example: {example}\n"
        f"{tap('assign', order.number, shop.one.ref)} all of it"
    )


@dataclass(frozen=True, slots=True)
class _Named:
    """A shop, and the words that did not name it."""

    one: Shop
    rest: Sequence[str]


async def picked(asked: Asked) -> str | Reply:
    """What a shop kept was fetched, all of it or the lines that are named; the shop has earned its commission."""
    meant = await _about(asked, "/picked 1234 connaught")
    if isinstance(meant, Reply):
        return meant
    order, turn = meant.order, asked.turn
    if order.status not in FETCHING:
        return _nothing(order, "it is not to be fetched")
    shops = await turn.unit.shops.by_ids(said.shops_to_visit(order))
    if not shops:
        return _nothing(order, "nothing of it is to be fetched")
    if len(meant.rest) == 1 and is_own(meant.rest[0]):
        return _nothing(order, "our own stock is at hand and need not be fetched")
    shop = await _shop(asked, meant, list(shops.values()), "picked")
    if isinstance(shop, Reply):
        return shop
    held = [one for one in said.to_fetch(order) if one.shop == shop.one.id]
    theirs = [line for line in order.lines if any(one.line == line.id for one in held)]
    lines = lines_of(shop.rest, theirs)
    if lines is None:
        return _which_line(order, shop, theirs)
    for line in lines if len(lines) < len(theirs) else [None]:
        event = Handed(order.id, shop.one.id, by(asked.member), line.id if line else None)
        await give(turn, asked.member, meant, "picked", event, asked.message)
    return _fetched(order, shop.one, [one for one in held if any(one.line == line.id for line in lines)])


def _fetched(order: Order, shop: Shop, fetched: list[Promise]) -> str:
    """What was understood, and what is left to do once the order has heard of it."""
    left = [one for one in said.to_fetch(order) if one not in fetched]
    here = f"Picked up at {said.shop_name(shop)}: {said.kept(order, tuple(fetched))}."
    if order.lacks:
        return f"{here} {order.called}: {said.missing(order)} is missing.\nNext: /assign {order.number} SHOP"
    if left:
        return (
            f"{here} {order.called}: still to fetch {said.kept(order, tuple(left))}.\nNext: {next_tap('order', order)}"
        )
    following = tap("stock", order.lines[0].sku) if order.for_stock else next_tap("packed", order)
    return f"{here} {order.called}: all of it is here.\nNext: {following}"


async def packed(asked: Asked) -> str | Reply:
    """It is ready for the courier."""
    return await _move(asked, Status.PACKED, "/packed_1234")


async def shipped(asked: Asked) -> str | Reply:
    """It is with the courier, under the number or the address by which it is followed."""
    return await _move(asked, Status.SHIPPED, "/shipped 1234 TRACKING")


async def delivered(asked: Asked) -> str | Reply:
    """It is with the customer."""
    return await _move(asked, Status.DELIVERED, "/delivered_1234")


async def _move(asked: Asked, to: Status, example: str) -> str | Reply:
    meant = await _about(asked, example)
    if isinstance(meant, Reply):
        return meant
    order = meant.order
    refusal = for_our_shelf(order) if order.for_stock else _unmovable(order, to)
    if refusal is not None:
        return refusal
    tracking, carrier = _tracking(meant.rest) if to is Status.SHIPPED else ("", "")
    event = Moved(order.id, to.value, by(asked.member), tracking, carrier)
    await give(asked.turn, asked.member, meant, to.value, event, asked.message)
    taken = said.kept(order, said.to_fetch(order))
    also = f" That takes {taken} as picked up." if taken else ""
    under = f", tracking {f'{carrier} {tracking}'.strip()}" if tracking or carrier else ""
    told = "" if to is Status.PACKED else " The customer is told."
    return f"Order {order.number} is {to.value}{under}.{told}{also}\nNext: {_after(order, to)}"


def _unmovable(order: Order, to: Status) -> Reply | None:
    """Why it cannot be so far: it is further, it is over, or something of it is not there."""
    if to is Status.DELIVERED and order.status is Status.SHIPPED:
        return None
    if order.status not in FETCHING or (to is Status.PACKED and order.status is Status.PACKED):
        return _nothing(order, "it cannot become " + to.value)
    if order.lacks:
        number = order.number
        return Reply(
            f"Order {number} lacks {said.missing(order)}, so it was left as it is.\n"
            f"Next: /assign {number} SHOP · {next_tap('cantsource', order)}"
        )
    return None


def _tracking(words: Sequence[str]) -> tuple[str, str]:
    """The number or the address by which it is followed, and the courier's name where one was said."""
    found = next((word for word in words if _TRACKING.fullmatch(word)), "")
    carrier = " ".join(word for word in words if word != found)
    if not found and len(words) == 1:
        return words[0][:_LONGEST_TRACKING], ""
    return found[:_LONGEST_TRACKING], shorten(one_line(carrier), 40, "…")


def _after(order: Order, to: Status) -> str:
    if to is Status.PACKED:
        return f"/shipped {order.number} TRACKING"
    return next_tap("delivered", order) if to is Status.SHIPPED else "/orders"


async def _about(asked: Asked, example: str) -> Meant | Reply:
    """The order, where something can be said of it."""
    meant = await order_of(asked, example)
    if isinstance(meant, Meant) and not is_open(meant):
        return _nothing(meant.order, "it is over")
    return meant


def _nothing(order: Order, why: str) -> Reply:
    status = order.status.value.replace("_", " ")
    return Reply(f"{order.called} is {status}: {why}. Nothing was changed.\nMore: {next_tap('order', order)}")


async def _shop(asked: Asked, meant: Meant, shops: list[Shop], command: str) -> _Named | Reply:
    """The shop that is named; where there is one only, it need not be."""
    found, rest = best(meant.rest, shops, shop_names)
    if len(found) == 1:
        return _Named(found[0], rest)
    if not found and len(shops) == 1 and command == "picked":
        return _Named(shops[0], meant.rest)
    order = meant.order
    if not found and meant.rest:
        others, _ = best(meant.rest, await asked.turn.unit.shops.all(), shop_names)
        if len(others) == 1:
            return Reply(
                f"{said.shop_name(others[0])} keeps nothing of order {order.number} that is to be fetched.\n"
                + which_shop(command, [order.number], shops).text
            )
    return which_shop(command, [order.number], found or shops)


def _which_line(order: Order, shop: _Named, lines: Sequence[Line]) -> Reply:
    unread = shorten(one_line(" ".join(shop.rest)), 40, "…")
    taps = [f"{tap('picked', order.number, shop.one.ref, line.id)} {said.pieces(line, line.wanted)}" for line in lines]
    return Reply(
        "\n".join(
            [
                f'{said.shop_name(shop.one)}, yes, but nothing it keeps for order {order.number} is called "{unread}".',
                *taps[:5],
                f"{tap('picked', order.number, shop.one.ref)} all of it",
            ]
        )
    )


ASSIGN = Command(
    name="assign",
    aliases=(),
    usage="/assign 1234 connaught shorts L 2",
    help="this shop has what is missing, or so much",
    run=assign,
    roles=OWNERS,
    topic=TOPIC,
    acts=True,
)
PICKED = Command(
    name="picked",
    aliases=("picked up", "fetched"),
    usage="/picked 1234 connaught",
    help="it was fetched there, all or the lines named",
    run=picked,
    topic=TOPIC,
    acts=True,
)
PACKED = Command(
    name="packed", aliases=(), usage="/packed 1234", help="ready for the courier", run=packed, topic=TOPIC, acts=True
)
SHIPPED = Command(
    name="shipped",
    aliases=("dispatched",),
    usage="/shipped 1234 TRACKING",
    help="with the courier",
    run=shipped,
    topic=TOPIC,
    acts=True,
)
DELIVERED = Command(
    name="delivered", aliases=(), usage="/delivered 1234", help="with the customer", run=delivered, topic=TOPIC,
    acts=True,
)  # fmt: skip
