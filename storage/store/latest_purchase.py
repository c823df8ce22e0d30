"""When a person bought last: what was promised to customers alone holds for them for a while."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_

from storage.schema import contacts
from storage.sql.transaction import Transaction


async def remember_purchase(tx: Transaction, contact: UUID, at: datetime | None) -> None:
    """The latest purchase of a person was no earlier than that."""
    if at is not None:
        newer = or_(contacts.c.last_purchase_at.is_(None), contacts.c.last_purchase_at < at)
        await tx.change(contacts, contact, newer, last_purchase_at=at)
