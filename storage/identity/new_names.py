"""People and names that are new, and names that are newly proven: collected, and written by a few statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flows.policy.departure_facts import AddressState
from flows.policy.person_places import place_of_number
from flows.search_words import sought
from storage.identity.identity import HeldName, Identity
from storage.schema import addresses, contacts
from storage.sql import bulk_statements
from storage.sql.transaction import Transaction

_CONTACT = ("business", "id", "created_at", "beside")
_ADDRESS = (
    "business", "id", "contact", "channel", "value", "sought",
    "state", "state_at", "created_at", "proven_at", "told_by", "country", "region", "timezone",
)  # fmt: skip


class NewNames:
    """Rows of contacts and addresses in the making, of any business."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction
        self._contacts: list[tuple[Any, ...]] = []
        self._addresses: list[tuple[Any, ...]] = []
        self._proven: list[tuple[Any, ...]] = []

    def person(self, business: str, now: datetime, beside: UUID | None = None) -> UUID:
        """A new person; ``beside`` is the customer of whom the number was told."""
        contact = self._tx.ids.new()
        self._contacts.append((business, contact, now, beside))
        return contact

    def add(
        self, business: str, owner: UUID, names: Iterable[Identity], now: datetime, proven_at: datetime | None = None
    ) -> dict[Identity, HeldName]:
        """Names that nobody has become the owner's; a line is told by the customer's id that comes with it."""
        rows = {name: self._tx.ids.new() for name in dict.fromkeys(names)}
        teller = next((row for name, row in rows.items() if name.channel == "customer"), None)
        added = {
            name: HeldName(row, owner, name.channel, name.value, proven_at, None if name.line is None else teller)
            for name, row in rows.items()
        }
        at = (AddressState.USABLE.value, now, now, proven_at)
        self._addresses += [
            (
                business,
                one.id,
                owner,
                one.channel,
                one.value,
                sought(one.channel, one.value),
                *at,
                one.told_by,
                *place_of_number(one.value),
            )
            for one in added.values()
        ]
        return added

    def prove(self, business: str, held: HeldName, now: datetime) -> HeldName:
        """Its owner showed that the name is theirs; the first time counts."""
        if held.proven_at is not None:
            return held
        self._proven.append((now, business, held.id))
        return replace(held, proven_at=now)

    async def write(self, tx: Transaction | None = None) -> None:
        """Write what was collected, and forget it; in another transaction than that of its ids where ``tx`` says so,
        which may be run again, so that it stays. Raises sqlalchemy.exc.IntegrityError when somebody else just got such
        a name."""
        within = tx or self._tx
        await bulk_statements.insert(within, contacts, _CONTACT, self._contacts)
        await bulk_statements.insert(within, addresses, _ADDRESS, self._addresses)
        await bulk_statements.change(within, addresses, ("business", "id"), ("proven_at",), self._proven)
        if tx is None:
            self._contacts, self._addresses, self._proven = [], [], []
