"""The items that a campaign's words may name for each person: what they bought last, left in the cart, or may like."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import Select, and_, func, select

from flows.events import Item
from storage import codec
from storage.carts import OPEN
from storage.repository import Repository
from storage.schema import carts, order_lines

BOUGHT, CART, TOGETHER = "bought", "cart", "together"
_ITEMS = tuple[Item, ...]
_RECENT = 20_000  # lines of orders, the newest, among which is looked for what is bought together


class CampaignItems(Repository):
    """What the people of one business may be reminded of, by its title."""

    async def of(self, people: Collection[UUID], named: Collection[str]) -> Mapping[UUID, Mapping[str, str]]:
        """The titles for each of these people by the places that are ``named``; of what is not there nothing."""
        found: dict[UUID, dict[str, str]] = defaultdict(dict)
        if not people:
            return found
        last = await self._last(people) if {BOUGHT, TOGETHER} & set(named) else {}
        for place, titles in (
            (BOUGHT, last if BOUGHT in named else {}),
            (CART, await self._left(people) if CART in named else {}),
            (TOGETHER, await self._together(last) if TOGETHER in named else {}),
        ):
            for contact, title in titles.items():
                found[contact][place] = title
        return found

    async def _last(self, people: Collection[UUID]) -> dict[UUID, str]:
        """The title of what each bought last; of several lines the first."""
        mine = self._tx.mine(order_lines)
        which = (mine, order_lines.c.contact.in_(people))
        by_person = select(order_lines.c.contact, func.max(order_lines.c.at).label("at")).where(*which)
        newest = by_person.group_by(order_lines.c.contact).subquery()
        same = and_(order_lines.c.contact == newest.c.contact, order_lines.c.at == newest.c.at)
        query = select(order_lines.c.contact, order_lines.c.title).where(mine).join(newest, same)
        rows = await self._tx.rows(query.order_by(order_lines.c.order, order_lines.c.line.desc()))
        return {row.contact: row.title for row in rows}

    async def _left(self, people: Collection[UUID]) -> dict[UUID, str]:
        """The title of the first thing in the cart that each left last."""
        which = (self._tx.mine(carts), carts.c.contact.in_(people), carts.c.status == OPEN)
        rows = await self._tx.rows(select(carts.c.contact, carts.c["items"]).where(*which).order_by(carts.c.as_of))
        found = {row.contact: codec.load(_ITEMS, row.items) for row in rows}  # of several carts the newest
        return {contact: items[0].title for contact, items in found.items() if items}

    async def _together(self, last: Mapping[UUID, str]) -> dict[UUID, str]:
        """What others bought most in one order with what each bought last, and they themselves did not."""
        beside = await self._beside(set(last.values()))
        theirs = await self._tx.rows(self._titles(last))
        had: dict[UUID, set[str]] = defaultdict(set)
        for row in theirs:
            had[row.contact].add(row.title)
        chosen: dict[UUID, str] = {}
        for contact, title in last.items():
            for other, _ in beside.get(title, Counter()).most_common():
                if other not in had[contact]:
                    chosen[contact] = other
                    break
        return chosen

    def _titles(self, people: Collection[UUID]) -> Select[tuple[UUID, str]]:
        query = select(order_lines.c.contact, order_lines.c.title).distinct()
        return query.where(self._tx.mine(order_lines), order_lines.c.contact.in_(list(people)))

    async def _beside(self, titles: Collection[str]) -> dict[str, Counter[str]]:
        """How often others were in one order with each of these, among the newest orders."""
        mine = self._tx.mine(order_lines)
        recent = select(order_lines.c.order).where(mine, order_lines.c.title.in_(titles))
        recent = recent.order_by(order_lines.c.at.desc()).limit(_RECENT)
        rows = await self._tx.rows(
            select(order_lines.c.order, order_lines.c.title).where(mine, order_lines.c.order.in_(recent)).distinct()
        )
        by_order: dict[UUID, set[str]] = defaultdict(set)
        for row in rows:
            by_order[row.order].add(row.title)
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for there in by_order.values():
            for title in there & set(titles):
                counts[title].update(there - {title})
        return counts
