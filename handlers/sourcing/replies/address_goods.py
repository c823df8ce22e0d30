"""Does a text that is an address name goods, too? "Lal Bagh Road", "12 Tiger Tee Ln" and "L. Short" are names of places
and people, though "bagh" is a tiger; "2 mugs, 5 MI Road" wants mugs.

Each part between commas is looked at by itself: by what stands before and behind the words that goods are called by.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.replies.known import is_known
from handlers.replies.text import normalise, tokens
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.address_wish import is_wish
from handlers.sourcing.replies.addresses import POSTAL_CODE, is_of_place
from handlers.sourcing.replies.naming import find_goods, name_bits
from handlers.sourcing.replies.plurals import singular
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.stock.items import is_kind
from handlers.sourcing.replies.wish_words import WORDS

_LEADS = read_sets("sourcing:address_leads")
_PART = re.compile(r"[,;\n]")
_LETTER = r"(?:[^\W_]|[\u0900-\u0903\u093a-\u094f\u0962\u0963])"  # with the vowel signs of Devanagari
_WORD = re.compile(rf"{_LETTER}+(?:['’.-]{_LETTER}+)*\.?")
_INITIAL = re.compile(r"\s*[^\W\d_]\.\s*[^\W\d_]")  # "L. Short"
_OF_NAMES = frozenset({"de", "del", "la", "las", "el", "los", "y"})  # "Calle de los Tigres"
_NAMES = frozenset({"other", "digits", "full", "comma", "sign"})


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of an address; ``kind`` is item, size, number, place or "" for any other, such as a name."""

    text: str
    kind: str

    @property
    def is_titled(self) -> bool:
        """Whether it begins with a capital, where its script has capitals."""
        return self.text[0] != self.text[0].lower() or self.text[0].lower() == self.text[0].upper()

    @property
    def is_strange(self) -> bool:
        """Whether people use it in such chats for a name alone."""
        return not self.kind and not is_known(normalise(self.text).strip("."))


def names_goods(address: str, shelf: Shelf) -> bool:
    """Whether a part of an address is rather goods of the shelf, or a size of them; without a postal code only what is
    surely called after a place is none."""
    if not any(bit.name in {"item", "size"} for bit in name_bits(address, shelf)):
        return False
    coded = POSTAL_CODE.search(address) is not None
    return any(_is_goods(part, shelf, coded=coded) for part in _PART.split(address))


def _is_goods(part: str, shelf: Shelf, *, coded: bool) -> bool:
    if is_wish(part, shelf) and not _INITIAL.match(part):
        return True
    said = [_Word(found[0], _kind(found[0], shelf)) for found in _WORD.finditer(part)]
    start = next((at for at, word in enumerate(said) if word.kind == "item"), None)
    if start is None:
        return _is_size(said) or (not coded and _is_counted_alone(part, said, shelf))
    items = [normalise(word.text) for word in said if word.kind == "item"]
    if _INITIAL.match(part) or (len(items) == 1 and is_of_place(items[0])):  # "Block C" of a shop with block prints
        return False
    if _wishes(part, said):
        return True
    end = next((at for at in range(start, len(said)) if said[at].kind not in {"item", "size"}), len(said))
    counted = start > 0 and said[start - 1].kind == "number"
    sure = find_goods(name_bits(part, shelf), tokens(part), shelf)[1] or any(is_kind(normalise(w.text)) for w in said)
    before = [word for word in said[:start] if word.text not in _OF_NAMES]
    if before and (before[-1].kind == "place" or (before[-1].is_titled and before[-1].is_strange)):
        return False  # "Calle Tigre", "Bob Short"
    if _leads_to_house(said[end:], counted=counted and sure):
        return True
    return not _is_called_so(said, end, counted=counted, sure=sure, coded=coded)


def _is_size(said: Sequence[_Word]) -> bool:
    """Whether a size is all that is said; with a full stop behind it it is the letter of a name."""
    return bool(said) and all(word.kind == "size" and word.text[-1] != "." for word in said)


def _is_counted_alone(part: str, said: Sequence[_Word], shelf: Shelf) -> bool:
    """Whether only a number stands beside what is a kind of place and goods as well: "2 bagh"."""
    if {word.kind for word in said} != {"number", "place"}:
        return False
    return any(bit.name == "item" for bit in name_bits(part, shelf))


def _is_called_so(said: Sequence[_Word], end: int, *, counted: bool, sure: bool, coded: bool) -> bool:
    """Whether a place or a person is called by these words, which end there: "Tiger Tee Ln", "Calle Tigre 5"."""
    others = [word for word in said if not word.kind]
    named = bool(others) and all(word.is_titled or word.is_strange for word in others)
    if said[end : end + 1] and said[end].kind == "place":
        return coded or named or not others
    of_place = any(word.kind == "place" for word in said)
    if counted and others:
        return named and (coded or of_place)
    if of_place or not coded:
        return of_place and (named or coded)
    return named or not (others or sure or counted)


def _leads_to_house(behind: Sequence[_Word], *, counted: bool) -> bool:
    """Whether a house begins behind goods: "mug 12 Bani Park", "2 mugs flat 9 Rose Apartments"."""
    if len(behind) < 2:
        return False
    if behind[0].kind == "number":
        return True
    return counted and normalise(behind[0].text) in _LEADS["house"] and behind[1].kind == "number"


def _wishes(part: str, said: Sequence[_Word]) -> bool:
    """Whether a word stands there that is of a wish, or leads to an address, and of no name."""
    names = {word for letter, word in WORDS.classify(tokens(part)) if WORDS.names(letter)[0] not in _NAMES}
    places = {normalise(word.text) for word in said if word.kind == "place"}
    leads = {normalise(word.text) for word in said} & (_LEADS["toward"] - _OF_NAMES)
    return bool(names - _OF_NAMES - places) or bool(leads)


def _kind(word: str, shelf: Shelf) -> str:
    plain = normalise(word).strip(".")
    if word[0].isdigit():
        return "number"
    if is_of_place(plain) and plain not in shelf.title_words:
        return "place"
    if not shelf.title_words.isdisjoint({plain, singular(plain)}):
        return "item"
    bits = name_bits(plain, shelf)
    found = next((bit.name for bit in bits if bit.name in {"item", "size", "number"}), "")
    return "place" if found != "item" and is_of_place(plain) else found
