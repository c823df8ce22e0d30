"""The addresses that are not written to until a member of the staff lifts it: they bounced, or someone complained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from flows.channels import CHANNELS
from flows.policy.departure_facts import AddressState
from storage.schema import addresses
from storage.sql.repository import Repository

_KINDS = (AddressState.GONE.value, AddressState.COMPLAINED.value)
_LIFTED = "lifted by the staff"


@dataclass(frozen=True, slots=True)
class Suppression:
    """An address that is not written to: ``reason`` is the provider's code, as it was noted at ``since``."""

    id: UUID
    contact: UUID
    channel: str
    value: str
    state: AddressState
    reason: str
    since: datetime


class Suppressions(Repository):
    """The suppression list of one business."""

    async def count(self) -> int:
        """Return the number of suppressed addresses."""
        return await self._tx.value_of(int, select(func.count()).select_from(addresses).where(*self._which())) or 0

    async def page(self, most: int, before: UUID | None = None) -> Sequence[Suppression]:
        """Return the suppressed addresses, the newest addresses first, before the one with the id ``before``."""
        older = [addresses.c.id < before] if before else []
        query = select(addresses).where(*self._which(), *older).order_by(addresses.c.id.desc()).limit(most)
        return [
            Suppression(
                row.id, row.contact, row.channel, row.value, AddressState(row.state), row.state_reason or "",
                row.state_at,
            )
            for row in await self._tx.rows(query)
        ]  # fmt: skip

    async def lift(self, address: UUID, now: datetime) -> bool:
        """Let messages go to an address again; return False if it is not suppressed. No consent comes back."""
        which = (addresses.c.state.in_(_KINDS), addresses.c.channel.in_(CHANNELS))
        values = {"state": AddressState.USABLE.value, "state_reason": _LIFTED, "state_at": now}
        return bool(await self._tx.change(addresses, address, *which, **values))

    def _which(self) -> tuple[ColumnElement[bool], ...]:
        return (self._tx.owns(addresses), addresses.c.state.in_(_KINDS), addresses.c.channel.in_(CHANNELS))
