"""Where an order is to go: what customers write when they are asked for it, and that they want it changed.

An address has no form that holds everywhere. What holds a postal code, or words and numbers of a place, is taken; what
may be one is asked about; a question, a yes or a story is none, and is left to other readers. So are words that people
use in such chats and no others, whatever numbers and commas stand between them: "change my mind, only one".
"""

import re
from dataclasses import dataclass

from handlers.replies.grammar import Vocabulary
from handlers.replies.known import is_known
from handlers.replies.text import tokens, words
from handlers.replies.word_lists import read_sets, read_words
from handlers.sourcing.replies.address_openings import without_correction, without_lead, without_trail

SHORTEST, LONGEST = 10, 300
"""Characters of an address; a street with its number may be shorter ("5 Elm St")."""
_FEWEST_WORDS = 3
_MOST_LINES = 8
_MOST_WORDS = 12  # of a wish to change it
_WORDS = Vocabulary({name: tuple(dict.fromkeys(said)) for name, said in read_words("sourcing:addresses").items()})
_TOWNS = read_sets("sourcing:postal_codes")["towns"]
_INITIAL = 2  # letters of a word that is no name
_MARKS = frozenset({"full", "comma", "sign"})
_PLACES = frozenset({"street", "place"})
_PARTS = re.compile(r"[,\n]")
# India 110001 and 110 001, the United States 60601 and 60601-1234, Canada K1A 0B1, the United Kingdom SW1A 1AA.
_POSTAL_CODES = (
    r"\d{6}", r"\d{3} \d{3}", r"\d{5}(?:-\d{4})?", r"[a-z]\d[a-z] ?\d[a-z]\d", r"[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}",
)  # fmt: skip
POSTAL_CODE = re.compile(rf"(?<![\w-])(?:{'|'.join(_POSTAL_CODES)})(?![\w-])", re.IGNORECASE)
# Where parcels are sorted by it; of others a carrier knows the place without.
CODES = {"IN": r"[1-9]\d{2} ?\d{3}", "US": r"\d{5}(?:-\d{4})?"}
"""How the postal codes of countries are written."""
# "My address is …", "ghar ka pata: …", "deliver it to …": what stands before it is no part of it.
LABEL = re.compile(
    r"""^\s*(?:
        (?:(?:please|pls|plz)\s+)?(?:deliver|send|ship|deliver\s+karna|bhejna|bhej\s+dena)(?:\s+it)?\s+(?:to|at)\b
        |to\b
        |(?:address|pata|direcci[oó]n|पता)(?=\s+[#]?\d)
        |(?:mera|my|mi|ghar\s+ka|delivery|मेरा)\s+(?:address|pata|direcci[oó]n|domicilio|पता)(?!\w)(?:\s+(?:is|hai|es|है)(?!\w))?
        |(?:[^\W\d]+\s+){0,3}(?:address|pata|direcci[oó]n|domicilio|पता)(?:\s+(?:is|hai|es|है)(?!\w)|\s*[:=-])
    )[\s:,=-]*""",
    re.IGNORECASE | re.VERBOSE,
)
_CHANGED_TO = re.compile(r"^[^:\d]{0,60}?(?:\bto\b|\ba\b|:|\n)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadAddress:
    """An address as it was written, without what stood before it; not ``sure`` is one that has to be confirmed."""

    text: str
    sure: bool


def tidied(text: str) -> str:
    """The lines of a text, without blanks at their ends and lines of nothing else."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def on_one_line(address: str) -> str:
    """An address of several lines as it is said in a sentence."""
    return ", ".join(line.rstrip(",. ") for line in address.splitlines())


def read_address(text: str) -> ReadAddress | None:
    """The address that a text is; None for a question, a story, and what is too short or too long."""
    said = without_lead(without_correction(tidied(text)))
    said = without_trail(without_lead(without_correction(LABEL.sub("", said, count=1))))
    if "?" in said or len(said) > LONGEST or said.count("\n") >= _MOST_LINES:
        return None
    if len(said) < SHORTEST and not (said[:1].isdigit() and is_street(said)):
        return None
    names = _WORDS.name(tokens(said))
    coded = POSTAL_CODE.search(said) is not None
    if len(words(said)) < _FEWEST_WORDS or "against" in names:
        return None
    signs = (any(letter.isdigit() for letter in said), "," in said or "\n" in said, not _PLACES.isdisjoint(names))
    if not coded and not signs[2] and not _has_names(said):
        return None
    if coded or sum(signs) >= 2:
        return ReadAddress(said, sure=True)
    return ReadAddress(said, sure=False) if any(signs) else None


def _has_names(said: str) -> bool:
    """Whether a word may be the name of a street, a house or a town: one that such chats do not have."""
    spoken = [word for word in words(said) if not word.isdecimal()]
    return any(word in _TOWNS or (len(word) > _INITIAL and not is_known(word)) for word in spoken)


def is_street(address: str) -> bool:
    """Whether an address is a street or a house and says no town: each of its parts ends by such a word or a number."""
    parts = [tokens(part) for part in _PARTS.split(address) if part.strip()]
    return bool(parts) and all(map(_ends_in_street, parts)) and "street" in _WORDS.name(tokens(address))


def _ends_in_street(part: list[str]) -> bool:
    said = [(_WORDS.names(letter)[0], word) for letter, word in _WORDS.classify(part)]
    named = [(name, word) for name, word in said if name not in _MARKS]
    last = max((place for place, (name, _) in enumerate(named) if name in {"street", "digits"}), default=-1)
    return last >= 0 and all(len(word) == 1 for _, word in named[last + 1 :])


def names_street(text: str) -> bool:
    """Whether a text names a street or a house; "St. Louis" and "Hartford CT" do not."""
    said = tokens(text)
    inner = said[said[:1] == ["st"] : len(said) - (said[-1:] == ["ct"])]
    return "street" in _WORDS.name(inner)


def names_place(text: str) -> bool:
    """Whether a text names a street, a house, or a place in a town by its kind: "near the temple", "Sadar Bazaar"."""
    return names_street(text) or "place" in _WORDS.name(tokens(text))


def is_of_place(word: str) -> bool:
    """Whether a word is one of a street, a house or a place in a town."""
    return not _PLACES.isdisjoint(_WORDS.name([word]))


def tells_story(text: str) -> bool:
    """Whether it has words of another story: of an order, of money."""
    return "against" in _WORDS.name(tokens(text))


def speaks_of_address(text: str) -> bool:
    """Whether a text has a word for an address."""
    return "address" in _WORDS.name(tokens(text))


def lacks_postal_code(address: str, country: str) -> bool:
    """Whether carriers of a country would ask back for the code; a number that an address begins with is a house's."""
    return country in CODES and not any(found.start() for found in POSTAL_CODE.finditer(address))


def read_change(text: str) -> str | None:
    """The new address behind a wish to change it, "" where only the wish is there; None where there is none."""
    found = read_address(_CHANGED_TO.sub("", text, count=1)) if _wishes(text, whole=False) else None
    if found is not None and found.sure:
        return found.text
    return "" if _wishes(text, whole=True) else None


def _wishes(text: str, *, whole: bool) -> bool:
    """Whether a text wants an address changed; ``whole``: and says nothing else."""
    if "http" in text:
        return False
    said = tokens(text)
    first = set(_WORDS.name(said[:_MOST_WORDS]))
    if not {"address", "changing"} <= first:
        return False
    names = set(_WORDS.name(said)) - _MARKS - {"address", "changing", "beside", "against"}
    return not whole or (not names and len(said) <= _MOST_WORDS)
