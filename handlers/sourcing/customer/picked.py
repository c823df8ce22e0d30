"""What customers say to the question that is open while they pick what to order: which, what size, how many, a yes."""

from dataclasses import replace

from flows.sourcing.basket import Ordering
from flows.sourcing.wishes import Picked
from handlers.customer_talk.said import Said
from handlers.replies.cancelling import is_bare_cancel
from handlers.replies.intents import Intent
from handlers.replies.text import words
from handlers.sourcing.replies import wanting
from handlers.sourcing.replies.correcting import correction
from handlers.sourcing.replies.dropping import is_dropped
from handlers.sourcing.replies.inquiring import may_ask
from handlers.sourcing.replies.stock.goods import Goods, Shelf

_SHORT = 6  # words of what may be an answer that we did not understand
_MAYBE = frozenset({Intent.UNCLEAR, Intent.YES, Intent.CHANGE_SIZE, Intent.CHANGE_ITEM, Intent.QUESTION})


def read(said: Said, state: Ordering) -> Picked | None:
    """The answer to the open question; None for a message that is none of its answers."""
    text, button = said.event.text, said.event.button
    nothing = nothing_of(said)
    corrected = _corrected(said, state)
    if corrected is not None:
        return corrected
    if said.reading.intent is Intent.NO or is_bare_cancel(text) or is_dropped(text):
        return replace(nothing, agrees=False)
    if state.step == "product":
        places = wanting.read_wares(text, _listed(state), button)
        found = replace(nothing, wares=tuple(state.wares[place].product for place in places))
    elif state.step == "size":
        size = wanting.read_size(text, _goods(state), button) or ""
        found = replace(nothing, size=size, lacks="" if size else wanting.read_other_size(text, _goods(state)))
    elif state.step == "offer" and (count := wanting.read_piece_count(text)) is not None:
        found = replace(nothing, quantity=count)
    elif "?" in text and not may_ask(text):
        return None  # a question orders nothing, and is for who answers it
    elif said.reading.intent is Intent.YES or _orders_it(said, state):
        found = _agreed(said, state)
    else:
        found = _changed(said, text, state)
    short = len(text.split()) <= _SHORT and "?" not in text and not said.event.media
    return found if found != nothing or (short and said.reading.intent in _MAYBE) else None


def _corrected(said: Said, state: Ordering) -> Picked | None:
    """The wish that replaces an earlier one: "actually no, M" refuses nothing. None where nothing is corrected."""
    text, nothing = correction(said.event.text), nothing_of(said)
    if state.step == "product":
        places = wanting.read_wares(text, _listed(state)) if text else ()
        return replace(nothing, wares=tuple(state.wares[place].product for place in places)) if places else None
    if state.step == "size":
        size = wanting.read_size(text, _goods(state)) if text else None
        return replace(nothing, size=size) if size else None
    found = _changed(said, text or said.event.text, state)
    if not text and (said.reading.intent is not Intent.NO or not found.size):
        return None  # "L nahi, M": of two sizes, the one that it is not yet
    if text and not found.size and (lacks := wanting.read_other_size(text, _goods(state))):
        return replace(nothing, lacks=lacks)
    return found if _says_more(found, state) else None


def _agreed(said: Said, state: Ordering) -> Picked:
    """A yes to what was shown; "yes, but M" and "size L kar do" want something else, and order nothing yet."""
    found = _changed(said, said.event.text, state)
    if not any(letter.isdigit() for letter in said.event.text):
        found = replace(found, quantity=0)  # "do" is two, and what is done, too
    return found if _says_more(found, state) else replace(nothing_of(said), agrees=True)


def _says_more(found: Picked, state: Ordering) -> bool:
    """Whether it is another size or number than they said before."""
    return found.size not in {"", state.size} or found.quantity not in {0, state.quantity}


def _orders_it(said: Said, state: Ordering) -> bool:
    """ "Order" and "buy now" agree to what was summed up."""
    text = said.event.text
    wish = wanting.read_wish(text, Shelf([_goods(state)]))
    return wish is not None and not wish.wares and not wanting.is_request(text)


def _changed(said: Said, text: str, state: Ordering) -> Picked:
    """A number, or another size than they said before: "make it 3", "size M", "2 M"."""
    goods = _goods(state)
    if state.step == "offer" and may_ask(text):
        text = text.replace("?", " ")  # "XL hai kya?" is as good as "XL": nothing is ordered by either
    sized = bool(state.wares[0].sizes) and not text.strip().isdigit()
    size = wanting.read_named_size(text, goods, state.size) if sized else None
    counted = not size or any(word.isdecimal() and word != size for word in words(text))
    quantity = wanting.read_piece_count(text) if counted else None
    return replace(nothing_of(said), size=size or "", quantity=quantity or 0)


def _listed(state: Ordering) -> Shelf:
    return Shelf([Goods(one.sku, one.title, one.sizes or ("",)) for one in state.wares])


def _goods(state: Ordering) -> Goods:
    (ware,) = state.wares
    return Goods(ware.sku, ware.title, ware.sizes or ("",))


def nothing_of(said: Said) -> Picked:
    return Picked(said.address.id, said.address.channel, said.message.id)
