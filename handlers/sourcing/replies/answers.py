"""Which choice of a question somebody took, by its number or in words: "haan bhej do" to photos, "keep looking".

A text is taken for a choice only where all of its words are understood; a fault or a "not yet" is one anywhere, because
to look again harms nobody. What is asked back ("is it the blue one?") takes none.
"""

import re
from types import MappingProxyType

from flows.sourcing.waits import PART_QUESTION, PHOTOS_QUESTION
from handlers.replies.bare_answers import exact_answer
from handlers.replies.cancelling import DRESS, WORDS
from handlers.replies.choices import read_choice, read_number
from handlers.replies.text import tokens

CALL_OFF = 3
"""The choice by which a part is left as well."""
_TAKEN = 1  # the choice by which a part is taken
_PHOTOS = (
    (1, WORDS.rule(f"^(yes|{DRESS})*(no|nothing)(being|dress|its)*wrong({DRESS}|yes|send|good)*$")),
    (1, WORDS.rule(f"^(yes|{DRESS})*no(dress)*(its|comma|full)+({DRESS}|yes)*good({DRESS}|yes|good|send)*$")),
    (2, WORDS.rule("wrong|look.{0,3}again|again.{0,3}look|(no)(dress)*(send|good|yes)|(send|good)(dress)*no")),
    (1, WORDS.rule(f"^(yes|good|send|{DRESS})*(good|send)(yes|good|send|{DRESS})*$")),
    (  # "photo bhejo" wants one: what is said of the photos comes behind them, and is that they were seen, or are good
        1,
        WORDS.rule(
            f"^(?=.*(good|send))(yes|seen|{DRESS})*photo(being|{DRESS})*(yes|seen|good)(yes|good|send|seen|{DRESS})*$"
        ),
    ),
    (1, WORDS.rule(f"^(yes|seen|{DRESS})*(good|yes{DRESS}*send)(yes|good|send|seen|{DRESS})*$")),
)
_PART = (
    (3, WORDS.rule(f"^({DRESS}|order|digits|yes)*(cancel|nothing)({DRESS}|order|take|cancel|no|digits)*$")),
    (2, WORDS.rule(f"^({DRESS}|yes|only|and)*(search|wait)({DRESS}|yes|only|and|search|wait|order)*$")),
    (1, WORDS.rule(f"^({DRESS}|yes|only|and|take|send)*rest({DRESS}|only|and|take|send|yes)*$")),
)
_COUNTED = WORDS.rule(f"^({DRESS}|yes|only|take|send)*digits({DRESS}|only|take|send|yes)*$")
_TAKING = frozenset({"only", "take", "send"})
_RULES = MappingProxyType({PHOTOS_QUESTION.name: _PHOTOS, PART_QUESTION.name: _PART})
_CONFIRMS = WORDS.rule(f"^{DRESS}*yes({DRESS}|yes)*cancel({DRESS}|cancel)*$")
_ORDERS = WORDS.rule(f"^({DRESS}|yes|digits)*order({DRESS}|digits)*$")
_LISTED = f"digits(({DRESS}|and|order|label)*digits)*"
_CANCELS_THESE = WORDS.rule(
    f"^({DRESS}|yes|wish|order|label)*"
    f"(cancel({DRESS}|wish|order|label)*{_LISTED}|{_LISTED}({DRESS}|wish|order|label)*cancel)"
    f"({DRESS}|order|cancel)*$"
)
_CODED = re.compile(r"[a-z]{1,4}\d{2,12}")  # an order's number that begins with letters
_CODE = "0" * 13  # stands for one while classes are looked at: no figure that somebody writes
_NUMBERED = WORDS.rule(
    "(?<=order)(dress|label|no(?=full)|full)*digits|(?<=cancel)(dress|label)*digits|digits(dress)*(?=order|cancel)"
)
_MOST = 3  # choices that a question of ours offers


def read_answer(question: str, text: str, button: str | None = None, *, there: int = 0) -> int | None:
    """The number of the choice that was taken; None for what takes none, or is not understood.

    ``there``: how many pieces the part has, so that "ok, send the 2" takes it where they are two.
    """
    number = read_choice(text, button, most=_MOST)
    if number is not None or question not in _RULES:
        return read_choice(text, button) if number is None else number
    if question == PART_QUESTION.name and _takes(text, there):
        return _TAKEN
    labelled = _labelled(text)
    if labelled is not None:
        number, said = labelled
        return number if _in_words(question, said) == number else None
    return _in_words(question, text)


def confirms_cancel(text: str) -> bool:
    """Whether it is a bare cancel behind a yes: "haan cancel", "yes, cancel it"."""
    return _CONFIRMS.search(WORDS.encode(tokens(text))) is not None


def cancelled_numbers(text: str) -> tuple[str, ...]:
    """The numbers that it cancels and says nothing else: "cancel 5", "1 aur 2 cancel kar do"; else none."""
    said = tokens(text)
    if not _CANCELS_THESE.search(WORDS.encode([_CODE if _CODED.fullmatch(word) else word for word in said])):
        return ()
    return tuple(dict.fromkeys(word for word in said if word[0].isdigit() or _CODED.fullmatch(word)))


def order_number(text: str) -> str | None:
    """The number beside which the word order or cancel stands: that of an order, however short it is."""
    said = tokens(text)
    coded = [word for word in said if _CODED.fullmatch(word)]
    classified = list(WORDS.classify([_CODE if word in coded else word for word in said]))
    found = _NUMBERED.search("".join(letter for letter, _ in classified))
    beside = classified[found.start() : found.end()] if found else []
    place = next((at for at, one in enumerate(beside) if one[1][0].isdigit()), None)
    if found is None or place is None:
        return None
    before = sum(word == _CODE for _, word in classified[: found.start() + place])
    return coded[before] if beside[place][1] == _CODE else beside[place][1]


def is_order(text: str) -> bool:
    """Whether it names an order and says nothing else: the answer to whether that, or our offers, is meant."""
    return _ORDERS.search(WORDS.encode(tokens(text))) is not None or read_choice(text) == 1


def _labelled(text: str) -> tuple[int, str] | None:
    """``3 Cancel`` as it stands on a button: the number, and the words behind it."""
    found = re.match(r"\s*(\S{1,3}?)[.):\-–]?\s+(\S.*)", text, re.DOTALL)
    number = read_number(found[1]) if found and found[1].isdecimal() else None
    return (number, found[2]) if found and number else None


def _takes(text: str, there: int) -> bool:
    """Whether it takes as many as there are, and says nothing else. "Yes 2" may as well be the second choice."""
    said = tokens(text)
    counted = [int(word) for word in said if word.isdecimal()]
    if counted != [there] or not _COUNTED.search(WORDS.encode(said)):
        return False
    return not _TAKEN < there <= _MOST or not _TAKING.isdisjoint(WORDS.name(said))


def _in_words(question: str, text: str) -> int | None:
    said = tokens(text)
    if "?" in said:
        return None
    encoded = WORDS.encode(said)
    number = next((number for number, rule in _RULES[question] if rule.search(encoded)), None)
    if number is not None:
        return number
    agrees = exact_answer(text)  # "Shall we ship it?" and "shall we go on with that?" are answered by it as well
    if agrees is None:
        return None
    if question == PART_QUESTION.name:  # no may mean that we look on, or that they want nothing
        return _TAKEN if agrees else None
    return 1 if agrees else 2
