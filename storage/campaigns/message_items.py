"""The items named in a campaign's or plan's texts: last bought, left in the cart, bought by others, back in stock."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from flows.events import Item
from flows.events.cart_items import sort_gifts_last
from storage.schema import carts, inventory, order_lines, orders, products, shops, stocks, waiting_people
from storage.sql import json_codec
from storage.sql.repository import Repository
from storage.store.carts import OPEN

BOUGHT, CART, TOGETHER, BACK = "bought", "cart", "together", "back"
_ITEMS = tuple[Item, ...]
_RECENT = 20_000  # the newest order lines searched for goods bought together


class CampaignItems(Repository):
    """Titles for reminding one business's people of items."""

    async def find_titles(self, people: Collection[UUID], named: Collection[str]) -> Mapping[UUID, Mapping[str, str]]:
        """Return the titles for each of these people, for the ``named`` placeholders; missing ones are left out."""
        found: dict[UUID, dict[str, str]] = defaultdict(dict)
        if not people:
            return found
        last = await self._find_last(people) if {BOUGHT, TOGETHER} & set(named) else {}
        for place, titles in (
            (BOUGHT, last if BOUGHT in named else {}),
            (CART, await self._find_left(people) if CART in named else {}),
            (TOGETHER, await self._find_bought_together(last) if TOGETHER in named else {}),
            (BACK, await self._find_restocked(people) if BACK in named else {}),
        ):
            for contact, title in titles.items():
                found[contact][place] = title
        return found

    async def _find_last(self, people: Collection[UUID]) -> dict[UUID, str]:
        """Return the title of each person's last purchase; of several lines the first that was no free gift."""
        mine = self._tx.owns(order_lines)
        which = (mine, order_lines.c.contact.in_(people), self._match_named())
        by_person = select(order_lines.c.contact, func.max(order_lines.c.at).label("at")).where(*which)
        newest = by_person.group_by(order_lines.c.contact).subquery()
        same = and_(order_lines.c.contact == newest.c.contact, order_lines.c.at == newest.c.at)
        query = select(order_lines.c.contact, order_lines.c.title).where(mine, self._match_named()).join(newest, same)
        paid = func.coalesce(order_lines.c.price, 1) != 0
        rows = await self._tx.rows(query.order_by(order_lines.c.order, paid, order_lines.c.line.desc()))
        return {row.contact: row.title for row in rows}

    def _match_named(self) -> ColumnElement[bool]:
        """Return the condition that a line may be named to its person: an e-mail address alone does not prove
        ownership."""
        guessed = and_(self._tx.owns(orders), orders.c.id == order_lines.c.order, orders.c.by_mail)
        return ~exists().where(guessed)

    async def _find_left(self, people: Collection[UUID]) -> dict[UUID, str]:
        """Return the title of the first item in each person's last abandoned cart, a free gift last."""
        which = (self._tx.owns(carts), carts.c.contact.in_(people), carts.c.status == OPEN)
        rows = await self._tx.rows(select(carts.c.contact, carts.c["items"]).where(*which).order_by(carts.c.as_of))
        found = {row.contact: json_codec.load(_ITEMS, row.items) for row in rows}  # of several carts the newest
        return {contact: sort_gifts_last(items)[0].title for contact, items in found.items() if items}

    async def _find_restocked(self, people: Collection[UUID]) -> dict[UUID, str]:
        """Return each person's newest waitlisted product with available pieces, unless bought since."""
        waits = waiting_people.c
        query = self._get_restocked(waits.contact, waits.size, products.c.title).where(waits.contact.in_(list(people)))
        rows = await self._tx.rows(query.order_by(waits.since, waits.product, waits.size))
        return {row.contact: f"{row.title} {row.size}".rstrip() for row in rows}  # of several the newest

    def _get_restocked(self, *columns: ColumnElement[Any]) -> Select[Any]:
        """Select waitlist entries with available pieces, for products that the person did not buy since."""
        waits = waiting_people.c
        sold = and_(self._tx.owns(products), products.c.id == waits.product, products.c.removed_at.is_(None))
        since = (order_lines.c.contact == waits.contact, order_lines.c.sku == products.c.sku)
        had = exists().where(self._tx.owns(order_lines), *since, order_lines.c.at > waits.since)
        query = select(*columns).select_from(waiting_people.join(products, sold))
        return query.where(self._tx.owns(waiting_people), self._match_available(), ~had)

    def _match_available(self) -> ColumnElement[bool]:
        """Return True if a waitlisted piece is free in the own stock, or stated by a shop."""
        waits = waiting_people.c
        own = and_(stocks.c.product == waits.product, stocks.c.size == waits.size, stocks.c.count > stocks.c.held)
        theirs = and_(inventory.c.product == waits.product, inventory.c.size == waits.size, inventory.c.quantity > 0)
        works = and_(self._tx.owns(shops), shops.c.id == inventory.c.shop, shops.c.removed_at.is_(None))
        return or_(exists().where(self._tx.owns(stocks), own), exists().where(self._tx.owns(inventory), theirs, works))

    async def _find_bought_together(self, last: Mapping[UUID, str]) -> dict[UUID, str]:
        """Return what others bought most in one order with each person's last purchase, except the person's own
        purchases.
        """
        beside = await self._count_shared_orders(set(last.values()))
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
        return query.where(self._tx.owns(order_lines), order_lines.c.contact.in_(list(people)))

    async def _count_shared_orders(self, titles: Collection[str]) -> dict[str, Counter[str]]:
        """Return how often others shared an order with each of these, among the newest orders."""
        mine = self._tx.owns(order_lines)
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
