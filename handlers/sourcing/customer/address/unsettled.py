"""A place that is named, and not where an order goes: refused, one of two, or one that somebody tells of or asks about.

Nothing is noted from that. It is asked where the order goes, or whether it goes to what was noted, or to the place that
may be meant.
"""

from collections.abc import Sequence

from handlers.customer_talk.said import Said
from handlers.replies.intents import Intent
from handlers.replies.text import words
from handlers.sourcing.customer.address.orders import asked_with
from handlers.sourcing.customer.address.question import WHERE, ask_again
from handlers.sourcing.customer.address.told import is_of_goods
from handlers.sourcing.replies.address_meant import Meant
from handlers.sourcing.replies.addresses import meant_in, read_address
from handlers.turn import Turn
from storage.sourcing.addresses import DeliveryAddresses
from storage.sourcing.reservations import Reservation

_OTHERS = frozenset({Intent.STOP, Intent.HUMAN, Intent.COMPLAINT})


async def answered(turn: Turn, said: Said) -> bool:
    """Ask about such a place, while an order of theirs has not left; False for other words, and for a place that was
    noted already and is only spoken of."""
    place = meant_in(said.event.text)
    if (place.text and place.sure) or not said.is_words_alone or said.reading.intent in _OTHERS:
        return False
    rows = await asked_with(turn, said) if said.answered.asked is None else []
    if not rows or await is_of_goods(turn, said):
        return False
    known = await _known(turn, said, rows)
    if not place.text:
        return await ask_again(turn, said, rows[0], "" if _is_same(place.refused, known) else known)
    return await _may_be_meant(turn, said, place, rows[0], known)


async def _may_be_meant(turn: Turn, said: Said, place: Meant, row: Reservation, known: str) -> bool:
    found = read_address(place.text)
    if found is None or _is_same(found.text, known):
        return False
    return await ask_again(turn, said, row, found.text)


async def _known(turn: Turn, said: Said, rows: Sequence[Reservation]) -> str:
    """Where the first of these orders goes, or the address that was asked about; "" where neither is known."""
    noted = (await turn.unit.of(DeliveryAddresses).of_all([rows[0].id]))[rows[0].id].text
    return noted or (said.answers.data.get("address", "") if said.is_to(WHERE) else "")


def _is_same(place: str, known: str) -> bool:
    """Whether a place is the one that is known: by its numbers, as words around it differ."""
    numbers = {word for word in words(place) if word.isdecimal()}
    return numbers <= set(words(known))
