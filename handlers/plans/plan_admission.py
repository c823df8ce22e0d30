"""Entries into plans: by a daily check of the condition, by an event, or by hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from flows.audience.audience_expansion import BadAudience
from flows.audience.criteria import All, Compared, meets
from flows.engine import Left, Subject
from flows.events import Event, MessageReceived
from flows.events.event import ORDER
from flows.lifecycle import find_stage
from flows.name_folding import fold_name
from flows.plans.plan_terms import NAME, SUBJECT, EntryBy, KeptPlan, PlanTerms
from flows.policy.departure_facts import AGREED
from flows.privacy_limits import UNSCORED
from flows.sequence import Entered, State
from handlers.conversation import EntryEvent
from handlers.conversation.entry_event import Line
from handlers.engine import host, time_zones
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from storage.audience.audiences import Audiences, Selection
from storage.audience.segments import Segments
from storage.consent.privacy_limits import PrivacyLimits
from storage.events import recurring_events
from storage.events.event_inbox import Stored
from storage.plans.plan_entries import PlanEntries, PlanEntry
from storage.plans.plan_versions import KeptPlans
from storage.sending.holdout_draws import Assignment
from storage.sql import json_codec
from storage.store.customer_totals import Totals

JOB = "plans"
MORNING = time(5)
"""The business's hour of the search for people: after the nightly ranks."""
LATELY = timedelta(days=2)
"""Older events let nobody in: they are of the past, as in an import of orders."""
_A_DAY, _WAKING = timedelta(days=1), timedelta(hours=8)
_NOBODY = "nobody is named"
_TODAY = "today"  # the second pass, after tomorrow's people
PAGE = 50
"""The people of one transaction."""


async def look(turn: Turn, firing: Stored) -> bool:
    """Process one part of a day's search in one short transaction; return True at the end.

    The progress is stored in the same transaction as the entries, so a crash in between enters nobody twice.
    """
    begun = await recurring_events.load_progress(turn.unit, firing.id)
    done, at, after, *phase = json.loads(begun) if begun else ("", "", None)
    plans = [one for one in await turn.unit.of(KeptPlans).all() if one.enabled and one.id.hex > done]
    plan = next((one for one in plans if one.terms.people is not None), None)
    if plan is None:
        return True
    ahead = plan.terms.entrance.by is EntryBy.DATE and phase != [_TODAY]
    people = await _find_next(turn, plan, UUID(after) if at == plan.id.hex and after else None, ahead=ahead)
    for one in people:
        await _enter_by_day(turn, plan, one, ahead=ahead)
    if len(people) == PAGE:
        reached = [done, plan.id.hex, people[-1].hex, *phase]
    else:
        reached = [done, plan.id.hex, None, _TODAY] if ahead else [plan.id.hex, "", None]
    await recurring_events.go_on(turn.unit, firing.id, json.dumps(reached))
    return False


async def _enter_by_day(turn: Turn, plan: KeptPlan, contact: UUID, *, ahead: bool) -> None:
    """Enter a person whose day is today, or tomorrow with ``ahead``.

    The day starts at midnight where the person lives. With ``ahead``, only people whose first message is due before the
    next search enter.
    """
    person = await turn.unit.people.get(contact) if plan.terms.entrance.by is EntryBy.DATE else None
    if person is None:
        await enter(turn, plan, contact, str(turn.today))
        return
    day, zone = turn.today + timedelta(days=ahead), await time_zones.find_contact_zone(turn, person)
    anchor = datetime.combine(day, time(), zone).astimezone(UTC)
    sequence = plan.terms.plan(plan.name, turn.business.counts_for, zone)
    due = sequence.due(0, anchor) + (timedelta() if sequence.steps[0].at else _WAKING)
    if not ahead or due < turn.now + _A_DAY:
        await enter(turn, plan, contact, str(day), anchor)


def select_people(turn: Turn, terms: PlanTerms) -> Selection:
    """Return the selection of people that a plan searches for now. Raises ValueError for a plan with no search."""
    people = terms.people
    if people is None:
        raise ValueError(f"a {terms.kind} plan looks for nobody")
    return Selection(people, turn.now, turn.zone)


async def _find_next(turn: Turn, plan: KeptPlan, after: UUID | None, *, ahead: bool) -> list[UUID]:
    asked = select_people(turn, plan.terms)
    if ahead:
        tomorrow = Compared("birthday_in_days", "=", Decimal(plan.terms.entrance.days + 1))
        asked = replace(asked, criteria=All((tomorrow, plan.terms.condition)))
    return await turn.unit.of(PlanEntries).page(plan.terms.kind, asked, PAGE, after)


async def admit(turn: Turn, stored: Stored, event: Event) -> str | None:
    """Enter the person of an event into the plans that begin with it; return the reason if no customer is known.

    A person enters if the event meets the ``where`` of the plan, and they meet its condition. An old event is ignored.
    """
    contact = await _find_person(turn, stored, event)
    if contact is None:
        return _NOBODY
    if getattr(event, "occurred_at", turn.now) < turn.now - LATELY:
        return None
    for one in conversations_of(turn).entry_events[type(event)]:
        lines = one.lines(event)
        for plan in await turn.unit.of(KeptPlans).list_by_event(one.name) if lines else ():
            meant = any(_meets_all(plan.terms.entrance.where, line) for line in lines)
            if meant and await find_matching_people(turn, plan.terms, {contact}):
                await enter(turn, plan, contact, _name_occasion(one, stored, event))
    return None


