"""A wish that is for later, or at another price: "I want a mug but not now", "tiger shorts L for ₹500".

What they want is summed up at its price, and a yes in a weak word does not order it. The price is for the team.
"""

import re
from dataclasses import replace

from flows.sourcing.basket import HESITANT
from handlers.customer_talk.said import Said, hand_over, say
from handlers.sourcing.customer.picking.beginning import begin
from handlers.sourcing.customer.placed.spoken_of import is_ordered
from handlers.sourcing.customer.wares import Assortment, assortment, ware_of
from handlers.sourcing.replies.bargaining import offered_price
from handlers.sourcing.replies.joining import SIGN
from handlers.sourcing.replies.putting_off import BUT, puts_off
from handlers.sourcing.replies.wanting import read_wish
from handlers.sourcing.replies.wish import Wish
from handlers.sourcing.replies.wish_clear import is_clear_wish
from handlers.turn import Turn

_CUT = re.compile(rf"\s*(?:{SIGN}|[.–—-]|{BUT})\s*", re.IGNORECASE)


async def begun(turn: Turn, said: Said) -> bool:
    """Begin such an order; False for any other text, and where a question is open or they have an order of it."""
    if said.answered.asked is not None or said.answered.question is not None or not said.is_words_alone:
        return False
    sold = await assortment(turn)
    later = _for_later(said.event.text, sold)
    wish = later or _at_another_price(said.event.text, sold)
    if wish is None or await is_ordered(turn, said, sold.ids_at(wish.wares)):
        return False
    if later is not None:
        await say(turn, said, "pick_facts", values={"topic": "waits"})
    else:
        await hand_over(turn, said)
    return await begin(turn, said, sold.products, replace(wish, over=False), doubt=HESITANT)


def _for_later(text: str, sold: Assortment) -> Wish | None:
    """The wish before words that put it off; None where none stand there."""
    for cut in _CUT.finditer(text):
        wanted, rest = text[: cut.start()], text[cut.end() :]
        if puts_off(rest) and is_clear_wish(wanted, sold.shelf, sold.categories):
            return read_wish(wanted, sold.shelf, sold.categories)
    return None


def _at_another_price(text: str, sold: Assortment) -> Wish | None:
    """The wish for one product at another price than its own; None for any other."""
    price = offered_price(text, sold.shelf) if sold.products else None
    wish = read_wish(text, sold.shelf, sold.categories) if price is not None else None
    if wish is None or not wish.sure:
        return None
    cost = ware_of(sold.products[wish.wares[0]]).cost
    return wish if price not in {cost, cost * (wish.quantity or 1)} else None
