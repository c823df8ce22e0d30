"""An audience in figures: the number of people, the channels that reach them, orders, revenue, and lifecycle stages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select

from flows.audience.criteria import EVERYBODY, Compared
from flows.channels import CHANNELS
from flows.lifecycle import Lifecycle
from flows.policy.departure_facts import AGREED, AddressState, Programme, Purpose
from storage.audience.audiences import Audiences, Selection
from storage.audience.criteria_setting import Setting, gather
from storage.audience.criteria_terms import Single
from storage.audience.customer_stages import make_lifecycle
from storage.schema import addresses, contacts, customer_totals, permissions
from storage.sql.repository import Repository


@dataclass(frozen=True, slots=True)
class Bought:
    """People's purchases: ``ordered`` people have any, ``repeated`` more than one. ``spend`` is in micro-units, of the
    ``priced`` orders in the business's currency.
    """

    people: int
    ordered: int
    repeated: int
    orders: int
    priced: int
    spend: int

    @property
    def average_order(self) -> int | None:
        """Return the average order in micro-units; None if there are no orders."""
        return self.spend // self.priced if self.priced else None

    @property
    def average_spend(self) -> int | None:
        """Return the average spend of customers with an order, in micro-units."""
        return self.spend // self.ordered if self.ordered else None

    @property
    def repeat_rate(self) -> float | None:
        """Return the share of buyers with a second order."""
        return self.repeated / self.ordered if self.ordered else None


@dataclass(frozen=True, slots=True)
class AudienceFigures:
    """Figures of an audience: ``reachable`` people by channel, ``agreed`` people by programme, and people by stage."""

    bought: Bought
    stages: Mapping[Lifecycle, int]
    reachable: Mapping[str, int]
    agreed: Mapping[Programme, int]


class AudienceReport(Repository):
    """Figures of audiences of one business."""

    async def load_figures(self, asked: Selection) -> AudienceFigures:
        """Return the figures at the moment in ``asked``. Raises the errors of ``flows.audience.audience_expansion``."""
        meant = await Audiences(self._tx).condition(asked)
        people = select(contacts.c.id).where(meant)
        row = await self._count_buyers(people, await gather(self._tx, EVERYBODY, asked.now))
        stages = {stage: int(getattr(row, stage.value)) for stage in Lifecycle}
        sums = {name: int(getattr(row, name) or 0) for name in Bought.__slots__}
        return AudienceFigures(Bought(**sums), stages, await self._reachable(people), await self._count_agreed(people))

    async def _count_buyers(self, people: Select[UUID], setting: Setting) -> Any:
        """Return one row: the figures of ``Bought``, and the number of people in each stage."""
        who, totals = people.subquery(), customer_totals
        theirs = and_(totals.c.business == self._tx.business, totals.c.contact == who.c.id)
        told = {
            "people": func.count(),
            "ordered": func.count().filter(totals.c.orders > 0),
            "repeated": func.count().filter(totals.c.orders > 1),
            **{name: func.sum(totals.c[name]) for name in ("orders", "priced", "spend")},
            **{stage.value: func.count().filter(_is_in(stage, setting)) for stage in Lifecycle},
        }
        columns = (figure.label(name) for name, figure in told.items())
        return await self._tx.fetch_one(select(*columns).select_from(who.outerjoin(totals, theirs)))

    async def _reachable(self, people: Select[UUID]) -> Mapping[str, int]:
        usable = (addresses.c.state == AddressState.USABLE.value, addresses.c.channel.in_(list(CHANNELS)))
        many = func.count(addresses.c.contact.distinct()).label("people")
        query = select(addresses.c.channel, many).where(self._tx.owns(addresses), addresses.c.contact.in_(people))
        found = {row.channel: row.people for row in await self._tx.rows(query.where(*usable).group_by("channel"))}
        return {channel: found.get(channel, 0) for channel in CHANNELS}

    async def _count_agreed(self, people: Select[UUID]) -> Mapping[Programme, int]:
        there = and_(permissions.c.business == addresses.c.business, permissions.c.address == addresses.c.id)
        agreed = (permissions.c.purpose == Purpose.MARKETING.value, permissions.c.state.in_(sorted(AGREED)))
        many = func.count(addresses.c.contact.distinct()).label("people")
        query = select(permissions.c.programme, many).select_from(addresses.join(permissions, there))
        theirs = query.where(self._tx.owns(addresses), addresses.c.contact.in_(people), *agreed)
        found = {row.programme: row.people for row in await self._tx.rows(theirs.group_by(permissions.c.programme))}
        return {programme: found.get(programme.value, 0) for programme in Programme}


def _is_in(stage: Lifecycle, setting: Setting) -> ColumnElement[bool]:
    """Return True if a row of totals is of a customer in that stage."""
    term = make_lifecycle(Compared("lifecycle", "=", stage.value), setting)
    assert isinstance(term, Single), "one stage is one test of totals"
    return term.test(customer_totals)
