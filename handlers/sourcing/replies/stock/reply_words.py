"""The phrases of a shop's reply: each has a sign, and may be a number or the name of a request. A sign is one letter
for the phrase's meaning, such as "Y" for a yes and "N" for a number. Regular expressions over the signs parse a
reply."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from handlers.replies.courtesies import is_courtesy
from handlers.replies.numbered_choices import read_sure
from handlers.replies.text_normalisation import normalise, words
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.order_number_mentions import map_spellings
from handlers.sourcing.replies.quantities import find_numbers, split
from handlers.sourcing.replies.stock.size_names import normalise_size
from handlers.sourcing.replies.stock.stock_answers import ShopRequest

_PHRASE, _SIZE_WORDS = 6, 2  # words of the longest phrase, and of a size
_SHORTEST_WORD, _SHORTEST_MISSPELT, _ALIKE = 3, 5, 82  # letters of a title's word, and its needed similarity (of 100)
_SIGNS = {
    "yes": "Y", "no": "n", "not": "m", "there": "T", "gone": "g", "none": "x", "all": "A", "both": "B", "three": "B",
    "some": "S", "less": "L", "rest": "R", "only": "O", "but": "C", "come": "K", "wait": "W", "undo": "U",
    "separator": ";", "filler": "", "got": "V", "sorry": "Z",
}  # fmt: skip
MARKS = {",": ",", ".": ",", ";": ";", "\n": ";", "&": ";"} | dict.fromkeys("!:()-–#", "")
_COUNTED = {"both": 2, "three": 3}


@dataclass(frozen=True, slots=True)
class ReplyToken:
    """A phrase by its ``sign``. N is a number with this ``value``. I names the requests at the indexes ``places``, by
    their size if it is ``sized``."""

    sign: str
    value: Fraction | None = None
    places: frozenset[int] = frozenset()
    sized: bool = False


def sign_of(phrase: str) -> str | None:
    """Return the sign of a phrase in the grammar: "" for a filler or a courtesy, None for any other word."""
    sign = _load_phrases().get(phrase)
    return sign[:1] if sign is not None else "" if is_courtesy(phrase) else None


def read_tokens(text: str, asks: Sequence[ShopRequest]) -> list[ReplyToken] | None:
    """Split a text into phrases, the longest first at each position; None if a word is in no phrase."""
    said, names = split(normalise(text)), _Names(asks)
    found, at = [], 0
    numbers = {one.start: one for one in find_numbers(said)}
    while at < len(said):
        token, length = _token(said, at, names)
        number = numbers.get(at)
        if number is not None and number.end - at >= length and (token is None or token.sign != "I"):
            token, length = ReplyToken("N", number.value), number.end - at
        if token is None:
            return None
        found += [token] if token.sign else []
        at += length
    return found


def _token(said: Sequence[str], at: int, names: "_Names") -> tuple[ReplyToken | None, int]:
    """Return the longest phrase that begins at ``at``, and its number of words; None if there is none."""
    for length in range(min(_PHRASE, len(said) - at), 0, -1):
        phrase = " ".join(said[at : at + length])
        places = names.find_named(phrase)
        if places:
            return ReplyToken("I", places=places, sized=names.is_size(phrase)), length
        sign = _load_phrases().get(phrase)
        if sign is not None:
            return ReplyToken(sign[0] if sign else "", Fraction(sign[1:]) if sign[1:] else None), length
        if is_courtesy(phrase) and (at == 0 or phrase not in read_sets("courtesies")["greeting"]):
            return ReplyToken(""), length
    places = names.find_like(said[at])
    return (ReplyToken("I", places=places) if places else None), 1


@cache
def _load_phrases() -> dict[str, str]:
    """Return the sign of each phrase; the sign of "both" is followed by the number."""
    signs = {name: sign + str(_COUNTED.get(name, "")) for name, sign in _SIGNS.items()}
    words = {
        phrase: signs[name]
        for name, phrases in reversed(list(read_sets("sourcing:stock_reply").items()))
        for phrase in phrases
    }
    return MARKS | words


class _Names:
    """The names of requests: titles and their words, sizes, and the numbers of orders."""

    def __init__(self, asks: Sequence[ShopRequest]) -> None:
        self._names: dict[str, set[int]] = {}
        self._words: dict[str, set[int]] = {}
        for place, ask in enumerate(asks):
            title = split(normalise(ask.item))
            for name in (title, split(normalise(ask.size)), split(normalise(ask.order.lstrip("#")))):
                self._names.setdefault(" ".join(name), set()).add(place)
            for word in title:
                if len(word) >= _SHORTEST_WORD and not word[0].isdigit() and word not in _load_phrases():
                    self._words.setdefault(word, set()).add(place)
        self._sizes = [(normalise_size(ask.size), place) for place, ask in enumerate(asks) if ask.size]
        self._names.pop("", None)

    def find_named(self, phrase: str) -> frozenset[int]:
        """Return the indexes of the requests with this name or size, or with this word in their title."""
        size = normalise_size(phrase) if phrase.count(" ") < _SIZE_WORDS else ""
        sized = {place for one, place in self._sizes if one == size}
        return frozenset(self._names.get(phrase, set()) | self._words.get(phrase, set()) | sized)

    def is_size(self, phrase: str) -> bool:
        """Return True if the phrase is a size of any request."""
        return any(one == normalise_size(phrase) for one, _ in self._sizes)

    def find_like(self, word: str) -> frozenset[int]:
        """Return the indexes of the requests with a similarly spelled word in their title."""
        from rapidfuzz import fuzz  # loaded with the first word that is in no list

        if len(word) < _SHORTEST_MISSPELT:
            return frozenset()
        near = (places for one, places in self._words.items() if fuzz.ratio(one, word) >= _ALIKE)
        return frozenset().union(*near)


def encode_tokens(tokens: Sequence[ReplyToken]) -> str:
    """Encode the tokens as one-letter codes, for regular expressions. Tokens that only name a request are left out.

    The code of "sorry" is left out if the text also denies or reduces; otherwise it makes the reply unclear.
    """
    signs = "".join(one.sign for one in tokens if one.sign != "I").replace("V", "T")
    return signs.replace("Z", "") if re.search("[nmgxULO]", signs) else signs


def read_chosen(text: str, orders: Sequence[str]) -> frozenset[int] | None:
    """Return the indexes, from 0, of the chosen items; empty for "no", None if it is unclear.

    ``orders`` has the order's number of each item, in our numbering. Each word has to be a number, an order's number,
    or a word for all or none: "1 yes 2 no" is unclear.
    """
    said = [word for word in words(normalise(text[:200])) if sign_of(word) not in {"", ",", ";", "O"}]
    chosen = set[int]()
    for word in said:
        named = {at for at, one in enumerate(orders) if word.upper() in map_spellings([one])}
        if not named and word.isdecimal() and 0 < int(word) <= len(orders):
            named = {int(word) - 1}
        if not named and sign_of(word) in {"A", "B"} and (sign_of(word) == "A" or len(orders) == 2):
            named = set(range(len(orders)))
        if not named:
            sure = read_sure(text) if len(said) == 1 else None
            return None if sure is None else frozenset(range(len(orders))) if sure else frozenset()
        chosen |= named
    return frozenset(chosen) or None