async def _find_person(turn: Turn, stored: Stored, event: Event) -> UUID | None:
    """Return the person of an event, or else the customer of its order, of any system of the shop."""
    orders = turn.unit.orders
    for thing in event.list_owned() if stored.contact is None else ():
        if thing.kind == ORDER:
            order = await orders.find_by_ref(stored.source, thing.ref) or await orders.find_placed(thing.ref)
            if order is not None and not order.by_mail:
                return order.contact
    return stored.contact


def _meets_all(where: Sequence[Compared], line: Line) -> bool:
    """Return True if a line of an event meets all conditions."""
    known = {name: fold_name(value) or None if isinstance(value, str) else value for name, value in line.items()}
    return all(meets(one, known.get(one.fact)) for one in where)


def _name_occasion(entry: EntryEvent, stored: Stored, event: Event) -> str:
    """Return the occasion of an event: its own id, or a hash of the id of what happened in its source, which may
    contain a name."""
    if entry.get_ref is None:
        return str(stored.id)
    return hashlib.sha256(f"{entry.name}:{stored.source}:{entry.get_ref(event)}".encode()).hexdigest()


async def enter(turn: Turn, plan: KeptPlan, contact: UUID, occasion: str, anchor: datetime | None = None) -> bool:
    """Enter a person into a plan, once for each ``occasion``; return True if they entered.

    Its steps count from ``anchor``, None for now. A person who is in another plan of the kind with the same priority,
    or in a rest period, does not enter.
    """
    who = await turn.unit.people.hold(contact)
    entries, terms = turn.unit.of(PlanEntries), plan.terms
    before = await entries.list_entries(who, terms.kind)
    if any(one.plan == plan.id and (one.occasion == occasion or one.ended_at is None) for one in before):
        return False
    if any(one.rests_until is not None and one.rests_until > turn.now for one in before):
        return False
    if not await _end_weaker(turn, plan, f"{terms.kind}:{who}"):
        return False
    totals = await turn.unit.of(Totals).find_totals(who)
    unscored = await turn.unit.of(PrivacyLimits).find_limited([who], UNSCORED)
    stage = None if unscored else find_stage(totals, turn.now)
    entry = PlanEntry(
        turn.unit.ids.make(), plan.id, plan.version, terms.kind, who, occasion, stage.value if stage else "", turn.now
    )
    if not await entries.add(entry):
        return False
    number = turn.draw.number(plan.name, who)
    await turn.unit.draws.keep(Assignment(plan.name, who, terms.holdout, number))
    subject = Subject(SUBJECT, entry.id)
    await host.enter(turn, NAME, f"{terms.kind}:{who}", who, subject, Entered(subject, anchor or turn.now))
    return True


async def _end_weaker(turn: Turn, plan: KeptPlan, key: str) -> bool:
    """Return True if no other plan of the kind keeps the person out; one with a lower priority is ended."""
    run = await turn.unit.runs.get_open(NAME, key)
    if run is None:
        return True
    entry = await turn.unit.of(PlanEntries).get(run.subject.id) if run.subject else None
    if entry is not None:
        other = await turn.unit.of(KeptPlans).get_version(entry.plan, entry.version)
        if other.terms.priority >= plan.terms.priority:
            return False
    return await host.advance(turn, run, Left("stronger"))


async def end_for_reply(turn: Turn, stored: Stored, event: MessageReceived) -> None:
    """End the plans of a person who writes to the business, if the plans wait for an answer.

    An automatic reply is no answer. An opt-out has its own event.
    """
    open_ = (
        [one for one in await turn.unit.runs.list_open(stored.contact) if one.flow == NAME] if stored.contact else []
    )
    if not open_ or stored.contact is None:
        return
    message = await turn.unit.messages.find_by_key(event.key)
    if message is None or message.unwritten:
        return
    theirs = [one.id for one in await turn.unit.people.addresses_of(stored.contact)]
    if not AGREED.isdisjoint((await turn.unit.consents.states(theirs)).values()):
        for run in open_:
            if json_codec.load(State, run.state).anchor > turn.now:  # their day is in the future
                continue
            await host.advance(turn, run, Left("replied"))


async def find_matching_people(turn: Turn, terms: PlanTerms, people: Collection[UUID]) -> set[UUID]:
    """Return the people who meet the condition of a plan."""
    try:
        return await turn.unit.of(Audiences).find_among(Selection(terms.condition, turn.now, turn.zone), people)
    except BadAudience:
        return set()


async def has_its_audience(turn: Turn, terms: PlanTerms) -> bool:
    """Return True if the audiences in a plan's condition exist."""
    try:
        await turn.unit.of(Segments).expand(terms.condition, turn.today)
    except BadAudience:
        return False
    return True
