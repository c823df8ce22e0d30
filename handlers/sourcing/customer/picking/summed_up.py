"""What customers say to what is offered or summed up: a yes, a yes with more, another size or number."""

from dataclasses import replace

from flows.sourcing.basket import Ordering
from flows.sourcing.wishes import Picked
from handlers.customer_talk.said import Said
from handlers.replies.taking import takes_it
from handlers.replies.text import words
from handlers.sourcing.customer.picking.open_order import nothing_of
from handlers.sourcing.customer.wares import goods_of, shelf_of_wares
from handlers.sourcing.replies import said_pieces, said_sizes
from handlers.sourcing.replies.adding import adds
from handlers.sourcing.replies.agreeing import agrees_wholly, is_clear, is_weak
from handlers.sourcing.replies.correcting import begins_with_but
from handlers.sourcing.replies.how_many import HowMany
from handlers.sourcing.replies.inquiring import may_ask
from handlers.sourcing.replies.stock.goods import Goods
from handlers.sourcing.replies.wanting import read_wish
from handlers.sourcing.replies.wish_clear import is_request


def agreed(said: Said, state: Ordering) -> Picked:
    """A yes to what was shown. "Yes, but M" and "size L kar do" want something else, and order nothing yet; neither
    does a yes with words that we do not know, as "ok but red", or a text that is a yes in the light of the question
    alone, as "my friend": to an offer it is shown what that comes to, and a summary stands once more."""
    nothing, text = nothing_of(said), said.event.text
    found = changed(said, text, state)
    if says_more(found, state):
        return found
    wholly = says_wholly(text, state)
    if said.event.button or (wholly and (is_clear(text) or takes_it(text))):
        return replace(nothing, agrees=True, pressed=bool(said.event.button), weak=is_weak(text))
    if state.step == "offer":
        return replace(nothing, agrees=True, partly=True)
    return replace(nothing, again=True) if wholly else replace(nothing, partly=True)


def says_wholly(text: str, state: Ordering) -> bool:
    """Whether a yes says no more than that: a number said back is theirs where there is one line."""
    lines = state.lines
    shelf = shelf_of_wares(one.ware for one in lines)
    pieces = lines[0].quantity if len(lines) == 1 else 0
    if takes_it(text):
        return True
    return not begins_with_but(text) and agrees_wholly(text, shelf, {one.size for one in lines}, pieces, len(lines))


def says_more(found: Picked, state: Ordering) -> bool:
    """Whether it is another size or number than they said before."""
    counts = found.quantity not in {0, state.quantity or 1}
    return counts or found.over or bool(found.between) or found.size not in {"", state.size}


def orders_it(said: Said, state: Ordering) -> bool:
    """ "Order" and "buy now" agree to what was summed up."""
    text = said.event.text
    wish = read_wish(text, shelf_of_wares(state.wares))
    return wish is not None and not wish.wares and not is_request(text)


def changed(said: Said, text: str, state: Ordering) -> Picked:
    """A number, or another size than they said before: "make it 3", "size M", "2 M". ``text`` is what changes it; sizes
    are read as they were written, in capitals or not."""
    goods, written = goods_in(state), said.event.text
    if state.step == "offer" and may_ask(text):
        text, written = text.replace("?", " "), written.replace("?", " ")  # "XL hai kya?" orders as little as "XL"
    sized = bool(state.wares[0].sizes) and not text.strip().isdigit()
    size = said_sizes.read_named_size(written, goods, state.size) if sized else None
    counted = not size or any(word.isdecimal() and word != size for word in words(text))
    many, before = said_pieces.read_pieces(text) if counted else HowMany(), state.quantity or 1
    if state.step == "summary" and many.pieces and not many.less and adds(text):
        many = replace(many, more=True)  # "add one"
    if many.less and len(state.lines) > 1:
        many = HowMany()  # of which line is not said
    picked = replace(nothing_of(said), size=size or "", between=many.between)
    return replace(picked, quantity=many.of(before), over=many.exceeds(before))


def goods_in(state: Ordering) -> Goods:
    """The one product that is picked now, by the names that people may use."""
    (ware,) = state.wares
    return goods_of(ware)
