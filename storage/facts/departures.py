"""The facts of a verdict: data about planned sends, in the same number of queries for one as for many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from flows.business import Business
from flows.channels import CHANNELS
from flows.consent import stop_question
from flows.delivery import LEFT
from flows.engine import Subject
from flows.policy.departure import judge
from flows.policy.departure_facts import (
    AGREED,
    LASTING,
    LATENESS,
    MONTH,
    ORDINARY,
    STOP_ASKED,
    ConsentState,
    Departure,
    EarlierDeparture,
    House,
    Kind,
    Person,
    Preferences,
    Programme,
    Purpose,
)
from flows.policy.message_price import convert_worth, costing, estimate_price
from flows.policy.verdict import Outcome
from flows.privacy_limits import UNUSED
from storage.businesses.businesses import Tenant
from storage.consent.consent_ledger import Place
from storage.consent.consents import is_all_revoked
from storage.consent.preferences import PreferenceBook
from storage.consent.privacy_limits import PrivacyLimits
from storage.facts.business_policy import ASKED, load_house
from storage.facts.costly_numbers import is_dear
from storage.facts.opt_outs_elsewhere import find_ended, find_linked_people
from storage.people.people import Address, Recipients
from storage.schema import carts, messages, runs, waiting_people
from storage.sending.holdout_draws import HoldoutDrawing, Taking
from storage.sql import bulk_statements, json_codec
from storage.unit import Unit

_SENT = ("id", "contact", "left_at", "channel", "subject", "subject_kind", "run", "programme")
_NO_PREFERENCES = Preferences()
_THREADS = frozenset({"cart", "campaign"})  # subjects whose messages belong to one conversation, across runs
_COUNTS = " AND ".join(
    [
        bulk_statements.among("messages.purpose", [Purpose.MARKETING]),
        bulk_statements.among("messages.kind", ORDINARY),
        bulk_statements.among("messages.status", LEFT),
    ]
)
_DOUBTED = f"{bulk_statements.among('runs.flow', [stop_question.NAME])} AND runs.ended_at IS NULL"


@dataclass(frozen=True, slots=True)
class Planned:
    """A send to judge, now or in a plan. ``run`` tells whether the send is still relevant.

    ``experiment`` names the experiment whose control group may include the person; without one there is no draw.
    ``segments`` is the expected number of text segments on channels that count them. ``partner`` is the folded name of
    the partner whose offer it is.
    """

    kind: Kind
    purpose: Purpose
    programme: Programme | None
    channel: str
    address: UUID
    contact: UUID
    due_at: datetime
    template: str | None = None
    subject: Subject | None = None
    run: UUID | None = None
    experiment: str | None = None
    expires_after: timedelta | None = None
    latest: datetime | None = None
    segments: int = 1
    partner: str = ""


async def load_facts(
    unit: Unit,
    tenant: Tenant,
    planned: Sequence[Planned],
    drawing: HoldoutDrawing,
    now: datetime,
    recipients: Recipients | None = None,
) -> list[Departure]:
    """Return the facts of each planned send, in the same order. ``drawing`` decides the control groups.

    ``recipients`` are those of the sends, if already loaded.

    Each send counts the spending of those before it; several to one person are alternatives, so they do not add up.
    """
    known = await _load(unit, tenant, planned, now, recipients)
    held = await unit.draws.draw({taking for one in planned if (taking := _find_taking(one))}, drawing)
    found = [_departure(tenant.business, one, known, _find_taking(one) in held) for one in planned]
    alone = known.house.daily_spend is None and all(one.kind is not Kind.OPT_IN_ASK for one in planned)
    return found if alone else _chain_departures(planned, found, now)


def _chain_departures(planned: Sequence[Planned], found: Sequence[Departure], now: datetime) -> list[Departure]:
    """Return the same facts, with earlier departures in the list counted as spent, and as asked."""
    spent: dict[UUID, int] = defaultdict(int)
    asked: set[UUID] = set()
    told = []
    for one, departure in zip(planned, found, strict=True):
        house, others = departure.house, sum(spent.values()) - spent[one.contact]
        before = (*house.asked, *(now for _ in asked - {one.contact}))
        told.append(replace(departure, house=replace(house, spent_today=house.spent_today + others, asked=before)))
        if judge(told[-1], now).outcome is Outcome.SEND:
            spent[one.contact] = max(spent[one.contact], departure.price)
            asked |= {one.contact} if one.kind is Kind.OPT_IN_ASK else set()
    return told


@dataclass(frozen=True, slots=True)
class _Known:
    house: House
    persons: Mapping[UUID, Person]
    addresses: Mapping[UUID, Address]
    consents: dict[tuple[UUID, Programme], ConsentState]
    partners: dict[UUID, frozenset[str]]
    preferences: dict[UUID, Preferences]
    restricted: set[UUID]
    stopped: set[UUID]
    recent: dict[UUID, list[EarlierDeparture]]
    carts: dict[UUID, datetime]
    wishes: dict[UUID, UUID]
    news: set[UUID]
    doubts: dict[UUID, stop_question.Doubted]
    asked: dict[UUID, datetime]
    open_runs: set[UUID]


async def _load(
    unit: Unit, tenant: Tenant, planned: Sequence[Planned], now: datetime, recipients: Recipients | None
) -> _Known:
    """Load the data of these sends' people and subjects, in the same number of queries for one as for many."""
    people = list({one.contact for one in planned})
    subjects = list({cart for one in planned if (cart := _cart(one))})
    wishes = list({wish for one in planned if (wish := _wish(one))})
    to = recipients or await unit.people.recipients(await unit.people.by_ids(people))
    asks = [one for one in planned if one.kind is Kind.OPT_IN_ASK]
    spends = any(one.channel in costing() for one in planned)
    house = await load_house(unit, tenant, now, spends=spends, asks=bool(asks))
    consents = await unit.consents.states({one.address for one in planned})
    linked = await find_linked_people(unit, _select_selling(planned, consents))
    consents |= await find_ended(unit, _select_selling(planned, consents), linked)
    return _Known(
        house=house,
        persons=to.persons(),
        addresses=to.addresses,
        consents=consents,
        partners=await _find_partners(unit, planned),
        preferences=await _load_preferences(unit, people, linked),
        restricted=await unit.of(PrivacyLimits).find_limited(people, UNUSED),
        stopped=await _find_stopped(unit, planned, consents),
        recent=await _find_recent(unit, people, [*subjects, *wishes], now - _get_counting_time(house)),
        carts=await _load_carts(unit, subjects),
        wishes=await _load_wishes(unit, wishes),
        news=await unit.inbox.find_unread(people),
        doubts=await _load_doubts(unit, people, linked),
        asked=await _get_asked(unit, {one.contact for one in asks}, now),
        open_runs=await _open_runs(unit, [one.run for one in planned if one.run]),
    )


