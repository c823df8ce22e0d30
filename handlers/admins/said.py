"""How orders, money and time are told in the staff's chat."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from flows.money import Money
from flows.sourcing.draft import one_named
from flows.sourcing.line import Line, Promise, Stand
from flows.sourcing.order import Order
from handlers.actions.lives import amount, said
from handlers.admins.command import tap
from handlers.turn import Turn
from storage.products import Product
from storage.sourcing.shops import Shop
from templates.values import quoted, shorten

LONGEST = 700  # characters of an answer in chat: a phone's screen
_MOST_NAMED = 4
_TITLE = 40


def cost(turn: Turn, micros: int, currency: str | None = None) -> str:
    """Micro-units as the shop's people write them: "₹1,798"."""
    return amount(turn, Money(micros, currency or turn.business.currency))


def owed(turn: Turn, micros: int) -> str:
    """What a shop is still to be paid, or what it got too much: "₹200 is owed now"."""
    if micros < 0:
        return f"{cost(turn, -micros)} more than it earned, which comes off its next payout"
    return f"{cost(turn, micros)} is owed now"


def at(turn: Turn, moment: datetime) -> str:
    """A time in the business's zone, for reading in passing."""
    return said(moment, turn.zone, turn.now)


def stretch(long: timedelta) -> str:
    """How long, in its two largest units at most: "3 h 20 min", "2 d 4 h", "12 min"."""
    minutes = max(int(long.total_seconds()) // 60, 0)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return f"{days} d {hours} h" if hours and days < 3 else f"{days} d"
    if hours:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{rest} min"


def ago(turn: Turn, moment: datetime) -> str:
    """How long ago something was."""
    return f"{stretch(turn.now - moment)} ago"


def share(part: int, whole: int) -> str:
    """A part of a whole as a percentage, rounded; "-" of nothing."""
    return f"{part / whole:.0%}" if whole else "-"


def shop_name(shop: Shop | None) -> str:
    """A shop as the staff calls it, on one line."""
    return quoted(shop.name, _TITLE) if shop else "a shop that is gone"


def title(product: Product) -> str:
    """What is sold as the staff calls it, on one line."""
    return quoted(product.title, _TITLE)


def pieces(line: Line, quantity: int) -> str:
    """Some pieces of a line: "2 Tiger Shorts L"."""
    return quoted(one_named(line, quantity), _TITLE + 10)


def listed(parts: list[str], most: int = _MOST_NAMED) -> str:
    """The first of them, and how many more there are."""
    more = [f"{len(parts) - most} more"] if len(parts) > most else []
    return ", ".join([*parts[:most], *more])


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


def short(lines: list[str], longest: int = LONGEST) -> str:
    """An answer of at most so many characters: its last line is the next step and stays."""
    *head, last = [line for line in lines if line]
    while head and len("\n".join([*head, last])) > longest:
        fits = longest - len("\n".join([*head[:-1], last])) - 1
        if fits > _TITLE:
            head[-1] = shorten(head[-1], fits, "…")
        else:
            head.pop()
    return "\n".join([*head, last])


def next_tap(command: str, order: Order, *more: str) -> str:
    """A command about an order, to be tapped."""
    return tap(command, order.number, *more)
