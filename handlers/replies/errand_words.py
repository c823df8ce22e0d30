"""What an errand is about, out of the sentence that it stands in, as it would be typed behind a command's name."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from handlers.replies.errands import CLASSES, unlisted
from handlers.replies.of_a_person import person_asked_of
from handlers.replies.periods import read_period
from handlers.replies.text import normalise, tokens, words
from handlers.replies.word_lists import read_sets

_NUMBER = re.compile(r"(?<![\w.,₹$£€%])#?(?P<number>[A-Z]{0,2}\d{3,})(?![\w%]|[.,:]\d)", re.IGNORECASE)
_FIGURE = re.compile(r"\d")
_CUSTOMER_OF = re.compile(
    r"\b(?:the |al |a la )?(?:customer|client|buyer|lady|person|cliente|clienta)s? (?:of|with|from|for|del?)"
    r" (?:the )?(?:order |pedido )?(?=#?[a-z]{0,2}\d{3})",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\d+(?:[.,]\d+)*")
_EVER = datetime(2099, 12, 31, 12, tzinfo=UTC)  # whether words name a period hardly depends on the day
_ZONE = ZoneInfo("UTC")
_LONGEST_NUMBER = 6  # digits of an order's number; those of parcels are longer
_LONGEST_PERIOD = 4  # words
_WORDS = read_sets("errand_words")
_CHANGES = CLASSES.letters("add", "cancel", "put")
_ARRIVED = CLASSES.letters("arrived")
_SEVERAL = CLASSES.letters("everybody", "customer")
TODAY = "today"
"""How orders of today are asked for behind the command."""
_NAMED_IN = 3  # words that say who is told
_LONGEST_NAME = 4  # words between who says it and what is said


def nothing(_text: str) -> str:
    """An errand that is about nothing else."""
    return ""


def today_if_counted(text: str) -> str:
    """ "today" where orders of today are counted: "how many orders today"; nothing where those are meant that wait."""
    said = set(words(text))
    counts = all(said & _WORDS[name] for name in ("how many", "today"))
    return TODAY if counts and not said & _WORDS["that wait"] else ""


def goods_and_figure(text: str) -> str | None:
    """The names of goods and the one figure beside them: "mug 400"; None where figures are several, or the figure is
    one more than there were."""
    figures, names = _AMOUNT.findall(text), None if _WORDS["more"].intersection(words(text)) else things(text)
    return f"{names} {figures[0]}" if names and len(figures) == 1 else None


def goods_counted(text: str) -> str | None:
    """The same of what there is: None where goods came in, for their figure is not how many there are then."""
    return None if _ARRIVED.intersection(CLASSES.encode(tokens(text))) else goods_and_figure(text)


def unless_changing(text: str) -> str | None:
    """Nothing, for a list that is looked at; None where the text adds to the list or takes from it."""
    return None if _CHANGES.intersection(CLASSES.encode(tokens(text))) else ""


def best_or_things(text: str) -> str | None:
    """The names in a text that looks at a list, "best" where it asks for those; None where it changes the list."""
    if unless_changing(text) is None:
        return None
    return "best" if _WORDS["best"].intersection(map(normalise, tokens(text))) else things_if_any(text)


def unread(_text: str) -> None:
    """An errand that a sentence says in too many ways to be read: the command is suggested with its example."""


def an_order(text: str) -> str | None:
    """The order's number; None where none or several stand there."""
    found = {one["number"] for one in _NUMBER.finditer(text)}
    return found.pop() if len(found) == 1 else None


def order_and_parcel(text: str) -> str | None:
    """The order's number, and the one by which its parcel is followed where that stands beside it."""
    found = [one["number"] for one in _NUMBER.finditer(text)]
    if len(found) != 2 or _is_spoken_against(text):
        return one_order(text)
    order, parcel = sorted(found, key=len)
    return f"{order} {parcel}" if len(order) <= _LONGEST_NUMBER < len(parcel) else None


def order_and_things(text: str) -> str | None:
    """The order's number, if one stands there, and the names of people, shops and goods beside it."""
    if _is_spoken_against(text):
        return None
    number, names = one_order(text), [one for one in unlisted(text) if not one.isdigit()]
    return " ".join(filter(None, (number, *names))) or None


def one_order(text: str) -> str | None:
    """The same, where nothing speaks against its being meant: no other figure, no denial, no question, no exception."""
    number = None if _is_spoken_against(text) else an_order(text)
    return number if number is not None and not _FIGURE.search(text.replace(number, "")) else None


