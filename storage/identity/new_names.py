"""New people, new identities and newly proven ones: collected, and written by a few statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flows.policy.departure_facts import AddressState
from flows.policy.person_places import find_number_place
from flows.search_words import make_search_word
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
        """Add a new person; ``beside`` is the customer recorded with the number."""
        contact = self._tx.ids.make()
        self._contacts.append((business, contact, now, beside))
        return contact

    def add(
        self, business: str, owner: UUID, names: Iterable[Identity], now: datetime, proven_at: datetime | None = None
    ) -> dict[Identity, HeldName]:
        """Give names without an owner to this owner. A line is bound to the customer id that comes with it."""
        rows = {name: self._tx.ids.make() for name in dict.fromkeys(names)}
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
                make_search_word(one.channel, one.value),
                *at,
                one.told_by,
                *find_number_place(one.value),
            )
            for one in added.values()
        ]
        return added

    def prove(self, business: str, held: HeldName, now: datetime) -> HeldName:
        """Mark a name as proven by its owner; the first time counts."""
        if held.proven_at is not None:
            return held
        self._proven.append((now, business, held.id))
        return replace(held, proven_at=now)

    async def write(self, tx: Transaction | None = None) -> None:
        """Write the collected rows, and forget them. Another transaction ``tx`` may be run again, so the rows stay
        then. Raises sqlalchemy.exc.IntegrityError if a concurrent transaction wrote one of the identities first."""
        within = tx or self._tx
        await bulk_statements.insert(within, contacts, _CONTACT, self._contacts)
        await bulk_statements.insert(within, addresses, _ADDRESS, self._addresses)
        await bulk_statements.change(within, addresses, ("business", "id"), ("proven_at",), self._proven)
        if tx is None:
            self._contacts, self._addresses, self._proven = [], [], []
