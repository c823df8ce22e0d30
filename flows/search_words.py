"""The search words for people: parts of names, ends of numbers, mails, and the ids of shops' systems.

A search matches the beginning of a word, so that a database index finds them as one range.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.channels import CHANNELS
from flows.name_folding import fold_name
from flows.name_sounds import is_devanagari, is_latin, sound, transliterate
from flows.phone_numbers import normalise_number

LONGEST_PART = 40
"""Characters of a part of a name, from each of its words on."""
MOST_WORDS = 12
"""Words of a name that can be found."""
LONGEST_TEXT = 500
"""Characters of a name that are read; a longer text finds nobody."""
SHORTEST_NUMBER = 4
"""Minimum digits of a number search: as many as a staff chat shows."""
MAIL, CUSTOMER = "@", "#"
"""The prefixes of a mail and of a shop's customer id among ``make_search_word``; ends of numbers begin with a digit."""

IN_LATIN, IN_DEVANAGARI = "^", "~"
"""The prefixes of a name part's sound, by its script; no word begins with them."""

_OTHER = {IN_LATIN: IN_DEVANAGARI, IN_DEVANAGARI: IN_LATIN}
_LONGEST_SOUGHT = 80
_MOST_PARTS = 2 * MOST_WORDS
_NUMBER = re.compile(r"[\d\s+().\-/…]+")
_JOINTS = frozenset("'’‘ʼʻʹ＇-‐–—−")  # O'Brien is found as O Brien and as OBrien
# Characters that people leave out or replace: strokes and ligatures, which no decomposition separates; the nukta and
# the candrabindu of Devanagari, a variant of the anusvara; points of Arabic and Hebrew, and the letters of Arabic that
# keyboards have twice (Unicode Technical Standard 10, 1.1 "Multi-Level Comparison").
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
    """The words of a name in one spelling; ``mark`` begins the stored words."""

    words: tuple[str, ...]
    mark: str = ""

    def begins(self, *words: str) -> str:
        """Return the beginning of all parts that begin with these words."""
        return f"{self.mark}{' '.join(words)}"[:LONGEST_PART]


def words(text: str) -> list[str]:
    """Return the words of a name as they are compared; hyphens, apostrophes and other marks part them."""
    return [word for compound in _compounds(text) for word in compound]


def spell_alike(text: str) -> list[Spelling]:
    """Return how names sound that are written in other letters than a text and are the same: Latin letters find
    Devanagari, and the other way round. Empty for what is written in neither."""
    heard = _spell_heard(text)
    return [Spelling(heard, _OTHER[one]) for one in _letters(text)] if heard else []


def are_alike(one: str, other: str) -> bool:
    """Return True if two names, one in Latin letters and one in Devanagari, are the same."""
    return any(like.mark in _letters(other) and like.words == _spell_heard(other) for like in spell_alike(one))


def parts(name: str) -> tuple[str, ...]:
    """Return a name from each of its words on: "Asha Devi Kumar" is also "devi kumar" and "kumar"; then how these
    sound.

    Where scripts have no spaces a word may begin at each of their letters. A word with a joint is one without it, too.
    """
    written = _spell_written(name)
    return (*written, *list_sounds(name, written))


def list_sounds(name: str, written: Sequence[str] = ()) -> Sequence[str]:
    """Return how a name sounds from each of its words on (flows/name_sounds.py), with a space behind it; nothing for a
    name in other letters. ``written`` is the same as it is written, where that is known."""
    spoken = _spell_written(transliterate(name[:LONGEST_TEXT])) if is_devanagari(name) or not written else written
    return [f"{mark}{one}"[:LONGEST_PART] + " " for mark in _letters(name) for one in dict.fromkeys(map(sound, spoken))]


def make_search_word(channel: str, value: str) -> str | None:
    """Return the search word of an address; None if the address is not searchable."""
    if channel in CHANNELS:
        return value[: -_LONGEST_SOUGHT - 1 : -1] if value[-1:].isdigit() and value[-1:].isascii() else None
    if channel == "email":
        return mail(value)
    return spell_customer(value.partition(":")[2] or value) if channel == "customer" else None


def mail(text: str) -> str:
    """Return a mail address, or the beginning of one, as ``make_search_word`` keeps mails."""
    return f"{MAIL}{fold_name(text)}"[:_LONGEST_SOUGHT]


def spell_customer(text: str) -> str:
    """Return a shop's id of a customer, as ``make_search_word`` keeps ids."""
    return f"{CUSTOMER}{fold_name(text)}"[:_LONGEST_SOUGHT]


def ends(text: str, shortest: int = SHORTEST_NUMBER) -> tuple[str, ...]:
    """Return the possible last digits of a number from a text that is only a number.

    The forms are: as written; as numbers are stored here (flows/phone_numbers.py); without the dialling prefix at home
    or from abroad. Empty for a text that is no number, or has fewer digits than ``shortest``.
    """
    written = clean_text(text).replace("(0)", "")
    if not _NUMBER.fullmatch(written):
        return ()
    digits = "".join(str(unicodedata.decimal(one)) for one in written if one.isdecimal())
    ways = dict.fromkeys((digits, normalise_number(f"+{digits}")[1:], digits.lstrip("0")))
    return tuple(one for one in ways if len(one) >= shortest)


def clean_text(text: str) -> str:
    """Return a text without what is not seen, as marks that a copied number brings along; a line break is a space."""
    kinds = ((one, unicodedata.category(one)) for one in text)
    return "".join(" " if kind == "Cc" else one for one, kind in kinds if kind not in {"Cf", "Cs"}).strip()


def find_upper_bound(beginning: str) -> str:
    """Return the first of all texts that are behind those with this beginning, letter by letter; "" where all are
    before."""
    for at in range(len(beginning) - 1, -1, -1):
        after = ord(beginning[at]) + 1
        if after <= 0x10FFFF:
            return beginning[:at] + chr(0xE000 if 0xD800 <= after < 0xE000 else after)
    return ""


def _letters(text: str) -> list[str]:
    """Return the scripts in a text, among those with a sound key."""
    told = ((IN_DEVANAGARI, is_devanagari(text)), (IN_LATIN, is_latin(fold_name(text))))
    return [mark for mark, is_so in told if is_so]


def _spell_heard(text: str) -> tuple[str, ...]:
    return tuple(sound(" ".join(words(transliterate(text)))).split())


def _spell_written(name: str) -> tuple[str, ...]:
    compounds, left = [], MOST_WORDS
    for compound in _compounds(name[:LONGEST_TEXT]):
        compounds.append(compound[:left])
        left -= len(compounds[-1])
    found = dict.fromkeys(part[:LONGEST_PART].rstrip() for part in _spell_compounds(compounds))
    return tuple(one for one in found if one)[:_MOST_PARTS]


def _compounds(text: str) -> Iterator[list[str]]:
    """Yield the stretches between breaks, each as the words between joints."""
    compound: list[str] = [""]
    for one in f"{fold_name(text).translate(_ALIKE)} ":
        if one in _JOINTS:
            compound.append("")
        elif _is_letter(one):
            compound[-1] += one
        else:
            if any(compound):
                yield [word for word in compound if word]
            compound = [""]


def _is_letter(one: str) -> bool:
    """Return True for letters with their marks, digits, and emoji: some people's names are only these."""
    kind = unicodedata.category(one)
    return kind[0] in "LMN" or kind == "So"


def _spell_compounds(compounds: list[list[str]]) -> Iterator[str]:
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
