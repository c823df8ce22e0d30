"""Where an order goes, told while it is picked: no house number is a number of pieces, and no "No 5" refuses.

A whole address, told while goods are picked, is that of the order once it is agreed to; of any
other that names a place they hear that it is asked for then. The address stands in their message alone, and in no run.
"""

from dataclasses import replace
from uuid import UUID

from flows.sourcing.basket import Ordering
from flows.sourcing.wishes import Picked
from handlers.customer_talk.said import Said
from handlers.replies.intents import Intent, Reading
from handlers.replies.intents import read as read_intent
from handlers.replies.openings import opened
from handlers.replies.text import tokens
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing.customer.picking.open_order import nothing_of
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.address_apart import part_from_pick
from handlers.sourcing.replies.address_beside import Beside
from handlers.sourcing.replies.address_goods import names_goods
from handlers.sourcing.replies.address_names import name_on, with_name_of
from handlers.sourcing.replies.address_notes import part_note
from handlers.sourcing.replies.address_openings import corrects
from handlers.sourcing.replies.address_parts import missing, read_part
from handlers.sourcing.replies.addresses import POSTAL_CODE, certain_address, names_place, on_one_line, read_address
from handlers.turn import Turn
from templates.values import shorten

_STOPS = frozenset({Intent.STOP, Intent.AMBIGUOUS_STOP})
_SHOWN = 80  # characters of an address beside what is summed up


async def read(turn: Turn, said: Said, state: Ordering) -> Picked | None:
    """A place that a text names, and no goods; None for any other text."""
    text = _without_note(said.event.text)
    if not _is_read(said) or not _names_place(text, turn.business.country):
        return None
    found = read_address(text)
    if names_goods(found.text if found is not None else text, (await assortment(turn)).shelf):
        return None
    address = _whole(text, turn.business.country)
    if address:
        named = with_name_of(await _told(turn, state.named_in), address)
        return replace(nothing_of(said), to=_shown(named), named=bool(name_on(address)))
    return replace(nothing_of(said), where=True)


async def beside(turn: Turn, text: str) -> Beside | None:
    """What is said beside an address: before it a yes, goods, or a number or a size of them, behind it whatever wish
    or question; None for any other text."""
    return part_from_pick(_without_note(text), (await assortment(turn)).shelf)


async def answered(turn: Turn, said: Said) -> tuple[Said, Beside] | None:
    """The answer that stands beside an address, as it is read by itself: "haan kar do, 14 Fatehpura Udaipur 313001"."""
    found = await beside(turn, said.event.text) if _is_read(said) else None
    if found is None:
        return None
    return by_itself(said, found.rest), found


def by_itself(said: Said, text: str) -> Said:
    """The message as if this part were all of its text: a yes, that it is called off, or what is to be read in it."""
    reading = read_intent(text)
    if reading.intent is not Intent.CANCEL_ORDER:
        reading = Reading(Intent.YES if read_yes_no(text).answer is True else Intent.UNCLEAR, 1.0)
    return replace(said, event=replace(said.event, text=text), reading=reading)


def is_unread(said: Said) -> bool:
    """Whether an address with its postal code stands in a text that was not told apart: a yes there may say more."""
    return said.is_words_alone and POSTAL_CODE.search(said.event.text) is not None and certain_address(said.event.text)


def _is_read(said: Said) -> bool:
    """Whether an address is read in a text: a stop behind one is no part of it, and is asked about."""
    return said.is_words_alone and said.reading.intent not in _STOPS


def to_be_shown(found: Beside, country: str) -> str:
    """The address as a summary shows addresses; "" for one without its street: its code is asked for by itself."""
    tells = found.address and "street" not in missing(found.address, country)
    return _shown(found.address) if tells else ""


async def shown_in(turn: Turn, message: UUID | None, named: UUID | None) -> str:
    """The address in a message of theirs as a summary shows it, "" as in ``told_in``."""
    return _shown(await told_in(turn, message, named))


async def told_in(turn: Turn, message: UUID | None, named: UUID | None) -> str:
    """The address in a message of theirs, alone or beside a wish or an answer, with the name that stands in the one
    ``named``, where it has none; "" where none was told, or the message was emptied since."""
    address = await _told(turn, message)
    return with_name_of(await _told(turn, named), address) if address and named != message else address


async def note_in(turn: Turn, message: UUID | None) -> str:
    """The wish of the bringing in a customer's message with an address; "" without a wish."""
    told = await turn.unit.messages.get(message) if message is not None else None
    parted = part_note(told.text) if told is not None and told.text else None
    return parted.note if parted is not None else ""


def _without_note(text: str) -> str:
    parted = part_note(text)
    return parted.text if parted is not None else text


async def _told(turn: Turn, message: UUID | None) -> str:
    told = await turn.unit.messages.get(message) if message is not None else None
    if told is None or not told.text:
        return ""
    found = await beside(turn, told.text)
    if found is not None and to_be_shown(found, turn.business.country):
        return found.address
    return _whole(_without_note(told.text), turn.business.country)


def _shown(address: str) -> str:
    return shorten(on_one_line(address), _SHOWN, "…")


def _names_place(text: str, country: str) -> bool:
    if "?" in text:
        return False
    counted = any(letter.isdigit() for letter in text)
    if counted and (names_place(text) or read_part(text, country) is not None):
        return True
    found = read_address(text)
    if found is None or not found.sure:
        return False
    return bool(_whole(text, country)) or (names_place(text) and read_yes_no(text).answer is None)


def _whole(text: str, country: str) -> str:
    """The address that all of a text is, where nothing is missing of it and no yes stands beside it, and a no only to
    what was noted before: "no, 5 MI Road, …"."""
    found, opens = read_address(text), opened(tokens(text))
    answer = read_yes_no(text).answer
    if found is None or not found.sure or answer is True or (answer is False and not corrects(text)):
        return ""
    if opens is not None and opens.agrees:
        return ""  # "haan, lekin …, 5 MI Road": more is said before it
    return "" if missing(found.text, country) else found.text
