"""Where an order is to go: what customers write when they are asked for it.

An address has no form that holds everywhere. What holds a postal code, or words and numbers of a place, is taken; what
may be one is asked about; a question, a yes or a story is none, and is left to other readers. So are words that people
use in such chats and no others, whatever numbers and commas stand between them: "change my mind, only one".
"""

import re
from dataclasses import dataclass, replace

from handlers.replies.grammar import Vocabulary
from handlers.replies.known import is_known
from handlers.replies.text import tokens, words
from handlers.replies.word_lists import read_sets, read_words
from handlers.sourcing.replies.address_meant import Meant, meant
from handlers.sourcing.replies.address_openings import without_correction, without_lead, without_trail
from handlers.sourcing.replies.address_told import told
from handlers.sourcing.replies.address_which import without_which
from handlers.sourcing.replies.joining import whole

SHORTEST, LONGEST = 10, 300
"""Characters of an address; a street with its number may be shorter ("5 Elm St")."""
_FEWEST_WORDS = 3
_MOST_LINES = 8
WORDS = Vocabulary({name: tuple(dict.fromkeys(said)) for name, said in read_words("sourcing:addresses").items()})
"""What customers write of a place, by classes."""
_CALLING = read_sets("sourcing:address_leads")["calling"]
TOWNS = read_sets("sourcing:postal_codes")["towns"]
"""Towns that are known by their names."""
_OF_CODES = frozenset().union(
    *(read_sets("sourcing:postal_codes")[name] for name in ("code", "said", "denied", "before town"))
)
_AGAINST, _ROADS = (
    whole(said) for said in (read_words("sourcing:addresses")["against"], read_sets("sourcing:address_names")["roads"])
)
_ROAD = re.compile(rf"(?<=[\d,;\s])\s*{_AGAINST}\s+{_ROADS}", re.IGNORECASE)
_INITIAL = 2  # letters of a word that is no name
MARKS = frozenset({"full", "comma", "sign"})
"""Classes of what is no word."""
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
        |(?:(?:yes|yep|yeah|ok|okay|oke|sure|haan|haa|han|ji|s[ií]|hi|hello|hey|thanks|then|so|alright|all\s+right|right|fine
          |great|good|cool|well|perfect|acc?h+a|th?ee?k\s+hai?|toh?|vale|bueno|pues|entonces|perfecto|claro|h+m+|u+m+|oh|bhai
          |ठीक\s+है|अच्छा|तो|हाँ|हां|जी)[\s,.!-]+)+
          (?=[#]?\d|[a-z]{1,2}[-/]\d|(?:h\.?\s*no|flat|house|plot|shop|calle|avenida|gali|makan|deliver|send|ship)(?!\w))
        |(?:address|pata|direcci[oó]n|पता)(?=\s+[#]?\d)
        |(?:mera|my|mi|ghar\s+ka|delivery|मेरा)\s+(?:address|pata|direcci[oó]n|domicilio|पता)(?!\w)(?:\s+(?:is|hai|es|है)(?!\w))?
        |(?:[^\W\d]+\s+){0,3}(?:address|pata|direcci[oó]n|domicilio|पता)(?:\s+(?:is|hai|es|है)(?!\w)|\s*[:=-])
    )[\s:,=-]*""",
    re.IGNORECASE | re.VERBOSE,
)


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
    """The address that a text is, the one that is meant of several; None for a question, a story, what is too short or
    too long, and where none is meant."""
    place = meant_in(text)
    found = _read(place.text) if place.text else None
    return replace(found, sure=found.sure and place.sure) if found is not None else None


def certain_address(text: str) -> bool:
    """Whether a text is an address whatever its words call: it has a postal code, or a street with its number."""
    found = read_address(text)
    if found is None or not found.sure:
        return False
    return POSTAL_CODE.search(found.text) is not None or (
        names_street(found.text) and any(letter.isdigit() for letter in found.text)
    )


def is_place_alone(text: str) -> bool:
    """Whether all of a text is surely an address, and no word leads to one or asks to bring something there."""
    found = read_address(text) if any(letter.isdigit() for letter in text) else None
    if found is None or not found.sure or not _CALLING.isdisjoint(words(text)):
        return False
    return words(found.text) == words(text)


def meant_in(text: str) -> Meant:
    """Where in a text the address stands that is meant, or the postal code alone."""
    if "?" in text or len(text) > LONGEST or not any(letter.isdigit() for letter in text):
        return Meant(text)
    place = meant(text, _is_place)
    return told(text, _is_place) if place == Meant(text) else place


def _is_place(text: str) -> bool:
    found = _read(text)
    return (found is not None and found.sure) or is_code(text)


def is_code(text: str) -> bool:
    """Whether a text is a postal code and says nothing else: "my pin is 110001"."""
    around = words(POSTAL_CODE.sub(" ", text, count=1))
    return POSTAL_CODE.search(text) is not None and _OF_CODES.issuperset(around)


def says_of_codes(text: str) -> bool:
    """Whether all the words of a text are said of postal codes: "the pin is 560038, not 560001"."""
    return _OF_CODES.issuperset(words(POSTAL_CODE.sub(" ", text)))


def without_label(text: str) -> str:
    """What stands behind words that say an address follows: "my address is B-22"."""
    return without_lead(LABEL.sub("", text, count=1))


def _read(text: str) -> ReadAddress | None:
    """The address that all of a text is, whatever is said of it."""
    said = without_lead(without_correction(without_which(tidied(text))))
    said = without_trail(without_lead(without_correction(LABEL.sub("", said, count=1))))
    if "?" in said or len(said) > LONGEST or said.count("\n") >= _MOST_LINES:
        return None
    if len(said) < SHORTEST and not (said[:1].isdigit() and is_street(said)):
        return None
    names = WORDS.name(tokens(_without_roads(said)))
    coded = POSTAL_CODE.search(said) is not None
    if len(words(said)) < _FEWEST_WORDS or "against" in names:
        return None
    signs = (any(letter.isdigit() for letter in said), "," in said or "\n" in said, not _PLACES.isdisjoint(names))
    if not coded and not signs[2] and not _has_names(said):
        return None
    if coded and says_of_codes(said):
        return None
    if coded or sum(signs) >= 2:
        return ReadAddress(said, sure=True)
    return ReadAddress(said, sure=False) if any(signs) else None


def _without_roads(said: str) -> str:
    """A text in which words of another story call no road: "12, Cancel Lane", "4 Link Road"."""
    return _ROAD.sub(" road", said) if any(letter.isdigit() for letter in said) else said


def _has_names(said: str) -> bool:
    """Whether a word may be the name of a street, a house or a town: one that such chats do not have."""
    spoken = [word for word in words(said) if not word.isdecimal()]
    return any(word in TOWNS or (len(word) > _INITIAL and not is_known(word)) for word in spoken)


def is_street(address: str) -> bool:
    """Whether an address is a street or a house and says no town: each of its parts ends by such a word or a number."""
    parts = [tokens(part) for part in _PARTS.split(address) if part.strip()]
    return bool(parts) and all(map(_ends_in_street, parts)) and "street" in WORDS.name(tokens(address))


def _ends_in_street(part: list[str]) -> bool:
    said = [(WORDS.names(letter)[0], word) for letter, word in WORDS.classify(part)]
    named = [(name, word) for name, word in said if name not in MARKS]
    last = max((place for place, (name, _) in enumerate(named) if name in {"street", "digits"}), default=-1)
    return last >= 0 and all(len(word) == 1 for _, word in named[last + 1 :])


def names_street(text: str) -> bool:
    """Whether a text names a street or a house; "St. Louis" and "Hartford CT" do not."""
    said = tokens(text)
    inner = said[said[:1] == ["st"] : len(said) - (said[-1:] == ["ct"])]
    return "street" in WORDS.name(inner)


def names_place(text: str) -> bool:
    """Whether a text names a street, a house, or a place in a town by its kind: "near the temple", "Sadar Bazaar"."""
    return names_street(text) or "place" in WORDS.name(tokens(text))


def is_of_place(word: str) -> bool:
    """Whether a word is one of a street, a house or a place in a town."""
    return not _PLACES.isdisjoint(WORDS.name([word]))


def tells_story(text: str) -> bool:
    """Whether it has words of another story: of an order, of money."""
    return "against" in WORDS.name(tokens(text))


def speaks_of_address(text: str) -> bool:
    """Whether a text has a word for an address."""
    return "address" in WORDS.name(tokens(text))


def lacks_postal_code(address: str, country: str) -> bool:
    """Whether carriers of a country would ask back for the code; a number that an address begins with is a house's."""
    return country in CODES and not any(found.start() for found in POSTAL_CODE.finditer(address))
