"""Planned sends to judge: an ordinary one, of which each test changes what it is about."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flows.policy.departure import judge
from flows.policy.departure_facts import (
    AddressState,
    Cap,
    ConsentState,
    Departure,
    EarlierDeparture,
    House,
    Kind,
    Person,
    PlaceKind,
    Programme,
    Purpose,
    ToldPlace,
)

NOON = datetime(2026, 3, 3, 18, 0, tzinfo=UTC)
"""Tuesday 3 March 2026, noon in Chicago: permitted everywhere in the lower 48."""

EVENING = datetime(2026, 3, 3, 23, 0, tzinfo=UTC)
"""Permitted in every zone of the +1 plan, Guam and Saipan among them."""

SEND, WAIT, REFUSE = "send", "wait", "refuse"
TRANSACTIONAL = Purpose.TRANSACTIONAL
HOUSE = House(country="US", timezone="America/Chicago")
MISSOURI = "+13145550101"
FLORIDA = "+13055550101"
INDIA = "+919800000001"
FRENCH, CANADIAN, JAMAICAN, TOLL_FREE = "+33155550101", "+14165550101", "+18765550101", "+18005550101"
WEEKLY = (Cap(3, timedelta(days=7)),)


def at(kind: PlaceKind = PlaceKind.STATED, **told: Any) -> tuple[ToldPlace, ...]:
    """The place that was told so; none where nothing was."""
    return (ToldPlace(kind, **told),) if told else ()


def reminder(phone: Any = MISSOURI, **changes: Any) -> Departure:
    """A cart reminder by SMS to a confirmed customer, due when it is judged at noon unless `due_at` says otherwise.

    `country`, `region`, `postal_code` and `timezone` are those of one place; `phones` and `places` are all there are.
    """
    bought = changes.pop("last_purchase_at", None)
    told = {name: changes.pop(name) for name in ("country", "region", "postal_code", "timezone") if name in changes}
    phones, places = changes.pop("phones", (phone,) if phone else ()), changes.pop("places", ())
    house = {name: changes.pop(name) for name in House.__dataclass_fields__ if name in changes}
    facts: dict[str, Any] = {
        "kind": Kind.MESSAGE,
        "purpose": Purpose.MARKETING,
        "programme": Programme.REMINDERS,
        "channel": "sms",
        "subject": "cart-1",
        "person": Person(phones, (*places, *at(**told)), bought),
        "address_state": AddressState.USABLE,
        "consent": ConsentState.CONFIRMED,
        "house": House(**{"country": "US", "timezone": "America/Chicago"} | house),
        "due_at": NOON,
        "price": 8_000,
        "registered": True,
    }
    return Departure(**facts | changes)


def outcome(now: datetime = NOON, **changes: Any) -> tuple[str, str]:
    """How such a reminder is judged, due at that moment unless `due_at` says otherwise; and by which rule."""
    verdict = judge(reminder(**{"due_at": now} | changes), now)
    return verdict.outcome, verdict.rule


def sent(*hours_ago: float, before: datetime = NOON, channel: str = "telegram", subject: str | None = None) -> Any:
    """Earlier marketing departures, so many hours before."""
    return tuple(EarlierDeparture(before - timedelta(hours=hours), channel, subject) for hours in hours_ago)


def local(zone: str, text: str, fold: int = 0) -> datetime:
    """A wall time as an instant: `local("America/New_York", "2026-03-08 08:00")`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
