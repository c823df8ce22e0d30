"""The restocks under way, and what runs low and is in none of them."""

from __future__ import annotations

from collections.abc import Sequence

from flows.counting import counted
from flows.phrase import tap
from flows.sourcing.line import Line
from flows.sourcing.status import WITH_US
from handlers.admins import said
from handlers.sourcing import shown
from handlers.sourcing.staff.stock import low_sizes
from handlers.turn import Turn
from storage.products import Product
from storage.sourcing.reservations import Reservation, Reservations
from storage.sourcing.stocks import Stock

EXAMPLE = "/restock tiger shorts L 10"
_OPEN = tuple(sorted(status.value for status in WITH_US))
_MOST_SHOWN = 6
_MOST_GOING = 200  # restocks under way that are looked through


async def overview(turn: Turn) -> str:
    """What runs low, with a tap that asks for enough; and what is under way."""
    low, going = await low_sizes(turn), await _under_way(turn)
    lines = [f"{tap('order', one.number)} {_what(wanted)}: {one.status}" for one, wanted in going[:_MOST_SHOWN]]
    coming = {(line.product, line.size) for _, wanted in going for line in wanted}
    short = [(stock, product) for stock, product in low if (stock.product, stock.size) not in coming]
    taps = [_low_line(stock, product) for stock, product in short[:_MOST_SHOWN]]
    more = [f"{len(short) - _MOST_SHOWN} more: /stock"] if len(short) > _MOST_SHOWN else []
    head = f"{counted(len(low), 'size is', 'sizes are')} low, {len(going)} under way."
    return said.short([head, *taps, *more, *lines, f"Anything else: {EXAMPLE}"])


async def of_the_same(turn: Turn, line: Line) -> list[str]:
    """What of a line is under way, so that two people who read the same alert do not ask twice."""
    same = [
        f"{one.number} ({other.wanted})"
        for one, wanted in await _under_way(turn)
        for other in wanted
        if (other.product, other.size) == (line.product, line.size)
    ]
    return [f"Under way already: {said.listed(same)}."] if same else []


async def _under_way(turn: Turn) -> list[tuple[Reservation, list[Line]]]:
    """Each restock that has not ended, with what it asks for."""
    going = await turn.unit.of(Reservations).restocks(_OPEN, _MOST_GOING)
    wanted = await turn.unit.of(Reservations).lines([one.id for one in going])
    return [(one, [line for line, _ in wanted[one.id]]) for one in going]


def _what(lines: Sequence[Line]) -> str:
    return said.listed([shown.pieces(line, line.wanted or line.quantity) for line in lines])


def _low_line(stock: Stock, product: Product) -> str:
    """What runs low, behind the command that asks for what comes to twice the mark."""
    enough = tap("restock", product.sku, stock.size, str(stock.to_twice_the_mark))
    name = f"{said.title(product)} {stock.size}".rstrip()
    return f"{enough} {name}: {stock.free} free (mark {stock.low_water})"
