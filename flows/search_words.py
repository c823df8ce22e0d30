"""The search words for people: parts of names, last digits of numbers, e-mail addresses, and the ids of shops' systems.

A search matches the beginning of a word, so that a database index finds the matches as one range.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows import mail_address
from flows.channels import CHANNELS
from flows.name_folding import fold_name
from flows.name_sounds import is_devanagari, is_latin, sound, transliterate
from flows.phone_numbers import normalise_number

LONGEST_PART = 40
"""Maximum characters of a stored part of a name; parts begin at each of its words."""
MOST_WORDS = 12
"""Maximum words of a name that can be found."""
LONGEST_TEXT = 500
"""Maximum characters of a search text; a longer text finds nobody."""
SHORTEST_NUMBER = 4
"""Minimum digits of a number search: as many as a staff chat shows."""
MAIL, CUSTOMER = "@", "#"
"""The prefixes of e-mail addresses and of shops' customer ids in ``make_search_word``; ends of numbers begin with a
digit."""

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
    """The words of a name in one spelling; stored words begin with ``mark``."""

    words: tuple[str, ...]
    mark: str = ""

    def begins(self, *words: str) -> str:
        """Return the common prefix of all stored parts that begin with these words."""
        return f"{self.mark}{' '.join(words)}"[:LONGEST_PART]


def words(text: str) -> list[str]:
    """Return the words of a name in comparable form; hyphens, apostrophes and other marks separate them."""
    return [word for compound in _compounds(text) for word in compound]


def spell_alike(text: str) -> list[Spelling]:
    """Return the sounds of a text in the other script, Latin or Devanagari, so that names in both are found. Empty for
    a text in neither."""
    heard = _spell_heard(text)
    return [Spelling(heard, _OTHER[one]) for one in _letters(text)] if heard else []


def are_alike(one: str, other: str) -> bool:
    """Return True if two names, one in Latin letters and one in Devanagari, are the same."""
    return any(like.mark in _letters(other) and like.words == _spell_heard(other) for like in spell_alike(one))


def parts(name: str) -> tuple[str, ...]:
    """Return the parts of a name that begin at each of its words: "Asha Devi Kumar" is also "devi kumar" and "kumar";
    then the sounds of these.

    In scripts without spaces a word may begin at each letter. A word with a hyphen or the like is also stored without
    it.
    """
    written = _spell_written(name)
    return (*written, *list_sounds(name, written))


def list_sounds(name: str, written: Sequence[str] = ()) -> Sequence[str]:
    """Return the sounds of a name from each of its words on (flows/name_sounds.py), each with a space after it; empty
    for other scripts. ``written`` are the words, if already known."""
    spoken = _spell_written(transliterate(name[:LONGEST_TEXT])) if is_devanagari(name) or not written else written
    return [f"{mark}{one}"[:LONGEST_PART] + " " for mark in _letters(name) for one in dict.fromkeys(map(sound, spoken))]


def make_search_word(channel: str, value: str) -> str | None:
    """Return the search word of an address; None if the address is not searchable."""
    if channel == mail_address.MAIL:
        return mail(value)
    if channel in CHANNELS:
        return value[: -_LONGEST_SOUGHT - 1 : -1] if value[-1:].isdigit() and value[-1:].isascii() else None
    return spell_customer(value.partition(":")[2] or value) if channel == "customer" else None


def mail(text: str) -> str:
    """Return an e-mail address, or the beginning of one, in the form of ``make_search_word``."""
    return f"{MAIL}{fold_name(mail_address.show_mail(text))}"[:_LONGEST_SOUGHT]


def spell_customer(text: str) -> str:
    """Return a shop's id of a customer in the form of ``make_search_word``."""
    return f"{CUSTOMER}{fold_name(text)}"[:_LONGEST_SOUGHT]


def ends(text: str, shortest: int = SHORTEST_NUMBER) -> tuple[str, ...]:
    """Return the possible last digits of a number, from a text that is only a number.

    The forms are: as written; as stored (flows/phone_numbers.py); without the dialling prefix at home or from abroad.
    Empty for other texts, or fewer digits than ``shortest``.
    """
    written = clean_text(text).replace("(0)", "")
    if not _NUMBER.fullmatch(written):
        return ()
    digits = "".join(str(unicodedata.decimal(one)) for one in written if one.isdecimal())
    ways = dict.fromkeys((digits, normalise_number(f"+{digits}")[1:], digits.lstrip("0")))
    return tuple(one for one in ways if len(one) >= shortest)


def clean_text(text: str) -> str:
    """Return a text without invisible characters, such as those of a copied number; a line break becomes a space."""
    kinds = ((one, unicodedata.category(one)) for one in text)
    return "".join(" " if kind == "Cc" else one for one, kind in kinds if kind not in {"Cf", "Cs"}).strip()


def find_upper_bound(beginning: str) -> str:
    """Return the smallest text that sorts after all texts with this beginning; "" if there is none."""
    for at in range(len(beginning) - 1, -1, -1):
        after = ord(beginning[at]) + 1
        if after <= 0x10FFFF:
            return beginning[:at] + chr(0xE000 if 0xD800 <= after < 0xE000 else after)
    return ""


def _letters(text: str) -> list[str]:
    """Return the scripts of a text that have a sound key."""
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
    """Yield the parts between breaks, each as its words between joints."""
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
    """Return True for letters with their marks, digits, and emoji, as some people's names consist of these."""
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
    """Return True for Kana, Han and Hangul."""
    return (
        "\u3041" <= one <= "\u30ff" or "\u3400" <= one <= "\u9fff" or "\uac00" <= one <= "\ud7a3" or one >= "\U00020000"
    )
