"""The opt-outs of a period: how many, how, where and after which campaign, next to the usual rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, distinct, func, or_, select

from flows.events import ConsentAction
from flows.policy.departure_facts import Purpose
from storage.consent.consents import COMPLAINT
from storage.consent.opt_out_reach import LINKED
from storage.reports.report_scope import ReportWindow
from storage.schema import addresses, campaigns, consents, messages
from storage.unit import Unit

BEHIND = timedelta(days=3)
"""A stop within this time after a campaign's message counts for that campaign, the newest alone."""
_ERASED = "opt-out.erasure"


@dataclass(frozen=True, slots=True)
class Stopped:
    """A person who stopped: the last time in the period, and the rule that understood it."""

    contact: UUID
    at: datetime
    rule: str


@dataclass(frozen=True, slots=True)
class OptOutReport:
    """People who stopped, and people who got marketing in the same time (``reached``).

    ``by_teller`` is by teller (person, silence, page, shop), with complaints counted apart; ``by_channel`` is by the
    channel of the stop; ``last`` are the newest.
    """

    people: int
    reached: int
    by_teller: Mapping[str, int]
    by_channel: Mapping[str, int]
    by_campaign: Mapping[str, int]
    last: Sequence[Stopped]

    @property
    def rate(self) -> float | None:
        """Return the share of the reached people who opted out; None if nobody was reached."""
        return self.people / self.reached if self.reached else None


async def load_optout_report(period: ReportWindow, most: int) -> OptOutReport:
    """Return the stops of a period, with the ``most`` newest of them."""
    unit = period.unit
    return OptOutReport(
        await _count_rows(unit, select(func.count(distinct(consents.c.contact))).where(_stops(period))),
        await _count_rows(unit, select(func.count(distinct(messages.c.contact))).where(_match_marketing(period))),
        await _load_counts(unit, select(_TELLER, _PEOPLE).where(_stops(period)).group_by(_TELLER)),
        await _load_counts(unit, _select_by_channel(period)),
        await _load_counts(unit, _select_by_campaign(period)),
        await _list_last(period, most),
    )


_TELLER = case((consents.c.text == COMPLAINT, "complaint"), else_=consents.c.teller)
_PEOPLE = func.count(distinct(consents.c.contact))


def match_stop(unit: Unit) -> ColumnElement[bool]:
    """Return the condition that a ledger line is a person's own stop; an erasure also revokes everything, but is none.

    An opt-out made at another address counts only there.
    """
    revoked = consents.c.action == ConsentAction.REVOKED.value
    return and_(unit.owns(consents), revoked, consents.c.text.not_in((_ERASED, LINKED)))


def _stops(period: ReportWindow) -> Any:
    return and_(match_stop(period.unit), period.within(consents.c.at))


def _match_marketing(period: ReportWindow) -> Any:
    marketing = messages.c.purpose == Purpose.MARKETING.value
    return and_(period.unit.owns(messages), marketing, period.within(messages.c.left_at))


def _select_by_channel(period: ReportWindow) -> Select[Any]:
    """Select stops by the channel of the stop's message, or of our message that a provider refused for it. Stops
    without a message are left out.
    """
    theirs = and_(messages.c.direction == "in", messages.c.created_at == consents.c.at)
    says_so = and_(messages.c.contact == consents.c.contact, or_(theirs, messages.c.id == consents.c.event))
    said = consents.join(messages, and_(period.unit.owns(messages), says_so))
    there = said.join(addresses, and_(period.unit.owns(addresses), addresses.c.id == messages.c.address))
    return select(addresses.c.channel, _PEOPLE).select_from(there).where(_stops(period)).group_by(addresses.c.channel)


def _select_by_campaign(period: ReportWindow) -> Select[Any]:
    """Select stops by the newest campaign that left to the person shortly before."""
    theirs = (
        select(consents.c.contact, func.max(consents.c.at).label("at"))
        .where(_stops(period))
        .group_by(consents.c.contact)
        .subquery()
    )
    before = and_(
        period.unit.owns(messages),
        messages.c.contact == theirs.c.contact,
        messages.c.campaign.is_not(None),
        messages.c.left_at <= theirs.c.at,
        period.later(messages.c.left_at, BEHIND) > theirs.c.at,
    )
    nth = func.row_number().over(partition_by=messages.c.contact, order_by=messages.c.left_at.desc()).label("nth")
    behind = select(messages.c.campaign, nth).select_from(theirs.join(messages, before)).subquery()
    named = behind.join(campaigns, and_(period.unit.owns(campaigns), campaigns.c.id == behind.c.campaign))
    last = select(campaigns.c.name, func.count()).select_from(named).where(behind.c.nth == 1)
    return last.group_by(campaigns.c.name)


async def _list_last(period: ReportWindow, most: int) -> Sequence[Stopped]:
    query = (
        select(consents.c.contact, func.max(consents.c.at).label("at"), func.max(consents.c.text).label("rule"))
        .where(_stops(period))
        .group_by(consents.c.contact)
        .order_by(func.max(consents.c.at).desc())
        .limit(most)
    )
    return [Stopped(row.contact, row.at, row.rule) for row in await period.unit.rows(query)]


async def _count_rows(unit: Unit, query: Select[Any]) -> int:
    return int(await unit.value(query) or 0)


async def _load_counts(unit: Unit, query: Select[Any]) -> dict[Any, int]:
    rows = [tuple(row) for row in await unit.rows(query)]
    return {name: int(many) for name, many in sorted(rows, key=lambda row: -row[1])}
