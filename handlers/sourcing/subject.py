"""The sourced order as what a message is about."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flows.phrase import Ours, Text, phrase
from handlers.subjects import SubjectKind, Thing, When
from storage.sourcing.reservations import Reservations
from storage.unit import Unit


async def _reservations(unit: Unit, which: Collection[UUID]) -> dict[UUID, Thing]:
    found = [await unit.of(Reservations).get(one) for one in which]
    return {one.id: Thing({"order": one.number}, at=one.created_at) for one in found if one is not None}


def _reservation_told(order: Thing, _when: When) -> Text:
    return phrase("about_order", order=order.values["order"])


def _look(order: Thing) -> Text:
    return phrase("look_at_order", command=Ours(f"/order {order.values['order']}"))


RESERVATION = SubjectKind("reservation", _reservations, _reservation_told, look=_look)
