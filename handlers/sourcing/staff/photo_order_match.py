"""Matching photos to an order: by the caption, the quoted message, the message just before, or the only order.

If none matches, the sender is asked once, and the photos stay in their thread until the answer.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flows.actor import Actor
from flows.sourcing.desk import desk_flow as shop_desk
from flows.sourcing.desk.desk_requests import Desk
from flows.sourcing.order_line import PromiseState
from flows.sourcing.order_state import CHECKED, Status
from flows.sourcing.quality import quality_flow as quality
from flows.sourcing.quality.quality_checklist import Picture
from flows.sourcing.quality.quality_flow import Check
from handlers.engine.turn import Turn
from storage.businesses.access import Member
from storage.people.people import Address
from storage.sending.message import Message
from storage.sourcing.order_photos import Photos
from storage.sourcing.partner_shops import Shop
from storage.sourcing.promises import Promises
from storage.sourcing.reservations import Reservation, Reservations
from storage.sql import json_codec

LATELY = timedelta(minutes=10)
"""Photos that come this close together are of the same order, unless they say otherwise."""
WHICH = "quality_which"
"""Template that asks for the order of photos, and the expected kind of its answer."""
_MOST = 6  # offered orders, and photos' messages of one answer
_RECENT = 30  # messages of a thread to look through
_NUMBER = re.compile(r"#?((?:[A-Za-z]{1,8}[-_]|[PpRr])?\d[\w-]{0,39})")  # P12345 and R1 are numbers of our own
_ALONE = re.compile(rf"\s*(?:(?:order|pedido|ऑर्डर|number|no\.?|for|of)\s*)*{_NUMBER.pattern}\s*[.!]?\s*", re.IGNORECASE)
_LETTERS = "PR"  # left out by people with only one such order in mind
_MOST_WORDS = 12  # words of a caption to search for a number


@dataclass(frozen=True, slots=True)
class Checker:
    """A person who checks goods, for a shop or on the staff; ``by`` is the same shop or staff member as an actor."""

    by: Actor
    address: Address
    shop: Shop | None = None
    member: Member | None = None


def list_pictures(message: Message) -> tuple[Picture, ...]:
    """Return the photos of a message: pictures, and files with an image type."""
    shown = (place for place, one in enumerate(message.media) if _is_picture(one["kind"], one["content_type"]))
    return tuple(Picture(message.id, place) for place in shown)


def _is_picture(kind: str, content_type: str) -> bool:
    return kind in {"image", "photo"} or (kind == "document" and content_type.startswith("image/"))


async def match_text(turn: Turn, checker: Checker, text: str) -> Reservation | None:
    """Return the order that a text names by number; None if none. A shop can only name orders whose pieces it keeps."""
    spelled = list(_list_spellings(text))
    rows = await turn.unit.of(Reservations).find_by_numbers(spelled)
    found = [rows[number] for number in spelled if number in rows]
    theirs = await _select(turn, checker, [one.id for one in found])
    return next((one for one in found if one.id in theirs), None)


def has_order_number(text: str) -> bool:
    """Return True if a text may contain an order's number."""
    return next(_list_spellings(text), None) is not None


def _list_spellings(text: str) -> Iterator[str]:
    for word in text.replace(",", " ").split()[:_MOST_WORDS]:
        found = _NUMBER.fullmatch(word.strip("().:;!?"))
        if found is not None:
            ours = [f"{letter}{found[1]}" for letter in _LETTERS if found[1].isdigit()]
            yield from dict.fromkeys((found[1], found[1].upper(), *ours))


def is_number_alone(text: str) -> bool:
    """Return True if a text is only an order's number: "4101", "order #4101"."""
    return _ALONE.fullmatch(text) is not None


async def find_named_before(turn: Turn, checker: Checker, message: Message) -> Reservation | None:
    """Return the order whose number this person sent alone a moment ago, followed only by photos; None if none."""
    thread = await turn.unit.messages.thread(message.address, _RECENT)
    before = [one for one in thread if one.by_person and one.id < message.id]
    said = next((one for one in reversed(before) if (one.text or "").strip() or not one.media), None)
    if said is None or said.media or said.created_at <= turn.now - LATELY or not is_number_alone(said.text or ""):
        return None
    return await match_text(turn, checker, said.text or "")


