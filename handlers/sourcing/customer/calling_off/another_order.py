"""Another order than the one that is asked about: "cancel P2", "no, the other one" to "Shall we cancel order P1?".

Whoever names another order answers nothing about the first, and is asked about the one that they name.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from handlers.customer_talk.said import Said
from handlers.replies.choices import read_choice
from handlers.replies.intents import Intent
from handlers.replies.text import words
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.calling_off.called import callable_of
from handlers.sourcing.replies.answers import cancelled_numbers, order_number
from handlers.sourcing.replies.partial import keeps, means_another, names_goods
from handlers.sourcing.replies.refusing import may_refuse_goods
from handlers.turn import Turn
from storage.purchases import bare
from storage.sourcing.reservations import Reservation

_SHORTEST = 3  # characters of a number that is an order's wherever it stands: "2" is how many, or our second choice


@dataclass(frozen=True, slots=True)
class NamedInstead:
    """What a text names beside the orders that are asked about. ``others`` are those that it means instead; ``unsure``:
    what is to become of the orders that are asked about cannot be told."""

    others: tuple[Reservation, ...] = ()
    unsure: bool = False


async def named(turn: Turn, said: Said, asked: Sequence[Reservation]) -> NamedInstead:
    """The orders that they name in answer to a question about these."""
    text = said.event.text
    if said.event.button or read_choice(text, most=2) is not None:
        return NamedInstead()
    theirs = await callable_of(turn, said)
    numbers = _numbers_in(said)
    called = [one for one in theirs if not numbers.isdisjoint({one.number.casefold(), one.ref.casefold()})]
    others = [one for one in theirs if one not in asked]
    if not called:
        called = others if means_another(text) else await _with_goods(turn, said, asked, others)
    if not called or set(called) == set(asked):
        return NamedInstead()
    mixed = not cancelled_numbers(text) and any(one in asked for one in called)  # "P1, not P2"
    return NamedInstead(unsure=True) if mixed or keeps(text) else NamedInstead(tuple(called))


def is_named(said: Said, asked: Sequence[Reservation]) -> bool:
    """Whether all of a text calls these off by their numbers."""
    numbers = set(cancelled_numbers(said.event.text))
    return bool(numbers) and all(numbers & {one.number.casefold(), one.ref.casefold()} for one in asked)


def names_unknown(said: Said, asked: Sequence[Reservation]) -> bool:
    """Whether a text calls off by a number that none of these has."""
    known = {name.casefold() for one in asked for name in (one.number, one.ref)}
    return not set(cancelled_numbers(said.event.text)) <= known


def _numbers_in(said: Said) -> Set[str]:
    text = said.event.text
    beside = {bare(one).casefold() for one in (said.reading.order, order_number(text)) if one}
    return {*cancelled_numbers(text), *beside, *(word for word in words(text) if len(word) >= _SHORTEST)}


async def _with_goods(
    turn: Turn, said: Said, asked: Sequence[Reservation], others: Sequence[Reservation]
) -> list[Reservation]:
    """The others of whose goods a text has a word, where those that are asked about have none such."""
    text = said.event.text
    if not (said.reading.intent is Intent.CANCEL_ORDER or may_refuse_goods(text)):
        return []
    if any([await _holds(turn, text, one) for one in asked]):
        return []
    return [one for one in others if await _holds(turn, text, one)]


async def _holds(turn: Turn, text: str, row: Reservation) -> bool:
    order = await customer_orders.as_it_stands(turn, row)
    return order is not None and names_goods(text, [line.title for line in order.wants])
