"""The table of an audience's members. An erasure deletes all their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from storage.audience.segment_members import SegmentMembers
from storage.identity.personal_tables import Personal
from storage.schema import segment_members
from storage.unit import Unit


async def _load_known(unit: Unit, people: Sequence[UUID]) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    return {"audiences": await unit.of(SegmentMembers).list_known(people)}


PERSONAL = (
    Personal(
        segment_members, removed=True, known=_load_known,
        merge=lambda tx, contact, into: SegmentMembers(tx).merge(contact, into),
    ),
)  # fmt: skip
