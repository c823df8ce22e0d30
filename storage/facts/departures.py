"""The facts of a judgement: what is known about some planned sends, in as many queries for one as for many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from flows.business import Business
from flows.delivery import LEFT
from flows.plans import plan_of
from flows.policy.departure import Departure, judge
from flows.policy.facts import (
    LATENESS,
    REMINDERS,
    STOP_ASKED,
    Cap,
    ConsentState,
    House,
    Kind,
    Person,
    Programme,
    Purpose,
    Sent,
)
from flows.policy.verdict import Outcome
from storage import bulk
from storage.businesses import Tenant
from storage.draws import Draw
from storage.people import Address, Recipients
from storage.schema import messages, runs
from storage.unit import Unit

REMEMBERED = timedelta(days=31)
STOP_QUESTION = "stop_asked"  # the template that asks whether our messages shall stop
CANCEL_QUESTION = "cancel_which"  # the one that asks whether "cancel" means an order, or our offers
# What a message costs before its price is known, in micro-units of the provider's currency. Twilio's list prices for
# the US at the time of writing; twilio.com/en-us/sms/pricing/us and /whatsapp/pricing.
EXPECTED_PRICE = {"sms": 8_300, "whatsapp": 30_000, "telegram": 0}

_SENT = ("id", "contact", "left_at", "channel", "subject")
_COUNTS = " AND ".join(
    [
        bulk.among("messages.purpose", [Purpose.MARKETING]),
        bulk.among("messages.kind", REMINDERS),
        bulk.among("messages.status", LEFT),
    ]
)
_ASKS_TO_STOP = bulk.among("messages.template", [STOP_QUESTION, CANCEL_QUESTION])

Drawing = Callable[[str, UUID], float]


@dataclass(frozen=True, slots=True)
class Planned:
    """A send that is about to be judged, or one that might be planned. ``run`` tells whether it is still relevant."""

    kind: Kind
    purpose: Purpose
    programme: Programme | None
    channel: str
    address: UUID
    contact: UUID
    due_at: datetime
    template: str | None = None
    subject: UUID | None = None
    run: UUID | None = None
    expires_after: timedelta | None = None
    latest: datetime | None = None


async def departures(
    unit: Unit,
    tenant: Tenant,
    planned: Sequence[Planned],
    draw: Drawing,
    now: datetime,
    recipients: Recipients | None = None,
) -> list[Departure]:
    """The facts of each planned send, in the same order. ``draw`` gives a person's number for an experiment.

    ``recipients`` are those of the sends, where they are loaded already.

    Each knows what those before it will have spent; several to one person are ways to say one thing, so they do not
    add up.
    """
    people = list({one.contact for one in planned})
    to = recipients or await unit.people.recipients(await unit.people.by_ids(people))
    known = _Known(
        house=await _house(unit, tenant, now),
        persons=_persons(to),
        addresses=to.addresses,
        consents=await unit.consents.states({one.address for one in planned}),
        recent=await _recent(unit, people, [one.subject for one in planned if one.subject], now),
        news=await unit.inbox.unread(people),
        stop_asked=await _stop_asked(unit, to, now),
        flows=await _open_flows(unit, [one.run for one in planned if one.run]),
    )
    held = {one.contact: await _held_out(unit, tenant, one, known, draw) for one in planned}
    found = [_departure(tenant.business, one, known, held[one.contact]) for one in planned]
    return found if known.house.daily_spend is None else _after_each_other(planned, found, now)


def _after_each_other(planned: Sequence[Planned], found: Sequence[Departure], now: datetime) -> list[Departure]:
    """The same facts, with what leaves earlier in the list counted among what was spent."""
    spent: dict[UUID, int] = defaultdict(int)
    told = []
    for one, departure in zip(planned, found, strict=True):
        others = sum(spent.values()) - spent[one.contact]
        house = replace(departure.house, spent_today=departure.house.spent_today + others)
        told.append(replace(departure, house=house))
        if judge(told[-1], now).outcome is Outcome.SEND:
            spent[one.contact] = max(spent[one.contact], departure.price)
    return told


@dataclass(frozen=True, slots=True)
class _Known:
    house: House
    persons: Mapping[UUID, Person]
    addresses: Mapping[UUID, Address]
    consents: dict[tuple[UUID, Programme], ConsentState]
    recent: dict[UUID, list[Sent]]
    news: set[UUID]
    stop_asked: dict[UUID, datetime]
    flows: dict[UUID, str]


def _departure(business: Business, one: Planned, known: _Known, held_out: bool) -> Departure:
    address = known.addresses[one.address]
    person = known.persons[one.contact]
    phone = address.phone or person.phone
    channel = business.channel(one.channel)
    return Departure(
        kind=one.kind,
        purpose=one.purpose,
        programme=one.programme,
        channel=one.channel,
        subject=str(one.subject) if one.subject else None,
        person=person if phone == person.phone else replace(person, phone=phone),
        address_state=address.state,
        consent=_consent(one, known),
        house=known.house,
        due_at=one.due_at,
        recent=tuple(known.recent.get(one.contact, ())),
        last_inbound_at=address.last_inbound_at,
        stop_asked_at=known.stop_asked.get(one.contact),
        stopped=all(known.consents.get((one.address, of)) is ConsentState.REVOKED for of in Programme),
        has_template=bool(one.template and channel and one.template in channel.templates),
        price=EXPECTED_PRICE.get(one.channel, 0),
        expires_after=one.expires_after or LATENESS,
        latest=one.latest,
        relevant=one.run is None or one.run in known.flows or one.kind not in REMINDERS,
        news=one.contact in known.news,
        held_out=held_out,
    )


def _consent(one: Planned, known: _Known) -> ConsentState:
    programme = one.programme or Programme.REMINDERS
    return known.consents.get((one.address, programme), ConsentState.NONE)


async def _house(unit: Unit, tenant: Tenant, now: datetime) -> House:
    business = tenant.business
    caps = tuple(Cap(cap.count, cap.per) for cap in business.policy.marketing_caps)
    limit = None if business.daily_spend is None else business.daily_spend * 1_000_000
    return House(
        country=business.country,
        timezone=business.timezone,
        paused=tenant.paused_at is not None,
        double_opt_in=business.recovery.double_opt_in,
        one_sms_per_cart=business.policy.one_sms_per_cart,
        caps=caps,
        daily_spend=limit,
        spent_today=0 if limit is None else await _spent_today(unit, business, now),
    )


async def _spent_today(unit: Unit, business: Business, now: datetime) -> int:
    """Micro-units since the business's midnight: real prices, and the expected one where none is known yet.

    Amounts of several currencies are never added: the limit holds for each by itself, and the one of which most was
    spent decides. What has no price yet may come to be charged in that one.
    """
    zone = ZoneInfo(business.timezone)
    midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
    query = (
        select(
            messages.c.channel,
            messages.c.price_currency,
            func.sum(messages.c.price).label("paid"),
            (func.count() - func.count(messages.c.price)).label("unpriced"),
        )
        .where(unit.mine(messages), messages.c.left_at >= midnight, messages.c.status.in_(LEFT))
        .group_by(messages.c.channel, messages.c.price_currency)
    )
    paid: dict[str | None, int] = defaultdict(int)
    expected = 0
    for row in await unit.rows(query):
        paid[row.price_currency] += int(row.paid or 0)
        expected += row.unpriced * EXPECTED_PRICE.get(row.channel, 0)
    return max(paid.values(), default=0) + expected


def _persons(to: Recipients) -> dict[UUID, Person]:
    phones = to.phones
    return {
        one.id: Person(phones.get(one.id), one.country, one.region, one.postal_code, one.timezone, one.last_purchase_at)
        for one in to.people.values()
    }


async def _recent(
    unit: Unit, people: Sequence[UUID], subjects: Sequence[UUID], now: datetime
) -> dict[UUID, list[Sent]]:
    """Marketing departures of the last 31 days, and every one about these subjects.

    One that failed is not among them, so that a fallback and what it stands in for count once.
    """
    wanted = [(unit.business, contact) for contact in people]
    lately = ("left_at", now - REMEMBERED)
    found = await bulk.find(unit, messages, ("business", "contact"), wanted, _SENT, where=_COUNTS, since=lately)
    if subjects:
        about = [(unit.business, subject) for subject in set(subjects)]
        left = f"messages.left_at IS NOT NULL AND {_COUNTS}"
        found += await bulk.find(unit, messages, ("business", "subject"), about, _SENT, where=left)
    recent: dict[UUID, list[Sent]] = defaultdict(list)
    for contact, at, channel, subject in {row[0]: row[1:] for row in found}.values():
        recent[contact].append(Sent(at, channel, str(subject) if subject else None))
    return recent


async def _stop_asked(unit: Unit, to: Recipients, now: datetime) -> dict[UUID, datetime]:
    """When these people were last asked whether our messages shall stop, where they have not written since."""
    wanted = [(unit.business, contact) for contact in to.people]
    names, lately = ("contact", "created_at"), ("created_at", now - STOP_ASKED)
    found = await bulk.find(unit, messages, ("business", "contact"), wanted, names, where=_ASKS_TO_STOP, since=lately)
    asked: dict[UUID, datetime] = {}
    for contact, at in found:
        asked[contact] = max(at, asked.get(contact, at))
    for one in to.addresses.values():
        if one.contact in asked and one.last_inbound_at is not None and one.last_inbound_at > asked[one.contact]:
            del asked[one.contact]
    return asked


async def _open_flows(unit: Unit, which: Sequence[UUID]) -> dict[UUID, str]:
    wanted = [(unit.business, run) for run in set(which)]
    open_ = "runs.ended_at IS NULL"
    return dict(await bulk.find(unit, runs, ("business", "id"), wanted, ("id", "flow"), where=open_))


async def _held_out(unit: Unit, tenant: Tenant, one: Planned, known: _Known, draw: Drawing) -> bool:
    """Whether the person belongs to those who are left alone in this flow's experiment; the draw is kept."""
    plan = plan_of(known.flows.get(one.run, ""), tenant.business) if one.run else None
    if plan is None or plan.holdout <= 0 or one.purpose is not Purpose.MARKETING or one.kind is not Kind.MESSAGE:
        return False
    drawn = Draw(plan.name, one.contact, plan.holdout, draw(plan.name, one.contact))
    return (await unit.draws.keep(drawn)).held_out
