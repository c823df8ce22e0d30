"""The word lists of the readers, from the text files in `data` here and in those of conversations.

A file lists words under their meaning, ``meaning: word word "two words"``, and continues in indented lines. A line that
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
    """Return the words and phrases of these lists by their meaning, in the order of the files.

    ``polarity`` names a list that all readers share, ``sourcing:stock/sizes`` a conversation's own. Words of the same
    meaning in several lists are added up. Raises ValueError for an invalid line, with its file and number.
    """
    return join(*map(_read, lists))


@cache
def read_sets(name: str) -> Mapping[str, frozenset[str]]:
    """Return the words and phrases of a list by their meaning, normalised as texts are."""
    return {meaning: frozenset(map(normalise, words)) for meaning, words in _read(name).items()}


def split_form(form: str) -> list[str]:
    """Split a listed pattern into normalised words; a gap, ``*``, stays as it is."""
    return [word for part in form.split() for word in ([part] if part == "*" else spoken(part))]


def read_values(name: str, kind: str = "") -> dict[str, str]:
    """Return the value of each normalised word: ``times 12: dozen`` gives "12" for "dozen" in the kind "times"."""
    valued = ((meaning.rpartition(" "), words) for meaning, words in _read(name).items())
    return {normalise(word): value for (before, _, value), words in valued if before == kind for word in words}


def join(*lists: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Merge lists; the words of one meaning are added up."""
    joined: dict[str, tuple[str, ...]] = {}
    for words_of in lists:
        for meaning, words in words_of.items():
            joined[meaning] = joined.get(meaning, ()) + words
    return joined


def parse_words(text: str, file: str) -> dict[str, tuple[str, ...]]:
    """Return the words of a list by their meaning. Raises ValueError with the file and the unreadable line."""
    found: dict[str, list[str]] = {}
    meaning = ""
    for number, line in _read_lines(text):
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


def _read_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that are neither empty nor comments, with their numbers."""
    for number, line in enumerate(text.splitlines(), start=1):
        said = line.lstrip()
        if said and said[0] != "#":
            yield number, line


def _entries(words: str) -> list[str]:
    """Return the words and quoted phrases of a line."""
    entries: list[str] = []
    for place, part in enumerate(words.split(_QUOTE)):
        entries += (part,) if place % 2 else part.split()
    return entries
