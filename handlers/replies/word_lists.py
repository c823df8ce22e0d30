"""The lists of words that readers know, read from the text files in `data` here and in those of conversations.

A file lists words under what they mean, ``meaning: word word "two words"``, and goes on in indented lines. A line that
begins with # is a comment.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from handlers.replies.text_normalisation import normalise
from handlers.replies.text_normalisation import words as spoken

_QUOTE = '"'
_MEANING = re.compile(r'([^\s":][^"]*?):(?=\s|$)')


def read_words(*lists: str) -> dict[str, tuple[str, ...]]:
    """The words and phrases of these lists by what they mean, in their order.

    ``polarity`` names one that all readers share, ``sourcing:stock/sizes`` one of a conversation's own.

    Lists that name the same meaning add up. Raises ValueError for a line that cannot be read, with its file and number.
    """
    return join(*map(_read, lists))


@cache
def read_sets(name: str) -> Mapping[str, frozenset[str]]:
    """The words and phrases of a list by what they mean, normalised as those of a text are."""
    return {meaning: frozenset(map(normalise, words)) for meaning, words in _read(name).items()}


def words_or_gap(form: str) -> list[str]:
    """The words of a listed form as those of a text are found, and each of its gaps, a ``*``, as it is."""
    return [word for part in form.split() for word in ([part] if part == "*" else spoken(part))]


def read_values(name: str, kind: str = "") -> dict[str, str]:
    """The values of words, normalised: of ``times 12: dozen`` a "dozen" is "12" among those of the kind "times"."""
    valued = ((meaning.rpartition(" "), words) for meaning, words in _read(name).items())
    return {normalise(word): value for (before, _, value), words in valued if before == kind for word in words}


def join(*lists: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The meanings of all these, the words of one meaning together."""
    joined: dict[str, tuple[str, ...]] = {}
    for words_of in lists:
        for meaning, words in words_of.items():
            joined[meaning] = joined.get(meaning, ()) + words
    return joined


def parse_words(text: str, file: str) -> dict[str, tuple[str, ...]]:
    """The words of a list by what they mean. Raises ValueError with the file and the line that cannot be read."""
    found: dict[str, list[str]] = {}
    meaning = ""
    for number, line in _saying(text):
        words = line
        if not line[0].isspace():
            begun = _MEANING.match(line)
            if begun is None:
                raise ValueError(f"{file}:{number}: a line begins with a meaning, a colon and a space, or is indented")
            meaning, words = begun[1], line[begun.end() :]
            if meaning in found:
                raise ValueError(f"{file}:{number}: {meaning!r} has its words further up already")
            found[meaning] = []
        if not meaning or words.count(_QUOTE) % 2:
            raise ValueError(f"{file}:{number}: words of no meaning, or a quotation mark without its other half")
        found[meaning] += _entries(words)
    return {meaning: tuple(words) for meaning, words in found.items()}


@lru_cache(maxsize=1)  # readers take several kinds of one list in a row
def _read(name: str) -> dict[str, tuple[str, ...]]:
    conversation, _, own = name.rpartition(":")
    path = f"{conversation}/replies/data/{own}.txt" if conversation else f"replies/data/{own}.txt"
    return parse_words(files("handlers").joinpath(path).read_text(encoding="utf-8"), f"handlers/{path}")


def _saying(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are neither empty nor comments, with their numbers."""
    for number, line in enumerate(text.splitlines(), start=1):
        said = line.lstrip()
        if said and said[0] != "#":
            yield number, line


def _entries(words: str) -> list[str]:
    """The words and quoted phrases of a line."""
    entries: list[str] = []
    for place, part in enumerate(words.split(_QUOTE)):
        entries += (part,) if place % 2 else part.split()
    return entries
