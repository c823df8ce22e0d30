"""Whether a text that calls off speaks of a part of an order: "cancel the socks" of socks and shorts, "one of them".

That is a change, which the staff make: whoever asked to have one thing taken out did not mean the other.
"""

from collections.abc import Mapping, Sequence

from handlers.replies.choices import read_number
from handlers.replies.text import words

_SHORTEST = 3  # letters of a word that names goods
_STEM = 4  # letters by which "shorts" is "short"


def is_of_a_part(text: str, goods: Sequence[tuple[str, int]]) -> bool:
    """Whether it names some of the goods of an order, titles with their pieces, and not all; or fewer than all pieces
    of the one that it names."""
    said = words(text)
    stems = {word[:_STEM] for word in said if len(word) >= _SHORTEST}
    own = _own_words([title for title, _ in goods])
    named = [at for at, title_words in own.items() if title_words & stems]
    if named and len(named) < len(goods):
        return True
    numbers = {number for word in said if (number := read_number(word)) is not None}
    return any(0 < number < goods[at][1] for at in named for number in numbers)


def _own_words(titles: Sequence[str]) -> Mapping[int, set[str]]:
    """The stems of the words that each title has and no other has."""
    stems = [{word[:_STEM] for word in words(title) if len(word) >= _SHORTEST} for title in titles]
    return {
        at: mine - {stem for other, theirs in enumerate(stems) if other != at for stem in theirs}
        for at, mine in enumerate(stems)
    }