def _is_spoken_against(text: str) -> bool:
    """Whether a denial, a question or an exception stands in a text."""
    return "?" in text or not _WORDS["against"].isdisjoint(map(normalise, tokens(text)))


def unless_named(text: str) -> str | None:
    """An empty text for a deed of the member's own; None where the sentence names people or goods."""
    return None if things(text) else ""


def things(text: str) -> str | None:
    """The names of people and goods in a text; None where every word is about the errand itself."""
    return " ".join(unlisted(text)) or None


def person_or_things(text: str) -> str | None:
    """Whoever is asked about; else the names of people and goods in a text."""
    return person_asked_of(text) or things(text)


def things_if_any(text: str) -> str:
    """The same, for what can be shown without a name."""
    return things(text) or ""


def period(text: str) -> str:
    """The fewest words that name the days that are meant; "" where none are."""
    said = text.rstrip("?!. ").split()
    meant = read_period(text, _EVER, _ZONE)
    spans = ((start, many) for many in range(1, _LONGEST_PERIOD + 1) for start in range(len(said) - many + 1))
    parts = (" ".join(said[start : start + many]) for start, many in spans)
    if len(_AMOUNT.findall(text)) > 1:  # "from 1 to 5 december"
        return ""
    return next((part for part in parts if meant is not None and read_period(part, _EVER, _ZONE) == meant), "")


def to_somebody(text: str) -> str | None:
    """The person and the words: "Maria her suit is ready" of "tell Maria that her suit is ready"; None where the
    sentence has another shape."""
    said = _CUSTOMER_OF.sub("", text).split()
    while said and _plain(said[0]) in _WORDS["before"]:
        said = said[1:]
    return _told_first(said) or _addressed(said) or _told_after(said)


def tells_somebody(text: str) -> bool:
    """Whether a text says in so many words that one person, or the customer of an order, is to be told something."""
    told = to_somebody(text)
    said = {_plain(word) for word in text.split()}
    outright = ":" in text or any(not _WORDS[one].isdisjoint(said) for one in ("that", "ko", "tell outright"))
    if told is None or not outright:
        return False
    return _SEVERAL.isdisjoint(CLASSES.encode(tokens(told)[:_NAMED_IN])) and _plain(told.split()[0]) not in _WORDS["us"]


def _addressed(said: list[str]) -> str | None:
    """ "to X: …"."""
    opens = bool(said) and _plain(said[0]) in _WORDS["to"]
    ends = next((at for at, word in enumerate(said[: _LONGEST_NAME + 1]) if word.endswith(":")), 0) if opens else 0
    return _sent([*said[1:ends], said[ends].rstrip(":")], said[ends + 1 :]) if ends else None


def _told_first(said: list[str]) -> str | None:
    """ "tell X (that) …", "let X know (that) …", "dile a X que …"."""
    opening = next((many for many in (2, 1) if _joined(said[:many]) in _WORDS["tell"]), 0)
    if not opening or len(said) < opening + 2:
        return None
    rest = said[opening:]
    rest = rest[1:] if _plain(rest[0]) in _WORDS["to"] else rest
    for at, word in enumerate(rest[: _LONGEST_NAME + 1]):
        if word.endswith(":") or (at and _plain(word) in _WORDS["that"]):
            named = 0 if _plain(word) in _WORDS["that"] else 1
            return _sent([*rest[:at], word.rstrip(":")][: at + named], rest[at + 1 :])
    return " ".join(rest)


def _told_after(said: list[str]) -> str | None:
    """ "X ko bol do (ki) …"."""
    for at, word in enumerate(said[1 : _LONGEST_NAME + 1], start=1):
        if _plain(word) in _WORDS["ko"]:
            rest = said[at + 1 :]
            many = next((many for many in (3, 2, 1) if _joined(rest[:many]) in _WORDS["bol do"]), 0)
            return _sent(said[:at], rest[many:]) if many else None
    return None


def _sent(name: list[str], said: list[str]) -> str | None:
    """The name and the words, without the "that" between them."""
    words = said[1:] if said and _plain(said[0]) in _WORDS["that"] else said
    several = not _WORDS["and"].isdisjoint(map(_plain, name))
    return " ".join((*name, *words)) if words and not several else None


def _plain(word: str) -> str:
    return normalise(word.strip(".,:;!?"))


def _joined(words: list[str]) -> str:
    return " ".join(map(_plain, words))
