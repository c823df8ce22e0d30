"""A customer asks whether something is to be had, or its price: told by its availability, and led into an order.

Only a yes or a number to that answer goes on (flows/sourcing/ordering.py). Who picks what to order is told, and goes on
with that. Who is asked about an order, or has one of the same thing under way means that, and the business's own people
are no customers: these are left to whoever else answers them.
"""

from flows.sourcing import ordering
from flows.sourcing.basket import Ordering
from handlers import handover
from handlers.customer_talk.said import Said
from handlers.sourcing.customer import asides, resized
from handlers.sourcing.customer.ordering import begin, begin_all
from handlers.sourcing.customer.spoken_of import asks_about_order, is_ordered
from handlers.sourcing.customer.wares import shelf_of
from handlers.sourcing.replies.inquiring import may_ask, read_inquiries, read_inquiry, read_inquiry_of_it
from handlers.sourcing.replies.wanting import may_name, read_named
from handlers.turn import Turn
from storage import codec
from storage.sourcing.shops import Shops


async def answered(turn: Turn, said: Said) -> bool:
    """Tell how soon it can be had and for how much; False where nothing of that kind was surely asked."""
    event = said.event
    if event.button or event.forwarded or event.media or not await _is_free(turn, said):
        return False
    if not may_ask(event.text):
        return await _named(turn, said)
    products = await turn.unit.products.all()
    wish = read_inquiry(event.text, shelf_of(products), [one.category for one in products])
    if wish is None:
        return await _asked_for_several(turn, said) or await _told_of_it(turn, said)
    if await is_ordered(turn, said, [products[place].id for place in wish.wares]):
        return False
    if await _picked(turn, said) is not None:
        return await asides.tell_of(turn, said, products, wish)
    return await begin(turn, said, products, wish, asks=True)


async def _asked_for_several(turn: Turn, said: Said) -> bool:
    """Sum up several goods of a question with their price together, where no order is picked yet."""
    products = await turn.unit.products.all()
    wishes = read_inquiries(said.event.text, shelf_of(products), [one.category for one in products])
    named = [products[place].id for wish in wishes for place in wish.wares]
    if not wishes or await _picked(turn, said) is not None or await is_ordered(turn, said, named):
        return False
    return await begin_all(turn, said, products, wishes)


async def _named(turn: Turn, said: Said) -> bool:
    """Tell of goods named alone, "marble box", where no question is open with the customer."""
    if said.answered.asked is not None or said.answered.question is not None or not may_name(said.event.text):
        return False
    if await handover.is_waiting(turn, said.address):
        return False
    products = await turn.unit.products.all()
    wish = read_named(said.event.text, shelf_of(products), [one.category for one in products])
    if wish is None or await is_ordered(turn, said, [products[place].id for place in wish.wares]):
        return False
    return await begin(turn, said, products, wish, asks=True)


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
    size = read_inquiry_of_it(said.event.text, resized.shelf_of(state)) if state and state.step == "summary" else None
    line = resized.line_in(size, state) if state is not None and size is not None else None
    return line is not None and await asides.tell_of_size(turn, said, line, size or line.size)


async def _picked(turn: Turn, said: Said) -> Ordering | None:
    """The order that is picked: what they ask of another thing is answered, and the order goes on.

    A list from which nothing is taken yet is left for what they ask about.
    """
    picking = await turn.unit.runs.open(ordering.NAME, str(said.address.contact))
    state = codec.load(Ordering, picking.state) if picking is not None else None
    return state if state is not None and not state.asks and state.step != "product" else None
