"""A shopkeeper's text as bits: each word or phrase with what it does, each number with what it counts.

"3 L @250" is three pieces, a size and a price; "5 baje ke baad" a time; "order 1042" and a phone number are neither
pieces nor money. What a number counts is settled here, so that the rules that follow never see a bare number.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from handlers.replies.calendar_words import UNITS
from handlers.replies.effort import counted
from handlers.replies.grammar import Vocabulary
from handlers.replies.text import normalise
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.quantities import find_numbers, split
from handlers.sourcing.replies.stock.colours import COLOURS
from handlers.sourcing.replies.stock.given_away import as_gone
from handlers.sourcing.replies.stock.references import mark_references, marked_reference
from handlers.sourcing.replies.stock.sizes import canonical_size, mark_sizes, marked_size
from handlers.sourcing.replies.stock.spanish import in_spanish, is_spanish
from handlers.sourcing.replies.stock.words import stock_words

_PHONE = re.compile(r"(?<![\d#])(?:\+?\d[\d \-]{8,14}\d|\+\d{8,14})(?!\d)")
_OF_ITSELF = re.compile(r"(?<![\d/.])(\d+)/\1(?![\d/.])")  # "2/2" is all of them, not one
# "Room no 12", "shop #5", "sector 18": where to come, and no denial.
_ADDRESS = re.compile(
    r"(?<![^\W_])(?:(?:room|flat|shop|dukaa?n|gali|gate|plot|counter|house|kamra|kothi|block|sector|stall|floor|booth"
    r"|local|puesto|दुकान|कमरा|गली)\s*(?:(?:no|number|num|nambar|numero|नंबर|नं)\b\.?|#)|room|sector|gali|lane|plot|gate"
    r"|(?:shop|dukaa?n|local|puesto|stall|दुकान)(?=\s*\d+[a-z]?\s*(?:,|\.|$|(?:pe|par|me|mein|lane|gali|aao|aa|पर|पे|में)(?![^\W_]))))"
    r"\s*\d+[a-z]?(?![^\W_])"
)
# What looks like a figure and counts no pieces: "-5", "minus 2", "1e9", "1_000", "2^3".
_NO_COUNT = re.compile(
    r"(?<![^\s(])(?:[-−]\d[\d.,]*|minus\s+\d[\d.,]*|\d+(?:\.\d+)?e[+-]?\d+|\d+(?:[_^]\d+)+)(?![^\W_]|[.,]?\d)",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"\s*[yn](?:[\s,./-]+[yn])+\W*", re.IGNORECASE)  # "y n y", which looks like one word torn apart
_ABBREVIATED = re.compile(
    r"(?<![^\W_])(rs|re|no|nos|pc|pcs|qty|approx|mrp|sz|avl|avail|p\.p)\.(?=\s*\S)"
)  # "rs.1050" is no sentence's end
_RUPEE_SIGNS = frozenset("₹₨$€£")
_LISTED = read_sets("sourcing:stock/counting")
# "do" is two in Hindi, "give" behind another verb there, and a verb in English.
_HINDI_STEMS = _LISTED["hindi stems"]
_NOT_TWO_BEHIND = _LISTED["not two behind"]
_NOT_TWO_BEFORE = _LISTED["not two before"]
# "One" and "un" are no number where they point at something: "that one", "the red one".
_POINTING = _LISTED["pointing"] | frozenset(name for names in COLOURS for name in names)
_PEOPLE, _ONES = _LISTED["people"], _LISTED["ones"]
_TAKING = re.compile(r"^(?:ne|ने|has|se l\w+ llevo)(?!\w)|(?<!\w)(?:took|bought|booked|reserved|l[ea] g[ay]|ले ग)")
_NUMBERLESS = _LISTED["numberless"]  # no number by themselves: "ok", "mila", a half


@dataclass(frozen=True, slots=True)
class Bit:
    """A word or phrase of a text. `name` is its class; "number" is a quantity, "price", "size", "time" as they say."""

    name: str
    text: str
    value: Fraction | None = None
    per: int = 0  # of a price: how many pieces it is for, 0 where that was not said, -1 for all of them
    asks: frozenset[int] = frozenset()  # of a word that names requests: which
    said: str = ""  # of a size: as it was written, "XXL" for the size "2XL"


@cache
def _vocabulary() -> tuple[Vocabulary, Mapping[str, str]]:
    """The classes of words, and the name of each by the letter that stands for it."""
    classes = stock_words()
    vocabulary = Vocabulary(classes)
    return vocabulary, {letter: vocabulary.names(letter)[0] for letter in (*vocabulary.letters(*classes), *"xnpcs")}


def read_bits(text: str, references: Collection[str], sizes: frozenset[str]) -> list[Bit]:
    """The words and numbers of a text; `references` are orders' numbers, normalised, `sizes` those asked for."""
    return list(_read_bits(text, tuple(references), sizes))


