"""The words by which people are found: parts of names, ends of numbers, mails, and the ids of shops' systems.

Each is kept as a word that whoever looks for a person writes the beginning of, so that a database finds all of them
side by side in an index.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.channels import CHANNELS
from flows.name_folding import folded
from flows.name_sounds import is_devanagari, is_latin, latin, sound
from flows.phone_numbers import canonical

LONGEST_PART = 40
"""Characters of a part of a name, from each of its words on."""
MOST_WORDS = 12
"""Words of a name that can be found."""
LONGEST_TEXT = 500
"""Characters of a name that are read; a longer text finds nobody."""
SHORTEST_NUMBER = 4
"""Digits that may stand for a number: as many as a staff's chat shows of one."""
MAIL, CUSTOMER = "@", "#"
"""What begins a mail and a shop's id of a customer among ``sought``; ends of numbers begin with a digit."""

IN_LATIN, IN_DEVANAGARI = "^", "~"
"""What begins, among the parts of a name, how it sounds, by the letters that it is written in; no word begins so."""

_OTHER = {IN_LATIN: IN_DEVANAGARI, IN_DEVANAGARI: IN_LATIN}
_LONGEST_SOUGHT = 80
_MOST_PARTS = 2 * MOST_WORDS
_NUMBER = re.compile(r"[\d\s+().\-/…]+")
_JOINTS = frozenset("'’‘ʼʻʹ＇-‐–—−")  # O'Brien is found as O Brien and as OBrien
# What people leave out or write one for the other: strokes and ligatures, which no decomposition tells apart; the
# nukta and the candrabindu of Devanagari, which stands for an anusvara; points of Arabic and Hebrew, and the letters
# of Arabic that keyboards have twice (Unicode Technical Standard 10, 1.1 "Multi-Level Comparison").
_POINTS = [
    one for one in map(chr, (*range(0x0591, 0x05C8), *range(0x064B, 0x0653))) if unicodedata.category(one) == "Mn"
]
_ALIKE = str.maketrans(
    {
        **dict(zip("łøđðħıŋŧ\u0901آأإٱىیةک", "loddhint\u0902ااااييهك", strict=True)),
        **{"æ": "ae", "œ": "oe", "þ": "th", "\u093c": None, "\u0640": None, "\u0670": None},
        **dict.fromkeys(_POINTS, None),
    }
)


@dataclass(frozen=True, slots=True)
class Spelling:
    """The words of a name in one way in which they may be kept; ``mark`` begins what is kept so."""

    words: tuple[str, ...]
    mark: str = ""

    def begins(self, *words: str) -> str:
        """What a part begins with that begins with these words."""
        return f"{self.mark}{' '.join(words)}"[:LONGEST_PART]


def words(text: str) -> list[str]:
    """The words of a name as they are compared; hyphens, apostrophes and other marks part them."""
    return [word for compound in _compounds(text) for word in compound]


def alike(text: str) -> list[Spelling]:
    """How names sound that are written in other letters than a text and are the same: Latin letters find Devanagari,
    and the other way round. Empty for what is written in neither."""
    heard = _heard(text)
    return [Spelling(heard, _OTHER[one]) for one in _letters(text)] if heard else []


def are_alike(one: str, other: str) -> bool:
    """Whether two names, one in Latin letters and one in Devanagari, are the same."""
    return any(like.mark in _letters(other) and like.words == _heard(other) for like in alike(one))


def parts(name: str) -> tuple[str, ...]:
    """A name from each of its words on: "Asha Devi Kumar" is also "devi kumar" and "kumar"; then how these sound.

    Where scripts have no spaces a word may begin at each of their letters. A word with a joint is one without it, too.
    """
    written = _written(name)
    return (*written, *sounds(name, written))


def sounds(name: str, written: Sequence[str] = ()) -> Sequence[str]:
    """How a name sounds from each of its words on (flows/name_sounds.py), with a space behind it; nothing for a name in
    other letters. ``written`` is the same as it is written, where that is known."""
    spoken = _written(latin(name[:LONGEST_TEXT])) if is_devanagari(name) or not written else written
    return [f"{mark}{one}"[:LONGEST_PART] + " " for mark in _letters(name) for one in dict.fromkeys(map(sound, spoken))]


