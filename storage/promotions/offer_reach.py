"""The reach of a sponsor's offers: the people who agreed to them, and the returns of a brand.

Restricted data counts nowhere.
"""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import and_, func, select

from flows.events import Customer, ReturnedItem
from flows.events import ReturnCompleted as Returned
from flows.policy.departure_facts import AGREED, Programme
from flows.privacy_limits import UNUSED
from storage.consent.partner_names import fold_names, read_names
from storage.consent.privacy_limits import is_limited
from storage.schema import addresses, customer_totals, permissions, returned_lines, returns
from storage.sql.repository import Repository


class OfferReach(Repository):
    """The reach of offers of one business."""

    async def find_agreed(self, partner: str) -> set[UUID]:
        """Return the people whose consent to partner offers names the partner (in compared form)."""
        state = permissions.c.state.in_([one.value for one in AGREED])
        agreed = (self._tx.owns(permissions), permissions.c.programme == Programme.PARTNER_OFFERS.value, state)
        lists = await self._tx.rows(select(permissions.c.partners).where(*agreed).distinct())
        naming = [row.partners for row in lists if partner in fold_names(read_names(row.partners))]
        at = and_(addresses.c.business == permissions.c.business, addresses.c.id == permissions.c.address)
        who = select(addresses.c.contact).select_from(permissions.join(addresses, at)).distinct()
        here = (permissions.c.partners.in_(naming), ~is_limited(self._tx.business, addresses.c.contact, UNUSED))
        return {row.contact for row in await self._tx.rows(who.where(*agreed, *here)) if row.contact is not None}

    async def list_returns(self, brand: str, since: datetime, until: datetime) -> list[tuple[UUID, bool, Returned]]:
        """Return the returns of a brand (in compared form) in a period: each with its person, and whether the person
        ordered or returned before.
        """
        line, back, total = returned_lines.c, returns.c, customer_totals.c
        known = and_(total.business == back.business, total.contact == back.contact)
        joined = returned_lines.join(returns, and_(back.business == line.business, back.id == line.returned))
        again = (func.coalesce(total.orders, 0) > 1) | (func.coalesce(total.returns, 0) > 1)
        goods = (line.title, line.category, line.size, line.reason)
        query = select(back.id, back.contact, back.at, back.city, again.label("again"), *goods).order_by(back.id)
        used = ~is_limited(self._tx.business, back.contact, UNUSED)
        here = (self._tx.owns(returns), back.contact.is_not(None), used, back.at >= since, back.at < until)
        query = query.select_from(joined.outerjoin(customer_totals, known)).where(*here, line.brand == brand)
        found = []
        for _, group in groupby(await self._tx.rows(query), key=lambda row: row.id):
            rows = list(group)
            items = (
                ReturnedItem(one.title, category=one.category or "", size=one.size, reason=one.reason) for one in rows
            )
            told = Returned("", "", tuple(items), Customer(), rows[0].at, rows[0].city)
            found.append((rows[0].contact, bool(rows[0].again), told))
        return found
