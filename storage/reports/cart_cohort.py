"""The carts abandoned in a period, and the fate of each: every cart has one fate, so the figures add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, Select, Subquery, and_, case, exists, func, literal, not_, or_, select

from flows.channels import LINES
from flows.delivery import MessageStatus
from flows.events import AGREES
from flows.policy.departure_facts import ConsentState, Programme, Purpose
from storage.reports.report_scope import Scope
from storage.schema import addresses, carts, clicks, consents, messages, orders, permissions, runs
from storage.store.carts import BOUGHT, OPEN

NOTHING = "[]"  # the items of an emptied cart
_ENDED = (MessageStatus.REFUSED.value, MessageStatus.EXPIRED.value, MessageStatus.FAILED.value)
_AGREED = (ConsentState.GRANTED.value, ConsentState.CONFIRMED.value)
_REVOKED = ConsentState.REVOKED.value


@dataclass(frozen=True, slots=True)
class CartCohort:
    """Counts of carts. ``carts`` is the sum of ``messaged``, ``held_out`` and all of ``unsent``."""

    carts: int
    reachable: int
    messaged: int
    clicked: int
    held_out: int
    unsent: Mapping[str, int]


async def load_cohort(scope: Scope) -> CartCohort:
    """Return the results of the period's carts."""
    fates = _fates(scope)
    counts = [func.count().label("carts"), *(func.sum(fates.c[name]).label(name) for name in ("reachable", "clicked"))]
    query = select(fates.c.fate, *counts).group_by(fates.c.fate)
    rows = {row.fate: row for row in await scope.unit.rows(query)}
    carts_of = {fate: int(row.carts) for fate, row in rows.items()}
    messaged, held_out = carts_of.pop("messaged", 0), carts_of.pop("held_out", 0)
    return CartCohort(
        carts=messaged + held_out + sum(carts_of.values()),
        reachable=sum(int(row.reachable) for row in rows.values()),
        messaged=messaged,
        clicked=sum(int(row.clicked) for row in rows.values()),
        held_out=held_out,
        unsent=dict(sorted(carts_of.items(), key=lambda one: (-one[1], one[0]))),
    )


def list_ids(scope: Scope) -> Select[tuple[UUID]]:
    """Select the abandoned carts first heard of in the period."""
    bought = _select_bought(scope)
    found = carts.outerjoin(bought, bought.c.cart == carts.c.id)
    here = and_(scope.unit.owns(carts), scope.within(carts.c.created_at))
    return select(carts.c.id).select_from(found).where(here, _match_abandoned(scope, bought))


def _select_bought(scope: Scope) -> Subquery:
    placed = and_(scope.unit.owns(orders), orders.c.cart.is_not(None))
    return (
        select(orders.c.cart, func.min(orders.c.placed_at).label("at")).where(placed).group_by(orders.c.cart).subquery()
    )


def _match_abandoned(scope: Scope, bought: Subquery) -> ColumnElement[bool]:
    """Return the test of abandonment. A purchase may touch a cart again, so a cart with a planned reminder always
    counts.
    """
    reminders = or_(scope.reminder, scope.asked_for)
    planned = select(messages.c.subject).where(reminders, messages.c.subject.is_not(None))
    delay = scope.plan.steps[0].after if scope.plan else timedelta(0)
    resting = and_(bought.c.at.is_(None), carts.c.status == OPEN, carts.c.as_of <= scope.now - delay)
    rested = scope.later(carts.c.as_of, delay) <= bought.c.at
    return or_(carts.c.id.in_(planned), and_(carts.c["items"] != NOTHING, or_(resting, rested)))


def _fates(scope: Scope) -> Subquery:
    """Select one row per cart: its ``fate`` ("messaged", "held_out", or why neither), and 1 or 0 for the rest."""
    told, ended, visited = _select_messages(scope), _select_ended(scope), _select_visited(scope)
    joined = (
        carts.outerjoin(told, told.c.subject == carts.c.id)
        .outerjoin(ended, and_(ended.c.subject == carts.c.id, ended.c.nth == 1))
        .outerjoin(visited, visited.c.subject == carts.c.id)
    )
    fate = case(
        (told.c.written == 1, "messaged"), (told.c.withheld == 1, "held_out"), else_=_explain_unsent(scope, told, ended)
    )
    reached = or_(told.c.written == 1, told.c.withheld == 1, _had_agreed(scope))
    columns = (
        fate.label("fate"),
        case((reached, 1), else_=0).label("reachable"),
        case((visited.c.subject.is_not(None), 1), else_=0).label("clicked"),
    )
    here = and_(scope.unit.owns(carts), carts.c.id.in_(list_ids(scope)))
    return select(*columns).select_from(joined).where(here).subquery()


