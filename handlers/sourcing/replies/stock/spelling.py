"""The classes of the many forms of Hindi verbs that no vocabulary lists."""

from collections.abc import Sequence
from functools import cache

from handlers.replies.text import normalise
from handlers.replies.word_lists import read_words

_STEM = "stem "


def find_class(word: str) -> str | None:
    """Return the class of a word that is a form of a Hindi verb."""
    return next((name for stem, name in _stems() if word.startswith(stem)), None)


@cache
def _stems() -> Sequence[tuple[str, str]]:
    return tuple(
        (normalise(stem), name.removeprefix(_STEM))
        for name, stems in read_words("sourcing:stock/spelling").items()
        if name.startswith(_STEM)
        for stem in stems
    )
