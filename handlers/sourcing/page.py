"""What the page of an order shows: its own story, told from the rows that everybody reads across orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from flows.money import MICROS
from flows.policy.facts import House, Person
from flows.sourcing.order import FETCHING, Line, PaymentState, Status
from handlers import persons
from handlers.sourcing import photos
from handlers.turn import Turn
from storage.histories import Step as Recorded
from storage.payments import Returned
from storage.people import Contact
from storage.promises import Fetched
from storage.reservations import Reservation
from storage.shop import Order
from templates.tracking import Item, OrderPage, Refund, Step

# In the order in which they come, where several came at one moment.
_ORDER = (
    "reserved", "paid", "checking", "part_available", "available", "confirmed", "cannot_source", "part_lost",
    "sourcing", "picked", "quality_check", "packed", "shipped", "delivered", "refunding", "refunded", "unavailable",
    "expired", "cancelled",
)  # fmt: skip
_PATH = ("available", "paid", "sourcing", "packed", "shipped", "delivered")
_AHEAD = {
    "reserved": 0, "checking": 0, "part_available": 0, "available": 1, "confirmed": 3, "sourcing": 3,
    "quality_check": 3, "packed": 4, "shipped": 5,
}  # fmt: skip
"""Where on the path to the door the next step is, by the state of the order."""
_CALLED_OFF = frozenset({"refunding", "refunded", "cancelled"})
_NOTHING_DUE = _CALLED_OFF | {"unavailable", "expired"}
_REFUNDS = {"processed": "back", "failed": "by_hand"}


@dataclass(frozen=True, slots=True)
class _Story:
    """All that is known of one order."""

    found: Reservation
    order: Order
    history: Sequence[Recorded]
    lines: Sequence[Line]
    back: Sequence[Returned]
    fetched: Fetched
    photos: tuple[str, ...]

    @property
    def cod(self) -> bool:
        """Whether it is paid at the door, and no link was asked for."""
        return self.found.pay == "cod" and self.found.payment is None


async def show(turn: Turn, token: str) -> OrderPage | None:
    """The page that a token opens; None where there is none, it is nobody's, or its person was erased."""
    found = await turn.unit.reservations.by_token(token)
    if found is None or found.for_stock:
        return None
    contact = await turn.unit.people.get(found.contact) if found.contact else None
    if contact is not None and contact.erased_at is not None:
        return None
    return _page(turn, await _story(turn, found), contact, await _zone(turn, contact))


async def _story(turn: Turn, found: Reservation) -> _Story:
    order = await turn.unit.orders.get(found.id)
    assert order is not None, "a reservation is of an order"
    lines = (await turn.unit.reservations.lines([found.id]))[found.id]
    return _Story(
        found=found,
        order=order,
        history=await turn.unit.histories.history(found.id),
        lines=[line for line, _ in lines],
        back=await turn.unit.payments.returned(found.id),
        fetched=await turn.unit.promises.fetched(found.id),
        photos=await photos.links(turn, found.id),
    )


async def _zone(turn: Turn, contact: Contact | None) -> ZoneInfo:
    """The zone in which the customer reads times."""
    if contact is None:
        return turn.zone
    addresses = await turn.unit.people.addresses_of(contact.id)
    phone = next((one.phone for one in addresses if one.phone), None)
    person = Person(phone, contact.country, contact.region, contact.postal_code, contact.timezone)
    house = House(turn.business.country, turn.business.timezone)
    return persons.zone_at(person, house, turn.now, turn.zone)


def _page(turn: Turn, story: _Story, contact: Contact | None, zone: ZoneInfo) -> OrderPage:
    found, business = story.found, turn.business
    tracking = found.tracking or "" if found.status == Status.SHIPPED.value else ""
    names = (contact.name or "").split() if contact else []
    asks = _asks(story)
    return OrderPage(
        brand=business.name,
        support=business.support or business.site,
        name=names[0] if names else "",
        number=found.number,
        status=found.status,
        express=found.express,
        steps=tuple(_steps(story)),
        coming=_coming(story),
        items=tuple(_item(line) for line in story.lines),
        fee=None if found.status in _NOTHING_DUE else _amount(found.fee),
        credit=None if found.status in _NOTHING_DUE else _amount(found.credit),
        total=None if found.status in _NOTHING_DUE else _amount(found.amount),
        currency=found.currency,
        refunds=tuple(Refund(_amount(one.amount), _REFUNDS.get(one.state, "coming")) for one in story.back),
        asks=asks,
        pay_link=found.link or "" if asks in {"pay", "pay_first"} else "",
        expected=_expected(story, turn.now),
        tracking=tracking,
        carrier=found.carrier or "" if tracking else "",
        tracking_link=tracking if tracking.startswith(("https://", "http://")) else "",
        updated_at=max([found.changed_at, *(step.at for step in story.history)]),
        now=turn.now,
        zone=zone,
        locale=(contact.locale if contact else None) or business.locale,
        photos=story.photos,
    )


def _steps(story: _Story) -> Iterator[Step]:
    """What happened, oldest first: of each kind of step the last, as an order may be looked for a second time."""
    moments = dict(_changes(story))
    if story.order.paid_at is not None:
        moments["paid"] = story.order.paid_at
        moments.pop("confirmed", None)  # it is confirmed by being paid
    fetched, packed = story.fetched.last_at, moments.get("packed")
    if fetched is not None and (packed is None or fetched < packed):  # else it was all taken as fetched with packing
        moments["picked"] = fetched
    for name, at in sorted(moments.items(), key=lambda one: (one[1], _ORDER.index(one[0]))):
        done, parts = (story.fetched.done, story.fetched.shops) if name == "picked" else (0, 0)
        yield Step(name, at, done, parts)


def _changes(story: _Story) -> Iterator[tuple[str, datetime]]:
    """The changes of its state, without what only explains the next one."""
    before, status = "", story.found.status
    for step in story.history:
        if step.status == before:
            continue
        before = step.status
        if step.status != "cannot_source" or status == "cannot_source":
            yield step.status, step.at
        elif status not in _CALLED_OFF:
            yield "part_lost", step.at


def _coming(story: _Story) -> tuple[str, ...]:
    status = story.found.status
    if status in {"refunding", "cannot_source"}:
        return ("refunded",) if story.back else ()
    if status not in _AHEAD:
        return ()
    ahead = _PATH[_AHEAD[status] :]
    paid = "confirmed" if story.cod else "paid"
    steps = (paid if name == "paid" else name for name in ahead)
    return tuple(name for name in steps if name != "paid" or story.order.paid_at is None)


def _asks(story: _Story) -> str:
    """What the customer is to do now, "" where it is nothing."""
    open_ = story.found.payment == PaymentState.OPEN.value and bool(story.found.link)
    match story.found.status:
        case Status.RESERVED if open_:
            return "pay_first"
        case Status.AVAILABLE if open_:
            return "pay"
        case Status.AVAILABLE:
            return "confirm" if story.cod else "await_link"
        case Status.PART_AVAILABLE:
            return "choose"
    return ""


def _expected(story: _Story, now: datetime) -> datetime | None:
    """The promised day: while it is with us also when it has passed, with the courier only before that."""
    promised, status = story.found.promised_at, Status(story.found.status)
    if promised is None or not (status in FETCHING or (status is Status.SHIPPED and promised > now)):
        return None
    return promised


def _item(line: Line) -> Item:
    return Item(line.title, line.size, line.quantity, line.dropped, _amount(line.wanted * line.price))


def _amount(micros: int) -> Decimal:
    return Decimal(micros) / MICROS