async def _select(turn: Turn, checker: Checker, orders: Sequence[UUID]) -> Collection[UUID]:
    """Return the orders that concern this person; for a shop, those whose pieces the shop keeps."""
    shop = checker.shop
    if shop is None or not orders:
        return orders
    promised = await turn.unit.of(Promises).find_promises(orders)
    return [order for order, kept in promised.items() if any(one.shop == shop.id for one in kept)]


async def find_by_quote(turn: Turn, checker: Checker, message: Message) -> Reservation | None:
    """Return the order of the quoted message: of its subject, of its run, or the only number in it."""
    quoted = await turn.unit.messages.get(message.reply_to) if message.reply_to else None
    if quoted is None:
        return None
    run = await turn.unit.runs.get(quoted.run) if quoted.run else None
    subjects = (quoted.thing, run.subject if run else None)
    order = next((one.id for one in subjects if one is not None and one.kind == "reservation"), None)
    if order is not None:
        return await turn.unit.of(Reservations).get(order) if order in await _select(turn, checker, [order]) else None
    return await _find_one_named(turn, checker, quoted.text or "")


async def _find_one_named(turn: Turn, checker: Checker, text: str) -> Reservation | None:
    numbers = {found[1] for found in _NUMBER.finditer(text)}
    rows = {one.id: one for one in (await turn.unit.of(Reservations).find_by_numbers(numbers)).values()}
    theirs = await _select(turn, checker, list(rows))
    open_ = [rows[order] for order in theirs if rows[order].status in CHECKED]
    return open_[0] if len(open_) == 1 else None


async def find_just_sent(turn: Turn, checker: Checker) -> Reservation | None:
    """Return the order of photos that this person sent a moment ago, with no message about them since; else None."""
    for run in reversed(await turn.unit.runs.list_open(checker.address.contact)):
        if run.flow != quality.NAME or run.subject is None:
            continue
        check = json_codec.load(Check, run.state)
        if check.heard_at is not None and check.heard_at > turn.now - LATELY and not check.ticked:
            return await turn.unit.of(Reservations).get(run.subject.id)
    return None


async def list_likely(turn: Turn, checker: Checker) -> list[Reservation]:
    """Return the orders whose goods wait for this person's check."""
    if not turn.business.sourcing.quality_check:
        return []
    if checker.shop is None:
        return await turn.unit.of(Reservations).most_urgent({Status.QUALITY_CHECK.value}, _MOST)
    return await _list_kept_by(turn, checker.shop)


async def list_possible(turn: Turn, checker: Checker) -> list[Reservation]:
    """Return the orders that photos may show if none is likely; Parley asks about them and never assumes.

    A shop that keeps pieces for only one order may send a photo with a question, so that goes to a person.
    """
    if checker.shop is not None:
        kept = await _list_kept_by(turn, checker.shop)
        return kept if len(kept) > 1 else []
    found = await turn.unit.of(Reservations).most_urgent(CHECKED, _MOST)
    return [one for one in found if not one.for_stock]


async def _list_kept_by(turn: Turn, shop: Shop) -> list[Reservation]:
    if await _is_asked(turn, shop):
        return []  # a photo answers the question, and goes to a person
    kept = [one.order for stand in PromiseState for one in await turn.unit.of(Promises).list_kept(shop.id, stand)]
    found = [await turn.unit.of(Reservations).get(order) for order in list(dict.fromkeys(kept))[-_RECENT:]]
    return [one for one in found if one is not None and one.status in CHECKED and not one.for_stock][:_MOST]


async def _is_asked(turn: Turn, shop: Shop) -> bool:
    run = await turn.unit.runs.get_open(shop_desk.NAME, str(shop.id))
    return run is not None and any(one.open and one.round for one in json_codec.load(Desk, run.state).requests)


async def is_last_word(turn: Turn, message: Message) -> bool:
    """Return True if our question about the order of photos is still the last message to this person."""
    thread = await turn.unit.messages.thread(message.address, _RECENT)
    said = [one for one in thread if one.direction == "out" and one.id < message.id]
    return bool(said) and said[-1].key.endswith(f":{WHICH}")


async def list_unassigned(turn: Turn, message: Message) -> tuple[Picture, ...]:
    """Return this person's recent photos that belong to no order yet, the oldest first."""
    thread = await turn.unit.messages.thread(message.address, _RECENT)
    sent = [one for one in thread if one.by_person and one.media and one.created_at > turn.now - LATELY]
    known = await turn.unit.of(Photos).find_stored([one.id for one in sent])
    return tuple(picture for one in sent if one.id not in known for picture in list_pictures(one))
