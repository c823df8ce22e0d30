"""How orders, shops and what they keep are told in the staff's chat."""

from __future__ import annotations

from uuid import UUID

from flows.sourcing.draft import one_named
from flows.sourcing.line import Line, Promise, Stand
from flows.sourcing.order import Order
from handlers.admins.command import tap
from handlers.admins.said import TITLE, cost, listed
from handlers.turn import Turn
from storage.sourcing.shops import Shop
from templates.values import quoted


def owed(turn: Turn, micros: int) -> str:
    """What a shop is still to be paid, or what it got too much: "₹200 is owed now"."""
    if micros < 0:
        return f"{cost(turn, -micros)} more than it earned, which comes off its next payout"
    return f"{cost(turn, micros)} is owed now"


def shop_name(shop: Shop | None) -> str:
    """A shop as the staff calls it, on one line."""
    return quoted(shop.name, TITLE) if shop else "a shop that is gone"


def pieces(line: Line, quantity: int) -> str:
    """Some pieces of a line: "2 Tiger Shorts L"."""
    return quoted(one_named(line, quantity), TITLE + 10)


def to_fetch(order: Order) -> tuple[Promise, ...]:
    """What shops keep for it and nobody has fetched; our own stock is at hand."""
    return tuple(one for one in order.promises if one.stand is Stand.HELD and one.shop is not None)


def kept(order: Order, promises: tuple[Promise, ...]) -> str:
    """What is promised, in words: "2 Tiger Shorts L, Taj Mug"."""
    found = [(order.line(one.line), one.quantity) for one in promises]
    return listed([pieces(line, quantity) for line, quantity in found if line is not None])


def missing(order: Order) -> str:
    """What nobody keeps for it, in words."""
    return listed([pieces(line, order.missing(line)) for line in order.lacks])


def shops_to_visit(order: Order) -> list[UUID]:
    """Where something is to be fetched, each once."""
    return list(dict.fromkeys(one.shop for one in to_fetch(order) if one.shop is not None))


def next_tap(command: str, order: Order, *more: str) -> str:
    """A command about an order, to be tapped."""
    return tap(command, order.number, *more)
