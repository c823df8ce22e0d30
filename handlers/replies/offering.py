"""Does a member of the staff ask a customer something, or settle something of their own with them?

"I can give you both for 600", "shall I keep two?" and "which colour?" are answered to the staff, whatever the words of
the answer would mean to us. So a figure, a question or a word of an offer is enough, and what is no more than news, as
"yes, they are safe in the dishwasher", is neither.
"""

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens
from handlers.replies.word_lists import read_words

_WORDS = Vocabulary(read_words("offering"))
_PRICES = frozenset("%₹$€£")
_SIGNS = _PRICES | {"?"}


def may_settle(text: str) -> bool:
    """Whether a customer's next words may answer this to the staff."""
    figures = any(letter.isdigit() or letter in _SIGNS for letter in text)
    return figures or not {"offers", "asks"}.isdisjoint(_WORDS.name(tokens(text)))


def may_offer(text: str) -> bool:
    """Whether a text may offer something at a price or on terms of its own: "we do, 8 days" and a question do not."""
    return not _PRICES.isdisjoint(text) or "offers" in _WORDS.name(tokens(text))
