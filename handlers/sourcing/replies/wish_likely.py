"""Whether a text can be a wish to order at all, whatever is sold, and whether it tells another story."""

from handlers.replies.intents import Intent, read
from handlers.replies.optout import OptOut, read_opt_out
from handlers.replies.stop_beside import part_stop
from handlers.replies.text import tokens, words
from handlers.sourcing.replies.browsing import asks_what_is_sold
from handlers.sourcing.replies.joining import PARTS
from handlers.sourcing.replies.naming import without_names
from handlers.sourcing.replies.quantities import read_numbers
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wish_words import MOST_BARE, WORDS

_LONGEST, _MOST_WORDS = 300, 30  # characters; words of a wish
WISHING = frozenset({"want", "order", "may"})
"""Classes of words that want."""
NEVER = frozenset(
    {
        Intent.STOP, Intent.AMBIGUOUS_STOP, Intent.START, Intent.HELP, Intent.JOIN, Intent.HUMAN, Intent.ORDER_STATUS,
        Intent.CANCEL_ORDER, Intent.REFUND, Intent.COMPLAINT, Intent.LATER, Intent.NO, Intent.THANKS, Intent.AUTOMATIC,
    }
)  # fmt: skip
"""What the other readers are sure of is never an order."""
_ENDS = frozenset({Intent.STOP, Intent.AMBIGUOUS_STOP})
_BY_NAME = frozenset({*_ENDS, Intent.COMPLAINT, Intent.QUESTION})  # may be so by a name of goods alone


def may_want(text: str) -> bool:
    """Whether a text can be a wish to order, whatever is sold: cheap, and never wrong about what cannot."""
    if not 0 < len(text) <= _LONGEST or len(words(text)) > _MOST_WORDS:
        return False
    reading, names = read(text), set(WORDS.name(tokens(text)))
    if reading.intent in NEVER - _BY_NAME or reading.order is not None:
        return False
    if asks_what_is_sold(text):
        return True
    counted = any(letter.isdigit() for letter in text) or bool(read_numbers(text))
    bare = not _points(text, counted=counted) and all(_may_name(part) for part in PARTS.split(text))
    unread = reading.intent in {Intent.UNCLEAR, *_BY_NAME}
    return bool(names & (WISHING | {"catalogue"})) or (bare and (counted or unread))


def may_name(text: str) -> bool:
    """Whether a text can be a name of goods and nothing else: cheap, and never wrong about what cannot."""
    return may_want(text.strip(" ?¿"))


def says_it_wants(text: str) -> bool:
    """Whether a wish is put in a word of wanting; goods that are named alone may be those of something else."""
    return not WISHING.isdisjoint(WORDS.name(tokens(text)))


def is_another_story(text: str, shelf: Shelf) -> bool:
    """Whether a text may be an opt-out, a complaint or a question also without the names of what is sold."""
    intent = read(text).intent
    if intent not in _BY_NAME:
        return False
    plain = without_names(text, shelf)
    if intent in _ENDS:
        return read_opt_out(plain) is not OptOut.NONE or part_stop(text) is not None
    left = intent if plain == " ".join(words(text)) else read(plain).intent
    if left is Intent.QUESTION:
        asks = (WISHING | {"catalogue"}).isdisjoint(WORDS.name(tokens(text)))
        return asks and not any(letter.isdigit() for letter in text) and not read_numbers(text)
    return left in NEVER


def _points(text: str, *, counted: bool) -> bool:
    """Whether a text speaks of a thing that is there: "the mug"; "the elephant and the box please" takes both."""
    names = WORDS.name(tokens(text))
    takes = "please" in names and names.count("pointing") > 1 and not counted
    return "pointing" in names and not takes


def _may_name(part: str) -> bool:
    """Whether so many words may be one thing's name; a number, "please" and the like stand beside it."""
    return WORDS.name(tokens(part)).count("other") <= MOST_BARE
