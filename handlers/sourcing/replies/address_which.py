"""Of which orders an address is, where somebody has several: "both to B-12 …", "send this one to …", "… for both".

Such words are none of the address, and stand before what leads to it, or behind its code.
"""

import re
from enum import StrEnum

from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.joining import whole
from handlers.sourcing.replies.recipients import unaccented


class Which(StrEnum):
    """All orders that have not left, or the one that is spoken of alone."""

    ALL = "all"
    THIS = "this"


_LISTED = read_sets("sourcing:address_which")
_LEADS = read_sets("sourcing:address_leads")
_CALLED, _OPENING, _SENDS, _GOES, _FOR = (
    whole(_LISTED[name]) for name in ("called", "opening", "sends", "goes", "for")
)
_TOWARD = whole(_LEADS["toward"])
_MARKS = r"[\s,.:;–—-]"
_HOUSE = rf"#?\d|[a-z]{{1,2}}[-/]?\d|{whole(_LEADS['house'])}|{whole(_LEADS['street first'])}"
_ORDERS = rf"(?P<which>{whole(_LISTED['all'] | _LISTED['this'])})(?P<called>(?:\s+{_CALLED})*)"
# "Both to …", "send both orders to …", "for both: …"; "this 5 MG Road" with no word between is no order.
_BEFORE = re.compile(
    rf"{_MARKS}*(?:(?:{_OPENING}|{_SENDS}){_MARKS}+)*(?:{_FOR}\s+)?{_ORDERS}"
    rf"(?:(?:\s+{_GOES})*\s+{_TOWARD}{_MARKS}+|\s+{_FOR}{_MARKS}+|\s*[:,–—-]\s*|(?P<bare>\s+)(?={_HOUSE}))",
    re.IGNORECASE,
)
_OPENS = re.compile(rf"(?:{_MARKS}*(?:{_OPENING}|{_SENDS})(?={_MARKS}))+{_MARKS}+", re.IGNORECASE)
_BEHIND = re.compile(
    rf"(?<=[\d\w])[\s,.;–—-]+(?:(?:{_SENDS}|{_TOWARD})\s+)*(?:{_FOR}\s+)?{_ORDERS}(?:\s+{_FOR})?"
    rf"(?:\s+(?:{_SENDS}|{_OPENING}|{_GOES}|dena|do|दो|देना))*\W*$",
    re.IGNORECASE,
)


def which_orders(text: str) -> Which | None:
    """The orders of which a text tells an address; None where it names none."""
    found = _found(text)
    return None if found is None else (Which.ALL if _is_all(found) else Which.THIS)


def without_which(text: str) -> str:
    """The text without the words that say of which orders it is."""
    found = _found(text)
    if found is None:
        return text
    return text[found.end() :] if found.re is _BEFORE else text[: found.start()]


def without_opening(text: str) -> str:
    """The text without the words that have something sent: "please send the elephant"."""
    found = _OPENS.match(unaccented(text))
    return text[found.end() :] if found is not None else text


def _found(text: str) -> re.Match[str] | None:
    """The words before the address, else those behind its code, where the address ends."""
    if not any(letter.isdigit() for letter in text):
        return None
    plain = unaccented(text)
    before = _BEFORE.match(plain)
    if before is not None and (before["bare"] is None or _is_clear(before)):
        return before
    behind = _BEHIND.search(plain)
    return behind if behind is not None and _is_all(behind) and text[: behind.start()][-1].isdigit() else None


def _is_clear(found: re.Match[str]) -> bool:
    """Whether nothing has to stand between the words and the place: "dono B-12 …", "yeh order B-12 …"."""
    return _is_all(found) or bool(found["called"].strip()) or found["which"].casefold() in _LISTED["at once"]


def _is_all(found: re.Match[str]) -> bool:
    return " ".join(found["which"].casefold().split()) in _LISTED["all"]
