"""How money, time and products are told in the staff's chat."""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.money import Money
from handlers.actions.lives import amount, said
from handlers.turn import Turn
from storage.products import Product
from templates.values import quoted, shorten

LONGEST = 700  # characters of an answer in chat: a phone's screen
_MOST_NAMED = 4
TITLE = 40
"""Characters of a title or a name."""


def cost(turn: Turn, micros: int, currency: str | None = None) -> str:
    """Micro-units as the shop's people write them: "₹1,798"."""
    return amount(turn, Money(micros, currency or turn.business.currency))


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


def title(product: Product) -> str:
    """What is sold as the staff calls it, on one line."""
    return quoted(product.title, TITLE)


def listed(parts: list[str], most: int = _MOST_NAMED) -> str:
    """The first of them, and how many more there are."""
    more = [f"{len(parts) - most} more"] if len(parts) > most else []
    return ", ".join([*parts[:most], *more])


def short(lines: list[str], longest: int = LONGEST) -> str:
    """An answer of at most so many characters: its last line is the next step and stays."""
    *head, last = [line for line in lines if line]
    while head and len("\n".join([*head, last])) > longest:
        fits = longest - len("\n".join([*head[:-1], last])) - 1
        if fits > TITLE:
            head[-1] = shorten(head[-1], fits, "…")
        else:
            head.pop()
    return "\n".join([*head, last])
