"""The tables of sourcing that name people: reservations with payments and photos, shops, waitlists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import func, select

from flows.events.event import ORDER
from flows.sourcing import order_flow
from flows.sourcing.order import Order
from storage.erasure import personal_record
from storage.identity.personal_tables import Personal
from storage.schema import (
    credits,
    delivery_addresses,
    order_notes,
    payments,
    photos,
    referrals,
    repayments,
    reservations,
    runs,
    shops,
    waiting_people,
)
from storage.sourcing.order_photos import Photos
from storage.sourcing.partner_shops import Shops
from storage.sourcing.waitlist_people import WaitingPeople
from storage.sql import json_codec

if TYPE_CHECKING:
    from storage.erasure.order_names import PersonScrub
    from storage.unit import Unit


async def _forget_orders(unit: Unit, people: Sequence[UUID], scrub: PersonScrub, now: datetime) -> None:
    """Delete tracking numbers from rows and orders, because a tracking number shows a parcel's destination."""
    theirs = (unit.owns(runs), runs.c.contact.in_(people), runs.c.flow == order_flow.NAME)
    for row in await unit.rows(select(runs.c.id, runs.c.state, runs.c.version).where(*theirs)):
        before = json_codec.load(Order, row.state)
        order = replace(before, number=scrub.name(ORDER, before.number), tracking="", carrier="")
        if order != before:
            await unit.change(runs, row.id, state=json_codec.dump(order), version=row.version + 1)
    await unit.of(Photos).remove_of(people, now)


async def _load_order_money(unit: Unit, people: Sequence[UUID]) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Return the payments and refunds of these people's orders individually, and the number of stored photos."""
    theirs = select(reservations.c.id).where(unit.owns(reservations), reservations.c.contact.in_(people))
    found = {table.name: await personal_record.list_amounts(unit, table, theirs) for table in (payments, repayments)}
    many = select(func.count()).where(unit.owns(photos), photos.c.order.in_(theirs), photos.c.removed_at.is_(None))
    kept = int(await unit.value(many))
    return found | {photos.name: [{"kept": kept}] if kept else []}


PERSONAL = (
    Personal(
        reservations, moves=True, dealings=True, more=True, told=True, cleared={"tracking": None, "carrier": None},
        forget=_forget_orders, known=_load_order_money,
    ),
    Personal(order_notes, moves=True, told=True, removed=True),
    Personal(delivery_addresses, moves=True, told=True, removed=True),
    Personal(credits, moves=True, more=True, told=True),
    Personal(referrals, moves=True, more=True, told=True),
    Personal(
        waiting_people, told=True, removed=True,
        merge=lambda tx, contact, into: WaitingPeople(tx).merge(contact, into),
    ),
    Personal(
        shops, moves=True, answers=("contact", "left_by"),
        forget=lambda unit, people, _scrub, _now: unit.of(Shops).unlink_all(people),
    ),
)  # fmt: skip
