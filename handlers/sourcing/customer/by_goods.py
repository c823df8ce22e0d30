"""Orders that a customer means by the goods in them: "cancel the cap" is the order that holds the cap."""

from collections.abc import Sequence

from flows.sourcing.draft import named
from handlers.sourcing.replies.holding import Held, read_held
from handlers.sourcing.replies.partial import keeps
from handlers.turn import Turn
from storage.sourcing.reservations import Reservation, Reservations
from templates.values import shorten

_SHOWN = 60  # characters of an order's goods, in a list


async def holding(turn: Turn, text: str, orders: Sequence[Reservation]) -> list[Reservation]:
    """The orders whose goods a text names best; none where it names none, or wants some kept."""
    if len(orders) < 2 or keeps(text):
        return []
    held = await _held(turn, text, orders)
    return [orders[place] for place in held.places]


async def names_each(turn: Turn, text: str, orders: Sequence[Reservation]) -> bool:
    """Whether a text names each of these orders by goods of its own: "cancel the cap and the socks"."""
    return not keeps(text) and (held := await _held(turn, text, orders)).each and len(held.places) == len(orders)


async def holds(turn: Turn, text: str, order: Reservation) -> bool:
    """Whether a text names goods of this order."""
    return bool((await _held(turn, text, [order])).places)


async def listed(turn: Turn, orders: Sequence[Reservation]) -> tuple[str, ...]:
    """Each order by its number and its goods: "P1234: 2 Taj Mug, Tiger Shorts L"."""
    lines = await turn.unit.of(Reservations).lines([one.id for one in orders])
    goods = {one.id: named(tuple(line for line, _ in lines[one.id] if line.wanted)) for one in orders}
    return tuple(
        ": ".join(filter(None, (one.number, shorten(", ".join(goods[one.id]), _SHOWN, "…")))) for one in orders
    )


async def _held(turn: Turn, text: str, orders: Sequence[Reservation]) -> Held:
    lines = await turn.unit.of(Reservations).lines([one.id for one in orders])
    return read_held(text, [[(line.title, line.size) for line, _ in lines[one.id]] for one in orders])
