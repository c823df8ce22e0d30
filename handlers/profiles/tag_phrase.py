"""Tags as typed after /tag and a name: separated by commas; "-vip" removes one, "#vip" is vip."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r'"[^"]*"|“[^”]*”|[^\s,;]+[,;]?|[,;]')
_MARKS = ',;.!:"“”'
_GOES = "-–−"  # before a tag to remove
_OFF = "untag"


@dataclass(frozen=True, slots=True)
class Marks:
    """The tags to add and the tags to remove."""

    given: tuple[str, ...]
    taken: tuple[str, ...]

    @property
    def every(self) -> tuple[str, ...]:
        """Return all tags: the ones to add and the ones to remove."""
        return (*self.given, *self.taken)


def read_removal(text: str, arguments: Sequence[str]) -> tuple[bool, tuple[str, ...]]:
    """Return whether to remove tags, and the words with the commas between tags. Tags are removed by the name "/untag",
    or by an "off" at the end."""
    words = _spell_words(text, arguments)
    at_end = len(words) > 1 and words[-1].casefold() == "off"
    named = text.strip().lstrip("/").casefold().startswith(_OFF)
    return at_end or named, words[:-1] if at_end else words


def _spell_words(text: str, arguments: Sequence[str]) -> tuple[str, ...]:
    """Return the words with their commas; with none if the words are not the end of the text."""
    words = _WORD.findall(text)[-len(arguments) :] if arguments else []
    alike = [one.strip(_MARKS) for one in words] == [one.strip(_MARKS) for one in arguments]
    return tuple(words) if alike else tuple(arguments)


def read_tags(words: Sequence[str], *, off: bool) -> Marks:
    """Parse the tags in the words after a name."""
    every = [one.strip().strip(_MARKS).strip() for one in re.split("[,;]", " ".join(words))]
    marks = [(off or one[0] in _GOES, one.lstrip(f"#+{_GOES}").strip()) for one in every if one]
    given = dict.fromkeys(one for goes, one in marks if one and not goes)
    return Marks(tuple(given), tuple(dict.fromkeys(one for goes, one in marks if one and goes)))
