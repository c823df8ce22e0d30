"""An address told apart from all that is said with it, before it and behind it: "make it 3 and deliver to 5 MI Road …",
"yes, 5 MI Road Jaipur 302001 and make it 3"."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from handlers.replies.text import words
from handlers.replies.word_lists import read_sets
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing.replies.address_beside import Beside, part_address
from handlers.sourcing.replies.address_then import Then, changes_order, part_then
from handlers.sourcing.replies.address_wish import is_wish, without_also
from handlers.sourcing.replies.addresses import certain_address, names_place
from handlers.sourcing.replies.joining import AND, whole
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.said_of_open import read_of_open
from handlers.sourcing.replies.stock.goods import Shelf

_LEADS = read_sets("sourcing:address_leads")
_SPOKEN = frozenset(
    word
    for said in (*read_sets("sourcing:basket").values(), *(_LEADS[name] for name in ("calling", "around", "courtesy")))
    for phrase in said
    for word in phrase.split()
)
_LEADING = _LEADS["calling"] | _LEADS["around"] | _LEADS["toward"]
_YES = read_sets("openings")["yes"]
_MOST_OF_HOUSE = 2  # words of its number: "M 5", "No. 12"
_MOST_BEFORE = 8  # words before an address that nothing parts from it
_BLANK = re.compile(r"[\s,;.]+")
_LEAD = re.compile(rf"^(?:{AND}\s+)?(?:{whole(_LEADS['toward'])}\s+)?")
_TO_HOUSE = re.compile(rf"{whole(_LEADS['toward'])}\s+#?\d+$", re.IGNORECASE)  # "send it to 12": Park Street
_HOUSE = re.compile(r"#?\d|[a-z]{1,2}[-/]\d", re.IGNORECASE)
_MARKS = " ,;.-\n"
_PARTING = frozenset(",;.!:–—-")


@dataclass(frozen=True, slots=True)
class WithOrder:
    """An address, and what is said beside it of an order that is placed, in the order in which it is answered: what
    stands behind it, then the change that stands before it."""

    address: str
    said: tuple[str, ...]


def part_from_pick(text: str, shelf: Shelf) -> Beside | None:
    """The address with what is said beside it of goods that are picked: before it a yes, goods, or a number or a size
    of them; behind it a yes, any wish or a question. None where nothing stands beside it."""
    before, then = _parts(text, shelf, _is_of_pick)
    if then is None or before is None:
        return before if then is None else Beside(then.rest, then.address, called=True)
    return replace(before, rest=f"{before.rest}, {then.rest}")


def part_from_order(text: str, shelf: Shelf, *, asked: bool = False) -> WithOrder | None:
    """The address with what is said beside it of an order that is placed: before it a change that names no goods, as
    these may be wanted there beside, or goods as well where the address is ``asked``; behind it a yes, any wish or a
    question. None where nothing stands beside it."""
    before, then = _parts(text, shelf, _is_beside_asked if asked else _is_of_order)
    found = before or then
    said = tuple(without_also(one.rest, shelf) for one in (then, before) if one is not None)
    return WithOrder(found.address, said) if found is not None else None


def _parts(text: str, shelf: Shelf, is_meant: Callable[[Beside, Shelf], bool]) -> tuple[Beside | None, Then | None]:
    """The address with the words before the address, where these are meant, and with the words behind."""
    then = part_then(text, shelf)
    whole_text = then.address if then is not None else text
    for before in (part_address(whole_text, shelf), _unparted(whole_text, shelf)):
        if before is not None and is_meant(before, shelf) and not _only_leads(before.rest, whole_text):
            return before, then
    return None, then


def _unparted(text: str, shelf: Shelf) -> Beside | None:
    """An address with a change or a yes before it that no sign parts from it: "make it 3 B-4 Saket Delhi 110017"."""
    for is_said in (lambda rest: _is_change(rest, shelf) and not _TO_HOUSE.search(rest), _agrees):
        for cut in list(_BLANK.finditer(text))[:_MOST_BEFORE]:
            rest, behind = text[: cut.start()].strip(_MARKS), text[cut.end() :]
            address = _LEAD.sub("", behind)
            begins = address != behind or _HOUSE.match(address) is not None
            if begins and is_said(rest) and certain_address(address):
                return Beside(rest, address, called=True)
    return None


def _is_of_order(found: Beside, shelf: Shelf) -> bool:
    return not found.same and _is_change(found.rest, shelf, called=found.called)


def _is_beside_asked(found: Beside, shelf: Shelf) -> bool:
    return _is_of_order(found, shelf) or (not found.same and is_wish(found.rest, shelf))


def _is_of_pick(found: Beside, shelf: Shelf) -> bool:
    bits = name_bits(found.rest, shelf)
    if _agrees(found.rest) or any(bit.name == "item" for bit in bits):
        return True
    said = read_of_open(found.rest, bits, shelf)
    is_size = bool(bits) and all(bit.name == "size" for bit in bits)
    apart = found.called or is_size or _is_change(found.rest, shelf)
    return apart and said.says_something and not said.unread


def _agrees(rest: str) -> bool:
    return read_yes_no(rest).answer is True and not names_place(rest)


def _only_leads(rest: str, text: str) -> bool:
    """Whether what opens a text only leads to the address: "send it to 5 MI Road"; "bhej do, 5 MI Road" is a yes."""
    said = set(words(rest))
    parted = text.startswith(rest) and text[len(rest) :].lstrip()[:1] in _PARTING
    return not parted and said <= _LEADING and said.isdisjoint(_YES)


def _is_change(rest: str, shelf: Shelf, *, called: bool = False) -> bool:
    """Whether it changes an order, and is more than the number of a house or a door may be: "gate no 2". ``called``: an
    address is said to follow."""
    said = words(rest)
    if not (called or len(said) > _MOST_OF_HOUSE) or not 1 < len(said) <= _MOST_BEFORE:
        return False
    counted = any(word.isdecimal() for word in said)
    strange = [word for word in said if not word.isdecimal() and word not in _SPOKEN]
    return len(strange) <= (0 if counted else 1) and changes_order(rest, shelf)
