"""The facts of any plan: the routes to its person, and each step's possible offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flows.business import Business, Discount
from flows.engine import Subject
from flows.money import Money
from flows.plan import Plan
from flows.policy.departure import needs_second_step, refuse_for_good
from flows.policy.departure_facts import ConsentState, Departure, EarlierDeparture, Kind, Purpose
from flows.routes import Route
from flows.sequence import SequenceFacts
from flows.step_offer import ONE_DISCOUNT_PER, Offer, choose_percent
from storage.businesses.businesses import Tenant
from storage.facts.contact_ways import get_last_heard
from storage.facts.departures import Planned, load_facts
from storage.facts.last_answers import LastAnswers
from storage.people.people import Address
from storage.sending.holdout_draws import HoldoutDrawing
from storage.unit import Unit

ONE_SMS = "one-sms-per-cart"


@dataclass(frozen=True, slots=True)
class Entrant:
    """A plan's person, and its subject: the value, and a stable code for each step.

    ``asks`` is the flow whose run asks for the second step of a consent, its key the address.
    """

    contact: UUID
    subject: Subject | None
    total: Money | None
    codes: tuple[str, ...]
    asks: str


async def load_plan_facts(
    unit: Unit, tenant: Tenant, plan: Plan, entrant: Entrant, drawing: HoldoutDrawing, now: datetime
) -> SequenceFacts:
    """Return the facts of ``flows.sequence`` about a person in a plan: the routes to them, and each step's possible
    offer."""
    routes = await _load_routes(unit, tenant, plan, entrant, drawing, now)
    # A person in the control group needs no code in the shop.
    alone = await unit.draws.draw([(plan.name, entrant.contact)], drawing, keep=False)
    offers = () if alone else await _load_offers(unit, tenant, plan, entrant, now)
    return SequenceFacts(plan, routes, offers)


async def _load_routes(
    unit: Unit, tenant: Tenant, plan: Plan, entrant: Entrant, drawing: HoldoutDrawing, now: datetime
) -> tuple[Route, ...]:
    """Return the person's addresses in the business's order of preference, on each channel the one they last wrote from
    first; one of them may be where they last answered."""
    wanted = tenant.business.channels_order
    found = [one for one in await unit.people.addresses_of(entrant.contact) if one.channel in wanted and one.is_channel]
    usable = [one for one in found if one.writable or await _may_know(unit, one, found, entrant.subject)]
    planned = [_reminder(address, plan, entrant.subject, now) for address in usable]
    if not planned:
        return ()
    answered = await unit.of(LastAnswers).find_address(entrant.contact, now)
    routes = []
    for address, departure in zip(usable, await load_facts(unit, tenant, planned, drawing, now), strict=True):
        refusal = refuse_for_good(departure, now)
        pending = await _may_confirm(unit, entrant.asks, address, departure, now)
        spent = refusal is not None and refusal.rule == ONE_SMS
        kept = _find_kept_step(tenant.business, departure, now)
        may = refusal is None or spent
        route = Route(address.id, address.channel, may, pending, spent, kept, answered=address.id == answered)
        routes.append((address, route))
    routes.sort(key=lambda pair: (wanted.index(pair[0].channel), -get_last_heard(pair[0])))
    return tuple(route for _, route in routes)


async def _may_know(unit: Unit, typed: Address, theirs: Sequence[Address], subject: Subject | None) -> bool:
    """Return True unless a cart of somebody with another address would be shown at one that anybody could type next to
    that address, and that the cart does not name.
    """
    if subject is None or subject.kind != "cart" or len(theirs) == 1:
        return True
    return await unit.carts.names_mail(subject.id, typed.value)


async def _may_confirm(unit: Unit, asks: str, address: Address, departure: Departure, now: datetime) -> bool:
    """Return True if the second step is still open: asked, neither answered nor lapsed."""
    if departure.consent is not ConsentState.GRANTED or not needs_second_step(departure, now):
        return False
    return await unit.runs.get_open(asks, str(address.id)) is not None


def _find_kept_step(business: Business, departure: Departure, now: datetime) -> int:
    """Return the first step that may use a channel limited to one message about a subject, used or not."""
    carried = replace(departure, recent=(EarlierDeparture(now, departure.channel, departure.subject),))
    refusal = refuse_for_good(carried, now)
    return business.policy.sms_step - 1 if refusal is not None and refusal.rule == ONE_SMS else 0


def _reminder(address: Address, plan: Plan, subject: Subject | None, now: datetime) -> Planned:
    return Planned(
        kind=Kind.MESSAGE,
        purpose=Purpose.MARKETING,
        programme=plan.programme,
        channel=address.channel,
        address=address.id,
        contact=address.contact,
        due_at=now,
        template=plan.steps[0].template,
        subject=subject,
    )


async def _load_offers(
    unit: Unit, tenant: Tenant, plan: Plan, entrant: Entrant, now: datetime
) -> tuple[Offer | None, ...]:
    """Return the offers: at most one discount per person in 30 days, and only where a store can make the code."""
    if not tenant.business.stores or not any(step.offers for step in plan.steps):
        return ()
    if await unit.discounts.had_since([entrant.contact], now - ONE_DISCOUNT_PER):
        return ()
    codes = entrant.codes
    taken = {code.code for code in await unit.discounts.list_by_codes([*codes, *map(_make_another, codes)])}
    person = await unit.people.get(entrant.contact)
    bought = len(await unit.orders.of(entrant.contact)) or (person.orders if person and person.orders else 0)
    return tuple(
        _offer(step.discount, choose_percent(step.discount, entrant.total, bought), _make_fresh(code, taken))
        if step.discount and _is_of(step.discount, tenant.business)
        else None
        for step, code in zip(plan.steps, codes, strict=True)
    )


def _offer(discount: Discount, percent_off: int, code: str) -> Offer:
    return Offer(code, percent_off, discount.valid_for, discount.amount)


def _is_of(discount: Discount, business: Business) -> bool:
    """Return True if an amount is in the shop's current currency."""
    return discount.amount is None or discount.amount.currency == business.currency


def _make_fresh(code: str, taken: set[str]) -> str:
    """Return a new code: an earlier one that was created but never sent expires too soon."""
    while code in taken:
        code = _make_another(code)
    return code


def _make_another(code: str) -> str:
    return f"{code}2"
