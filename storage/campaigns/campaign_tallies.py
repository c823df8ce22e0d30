"""The results of a campaign's messages, counted by any parts: one query for each kind, for any number of parts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, FromClause, and_, case, distinct, exists, func, select

from flows.campaigns.campaign import Campaign
from flows.delivery import MessageStatus
from storage.businesses.businesses import Tenant
from storage.campaigns.campaign_stops import SOON
from storage.reports.message_costs import sum_costs
from storage.reports.opt_out_report import match_stop
from storage.reports.report_scope import Scope
from storage.schema import attributions, clicks, consents, messages, orders
from storage.sending.written_messages import match_person
from storage.unit import Unit

Part: TypeAlias = tuple[Any, ...]
"""The values of the columns to count by."""
REPLIES = timedelta(days=3)
"""A message from the address within this time after ours counts as a reply."""
_ENDED = [one.value for one in (MessageStatus.REFUSED, MessageStatus.EXPIRED, MessageStatus.VOID, MessageStatus.FAILED)]
_PEOPLE = func.count(distinct(messages.c.contact))


def make_scope(unit: Unit, tenant: Tenant, campaign: Campaign, now: datetime) -> Scope:
    """Return the reports' view of a campaign, of all time: the messages of its experiment."""
    return Scope(unit, tenant, None, None, now, campaign.experiment)


@dataclass(frozen=True, slots=True)
class PeopleTally:
    """The people of the campaign messages ``its``, in ``joined``, by the columns ``by``; each once in each part."""

    scope: Scope
    by: tuple[ColumnElement[Any], ...]
    joined: FromClause
    its: ColumnElement[bool]

    async def count_fates(self) -> Mapping[Part, dict[str, int]]:
        """Return the people planned for, waiting, sent, delivered, read, who opened it, and with an unknown outcome."""
        fates = {"sent": messages.c.left_at, "delivered": messages.c.delivered_at, "read": messages.c.read_at}
        fates |= {"opened": messages.c.opened_at}
        which: dict[str, ColumnElement[bool]] = {name: moment.is_not(None) for name, moment in fates.items()}
        which |= {"planned": messages.c.contact.is_not(None)}
        which |= {"waiting": and_(messages.c.status == MessageStatus.QUEUED.value, messages.c.left_at.is_(None))}
        which |= {"unknown": messages.c.status == MessageStatus.UNKNOWN.value}
        counts = [func.count(distinct(case((one, messages.c.contact)))).label(name) for name, one in which.items()]
        query = select(*self.by, *counts).select_from(self.joined).where(self.its).group_by(*self.by)
        rows: Any = await self.scope.unit.rows(query)
        return {tuple(row[: len(self.by)]): {name: getattr(row, name) for name in which} for row in rows}

    async def count_clicks(self) -> Counter[Part]:
        """Return the people who opened the link; clicks of robots do not count."""
        unit = self.scope.unit
        real = and_(unit.owns(clicks), clicks.c.message == messages.c.id, clicks.c.robot.is_(False))
        return await self._count_people(self.joined.join(clicks, real))

    async def count_replies(self) -> Counter[Part]:
        """Return the people who wrote from the address soon after, for the campaign's newest message there."""
        came = messages.alias("came")
        theirs = and_(
            came.c.business == messages.c.business,
            came.c.address == messages.c.address,
            match_person(came),
            *self._match_soon(came.c.created_at, REPLIES, came),
        )
        return await self._count_people(self.joined, exists().where(theirs).correlate(messages))

    async def count_stops(self) -> Counter[Part]:
        """Return the people who stopped soon after, for the campaign's newest message to them. Counts go by address, as
        in the warning of storage/campaigns/campaign_stops.py.
        """
        theirs = and_(
            match_stop(self.scope.unit),
            consents.c.address == messages.c.address,
            *self._match_soon(consents.c.at, SOON, consents),
        )
        return await self._count_people(self.joined, exists().where(theirs).correlate(messages))

    async def sum_sales(self) -> Mapping[Part, tuple[int, int]]:
        """Return the people with orders attributed to these messages, and the revenue net of refunds and returns."""
        counted = and_(self.scope.unit.owns(attributions), attributions.c.message == messages.c.id)
        theirs = and_(self.scope.standing, orders.c.id == attributions.c.order)
        there: Any = self.joined.join(attributions, counted).join(orders, theirs)
        query = select(*self.by, _PEOPLE, func.sum(self.scope.net)).select_from(there).where(self.its)
        rows: Any = await self.scope.unit.rows(query.group_by(*self.by))
        return defaultdict(lambda: (0, 0), {tuple(row[:-2]): (row[-2], int(row[-1] or 0)) for row in rows})

    async def sum_costs(self) -> Counter[Part]:
        """Return the cost of the messages, as far as charges are known."""
        return await sum_costs(self.scope, self.by, self.joined, self.its)

    async def count_refused(self) -> Mapping[Part, dict[str, int]]:
        """Return the people without the message, by rule, most frequent first."""
        failed = messages.c.status == MessageStatus.FAILED.value
        code = case((failed, "failed"), else_=func.coalesce(messages.c.code, messages.c.status)).label("code")
        query = select(*self.by, code, _PEOPLE).select_from(self.joined)
        query = query.where(self.its, messages.c.status.in_(_ENDED)).group_by(*self.by, code)
        rows: Any = await self.scope.unit.rows(query)
        found: defaultdict[Part, dict[str, int]] = defaultdict(dict)
        for row in sorted(rows, key=lambda row: (-row[-1], row[-2])):
            found[tuple(row[:-2])][row[-2]] = row[-1]
        return found

    async def _count_people(self, joined: FromClause, *which: ColumnElement[bool]) -> Counter[Part]:
        query = select(*self.by, _PEOPLE).select_from(joined).where(self.its, *which).group_by(*self.by)
        rows: Any = await self.scope.unit.rows(query)
        return Counter({tuple(row[:-1]): row[-1] for row in rows})

    def _match_soon(self, at: ColumnElement[Any], within: timedelta, of: FromClause) -> tuple[ColumnElement[bool], ...]:
        """Return the conditions that a message left shortly before the event ``of`` at the moment ``at``, and none of
        the campaign's since.

        The check runs for each message: joined with the later events, SQLite would read all earlier departures.
        """
        later = messages.alias("later")
        since = (
            exists()
            .where(
                later.c.business == messages.c.business,
                later.c.contact == messages.c.contact,
                later.c.left_at > messages.c.left_at,
                later.c.left_at <= at,
                later.c.campaign == messages.c.campaign,
            )
            .correlate(messages, of)
        )
        return at >= messages.c.left_at, at < self.scope.later(messages.c.left_at, within), ~since
