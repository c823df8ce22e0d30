"""The people of a benchmark and their waiting messages, inserted in bulk into the real tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table

from bot.bench import bench_shop
from bot.bench.bench_account import NUMBER
from bot.bench.bench_shop import SHOP, put
from bot.clock import SystemClock
from bot.ids import Ids
from flows.channels import SMS
from flows.delivery import MessageStatus
from flows.policy.atlas import load_places
from flows.policy.departure_facts import (
    AddressState,
    ConsentState,
    House,
    Kind,
    Person,
    PlaceKind,
    Programme,
    Purpose,
    ToldPlace,
)
from flows.policy.person_places import pick_whereabouts
from flows.policy.quiet_hours import find_next_span
from storage.database.stores import Database
from storage.schema import addresses, consents, contacts, messages, outbox, permissions, places
from storage.sending.outbox import Priority
from storage.sql.json_codec import dump_values
from templates.message_library import Library

TEMPLATE = "cart_reminder"
LASTING = timedelta(hours=1)  # the people's hour must stay permitted for longer than a run
AGREED = timedelta(days=30)  # since when they agree
EARLIER = timedelta(days=3)  # when every fourth of them got a message before: caps count it
_ABROAD = ("+44", "+81", "+61", "+64", "+27", "+55", "+65")
_PER_CODE = 10_000


class NoHour(Exception):
    """No place has a permitted marketing hour now; one will have within minutes."""


@dataclass(frozen=True, slots=True)
class Home:
    """A place where people live: the prefix of their numbers, their address and time zone."""

    prefix: str
    country: str
    region: str | None
    timezone: str

    @property
    def place(self) -> ToldPlace:
        """Return the place as a shop's data give it: an address and its time zone."""
        return ToldPlace(PlaceKind.STATED, self.country, self.region, timezone=self.timezone)


@dataclass(frozen=True, slots=True)
class CrowdMember:
    """One person with their number."""

    contact: UUID
    address: UUID
    number: str
    home: Home


def load_homes() -> tuple[Home, ...]:
    """Return every place of the +1 plan by area code, and a few countries around the world."""
    atlas = load_places()
    near = (
        Home(f"+1{code}", place.country or "US", place.region, place.zones[0])
        for code, places in sorted(atlas.codes.items())
        for place in places[:1]
    )
    far = (
        Home(prefix, country, None, atlas.countries[country].zones[0])
        for prefix in _ABROAD
        for country in [atlas.callings[prefix]]
    )
    return (*near, *far)


def list_homes_awake(now: datetime) -> tuple[Home, ...]:
    """Return the places where SMS marketing is permitted now and for the next hour. Raises NoHour."""
    found = tuple(home for home in load_homes() if _is_awake(home, now))
    if not found:
        raise NoHour("nowhere may marketing leave at this minute; try again in a quarter of an hour")
    return found


def _is_awake(home: Home, now: datetime) -> bool:
    where = pick_whereabouts(Person((_number(home.prefix, 0),), (home.place,)), House(SHOP.country, SHOP.timezone))
    spans = ((moment, find_next_span(where, SMS.name, moment)) for moment in (now, now + LASTING))
    return all(span is not None and span[0] <= moment for moment, span in spans)


