"""What is wished of the bringing beside an address: "… 560038 in the evening after 6", "… call before coming 98…".

It is no part of the address. Only words of such a wish are told apart, and no name of a place or a person.
"""

import re
from dataclasses import dataclass

from handlers.replies.questioning import asks_something
from handlers.replies.text import normalise, words
from handlers.replies.word_lists import read_sets, read_words
from handlers.sourcing.replies.address_meant import CODE, typed
from handlers.sourcing.replies.addresses import TOWNS, certain_address
from handlers.sourcing.replies.joining import whole
from handlers.sourcing.replies.occasions import speaks_of_occasion_alone
from handlers.sourcing.replies.recipients import unaccented

_LISTED = read_sets("sourcing:address_notes")
_ANY = {name: typed(said) for name, said in read_words("sourcing:address_notes").items()}
_SPOKEN = frozenset(word for said in _LISTED.values() for phrase in said for word in phrase.split())
_SIGNS = " \t\n,.:;!–—-"
_HOUR = r"\d{1,2}(?:[:.]\d{2})?\s*"
_KINDS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_HOUR}{_ANY['hour']}",
        rf"{_ANY['beside hour']}\s+(?:las?\s+)?{_HOUR}",
        rf"{_HOUR}(?:ke\s+|के\s+)?{_ANY['beside hour']}",
        rf"{_ANY['numbers']}\D{{0,12}}\d[\d\s-]{{8,}}",
        _ANY["time"],
        _ANY["calls"],
        _ANY["leaves"],
        _ANY["gives"],
    )
)
_TIMES, _LEAVING = _KINDS[4], _KINDS[6]
_OPENS = read_sets("openings")["yes"] | read_sets("sourcing:correcting")["contrast"] | {"and"}
_OPENING = re.compile(rf"{whole(_OPENS)}[\s,.!]+", re.IGNORECASE)
_TO_CALL = re.compile(r"(?<!\d)(?:(?:\+|00)?91[\s-]?|0)?[6-9]\d{4}[\s-]?\d{5}(?!\d)")
_MOST_OF_NAME = 3  # words
_NUMBER = re.compile(r"\d[\d:.-]*(?:am|pm|h|hrs)?", re.IGNORECASE)
_SIGN = r"\s*[,;.।:–—-]\s+|\s*\n\s*"
_CUT = re.compile(rf"{_SIGN}|\s+")
_CUT_BEFORE = re.compile(
    rf"{_SIGN}|\s+{whole(read_sets('sourcing:address_leads')['toward'])}\s+(?=#?\d|[a-z]-?\d)", re.IGNORECASE
)
_CODED = re.compile(CODE)
_PHONE = re.compile(r"(?<!\d)(?:\+?91[\s-]?)?[6-9]\d{4}[\s-]\d{5}(?!\d)")
_PARTS = re.compile(r"[;\n।]|[.,!](?=\s|$)")
_LONGEST, _FEWEST = 16, 2  # words of a wish


@dataclass(frozen=True, slots=True)
class WithNote:
    """A text without the wish, and the wish."""

    text: str
    note: str


def part_note(text: str) -> WithNote | None:
    """The address, with what else stands beside it, and the wish of how it is brought; None where none is."""
    if "?" in text or not any(letter.isdigit() for letter in text):
        return None
    behind = _behind(text)
    before = _before(behind.text if behind is not None else text)
    if before is None or behind is None:
        return before or behind
    return WithNote(before.text, f"{before.note}, {behind.note}")


def is_note(text: str) -> bool:
    """Whether all of a text is such a wish."""
    said = [normalise(word).strip(_SIGNS) for word in unaccented(text).split()]
    said = [word for word in said if word]
    if not _FEWEST <= len(said) <= _LONGEST or _CODED.search(_without_gaps(text)) is not None:
        return False
    if not all(word in _SPOKEN or _NUMBER.fullmatch(word) is not None for word in said):
        return False
    return any(kind.search(unaccented(text)) is not None for kind in _KINDS)


def note_alone(text: str) -> str:
    """The wish that is all of a text, without a yes before it: "after 6pm only", "my number is 98…"; "" for any other.

    A day alone asks how soon it comes, and "leave it" may be of the order.
    """
    said = text.strip()
    said = said[len(_opening_of(said)) :]
    if "?" in text or asks_something(said):
        return ""
    return said if _is_number_alone(said) or (is_note(said) and _says_enough(said)) else ""


def _opening_of(text: str) -> str:
    """The yes that begins a text, with what parts it from the rest; "" for none."""
    end = 0
    plain = unaccented(text)
    while (found := _OPENING.match(plain, end)) is not None:
        end = found.end()
    return text[:end]


def is_of_the_way(note: str) -> bool:
    """Whether the courier is to call, and not the team: "call before coming"."""
    return not _LISTED["before coming"].isdisjoint(words(note))


def _says_enough(text: str) -> bool:
    spoken = set(words(text))
    kinds = [kind for kind in _KINDS if kind.search(unaccented(text)) is not None]
    if kinds == [_LEAVING]:
        return not spoken.isdisjoint(_LISTED["left with"])
    return kinds != [_TIMES] or not spoken & _LISTED["time"] <= _LISTED["day"]


def _is_number_alone(text: str) -> bool:
    """Whether a number to call is told, with whose it is perhaps: "no 98…", "Meena Gupta 98…"."""
    found = _TO_CALL.search(text)
    if found is None:
        return False
    around = [word for word in f"{text[: found.start()]} {text[found.end() :]}".split() if word.strip(_SIGNS)]
    names = [word for word in around if normalise(word).strip(_SIGNS) not in _LISTED["around number"]]
    return len(names) <= _MOST_OF_NAME and all(word[0].isupper() and word.strip(_SIGNS).isalpha() for word in names)


def _behind(text: str) -> WithNote | None:
    """A wish at the end of a text, or of its first sentence behind the address."""
    codes = list(_CODED.finditer(_without_gaps(text)))
    start = codes[-1].end() if codes else 0
    for cut in _CUT.finditer(text, start):
        address, rest = text[: cut.start()].rstrip(_SIGNS), text[cut.end() :].strip(_SIGNS)
        if not (cut[0].strip() or (codes and _is_town(text[start : cut.start()]))) or not certain_address(address):
            continue
        if _is_wished(rest):
            return WithNote(address, rest)
        first = _PARTS.search(rest)
        if first is not None and _is_wished(rest[: first.start()]):
            return WithNote(f"{address}. {rest[first.end() :].strip(_SIGNS)}", rest[: first.start()].strip(_SIGNS))
    return None


def _before(text: str) -> WithNote | None:
    """A wish before the address: "call before you come, 12 MG Road …", "yes, gift for my mom at 12 MG Road …"."""
    yes = _opening_of(text)
    for cut in _CUT_BEFORE.finditer(text, len(yes)):
        note, address = text[len(yes) : cut.start()].strip(_SIGNS), text[cut.end() :].lstrip(_SIGNS)
        if _is_wished(note) and certain_address(address):
            return WithNote(f"{yes}{address}", note)
    return None


def _is_wished(text: str) -> bool:
    """Whether it is such a wish, or says for whom the goods are."""
    return is_note(text) or speaks_of_occasion_alone(text)


def _without_gaps(text: str) -> str:
    """A text in which a number to call is no postal code: "98110 12345" has as many digits."""
    return _PHONE.sub(lambda found: "9" * len(found[0]), text)


def _is_town(said: str) -> bool:
    """Whether nothing but the name of a town stands there, or nothing at all."""
    return all(word[0].isupper() or normalise(word) in TOWNS for word in said.replace(",", " ").split())