def _departure(business: Business, one: Planned, known: _Known, held_out: bool) -> Departure:
    address, doubt = known.addresses[one.address], known.doubts.get(one.contact)
    person = known.persons[one.contact]
    phones = tuple(dict.fromkeys((address.phone, *person.phones))) if address.phone else person.phones
    phone = next(iter(phones), None)
    cart = _cart(one)
    return Departure(
        kind=one.kind,
        purpose=one.purpose,
        programme=one.programme,
        channel=one.channel,
        subject=str(cart) if cart else None,
        person=person if phones == person.phones else replace(person, phones=phones),
        address_state=address.state,
        consent=_consent(one, known),
        house=known.house,
        due_at=one.due_at,
        recent=tuple(known.recent.get(one.contact, ())),
        last_inbound_at=address.last_inbound_at,
        stop_asked_at=doubt.until - STOP_ASKED if doubt and not doubt.with_staff else None,
        with_staff_until=doubt.until if doubt and doubt.with_staff else None,
        stopped=one.address in known.stopped,
        has_template=business.get_approved_name(one.channel, one.template, staff=one.kind is Kind.STAFF) is not None,
        price=convert_worth(estimate_price(one.channel, phone, one.segments), business.spends_in),
        expires_after=one.expires_after or LATENESS,
        latest=one.latest,
        subject_at=known.carts.get(cart) if cart else None,
        relevant=one.run is None or one.run in known.open_runs or one.kind not in ORDINARY,
        news=one.contact in known.news,
        held_out=held_out,
        dear=CHANNELS[one.channel].pumped and phone is not None and is_dear(phone),
        asked_at=known.asked.get(one.contact),
        registered=bool(business.list_registered(one.channel, one.template)),
        thread=_thread(one.subject.kind, one.subject.id, one.run) if one.subject else _thread(None, None, one.run),
        partner=one.partner,
        partners=known.partners.get(one.address, frozenset()),
        preferences=known.preferences.get(one.contact, _NO_PREFERENCES),
        restricted=one.contact in known.restricted,
    )