def sought(channel: str, value: str) -> str | None:
    """The word by which an address is found; None for an address that is not looked for."""
    if channel in CHANNELS:
        return value[: -_LONGEST_SOUGHT - 1 : -1] if value[-1:].isdigit() and value[-1:].isascii() else None
    if channel == "email":
        return mail(value)
    return customer(value.partition(":")[2] or value) if channel == "customer" else None


def mail(text: str) -> str:
    """A mail address, or the beginning of one, as ``sought`` keeps mails."""
    return f"{MAIL}{folded(text)}"[:_LONGEST_SOUGHT]


def customer(text: str) -> str:
    """A shop's id of a customer, as ``sought`` keeps ids."""
    return f"{CUSTOMER}{folded(text)}"[:_LONGEST_SOUGHT]


def ends(text: str, shortest: int = SHORTEST_NUMBER) -> tuple[str, ...]:
    """The digits that a number may end in by a text that is nothing but one, in the ways in which they may be meant.

    As it was written; as the number is written here (flows/phone_numbers.py); without what is dialled before it at home
    or from abroad. Empty for what is no number, or has fewer digits than ``shortest``.
    """
    written = plain(text).replace("(0)", "")
    if not _NUMBER.fullmatch(written):
        return ()
    digits = "".join(str(unicodedata.decimal(one)) for one in written if one.isdecimal())
    ways = dict.fromkeys((digits, canonical(f"+{digits}")[1:], digits.lstrip("0")))
    return tuple(one for one in ways if len(one) >= shortest)


def plain(text: str) -> str:
    """A text without what is not seen, as marks that a copied number brings along; a line break is a space."""
    kinds = ((one, unicodedata.category(one)) for one in text)
    return "".join(" " if kind == "Cc" else one for one, kind in kinds if kind not in {"Cf", "Cs"}).strip()


def behind(beginning: str) -> str:
    """The first of all texts that are behind those with this beginning, letter by letter; "" where all are before."""
    for at in range(len(beginning) - 1, -1, -1):
        after = ord(beginning[at]) + 1
        if after <= 0x10FFFF:
            return beginning[:at] + chr(0xE000 if 0xD800 <= after < 0xE000 else after)
    return ""


def _letters(text: str) -> list[str]:
    """In which letters something of a text is written, of those that are told by their sound."""
    told = ((IN_DEVANAGARI, is_devanagari(text)), (IN_LATIN, is_latin(folded(text))))
    return [mark for mark, is_so in told if is_so]


def _heard(text: str) -> tuple[str, ...]:
    return tuple(sound(" ".join(words(latin(text)))).split())


def _written(name: str) -> tuple[str, ...]:
    compounds, left = [], MOST_WORDS
    for compound in _compounds(name[:LONGEST_TEXT]):
        compounds.append(compound[:left])
        left -= len(compounds[-1])
    found = dict.fromkeys(part[:LONGEST_PART].rstrip() for part in _from_each(compounds))
    return tuple(one for one in found if one)[:_MOST_PARTS]


def _compounds(text: str) -> Iterator[list[str]]:
    """The stretches between breaks, each as the words between joints."""
    compound: list[str] = [""]
    for one in f"{folded(text).translate(_ALIKE)} ":
        if one in _JOINTS:
            compound.append("")
        elif _is_letter(one):
            compound[-1] += one
        else:
            if any(compound):
                yield [word for word in compound if word]
            compound = [""]


def _is_letter(one: str) -> bool:
    """Letters with their marks, digits, and pictures: some go by nothing else."""
    kind = unicodedata.category(one)
    return kind[0] in "LMN" or kind == "So"


def _from_each(compounds: list[list[str]]) -> Iterator[str]:
    for at, compound in enumerate(compounds):
        rest = [word for later in compounds[at + 1 :] for word in later]
        for place, word in enumerate(compound):
            behind_it = " ".join(("", *compound[place + 1 :], *rest))
            yield from (
                word[start:] + behind_it for start in range(len(word)) if not start or _has_no_spaces(word[start])
            )
        if len(compound) > 1:
            yield " ".join(("".join(compound), *rest))


def _has_no_spaces(one: str) -> bool:
    """Kana, Han and Hangul."""
    return (
        "\u3041" <= one <= "\u30ff" or "\u3400" <= one <= "\u9fff" or "\uac00" <= one <= "\ud7a3" or one >= "\U00020000"
    )
