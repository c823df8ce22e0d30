"""Content of an order's page: the order's story, read from its rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.business import Sourcing
from flows.greeting_name import get_first_name
from flows.money import convert_micros
from flows.sourcing.order_line import Line, Source, make_source
from flows.sourcing.order_payment import PaymentState
from flows.sourcing.order_quote import QUOTE
from flows.sourcing.order_state import FETCHING, Status
from handlers.engine import person_language, time_zones
from handlers.engine.turn import Turn
from handlers.sourcing.pages.order_links import make_photo_path
from handlers.sourcing.pages.photo_page_answers import Looking, look, number_question
from storage.people.people import Contact
from storage.sourcing.order_histories import Histories
from storage.sourcing.order_histories import HistoryStep as Recorded
from storage.sourcing.order_payments import Payments, Returned
from storage.sourcing.order_photos import Photos
from storage.sourcing.promises import Fetched, Promises
from storage.sourcing.reservations import Reservation, Reservations
from storage.store.purchases import Purchase
from templates.tracking_page import OrderPage, Refund, TrackedItem, TrackingStep

_PATH = ("available", "paid", "sourcing", "packed", "shipped", "delivered")
_AHEAD = {
    "reserved": 0, "checking": 0, "part_available": 0, "available": 1, "confirmed": 3, "sourcing": 3,
    "quality_check": 3, "packed": 4, "shipped": 5,
}  # fmt: skip
"""Place of the next step on the path to the door, by the state of the order."""
_CALLED_OFF = frozenset({"refunding", "refunded", "cancelled"})
_NOTHING_DUE = _CALLED_OFF | {"unavailable", "expired"}
_REFUNDS = {"processed": "back", "failed": "by_hand"}


@dataclass(frozen=True, slots=True)
class _Story:
    """All facts of one order."""

    found: Reservation
    order: Purchase
    history: Sequence[Recorded]
    lines: Sequence[Line]
    back: Sequence[Returned]
    fetched: Fetched
    source: Source
    photos: tuple[str, ...]
    looking: Looking
    asked: Sequence[datetime]
    now: datetime

    @property
    def unasked(self) -> bool:
        """Return True if all shops to ask are closed, so that the requests are sent when they open."""
        checking = self.found.status == Status.CHECKING.value
        return checking and bool(self.asked) and self.asked[0] > self.now

    @property
    def cod(self) -> bool:
        """Return True if the order is paid at the door and has no payment link."""
        return self.found.pay == "cod" and self.found.payment is None


async def load_page(turn: Turn, token: str) -> OrderPage | None:
    """Return the page for a token; None if the token is unknown, or the order's customer is missing or erased."""
    opened = await find_order(turn, token)
    if opened is None:
        return None
    found, contact = opened
    zone = await time_zones.find_contact_zone(turn, contact) if contact else turn.zone
    return _page(turn, await _load_story(turn, found), contact, zone)


async def find_order(turn: Turn, token: str) -> tuple[Reservation, Contact | None] | None:
    """Return the order for a token, with its customer; None if there is no order to show."""
    found = await turn.unit.of(Reservations).find_by_token(token)
    if found is None or found.for_stock:
        return None
    contact = await turn.unit.people.get(found.contact) if found.contact else None
    return None if contact is not None and contact.erased_at is not None else (found, contact)


async def _load_story(turn: Turn, found: Reservation) -> _Story:
    order = await turn.unit.orders.get(found.id)
    assert order is not None, "a reservation is of an order"
    lines = [line for line, _ in (await turn.unit.of(Reservations).lines([found.id]))[found.id]]
    history = await turn.unit.of(Histories).history(found.id)
    shown = await turn.unit.of(Photos).list_shown(found.id)
    return _Story(
        found=found,
        order=order,
        history=history,
        lines=lines,
        back=await turn.unit.of(Payments).list_returned(found.id),
        fetched=await turn.unit.of(Promises).load_fetched(found.id),
        source=make_source(lines, (await turn.unit.of(Promises).find_promises([found.id]))[found.id]),
        photos=tuple(make_photo_path(turn, one.id) for one in shown),
        looking=await look(turn, found, history, shown),
        asked=await turn.unit.of(Reservations).list_asked(found.id),
        now=turn.now,
    )


def _page(turn: Turn, story: _Story, contact: Contact | None, zone: ZoneInfo) -> OrderPage:
    found, business = story.found, turn.business
    tracking = found.tracking or "" if found.status == Status.SHIPPED.value else ""
    asks = _asks(story)
    return OrderPage(
        brand=business.name,
        support=business.support or business.site,
        name=get_first_name(contact.name) if contact else "",
        number=found.number,
        status=_describe_state(story),
        express=found.express,
        steps=tuple(_steps(story)),
        coming=_list_coming(story),
        items=tuple(_item(line) for line in story.lines),
        fee=None if found.status in _NOTHING_DUE else convert_micros(found.fee),
        credit=None if found.status in _NOTHING_DUE else convert_micros(found.credit),
        total=None if found.status in _NOTHING_DUE else convert_micros(found.amount),
        currency=found.currency,
        refunds=tuple(Refund(convert_micros(one.amount), _REFUNDS.get(one.state, "coming")) for one in story.back),
        asks=asks,
        pay_link=found.link or "" if asks in {"pay", "pay_first"} else "",
        expected=_find_expected_day(story, business.sourcing),
        tracking=tracking,
        carrier=found.carrier or "" if tracking else "",
        tracking_link=tracking if tracking.startswith(("https://", "http://")) else "",
        updated_at=max([found.changed_at, *(step.at for step in story.history)]),
        now=turn.now,
        zone=zone,
        locale=person_language.of(contact, business),
        photos=story.photos,
        source=story.source.value,
        asked=number_question(story.looking.until) if story.looking.until else None,
        ships_at=None if story.looking.held else story.looking.until,
    )


