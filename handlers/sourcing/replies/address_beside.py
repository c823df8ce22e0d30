"""An address beside a wish or an answer: "2 mugs chahiye, mera pata 12 Bani Park Jaipur 302016", "yes, to 5 MI Road …".

Only what is certainly an address is told apart, at the end of a text, and only where it names no goods.
A text that is an address as a whole is none beside anything, though a word of it may call goods: "Karol Bagh".
"""

import re
from dataclasses import dataclass, replace

from handlers.replies.openings import opened
from handlers.replies.text import tokens
from handlers.replies.word_lists import read_sets
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing.replies.address_goods import names_goods
from handlers.sourcing.replies.address_names import name_on
from handlers.sourcing.replies.address_openings import without_lead
from handlers.sourcing.replies.addresses import LABEL, POSTAL_CODE, meant_in, read_address
from handlers.sourcing.replies.joining import AND, whole
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.recipients import part_recipient, unaccented
from handlers.sourcing.replies.stock.goods import Shelf

_LISTED, _LED = read_sets("sourcing:address_beside"), read_sets("sourcing:address_leads")
_SAME = re.compile(
    rf"[\s,;.]*{whole(_LISTED['same'])}(?:\s+{whole(_LISTED['there'])})*[\s.]*$",
    re.IGNORECASE,
)
_PAUSE = re.compile(r"\s*[,;.\n–—](?=\s|$)\s*|\s+-\s+|\n")
_OPENS = re.compile(rf"\s+(?={whole(_LISTED['opens'])})", re.IGNORECASE)
_AND = re.compile(rf"\s+{AND}\s+", re.IGNORECASE)
_AND_AT_END = re.compile(rf"\s+{AND}$", re.IGNORECASE)
_LEADS = re.compile(rf"\s+{whole(_LED['toward'])}$", re.IGNORECASE)
_SIGNS = " ,;.-\n"
_A_HOUSE = re.compile(r"\d\s*a$", re.IGNORECASE)
_HOUSES = whole(_LED["house"]).replace(r"\ ", r"[\s.]+")  # "H.No. 221"
_HOUSE = re.compile(rf"\s+(?={_HOUSES}[\s.:#-]*(?:no\.?\s*)?\d)", re.IGNORECASE)
_FIGURE = re.compile(r"\s+(?=#?\d)")
_LETTERED = re.compile(r"\s+(?=[a-z]{1,2}[-/]\d)", re.IGNORECASE)  # "yes B-12 sector 62 …"
_A_HOUSES = rf"#?\d|[a-z]{{1,2}}[-/]?\d|{_HOUSES}[\s.:#-]*(?:no\.?\s*)?\d|{whole(_LED['street first'])}\s"
_TO = re.compile(rf"\s+{whole(_LISTED['to a house'])}\s+(?={_A_HOUSES})(?!\d+\s*(?:am|pm|baje|:\d))", re.IGNORECASE)
_SENDS = re.compile(
    rf"[\s,;.]+(?:{AND}\s+)?(?={whole(_LED['calling'])}\s+(?:{whole(_LED['toward'])}\s+)?(?:{_A_HOUSES}))",
    re.IGNORECASE,
)
_CODED = (_AND, _LETTERED, _HOUSE, _FIGURE)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is said before an address, and the address; ``same``: it goes to where the last one went. ``called``: a word
    for an address or for bringing stands between."""

    rest: str
    address: str = ""
    same: bool = False
    called: bool = False


def is_address(text: str, shelf: Shelf) -> bool:
    """Whether all of a text is certainly an address, with words that call goods elsewhere: "12 Tiger Tee Ln, …"."""
    if not any(letter.isdigit() for letter in text):
        return False
    found = read_address(text)
    if found is None or not found.sure or read_yes_no(text).answer is not None or opened(tokens(text)) is not None:
        return False
    return _calls_goods(found.text, shelf) and not names_goods(found.text, shelf)


def part_address(text: str, shelf: Shelf) -> Beside | None:
    """The address at the end of a text with what stands before it; None where none is, or it is all of the text."""
    if "?" in text or not meant_in(text).text:
        return None
    same = _SAME.search(unaccented(text))
    if same is not None:
        return Beside(text[: same.start()].strip(), same=True, called=True) if text[: same.start()].strip() else None
    if not any(letter.isdigit() for letter in text) or is_address(text, shelf):
        return None
    for pattern in (_OPENS, _SENDS, _TO, _PAUSE, *_CODED):
        for cut in pattern.finditer(unaccented(text)):
            rest, tail = text[: cut.start()].strip(_SIGNS), text[cut.end() :].strip()
            address = _address(tail, shelf, coded=pattern in {_TO, *_CODED}) if rest else ""
            if not address and rest and pattern is _OPENS:
                address = _code(tail)
            if address:
                plain = _without_lead_at_end(rest, parted=pattern is _PAUSE)
                called = pattern in {_OPENS, _TO} or _calls(tail) or plain != rest
                return _with_recipient(Beside(plain, address, called=called), shelf)
    return None


def _without_lead_at_end(rest: str, *, parted: bool) -> str:
    """What stands before an address without the words that lead to it; ``parted`` from it by a sign, "wing 2 a" ends by
    the letter of a house."""
    return rest if parted and _A_HOUSE.search(rest) else _LEADS.sub("", _AND_AT_END.sub("", rest)).rstrip(_SIGNS)


def _with_recipient(beside: Beside, shelf: Shelf) -> Beside:
    """With the name of whoever goods are for on the address: "1 mug to my mom Geeta"; "send it to Geeta" names none."""
    rest, name = part_recipient(beside.rest)
    if not _calls_goods(rest, shelf):
        return beside
    address = f"{name}, {beside.address}" if name and not name_on(beside.address) else beside.address
    return replace(beside, rest=rest, address=address)


def _calls(tail: str) -> bool:
    """Whether an address begins with what it is called: "address: 5 MI Road"."""
    return LABEL.match(tail) is not None or without_lead(tail) != tail


def _code(tail: str) -> str:
    """The postal code that is all of an address: "delivered to 110024"; "" for any other."""
    said = without_lead(tail)
    return said if POSTAL_CODE.fullmatch(said) else ""


def _address(tail: str, shelf: Shelf, *, coded: bool) -> str:
    """The address that a text is, "" for none; ``coded``: only one with its postal code."""
    found = read_address(tail)
    if found is None or not found.sure or (coded and POSTAL_CODE.search(found.text) is None):
        return ""
    return "" if names_goods(found.text, shelf) else found.text


def _calls_goods(text: str, shelf: Shelf) -> bool:
    return any(bit.name in {"item", "size"} for bit in name_bits(text, shelf))
