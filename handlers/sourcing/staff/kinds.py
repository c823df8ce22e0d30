"""The kinds of arguments that commands about orders take: how an order or its lines are found among the words."""

from __future__ import annotations

from flows.phrase import Lines, phrase, tap
from handlers.admins.arguments import Argument, Found, Known, Missing
from handlers.admins.command import Asked, Reply
from handlers.sourcing import shown
from handlers.sourcing.replies.amounts import read_amount
from handlers.sourcing.staff.meant import Meant, about_order, lines_of, order_of


async def _order(asked: Asked, _known: Known, _words: tuple[str, ...]) -> Found | Missing | Reply:
    return _found(await order_of(asked, f"/{asked.command}_{{tapped}}"))


async def _open_order(asked: Asked, _known: Known, _words: tuple[str, ...]) -> Found | Missing | Reply:
    return _found(await about_order(asked, f"/{asked.command}_{{tapped}}"))


def _found(meant: Meant | Reply) -> Found | Reply:
    return meant if isinstance(meant, Reply) else Found(meant.order.id, meant.rest, meant)


async def _wanted_lines(asked: Asked, known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """The ids of the lines that are named; none where all of the order is meant."""
    order = known["order"].order
    lines = lines_of(words, order.wants)
    if lines is None:
        unread = phrase("no_such_line", order=order.number, unread=" ".join(words))
        taps = [
            Lines((tap(asked.command, order.number, line.id), shown.pieces(line, line.wanted)), between=" ")
            for line in order.wants[:_MOST_LINES]
        ]
        return Reply(Lines((unread, *taps)))
    everything = len(lines) == len(order.wants)
    return Found(() if everything else tuple(line.id for line in lines))


async def _amount(_asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """Micro-units, where an amount is said."""
    for at, word in enumerate(words):
        found = read_amount(word)
        if found is not None:
            return Found(found, (*words[:at], *words[at + 1 :]))
    return Missing()


_MOST_LINES = 5  # that are offered to be tapped
ORDER = Argument("order", "{order}", _order)
"""An order, also one that is over."""
OPEN_ORDER = Argument("order", "{order}", _open_order)
"""An order of which something can still be said."""
AMOUNT = Argument("amount", "", _amount)
"""An amount of money."""
WANTED_LINES = Argument("lines", "", _wanted_lines)
"""Lines of the order that are wanted; all of them where none is named."""
