"""A customer asks whether something is to be had, or its price: told by its availability, and led into an order.

Only a yes or a number to that answer goes on (flows/sourcing/ordering.py). Who picks what to order is told, and goes on
with that. Who is asked about an order, or has one of the same thing under way means that, and the business's own people
are no customers: these are left to whoever else answers them.
"""

from dataclasses import replace

from flows.sourcing.basket import Ordering
from flows.sourcing.waitlist import OUT
from handlers import handover, host
from handlers.customer_talk.said import Said
from handlers.replies.text import words
from handlers.sourcing.customer.picking import beside_a_wish, how_soon, open_order, resized
from handlers.sourcing.customer.picking.beginning import begin, begin_all
from handlers.sourcing.customer.picking.open_order import ask_again, nothing_of, shelf_in
from handlers.sourcing.customer.placed.spoken_of import asks_about_order, is_ordered
from handlers.sourcing.customer.wares import Assortment, assortment
from handlers.sourcing.replies.inquiring import (
    asks_price_of_it,
    asks_sizes,
    may_ask,
    read_inquiries,
    read_inquiry,
    read_inquiry_of_it,
)
from handlers.sourcing.replies.named_goods import read_named
from handlers.sourcing.replies.naming import name_bits, size_of
from handlers.sourcing.replies.wish import MOST_LISTED, Wish
from handlers.sourcing.replies.wish_likely import may_name
from handlers.turn import Turn
from storage.products import Product
from storage.sourcing.shops import Shops

_MOST_WORDS = 5  # of a question for one size


async def answered(turn: Turn, said: Said) -> bool:
    """Tell how soon it can be had and for how much; False where nothing of that kind was surely asked."""
    event = said.event
    if not said.is_words_alone or not await _is_free(turn, said):
        return False
    if await beside_a_wish.answered(turn, said):
        return True
    if asks_sizes(event.text):
        return await _told_sizes(turn, said)
    if await _told_in_size(turn, said):
        return True
    if not may_ask(event.text):
        return await named(turn, said)
    sold = await assortment(turn)
    wish = read_inquiry(event.text, sold.shelf, sold.categories)
    if wish is None:
        several = await _asked_for_several(turn, said)
        return several or await _told_of_it(turn, said) or await _told_price(turn, said)
    if await is_ordered(turn, said, sold.ids_at(wish.wares)):
        return False
    if await _picked(turn, said) is not None:
        return await how_soon.tell_of(turn, said, sold.products, wish)
    return await begin(turn, said, sold.products, wish, asks=True)


async def _asked_for_several(turn: Turn, said: Said) -> bool:
    """Sum up several goods of a question with their price together, where no order is picked yet."""
    sold = await assortment(turn)
    wishes = read_inquiries(said.event.text, sold.shelf, sold.categories)
    named = sold.ids_at(place for wish in wishes for place in wish.wares)
    if not wishes or await _picked(turn, said) is not None or await is_ordered(turn, said, named):
        return False
    return await begin_all(turn, said, sold.products, wishes)


async def named(turn: Turn, said: Said) -> bool:
    """Tell of goods named alone, "marble box", where no question is open with the customer."""
    asked = said.answered.asked is not None or not (said.answered.question is None or said.is_to(OUT))
    if asked or not may_name(said.event.text):
        return False
    if await handover.is_waiting(turn, said.address):
        return False
    sold = await assortment(turn)
    wish = read_named(said.event.text, sold.shelf, sold.categories)
    if wish is None or wish.none:
        return False
    if await is_ordered(turn, said, sold.ids_at(wish.wares)):
        return False
    return await begin(turn, said, sold.products, wish, asks=True)


async def _is_free(turn: Turn, said: Said) -> bool:
    """Whether they are a customer, with whom no order is being spoken of."""
    contact = said.address.contact
    if asks_about_order(said):
        return False
    shop = await turn.unit.of(Shops).of_contact(contact)
    return shop is None and await turn.unit.access.member_of(contact) is None


async def _told_of_it(turn: Turn, said: Said) -> bool:
    """Tell of what is picked, in another size perhaps: "do you have it in M?" is about the line that comes in sizes."""
    state = await _picked(turn, said)
    size = read_inquiry_of_it(said.event.text, shelf_in(state)) if state and state.step == "summary" else None
    line = resized.line_in(size, state) if state is not None and size is not None else None
    return line is not None and await how_soon.tell_of_size(turn, said, line, size or line.size)


async def _told_price(turn: Turn, said: Said) -> bool:
    """Tell what that costs which they pick, with the question that is open: the prices stand in it."""
    picked = await open_order.of(turn, said.address.contact)
    if picked is None or not asks_price_of_it(said.event.text, shelf_in(picked.state)):
        return False
    return await host.advance(turn, picked.run, replace(nothing_of(said), again=True, prices=True))


async def _told_sizes(turn: Turn, said: Said) -> bool:
    """Show the sizes of a product that a question names, else of what is picked, or of all that is sold."""
    sold, state = await assortment(turn), await _open(turn, said)
    named, sure = sold.named_in(said.event.text)
    first = next(iter(sold.at(named)), None)
    if first is not None and not sure:
        return False
    is_asked = state is not None and state.step == "size"
    if state is not None and is_asked and (first is None or first.id == state.wares[0].product):
        await ask_again(turn, said)
        return True
    begins = state is None or state.step == "product"
    if begins and first is not None and first.listing.sizes:
        return await begin(turn, said, sold.products, Wish(named, sure=True), asks=True)
    shown = [first] if first is not None else _spoken_of(state, sold)
    if not shown:
        return False
    await how_soon.tell_sizes(turn, said, shown)
    if begins and first is None:
        return await begin(turn, said, sold.products, Wish())  # the list, to take one from
    await ask_again(turn, said)
    return True


def _spoken_of(state: Ordering | None, sold: Assortment) -> list[Product]:
    """The products of the order that is picked, those with sizes where any has; of a list, and of none, all of them."""
    if state is None or state.step == "product":
        return [one for one in sold.products if one.listing.sizes][:MOST_LISTED]
    ours = state.products
    picked = [one for one in sold.products if one.id in ours]
    return [one for one in picked if one.listing.sizes] or picked


async def _told_in_size(turn: Turn, said: Said) -> bool:
    """Tell whether that is to be had in a size whose size we asked for: "XL?". Beside other lines we ask again."""
    state, text = await _open(turn, said), said.event.text
    if state is None or state.step != "size" or "?" not in text or len(words(text)) > _MOST_WORDS:
        return False
    sold = await assortment(turn)
    bits = name_bits(text, sold.shelf)
    size, place = size_of(bits), sold.place_of(state.wares[0].product)
    if not size or place is None or any(bit.name in {"item", "number"} for bit in bits):
        return False
    if state.kept or state.later:
        await ask_again(turn, said)
        return True
    return await begin(turn, said, sold.products, Wish((place,), sure=True, size=size), asks=True)


async def _picked(turn: Turn, said: Said) -> Ordering | None:
    """The order that is picked: what they ask of another thing is answered, and the order goes on.

    A list from which nothing is taken yet is left for what they ask about.
    """
    state = await _open(turn, said)
    return state if state is not None and not state.asks and state.step != "product" else None


async def _open(turn: Turn, said: Said) -> Ordering | None:
    """The order that is picked, or asked about, as it stands."""
    picked = await open_order.of(turn, said.address.contact)
    return picked.state if picked is not None else None
