"""The partner shops of a business, with places and hours, and the people who answer for each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Update, and_, func, select, update

from flows.business import BY_SHOP
from flows.money import Money
from storage.schema import invites, shops
from storage.sql import bulk_statements
from storage.sql.repository import Repository

INVITE = "shop"
"""The kind of an invite that makes its user answer for a shop."""

_DESCRIBED = ("name", "location", "opens", "closes", "commission", "commission_percent", "language", "stated")
_COLUMNS = (
    "id", "ref", *_DESCRIBED, "contact", "linked_at", "away_until", "removed_at", "left_by", "away_from", "follows",
    "handover",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop. ``opens`` and ``closes`` are minutes of the business's local day, ``commission`` is in micro-units.

    ``language`` is that of messages to the shop. ``stated`` is the business file's, None for a shop added in chat.
    ``follows``: nobody chose the language, so it follows the shopkeeper's own. ``contact`` is the linked person, None
    before the start link was opened. ``left_by`` is a person who was linked until they wrote STOP. The shop gets no
    requests until ``away_until``, or from an announced ``away_from`` on. ``handover`` says who carries its pieces to
    us, None for the business's default.
    """

    id: UUID
    ref: str
    name: str
    location: str
    opens: int
    closes: int
    commission: int | None
    commission_percent: float | None
    language: str
    stated: str | None = None
    contact: UUID | None = None
    linked_at: datetime | None = None
    away_until: datetime | None = None
    removed_at: datetime | None = None
    left_by: UUID | None = None
    away_from: datetime | None = None
    follows: bool = False
    handover: str | None = None

    def brings(self, usual: str) -> bool:
        """Return True if the shop brings its pieces itself; ``usual`` is the business's rule for all shops."""
        return (self.handover or usual) == BY_SHOP

    def is_away(self, now: datetime) -> bool:
        """Return True if the shop is on holiday at that moment; a later one does not count."""
        begun = self.away_from is None or self.away_from <= now
        return begun and self.away_until is not None and now < self.away_until

    @property
    def hours(self) -> str:
        """Return the hours of the shop, as business files write them: ``10:00-20:00``."""
        return "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (self.opens, self.closes))

    def earns(self, price: Money) -> Money:
        """Return the shop's commission for one item sold at ``price``, to the hundredth; zero without an agreement."""
        if self.commission is not None:
            return Money(self.commission, price.currency)
        share = price.decimal * Decimal(str(self.commission_percent or 0)) / 100
        return Money.parse(share.quantize(Decimal("0.01")), price.currency)


