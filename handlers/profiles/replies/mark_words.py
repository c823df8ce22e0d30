"""How people say that somebody is to be marked: tags parted by commas, those that go, and sentences about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.replies.text import normalise
from handlers.replies.word_lists import read_sets

_LISTED = read_sets("profiles:marks")
_OFF, _BESIDE_OFF = _LISTED["off"], _LISTED["beside off"]
_BEFORE, _BETWEEN, _DONE, _OPENING = (_LISTED[one] for one in ("before", "between", "done", "opening"))
_WORD = re.compile(r'"[^"]*"|“[^”]*”|[^\s,;]+[,;]?|[,;]')
_MARKS = ',;.!:"“”'
_GOES = "-–−"  # before a tag that is to go
_NAME, _AS = r"(?P<who>[^:?\n]{1,60}?)", r"(?P<tag>[^:?\n]{1,60}?)"
_WHAT = "(?:tag|mark|label|टैग|निशान)"
# "mark nikhil as vip", "take the tag vip off nikhil", "nikhil ko vip tag karo", "nikhil se vip tag hatao"
_SENTENCES = tuple(
    re.compile(rf"\s*(?:please |pls |por favor )?{one}[\s.!।]*", re.IGNORECASE)
    for one in (
        rf"(?:mark|label|tag|marca|etiqueta|marcar|etiquetar)(?: an?)? {_NAME} (?:as|como)(?: an?| una?)? {_AS}",
        rf"(?P<off>take|remove|quita|quitar|borra)(?: off)?(?: the| la| el)? (?:tag|label|mark|etiqueta) {_AS}"
        rf" (?:off|from|of|a|al|de) {_NAME}",
        rf"{_NAME} (?:ko|par|pe|को|पर) {_AS} (?:ka |का )?{_WHAT} (?:kar|laga|कर|लगा)\S*(?: \S+)?",
        rf"{_NAME} (?P<off>se|par se|से|पर से) {_AS} (?:ka |का )?{_WHAT} (?:hata|हटा|nikal|निकाल)\S*(?: \S+)?",
    )
)


@dataclass(frozen=True, slots=True)
class Marks:
    """Tags as written: the given ones and the ones that go."""

    given: tuple[str, ...]
    taken: tuple[str, ...]

    @property
    def every(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.given, *self.taken)


def spelled(text: str, arguments: Sequence[str]) -> tuple[str, ...]:
    """The words of a command with the commas that part tags; without commas where the words are not the text's end."""
    words = _WORD.findall(text)[-len(arguments) :] if arguments else []
    return (
        tuple(words)
        if [one.strip(_MARKS) for one in words] == [one.strip(_MARKS) for one in arguments]
        else (tuple(arguments))
    )


def takes_off(text: str) -> bool:
    """Whether the command's own name takes a tag off."""
    first = text.strip().lstrip("/").split(maxsplit=1)
    return bool(first) and normalise(first[0]) in _OFF


def opens(text: str) -> bool:
    """Whether a text opens with the command, and no other sentence about tags."""
    first = text.strip().lstrip("/").split(maxsplit=1)
    return bool(first) and (normalise(first[0]) in _OPENING or takes_off(text))


def without_off(words: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """The words without those that take a tag off, at the beginning or the end, and whether there were any."""
    left = list(words)
    while len(left) > 1 and normalise(left[-1]) in _BESIDE_OFF | _DONE and _is_off(left[-2]):
        left.pop()
    said = len(left) > 1 and _is_off(left[-1])
    left = left[:-1] if said else left
    opens = next((at for at, one in enumerate(left) if normalise(one) not in _BESIDE_OFF), len(left))
    if opens < len(left) - 1 and _is_off(left[opens]):
        return tuple(left[opens + 1 :]), True
    return tuple(left), said


def _is_off(word: str) -> bool:
    return normalise(word.strip(_MARKS)) in _OFF


def before_name(words: Sequence[str]) -> int:
    """How many words lead up to a name."""
    return next((at for at, one in enumerate(words) if normalise(one) not in _BEFORE), len(words))


def tags(words: Sequence[str], *, off: bool) -> Marks:
    """The tags in the words beside a name: parted by commas, "-vip" goes, "#vip" is vip."""
    left = list(words)
    while left and (normalise(left[0].strip(_MARKS)) in _BETWEEN or _is_off(left[0])):
        left, off = left[1:], off or _is_off(left[0])
    while left and (normalise(left[-1].strip(_MARKS)) in _BETWEEN or _is_off(left[-1])):
        left, off = left[:-1], off or _is_off(left[-1])
    every = [one.strip().strip(_MARKS).strip() for one in re.split("[,;]", " ".join(left))]
    marks = [(off or one[0] in _GOES, one.lstrip(f"#+{_GOES}").strip()) for one in every if one]
    given = dict.fromkeys(one for goes, one in marks if one and not goes)
    return Marks(tuple(given), tuple(dict.fromkeys(one for goes, one in marks if one and goes)))


def heard(text: str) -> Sequence[str] | None:
    """The name and the tag of a sentence that marks somebody in other words; None for others."""
    if text.startswith("/"):
        return None
    found = next((hit for one in _SENTENCES if (hit := one.fullmatch(text)) is not None), None)
    if found is None or any(letter.isdigit() for letter in found["who"]):
        return None
    off = ["off"] if "off" in found.groupdict() else []
    return [*off, *found["who"].split(), *found["tag"].split()]