def _steps(story: _Story) -> Iterator[TrackingStep]:
    """Yield the steps, oldest first: the last of each kind, since an order may be sourced a second time.

    Steps at the same time keep the order of their rows.
    """
    moments: dict[str, datetime] = {}
    for name, at in _changes(story):
        moments.pop(name, None)
        moments[name] = at
    if "checking" in moments:  # it begins when the first shop is open
        begun_at = moments["checking"]
        moments["checking"] = next((at for at in story.asked if at >= begun_at), begun_at)
    moments = {name: at for name, at in moments.items() if at <= story.now}
    fetched, packed = story.fetched.last_at, moments.get("packed")
    steps = _add_payment(list(moments.items()), story)
    if fetched is not None and (packed is None or fetched < packed):  # else packing counted everything as fetched
        begun = next((place for place, (name, _) in enumerate(steps, start=1) if name == "sourcing"), len(steps))
        steps.insert(begun, ("picked", fetched))
    for name, at in sorted(steps, key=lambda one: one[1]):
        done, parts = (story.fetched.done, story.fetched.shops) if name == "picked" else (0, 0)
        yield TrackingStep(name, at, done, parts)


def _add_payment(steps: list[tuple[str, datetime]], story: _Story) -> list[tuple[str, datetime]]:
    """Return the steps with the payment: as the first step, or in place of the confirmation that it caused."""
    if story.order.paid_at is None:
        return steps
    paid = ("paid", story.order.paid_at)
    confirmed = next((place for place, (name, _) in enumerate(steps) if name == "confirmed"), len(steps))
    rest = [step for step in steps if step[0] != "confirmed"]
    rest.insert(1 if story.found.pay == "first" else confirmed, paid)
    return rest


def _changes(story: _Story) -> Iterator[tuple[str, datetime]]:
    """Yield the changes of the order's state, without those that only prepare the next one.

    If the customer took the available part, the page does not claim afterwards that all of it was available.
    """
    before, status, dropped = "", story.found.status, any(line.dropped for line in story.lines)
    for step in story.history:
        if step.status == before:
            continue
        takes_part = dropped and (before, step.status) == ("part_available", "available")
        before = step.status
        if takes_part:
            continue
        if step.status != "cannot_source" or status == "cannot_source":
            yield step.status, step.at
        elif status not in _CALLED_OFF:
            yield "part_lost", step.at


def _describe_state(story: _Story) -> str:
    """Return the keyword of the order's state for the page."""
    if story.unasked:
        return Status.RESERVED.value
    return "approved" if _is_to_pack(story.found) else story.found.status


def _is_to_pack(found: Reservation) -> bool:
    """Return True if the customer approved the photos and the order is to be packed."""
    return found.status == Status.QUALITY_CHECK.value and found.approved


def _list_coming(story: _Story) -> tuple[str, ...]:
    status = story.found.status
    if status in {"refunding", "cannot_source"}:
        return ("refunded",) if story.back else ()
    if status not in _AHEAD:
        return ()
    ahead = (*(("checking",) if story.unasked else ()), *_PATH[_AHEAD[status] :])
    paid = "confirmed" if story.cod else "paid"
    steps = (paid if name == "paid" else name for name in ahead)
    return tuple(name for name in steps if name != "paid" or story.order.paid_at is None)


def _asks(story: _Story) -> str:
    """Return the keyword of what the customer has to do next; "" if nothing."""
    open_ = story.found.payment == PaymentState.OPEN.value and bool(story.found.link)
    match story.found.status:
        case Status.RESERVED if open_:
            return "pay_first"
        case Status.AVAILABLE if open_:
            return "pay"
        case Status.AVAILABLE if story.found.pay == QUOTE:
            return "agree"
        case Status.AVAILABLE:
            return "confirm" if story.cod else "await_link"
        case Status.PART_AVAILABLE:
            return "choose"
    if story.looking.until is not None:
        return "approve_held" if story.looking.held else "approve"
    return story.looking.said


def _find_expected_day(story: _Story, settings: Sourcing) -> datetime | None:
    """Return the promised day of departure, even if it has passed; that of delivery if the courier's time is known."""
    status = Status(story.found.status)
    if status is Status.SHIPPED:
        left = [step.at for step in story.history if step.status == Status.SHIPPED.value]
        return settings.delivery(left[-1], story.now) if left else None
    return story.found.promised_at if status in FETCHING else None


def _item(line: Line) -> TrackedItem:
    return TrackedItem(line.title, line.size, line.quantity, line.dropped, convert_micros(line.wanted * line.price))
