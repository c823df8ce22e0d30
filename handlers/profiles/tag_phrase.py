"""Tags as they are typed behind /tag and a name: parted by commas; "-vip" goes, "#vip" is vip."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r'"[^"]*"|“[^”]*”|[^\s,;]+[,;]?|[,;]')
_MARKS = ',;.!:"“”'
_GOES = "-–−"  # before a tag that is to go
_OFF = "untag"


@dataclass(frozen=True, slots=True)
class Marks:
    """Tags as written: the given ones and the ones that go."""

    given: tuple[str, ...]
    taken: tuple[str, ...]

    @property
    def every(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.given, *self.taken)


def spelled_off(text: str, arguments: Sequence[str]) -> tuple[bool, tuple[str, ...]]:
    """Whether tags go, by the name "/untag" or an "off" at the end, and the words with the commas that part tags."""
    words = _spelled(text, arguments)
    at_end = len(words) > 1 and words[-1].casefold() == "off"
    named = text.strip().lstrip("/").casefold().startswith(_OFF)
    return at_end or named, words[:-1] if at_end else words


def _spelled(text: str, arguments: Sequence[str]) -> tuple[str, ...]:
    """The words with their commas; without commas where the words are not the text's end."""
    words = _WORD.findall(text)[-len(arguments) :] if arguments else []
    alike = [one.strip(_MARKS) for one in words] == [one.strip(_MARKS) for one in arguments]
    return tuple(words) if alike else tuple(arguments)


def tags(words: Sequence[str], *, off: bool) -> Marks:
    """The tags in the words beside a name."""
    every = [one.strip().strip(_MARKS).strip() for one in re.split("[,;]", " ".join(words))]
    marks = [(off or one[0] in _GOES, one.lstrip(f"#+{_GOES}").strip()) for one in every if one]
    given = dict.fromkeys(one for goes, one in marks if one and not goes)
    return Marks(tuple(given), tuple(dict.fromkeys(one for goes, one in marks if one and goes)))