def _consent(one: Planned, known: _Known) -> ConsentState:
    """Return the consent to a send's own programme.

    Marketing without a programme has no consent. Other messages need no consent, and only check whether the person
    revoked everything.
    """
    if one.programme is Programme.WAITLIST:
        return _get_wish_state(one, known)
    if one.programme is not None:
        return known.consents.get((one.address, one.programme), ConsentState.NONE)
    states = {known.consents.get((one.address, programme)) for programme in LASTING}
    opted_out = ConsentState.REVOKED in states and not states & AGREED
    return ConsentState.REVOKED if opted_out and one.purpose is not Purpose.MARKETING else ConsentState.NONE


async def _find_partners(unit: Unit, planned: Sequence[Planned]) -> dict[UUID, frozenset[str]]:
    """Return the partners that the consents to partner offers name, by address."""
    offers = {one.address for one in planned if one.programme is Programme.PARTNER_OFFERS}
    return await unit.consents.find_partners(offers) if offers else {}


def _get_wish_state(one: Planned, known: _Known) -> ConsentState:
    """Return the state of a wish.

    It permits one message at its address, which uses it up. A stop ends the wish; on channels where STOP ends all, no
    later wish counts.
    """
    stopped = CHANNELS[one.channel].stop_ends_all and is_all_revoked(known.consents, one.address)
    if stopped or known.consents.get((one.address, Programme.WAITLIST)) is ConsentState.REVOKED:
        return ConsentState.REVOKED
    wish = _wish(one)
    used = any(sent.subject == str(wish) for sent in known.recent.get(one.contact, ()))
    here = wish is not None and known.wishes.get(wish) == one.address
    return ConsentState.GRANTED if here and not used else ConsentState.NONE


async def _load_wishes(unit: Unit, which: Collection[UUID]) -> dict[UUID, UUID]:
    """Return the address of each of these wishes that is still open."""
    wanted = [(unit.business, wish) for wish in which]
    return dict(await bulk_statements.find(unit, waiting_people, ("business", "wish"), wanted, ("wish", "address")))


async def _get_asked(unit: Unit, people: Collection[UUID], now: datetime) -> dict[UUID, datetime]:
    """Return when these people were last asked for consent, in the last month."""
    wanted = [(unit.business, contact) for contact in people]
    lately = ("left_at", now - MONTH)
    found = await bulk_statements.find(
        unit, messages, ("business", "contact"), wanted, ("contact", "left_at"), where=ASKED, since=lately
    )
    asked: dict[UUID, datetime] = {}
    for contact, at in found:
        asked[contact] = max(at, asked.get(contact, at))
    return asked


def _get_counting_time(house: House) -> timedelta:
    """Return how long after departure a message may count for a cap, or for the distance."""
    return max([MONTH, house.distance, *(cap.per for cap in (*house.caps, *house.partner_caps))])


async def _find_recent(
    unit: Unit, people: Sequence[UUID], subjects: Sequence[UUID], since: datetime
) -> dict[UUID, list[EarlierDeparture]]:
    """Return marketing departures since that moment, and all departures about these subjects.

    Failed departures are left out, so that a message and its fallback count once.
    """
    wanted = [(unit.business, contact) for contact in people]
    lately = ("left_at", since)
    found = await bulk_statements.find(
        unit, messages, ("business", "contact"), wanted, _SENT, where=_COUNTS, since=lately
    )
    if subjects:
        about = [(unit.business, subject) for subject in subjects]
        left = f"messages.left_at IS NOT NULL AND {_COUNTS}"
        found += await bulk_statements.find(unit, messages, ("business", "subject"), about, _SENT, where=left)
    recent: dict[UUID, list[EarlierDeparture]] = defaultdict(list)
    for contact, at, channel, subject, kind, run, programme in {row[0]: row[1:] for row in found}.values():
        cart, partners = str(subject) if subject else None, programme == Programme.PARTNER_OFFERS.value
        recent[contact].append(EarlierDeparture(at, channel, cart, _thread(kind, subject, run), partners))
    return recent