def generate_members(ids: Ids, many: int, where: Sequence[Home]) -> Iterator[CrowdMember]:
    """Yield ``many`` people, spread over these homes, each with a different number."""
    for index in range(many):
        home = where[index % len(where)]
        yield CrowdMember(ids.make(), ids.make(), _number(home.prefix, index // len(where)), home)


def _number(prefix: str, index: int) -> str:
    """Return a number of the +1 exchange reserved for such use (nationalnanpa.com, 555 line numbers)."""
    if prefix.startswith("+1") and index < _PER_CODE:
        return f"{prefix}555{index:04d}"
    return f"{prefix}{5_550_000 + index:09d}" if not prefix.startswith("+1") else f"{prefix}{5_560_000 + index:07d}"


async def fill_database(url: str, many: int) -> list[CrowdMember]:
    """Fill a fresh database with ``many`` people of fifty places, who agreed to reminders, and return them."""
    await bench_shop.prepare_business(url)
    clock = SystemClock()
    people = list(generate_members(Ids(clock), many, load_homes()[:50]))
    async with bench_shop.open_store(url) as store:
        await settle_in(store, people, Programme.REMINDERS, clock.now())
    return people


async def settle_in(
    store: Database, people: Sequence[CrowdMember], programme: Programme, now: datetime, channel: str = SMS.name
) -> None:
    """Store people with confirmed consent to a programme on a channel."""
    since = now - AGREED
    await put(
        store,
        *generate_rows(people, channel, since),
        (places, [_place(one, since) for one in people]),
        (consents, [_line(one, programme, since) for one in people]),
        (permissions, [_permission(one, programme, since) for one in people]),
    )


async def queue(
    store: Database, people: Sequence[CrowdMember], sender: UUID, ids: Ids, now: datetime, channel: str = SMS.name
) -> None:
    """Queue a reminder for each person, due now; every fourth got another one three days ago."""
    before = [_message(one, sender, ids.make(), now - EARLIER, MessageStatus.DELIVERED) for one in people[::4]]
    waiting = [_message(one, sender, ids.make(), now, MessageStatus.QUEUED) for one in people]
    for message in (*before, *waiting):
        message["channel"] = channel
    await put(store, (messages, before), (messages, waiting), (outbox, [_entry(one) for one in waiting]))


def render_reminder(library: Library, person: CrowdMember, channel: str = SMS.name) -> str:
    """Return the text of a person's reminder, for senders that check nothing."""
    values = {"brand": SHOP.name, "support": SHOP.support, "currency": SHOP.currency, **_values(person)}
    return library.render(TEMPLATE, channel=channel, locale="en", values=values).text


def fill_form(library: Library, person: CrowdMember) -> dict[str, str]:
    """Return the fields of a person's reminder for Twilio."""
    text = render_reminder(library, person)
    return {"To": person.number, "From": NUMBER, "Body": text, "ValidityPeriod": "14400"}


def _values(person: CrowdMember) -> dict[str, Any]:
    link = f"https://bench.example/l/{person.contact.hex[-7:]}"
    return {"items": ["Tiger Print Shorts", "Tiger Tee"], "link": link}


def generate_rows(
    people: Sequence[CrowdMember], channel: str, since: datetime, **heard: datetime
) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """Yield contacts with an address each on that channel, created at ``since``; ``heard`` are further columns of the
    addresses."""
    about = {"name": "Ann Example", "locale": "en", "orders": 1, "created_at": since}
    yield contacts, [{"id": one.contact, **about} for one in people]
    stands = {"channel": channel, "state": AddressState.USABLE.value, "state_at": since, "created_at": since, **heard}
    yield addresses, [{"id": one.address, "contact": one.contact, "value": one.number, **stands} for one in people]


def _place(one: CrowdMember, since: datetime) -> dict[str, Any]:
    told = {"source": "bench", "first_told_at": since, "told_at": since}
    return {"id": one.contact, "contact": one.contact, **asdict(one.home.place), **told}


def _line(one: CrowdMember, programme: Programme, since: datetime) -> dict[str, Any]:
    return {
        "id": one.address,
        "contact": one.contact,
        "address": one.address,
        "purpose": Purpose.MARKETING.value,
        "programme": programme.value,
        "action": ConsentState.CONFIRMED.value,
        "source": "checkout",
        "text": "Text me about my cart.",
        "at": since,
        "recorded_at": since,
    }


def _permission(one: CrowdMember, programme: Programme, since: datetime) -> dict[str, Any]:
    what = {"purpose": Purpose.MARKETING.value, "programme": programme.value}
    return {"address": one.address, **what, "state": ConsentState.CONFIRMED.value, "since": since}


def _message(one: CrowdMember, sender: UUID, identity: UUID, at: datetime, status: MessageStatus) -> dict[str, Any]:
    left = {"left_at": at, "sent_at": at, "delivered_at": at} if status is MessageStatus.DELIVERED else {}
    return {
        "id": identity,
        "direction": "out",
        "key": f"bench:{identity}",
        "channel": SMS.name,
        "address": one.address,
        "contact": one.contact,
        "sender": sender,
        "purpose": Purpose.MARKETING.value,
        "programme": Programme.REMINDERS.value,
        "kind": Kind.MESSAGE.value,
        "template": TEMPLATE,
        "data": dump_values(_values(one)),
        "status": status.value,
        "status_at": at,
        "due_at": at,
        "created_at": at,
        **left,
    }


def _entry(message: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": message["id"],
        "kind": "message",
        "sender": message["sender"],
        "priority": int(Priority.SEQUENCE),
        "due_at": message["due_at"],
        "address": message["address"],
        "contact": message["contact"],
        "marketing": True,
    }
