"""Colours and kinds of goods as shopkeepers call them, each with all of its names."""

from collections.abc import Iterable

from handlers.replies.text import normalise, words
from handlers.replies.word_lists import read_words

COLOURS = tuple((name, *others) for name, others in read_words("sourcing:stock/colours").items())
_NAMES = frozenset(normalise(name) for names in COLOURS for name in names)
WARES = tuple((name, *others) for name, others in read_words("sourcing:stock/wares").items())


def names_colour(title: str) -> bool:
    """Whether the title of goods says which colour they have."""
    return not _NAMES.isdisjoint(words(title))


def _shades() -> Iterable[str]:
    """A shade is a colour of its own: who asked for blue did not ask for "navy blue", "azul marino", "हल्का नीला"."""
    listed = read_words("sourcing:stock/shades")
    named = [names for names in COLOURS if names[0] in listed["colours english"]]
    hindi = [*(word for names in named for word in names if not word.isascii()), *listed["colours hindi"]]
    yield from (f"{shade} {names[0]}" for shade in listed["english"] for names in named)
    yield from (f"{shade} {name}" for shade in listed["hindi"] for name in hindi)
    yield from (f"{name} {shade}" for shade in listed["spanish"] for name in listed["colours spanish"])
    yield from listed["others"]


SHADES = tuple(_shades())
