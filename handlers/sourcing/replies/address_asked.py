"""Whether somebody asks which address we have: "what address do you have for my order?", "mera pata kya likha hai"."""

from handlers.replies.text import words
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.address_change import read_change
from handlers.sourcing.replies.addresses import speaks_of_address

_LISTED = read_sets("sourcing:address_asked")
_LONGEST = 14  # words: longer ones tell a story


def asks_which_address(text: str) -> bool:
    """Whether a text asks that, of no address of the shop's, and wants none changed."""
    said = set(words(text))
    if not speaks_of_address(text) or len(words(text)) > _LONGEST or any(letter.isdigit() for letter in text):
        return False
    return not said.isdisjoint(_LISTED["asks"]) and said.isdisjoint(_LISTED["others"]) and read_change(text) is None