def _select_messages(scope: Scope) -> Subquery:
    """Select the messages about each cart, and whether any still waits."""
    queued = messages.c.status == MessageStatus.QUEUED.value
    marks = {"written": scope.written, "withheld": scope.withheld, "queued": queued}
    columns = [func.max(case((mark, 1), else_=0)).label(name) for name, mark in marks.items()]
    about = and_(scope.own, messages.c.subject.is_not(None))
    return select(messages.c.subject, *columns).where(about).group_by(messages.c.subject).subquery()


def _select_ended(scope: Scope) -> Subquery:
    """Select the reminders that never arrived, the last of each cart first; the stopping rule is the ``code``."""
    failed = messages.c.status == MessageStatus.FAILED.value
    order = (messages.c.status_at.desc(), messages.c.id.desc())
    nth = func.row_number().over(partition_by=messages.c.subject, order_by=order)
    code = case((failed, "failed"), else_=func.coalesce(messages.c.code, messages.c.status))
    query = select(messages.c.subject, code.label("code"), nth.label("nth"))
    return query.where(or_(scope.reminder, scope.asked_for), messages.c.status.in_(_ENDED)).subquery()


def _select_visited(scope: Scope) -> Subquery:
    """Select the carts with an opened link; a preview robot's visit does not count."""
    real = and_(scope.unit.owns(clicks), clicks.c.message == messages.c.id, clicks.c.robot.is_(False))
    query = select(messages.c.subject).select_from(messages.join(clicks, real))
    return query.where(scope.written).distinct().subquery()


def _explain_unsent(scope: Scope, told: Subquery, ended: Subquery) -> ColumnElement[str]:
    """Return why a cart got no message: the rule that refused it, or its end before a rule was asked."""
    bought = exists().where(scope.unit.owns(orders), orders.c.cart == carts.c.id, orders.c.placed_at.is_not(None))
    return case(
        (ended.c.code.is_not(None), ended.c.code),
        (told.c.queued == 1, "waiting"),
        (or_(carts.c.status == BOUGHT, bought), "bought"),
        (carts.c["items"] == NOTHING, "emptied"),
        (or_(carts.c.reason.is_not(None), carts.c.contact.is_(None), not_(_has_a_way(scope))), "no-address"),
        (not_(_stands(scope, *_AGREED)), case((_stands(scope, _REVOKED), "consent.revoked"), else_="consent.none")),
        (_open_run(scope), "waiting"),
        else_=literal("replaced"),
    )


def _has_a_way(scope: Scope) -> Exists:
    theirs = and_(scope.unit.owns(addresses), addresses.c.contact == carts.c.contact)
    ours = {*LINES, *scope.tenant.business.channels_order}
    return exists().where(theirs, addresses.c.channel.in_(ours))


def _stands(scope: Scope, *states: str) -> Exists:
    """Return the condition that consent to reminders has one of these states at any address of the person."""
    theirs = and_(scope.unit.owns(addresses), addresses.c.contact == carts.c.contact)
    return exists().where(theirs, _permission(scope), permissions.c.state.in_(states))


def _permission(scope: Scope) -> ColumnElement[bool]:
    """Return the condition on the ``permissions`` row for reminders at the current address."""
    here = and_(scope.unit.owns(permissions), permissions.c.address == addresses.c.id)
    marketing = permissions.c.purpose == Purpose.MARKETING.value
    return and_(here, marketing, permissions.c.programme == Programme.REMINDERS.value)


def _had_agreed(scope: Scope) -> Exists:
    """Return True if the person had agreed to reminders at any address, unrevoked when the cart was first heard of."""
    theirs = and_(scope.unit.owns(addresses), addresses.c.contact == carts.c.contact)
    lines = and_(scope.unit.owns(consents), consents.c.address == addresses.c.id)
    agreed = and_(lines, consents.c.action.in_(AGREES))
    for_reminders = consents.c.programme == Programme.REMINDERS.value
    revoked = permissions.c.state == _REVOKED
    gone = exists().where(_permission(scope), revoked, permissions.c.since <= carts.c.created_at)
    return exists().where(theirs, agreed, for_reminders, not_(gone.correlate(addresses, carts)))


def _open_run(scope: Scope) -> Exists:
    """Return True if a run is about this cart now."""
    here = and_(scope.unit.owns(runs), runs.c.contact == carts.c.contact, runs.c.ended_at.is_(None))
    return exists().where(here, runs.c.subject == carts.c.id)
