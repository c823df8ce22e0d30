"""Two places for one order, in one message or one behind the other: an order goes to one, so nothing is ordered or
noted on a guess, what was told first stays, and the team is asked."""

from collections.abc import Sequence

from handlers.customer_talk.said import Said, hand_over, say
from handlers.replies.intents import Intent
from handlers.replies.text import words
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.address.noted import keep
from handlers.sourcing.customer.address.orders import to_deliver
from handlers.sourcing.customer.address.question import STAYS, WHERE, shown, which
from handlers.sourcing.customer.ordering import open_order
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.address_also import PlaceBeside, place_beside
from handlers.sourcing.replies.address_goods import names_goods
from handlers.sourcing.replies.address_several import tells_two_places
from handlers.sourcing.replies.address_which import which_orders
from handlers.turn import Turn
from storage.sourcing.addresses import DeliveryAddresses
from storage.sourcing.reservations import Reservation

_OTHERS = frozenset({Intent.STOP, Intent.AMBIGUOUS_STOP})


async def passed_on(turn: Turn, said: Said) -> bool:
    """Pass such words on; False for any other."""
    if not said.is_words_alone or said.reading.intent in _OTHERS:
        return False
    if tells_two_places(said.event.text):
        await hand_over(turn, said)
        return True
    place = place_beside(said.event.text) if which_orders(said.event.text) is None else None
    if place is None or names_goods(place.address, (await assortment(turn)).shelf):
        return False
    return await _of_picked(turn, said, place) or await _of_placed(turn, said, place)


async def _of_picked(turn: Turn, said: Said, place: PlaceBeside) -> bool:
    """Pass on another place than was told for what is picked, or one for a part of that, and sum it up once more."""
    order = await open_order.of(turn, said.address.contact)
    if order is None or order.state.step != "summary":
        return False
    if not _is_another(place, [], sum(line.pieces for line in order.state.lines)):
        return False
    await hand_over(turn, said)
    await open_order.ask_again(turn, said)
    return True


async def _of_placed(turn: Turn, said: Said, place: PlaceBeside) -> bool:
    """Pass on another place than was told for an order that has not left, or one for a part of it, and say that the
    first one stays; the place of all of an order is noted."""
    rows = await to_deliver(turn, said.address.contact)
    known = await turn.unit.of(DeliveryAddresses).of_all([row.id for row in rows])
    told = [row for row in rows if known[row.id].text]
    about = said.answers.about if said.is_to(WHERE) else None
    asked = [row for row in rows if about is not None and row.id == about.id and row not in told]
    here = asked or told or rows
    texts = list(dict.fromkeys(known[row.id].text or "" for row in here if row in told))
    if not here:
        return False
    if not _is_another(place, texts, await _pieces(turn, here)):
        return await keep(turn, said, place.address, here)
    if texts:
        numbers = tuple(row.number for row in here if known[row.id].text == texts[0])
        order = numbers if len(numbers) > 1 else numbers[0]
        await say(turn, said, STAYS, values=which(order) | {"address": shown(texts[0])}, about=here[0].number)
    await hand_over(turn, said)
    return True


def _is_another(place: PlaceBeside, told: Sequence[str], pieces: int) -> bool:
    """Whether a place is one more than was ``told``, or that of fewer pieces than there are."""
    if any(set(words(place.address)) <= set(words(one)) for one in told):
        return False
    return (place.also and bool(told)) or 0 < place.pieces < pieces


async def _pieces(turn: Turn, rows: Sequence[Reservation]) -> int:
    """How many pieces these orders hold."""
    orders = [await customer_orders.as_it_stands(turn, row) for row in rows]
    return sum(line.quantity for order in orders if order is not None for line in order.lines)
