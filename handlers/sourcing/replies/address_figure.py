"""A figure that is said in place of another one, and nothing beside it: "sorry 21", "no, B-14", "21 actually"."""

from handlers.replies.text import normalise
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.address_house import is_house, is_number

_LISTED = read_sets("sourcing:address_openings")
_TURNED = _LISTED["wrong"] | _LISTED["turned"]
_AROUND = _TURNED | _LISTED["beside"]
_SIGNS = ",.;:!–—-"


def corrected_figure(text: str) -> str:
    """The figure that a text puts in place of another one, as that of a house is written; "" for any other text."""
    spoken = [word for word in (one.strip(_SIGNS) for one in text.split()) if word]
    figures = [word for word in spoken if _is_figure(word)]
    around = {normalise(word) for word in spoken if not _is_figure(word)}
    if len(figures) != 1 or not around <= _AROUND or around.isdisjoint(_TURNED):
        return ""
    return figures[0]


def _is_figure(word: str) -> bool:
    return is_number(word) or is_house(word)