@counted
def _read_bits(text: str, references: tuple[str, ...], sizes: frozenset[str]) -> tuple[Bit, ...]:
    if _LETTERS.fullmatch(text):
        text = text.casefold().replace("y", " yes ").replace("n", " no ")
    kept: list[str] = []
    text = mark_references(text, references, kept)  # before the sizes: "S-1001" has none
    said = normalise(mark_sizes(text, sizes))
    said = mark_references(said, references, kept)  # digits of other scripts
    said = _ABBREVIATED.sub(r"\1 ", said)
    said = _OF_ITSELF.sub(r"\1 ", said)
    said = _ADDRESS.sub(" yahan ", _PHONE.sub(" phonenumber ", said))
    words = split(as_gone(said))
    return tuple(_name(words, kept))


def mark_no_counts(text: str) -> str:
    """The text with a word of ours for each figure that counts nothing; before sizes are marked, which parts "L-5"."""
    return _NO_COUNT.sub(" nocount ", text)


def _name(words: Sequence[str], references: Sequence[str]) -> Iterator[Bit]:
    words, spanish = in_spanish(words), is_spanish(words)
    units = list(_classify(words))
    masked = [
        word
        for phrase, size, name in units  # a "kharab" is a hundred billion, and what is damaged
        for word in (("",) * size if size > 1 or name == "flaw" else (phrase,))
    ]
    numbers = {
        n.start: n
        for n in find_numbers(masked)
        if _is_number(masked, n.start, n.end) and not _is_buyer(words, n.start, n.end)
    }
    place = skip = 0
    for phrase, size, name in units:
        number = numbers.get(place)
        if place >= skip and number:
            yield Bit("number", " ".join(words[number.start : number.end]), number.value)
            skip = number.end
        elif place >= skip:
            yield _special(phrase, references) or Bit("and" if phrase == "y" and spanish else name, phrase)
        place += size


def _classify(words: Sequence[str]) -> Iterator[tuple[str, int, str]]:
    """Each word or phrase as (its words, how many, its class)."""
    place = 0
    vocabulary, names = _vocabulary()
    for letter, phrase in vocabulary.classify(list(words)):
        size = 1
        if words[place] != phrase:
            size = next(n for n in range(1, 12) if " ".join(words[place : place + n]) == phrase)
        yield phrase, size, names[letter]
        place += size


def _special(word: str, references: Sequence[str]) -> Bit | None:
    size = marked_size(word)
    if size:
        return Bit("size", canonical_size(size), said=size)
    reference = marked_reference(word, references)
    if reference:
        return Bit("reference", reference)
    if word in _RUPEE_SIGNS:
        return Bit("rupee", word)
    if word == "phonenumber":
        return Bit("phone", "")
    if word == "nocount":
        return Bit("uncounted", "")
    if word in ("@", "#", "(", ")", "-", "–", "—", "&", "~", "\n", "/", ":", "="):
        return Bit({"\n": "full", "&": "and", "–": "-", "—": "-", "=": ":"}.get(word, word), word)
    return None


def _is_number(words: Sequence[str], start: int, end: int) -> bool:
    if end - start > 1:
        return True
    word, before = words[start], words[start - 1] if start else ""
    after = words[end] if end < len(words) else ""
    if word in _NUMBERLESS:
        return word.startswith("medi") and after in UNITS
    if word == "do":
        return before not in _HINDI_STEMS | _NOT_TWO_BEHIND and after not in _NOT_TWO_BEFORE
    singled = before == "the" and start > 1 and words[start - 2] in ("just", "only")
    return not (word == "one" and before in _POINTING) or singled


def _is_buyer(words: Sequence[str], start: int, end: int) -> bool:
    """Whether it is the "one" of who took them: "ek madam le gayi", "se las llevó una señora"; not "hai ek, madam"."""
    if words[start] not in _ONES or not _PEOPLE.intersection(words[end : end + 1]):
        return False
    behind = " ".join(words[end + 1 : end + 5])
    return _TAKING.search(behind) is not None or words[start - 1 : start] in (["llevo"], ["llevaron"])