def _thread(kind: str | None, subject: UUID | None, run: UUID | None) -> str | None:
    """Return the id of the conversation that a message belongs to; None for a message without a conversation."""
    thread = subject if kind in _THREADS else run
    return str(thread) if thread else None


async def _load_carts(unit: Unit, which: Sequence[UUID]) -> dict[UUID, datetime]:
    """Return the last activity of the carts among these subjects."""
    wanted = [(unit.business, subject) for subject in which]
    return dict(await bulk_statements.find(unit, carts, ("business", "id"), wanted, ("id", "as_of")))


async def _load_preferences(
    unit: Unit, people: Sequence[UUID], linked: Mapping[UUID, Collection[UUID]]
) -> dict[UUID, Preferences]:
    """Return what these people chose, each joined with what the others recorded as the same customer chose."""
    chosen = await unit.of(PreferenceBook).find({*people, *(other for others in linked.values() for other in others)})
    for one, others in linked.items() if chosen else ():
        for other in others:
            chosen[one] = chosen.get(one, _NO_PREFERENCES).join(chosen.get(other, _NO_PREFERENCES))
    return chosen


async def _load_doubts(
    unit: Unit, people: Sequence[UUID], linked: Mapping[UUID, Collection[UUID]]
) -> dict[UUID, stop_question.Doubted]:
    """Return open possible opt-outs in the words of these people, or of others recorded as the same customers."""
    everybody = {*people, *(other for others in linked.values() for other in others)}
    wanted = [(unit.business, contact) for contact in everybody]
    found = await bulk_statements.find(
        unit, runs, ("business", "contact"), wanted, ("contact", "state"), where=_DOUBTED
    )
    known = {contact: json_codec.load(stop_question.Doubted, state) for contact, state in found}
    theirs = {one: known[other] for one, others in linked.items() for other in others if other in known}
    return theirs | known


def _select_selling(planned: Sequence[Planned], states: Mapping[Place, ConsentState]) -> dict[Place, UUID]:
    """Return the marketing places with consent, and their people."""
    places = ((one, (one.address, one.programme)) for one in planned if one.programme is not None)
    return {
        place: one.contact for one, place in places if one.purpose is Purpose.MARKETING and states.get(place) in AGREED
    }


async def _find_stopped(
    unit: Unit, planned: Sequence[Planned], states: Mapping[tuple[UUID, Programme], ConsentState]
) -> set[UUID]:
    """Return where a STOP forbids an SMS that no marketing consent decides about; only possible cases are looked up."""
    could = {
        one.address
        for one in planned
        if CHANNELS[one.channel].stop_ends_all and one.kind in ORDINARY and one.purpose is Purpose.TRANSACTIONAL
    }
    return await unit.consents.find_stopped(could, states) if could else set()


async def _open_runs(unit: Unit, which: Sequence[UUID]) -> set[UUID]:
    wanted = [(unit.business, run) for run in set(which)]
    open_ = "runs.ended_at IS NULL"
    return {run for (run,) in await bulk_statements.find(unit, runs, ("business", "id"), wanted, ("id",), where=open_)}


def _find_taking(one: Planned) -> Taking | None:
    """Return the experiment that may refuse a send, with its person: for planned marketing without a request."""
    if one.experiment is None or one.purpose is not Purpose.MARKETING or one.kind is not Kind.MESSAGE:
        return None
    if one.programme is Programme.WAITLIST:  # it was wished for
        return None
    return one.experiment, one.contact


def _cart(one: Planned) -> UUID | None:
    """Return the cart of a send: the carriers' rules count from carts alone."""
    return one.subject.id if one.subject is not None and one.subject.kind == "cart" else None


def _wish(one: Planned) -> UUID | None:
    """Return the wish of a send: somebody waits for a thing that was out (storage/sourcing)."""
    return one.subject.id if one.subject is not None and one.subject.kind == "wish" else None
