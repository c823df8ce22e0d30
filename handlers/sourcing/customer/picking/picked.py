"""What customers say to the question that is open while they pick what to order: which, what size, how many, a yes."""

from dataclasses import replace

from flows.sourcing.basket import DENIED, HESITANT, Ordering
from flows.sourcing.wishes import Picked
from handlers.customer_talk.said import Said
from handlers.replies.choices import read_choice
from handlers.replies.intents import Intent
from handlers.replies.nodding import is_question_mark
from handlers.replies.openings import opened
from handlers.replies.taking import takes_it
from handlers.replies.text import tokens, words
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing.customer.picking import resized
from handlers.sourcing.customer.picking.chosen import counted, sized, taken
from handlers.sourcing.customer.picking.declining import refuses
from handlers.sourcing.customer.picking.open_order import nothing_of, shelf_in
from handlers.sourcing.customer.picking.summed_up import agreed, changed, goods_in, orders_it, says_more, says_wholly
from handlers.sourcing.customer.wares import shelf_of_wares
from handlers.sourcing.replies import said_pieces, said_sizes
from handlers.sourcing.replies.agreeing import is_clear
from handlers.sourcing.replies.correcting import correction
from handlers.sourcing.replies.dropping import is_dropped, says_no, takes_all_out
from handlers.sourcing.replies.how_many import HowMany
from handlers.sourcing.replies.inquiring import asks_price, asks_sizes, may_ask, read_inquiry_of_it
from handlers.sourcing.replies.named_goods import read_wares

_SHORT = 6  # words of what may be an answer that we did not understand
_SHORT_YES, _SHORT_NO = 6, 4  # words of a reply
_UNREAD = frozenset({Intent.UNCLEAR, Intent.NO})
_MAYBE = frozenset({Intent.UNCLEAR, Intent.YES, Intent.CHANGE_SIZE, Intent.CHANGE_ITEM, Intent.QUESTION})


def read(said: Said, state: Ordering) -> Picked | None:
    """The answer to the open question; None for a message that is none of its answers."""
    text, nothing = said.event.text, nothing_of(said)
    if is_question_mark(text):
        return replace(nothing, again=True)
    if not said.event.button and _inquires(text, state):
        return None
    corrected = _resized(said, state) or _corrected(said, state)
    if corrected is not None:
        return corrected
    if refuses(said, state):
        return replace(nothing, agrees=False)
    found = _answer(said, state)
    if found == nothing and state.step == "summary" and said.reading.intent is Intent.NO:
        return replace(nothing, partly=True)  # it names something, and refuses no more than that
    short = len(text.split()) <= _SHORT and "?" not in text and not said.event.media
    return found if found != nothing or (short and said.reading.intent in _MAYBE) else None


def is_exact(said: Said, state: Ordering, *, agrees: bool) -> bool:
    """Return True for a button, a number or a short reply that says yes, or no, and nothing else."""
    text = said.event.text
    if said.event.button or said.exact is agrees or read_choice(text) is not None:
        return True
    many = len(words(text))
    if agrees:
        return many <= _SHORT_YES and is_clear(text) and says_wholly(text, state)
    return many <= _SHORT_NO and (is_dropped(text) or takes_all_out(text))


def doubted(event: Picked, said: Said) -> Picked:
    """The answer; one that was not understood makes a weak yes behind it doubted, and any yes where it says something
    against what is picked: behind "no, the other" a yes is none to the mug."""
    understood = event.says_something or event.agrees is not None or event.again or event.to or event.where
    text = said.event.text
    behind = opened(tokens(text))
    denies = behind.agrees is False if behind is not None else says_no(text)
    if understood or said.event.button:
        return event
    return replace(event, doubt=DENIED if denies else HESITANT)


def _inquires(text: str, state: Ordering) -> bool:
    """Whether they only ask: "how much is the marble box" takes none of a list, and what is asked of a summary orders
    nothing, and takes no other size."""
    if asks_sizes(text):
        return True
    if state.step in {"product", "size"}:
        return asks_price(text)
    return state.step == "summary" and read_inquiry_of_it(text, shelf_in(state)) is not None


def _answer(said: Said, state: Ordering) -> Picked | None:
    """The answer to the step that is open; None for a question, which orders nothing and is left to other readers."""
    text = said.event.text
    if state.step == "product":
        return taken(said, state)
    if state.step == "size":
        return sized(said, state)
    if state.step == "offer" and (count := said_pieces.read_pieces(text)) != HowMany():
        return replace(nothing_of(said), quantity=count.of(state.quantity or 1), over=count.over, between=count.between)
    if state.step == "count":
        return counted(said)
    if "?" in text and not may_ask(text):
        return None
    if said.reading.intent is Intent.YES or orders_it(said, state) or _agrees_by_itself(said, state):
        return agreed(said, state)
    return changed(said, text, state)


def _agrees_by_itself(said: Said, state: Ordering) -> bool:
    """Whether a text that is weighed as nothing is a yes all the same, by what all of its words mean: "ji", "ji bhai",
    "le lunga"."""
    text = said.event.text
    if takes_it(text):
        return True
    wholly = said.reading.intent in _UNREAD and says_wholly(text, state) and is_clear(text)
    return wholly and read_yes_no(text).answer is True


def _resized(said: Said, state: Ordering) -> Picked | None:
    """Another size of what was summed up, named or to be asked; a yes that says the size back wants no other one."""
    text, nothing = said.event.text, nothing_of(said)
    if state.step not in {"size", "summary"} or said.event.button:
        return None
    if state.step == "summary" and said.reading.intent is Intent.YES and says_wholly(text, state):
        return None
    found = resized.in_another_size(text, state, nothing)
    return found or (resized.read(text, state, nothing) if state.step == "summary" else None)


def _corrected(said: Said, state: Ordering) -> Picked | None:
    """The wish that replaces an earlier one: "actually no, M" refuses nothing. None where nothing is corrected."""
    text, nothing = correction(said.event.text), nothing_of(said)
    if state.step == "product":
        places = read_wares(text, shelf_of_wares(state.wares)) if text else ()
        return replace(nothing, wares=tuple(state.wares[place].product for place in places)) if places else None
    if state.step == "size":
        size = said_sizes.read_size(text, goods_in(state)) if text else None
        return replace(nothing, size=size) if size else None
    found = changed(said, text or said.event.text, state)
    if not text and (said.reading.intent is not Intent.NO or not found.size):
        return None  # "L nahi, M": of two sizes, the one that it is not yet
    if text and not found.size and (lacks := said_sizes.read_other_size(text, goods_in(state))):
        return replace(nothing, lacks=lacks)
    return found if says_more(found, state) else None