class Shops(Repository):
    """The shops of one business."""

    async def get(self, shop: UUID) -> Shop | None:
        """Return the shop with that id, including removed ones."""
        return (await self.by_ids([shop])).get(shop)

    async def by_ids(self, which: Collection[UUID]) -> dict[UUID, Shop]:
        """Return the shops with these ids, including removed ones."""
        keys = [(self._tx.business, shop) for shop in dict.fromkeys(which)]
        rows = await bulk_statements.find(self._tx, shops, ("business", "id"), keys, _COLUMNS)
        return {row[0]: Shop(*row) for row in rows}

    async def find_by_ref(self, ref: str) -> Shop | None:
        """Return the shop of that ref."""
        found = await self._select(shops.c.ref == ref, shops.c.removed_at.is_(None))
        return next(iter(found), None)

    async def find_by_contact(self, contact: UUID) -> Shop | None:
        """Return this person's shop: that of the latest link, should there be several."""
        found = await self._select(shops.c.contact == contact, shops.c.removed_at.is_(None))
        return max(found, key=lambda shop: (shop.linked_at is not None, shop.linked_at, shop.id), default=None)

    async def list_kept_by(self, people: Collection[UUID]) -> list[Shop]:
        """Return all shops of these people."""
        return await self._select(shops.c.contact.in_(people), shops.c.removed_at.is_(None))

    async def find_left(self, contact: UUID) -> Shop | None:
        """Return the shop that this person left by a STOP, if no person has been linked to it since."""
        found = await self._select(shops.c.left_by == contact, shops.c.removed_at.is_(None))
        return next(iter(found), None)

    async def all(self) -> list[Shop]:
        """Return every active shop, in the order of the refs."""
        return await self._select(shops.c.removed_at.is_(None))

    async def count_linked(self) -> int:
        """Return how many active shops have a person to ask."""
        here = and_(self._tx.owns(shops), shops.c.removed_at.is_(None), shops.c.contact.is_not(None))
        return int(await self._tx.value(select(func.count()).select_from(shops).where(here)))

    async def list_every(self) -> list[Shop]:
        """Return every shop ever, in the order of the refs."""
        return await self._select()

    async def page(self, after: str, most: int) -> list[Shop]:
        """Return the next shops after that ref."""
        return await self._select(shops.c.removed_at.is_(None), shops.c.ref > after, most=most)

    async def add(self, fresh: Sequence[Shop], now: datetime) -> None:
        """Add shops with unused refs and new ids."""
        rows = [(self._tx.business, *_row(one), now) for one in fresh]
        await bulk_statements.insert(self._tx, shops, ("business", *_COLUMNS, "created_at"), rows)

    async def update(self, changed: Sequence[Shop]) -> None:
        """Update these shops, including whether they are active."""
        names = (*_DESCRIBED, "follows", "handover", "removed_at")
        rows = [(*(getattr(one, name) for name in names), self._tx.business, one.id) for one in changed]
        await bulk_statements.change(self._tx, shops, ("business", "id"), names, rows)

    async def link(self, shop: UUID, contact: UUID, now: datetime) -> None:
        """Let this person answer for that shop."""
        await self._tx.run(self._update_one(shop).values(contact=contact, linked_at=now, left_by=None))

    async def link_all(self, people: Mapping[UUID, UUID], now: datetime) -> None:
        """Let many people answer: the person by shop."""
        rows = [(contact, now, None, self._tx.business, shop) for shop, contact in people.items()]
        await bulk_statements.change(self._tx, shops, ("business", "id"), ("contact", "linked_at", "left_by"), rows)

    async def void_invites(self, shops: Sequence[UUID], now: datetime) -> None:
        """Void the unopened start links of these shops."""
        here = (invites.c.kind == INVITE, invites.c.shop.in_(shops), invites.c.used_at.is_(None))
        await self._tx.change_all(invites, *here, used_at=now)

    async def unlink(self, shop: UUID, contact: UUID) -> None:
        """Unlink this person from the shop on their request: requests pause until another person is linked."""
        await self._tx.run(self._update_one(shop).values(contact=None, linked_at=None, left_by=contact))

    async def unlink_all(self, people: Collection[UUID]) -> None:
        """Remove these people from all shops, including removed shops."""
        await self._tx.change_all(shops, shops.c.contact.in_(people), contact=None, linked_at=None)
        await self._tx.change_all(shops, shops.c.left_by.in_(people), left_by=None)

    async def speak(self, shop: UUID, language: str) -> None:
        """Set the shopkeeper's chosen language; the business file replaces it only by a changed word."""
        await self._tx.run(self._update_one(shop).values(language=language, follows=False))

    async def follow(self, shop: UUID, language: str) -> None:
        """Follow the shopkeeper's language, unless somebody chose another one for the shop."""
        await self._tx.run(self._update_one(shop).where(shops.c.follows).values(language=language))

    async def close_until(self, shop: UUID, until: datetime | None, since: datetime | None = None) -> None:
        """Pause requests to a shop until then, from ``since`` on or at once; None opens it again."""
        await self._tx.run(self._update_one(shop).values(away_until=until, away_from=since))

    def _update_one(self, shop: UUID) -> Update:
        return update(shops).where(and_(self._tx.owns(shops), shops.c.id == shop))

    async def _select(self, *conditions: Any, most: int | None = None) -> list[Shop]:
        query = select(*(shops.c[name] for name in _COLUMNS)).where(self._tx.owns(shops), *conditions)
        return [Shop(*tuple(row)) for row in await self._tx.rows(query.order_by(shops.c.ref).limit(most))]


def _row(shop: Shop) -> tuple[Any, ...]:
    return tuple(getattr(shop, name) for name in _COLUMNS)
