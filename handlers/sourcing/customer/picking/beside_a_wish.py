"""A wish with a question beside it for other goods: "I want the shorts, and how much is the mug?".

What is known of these is told, and what is wanted is summed up; a question that cannot be told goes to the team.
"""

from dataclasses import replace

from handlers.customer_talk.said import Said, hand_over
from handlers.sourcing.customer.picking import how_soon, open_order, wishes
from handlers.sourcing.customer.placed.spoken_of import is_ordered
from handlers.sourcing.customer.wares import Assortment, assortment
from handlers.sourcing.replies.inquiring import asks_sizes, read_inquiry
from handlers.sourcing.replies.wish_and_inquiry import part_inquiry
from handlers.turn import Turn


async def answered(turn: Turn, said: Said) -> bool:
    """Answer such a question and begin what is wanted; False for any other text, and while something is picked."""
    sold = await assortment(turn)
    parted = part_inquiry(said.event.text, sold.shelf, sold.categories)
    picked = await open_order.of(turn, said.address.contact) if parted is not None else None
    if parted is None or (picked is not None and picked.state.step != "product"):
        return False
    if await is_ordered(turn, said, sold.ids_at(parted.wares)):
        return False
    if not await _told(turn, said, sold, parted.question):
        await hand_over(turn, said)
    return await wishes.begun(turn, replace(said, event=replace(said.event, text=parted.wish)))


async def _told(turn: Turn, said: Said, sold: Assortment, question: str) -> bool:
    """Answer a question about other goods: with the price and the days until these can be had, or with the sizes."""
    if asks_sizes(question):
        named, sure = sold.named_in(question)
        if sure:
            await how_soon.tell_sizes(turn, said, sold.at(named))
        return sure
    asked = read_inquiry(question, sold.shelf, sold.categories)
    return asked is not None and await how_soon.tell_one(turn, said, sold.products, asked)
