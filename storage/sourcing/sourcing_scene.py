"""Sourcing on a sandbox's page: a person's last reservation, and the shopkeepers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from storage.schema import shops
from storage.sourcing.reservations import Reservation, Reservations
from storage.unit import Unit
from storage.upkeep.sandbox_scene import is_since, load_last


@dataclass(frozen=True, slots=True)
class Keeps:
    """A person's shop."""

    ref: str
    name: str
    location: str
    language: str


async def find_keepers(unit: Unit, people: Sequence[UUID]) -> dict[UUID, Keeps]:
    """Return those of these people with an active shop."""
    here = (unit.owns(shops), shops.c.contact.in_(people), shops.c.removed_at.is_(None))
    rows = await unit.rows(select(shops).where(*here).order_by(shops.c.linked_at, shops.c.id))
    return {row.contact: Keeps(row.ref, row.name, row.location, row.language) for row in rows}


async def find_reserved(unit: Unit, contact: UUID) -> Reservation | None:
    """Return the person's last reservation, unless a cart or another order came since."""
    reserved = next(iter(await unit.of(Reservations).list_by_contact(contact, 1)), None)
    cart, order = await load_last(unit, contact)
    if reserved is None or (cart is not None and is_since(cart, reserved.created_at, reserved.id)):
        return None
    if order is not None and order.id != reserved.id and order.placed_at and order.placed_at > reserved.created_at:
        return None
    return reserved
