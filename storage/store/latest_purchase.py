"""The moment of a person's last purchase: promises to customers alone hold for a while after it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_

from storage.schema import contacts
from storage.sql.transaction import Transaction


async def remember_purchase(tx: Transaction, contact: UUID, at: datetime | None) -> None:
    """Record that a person's latest purchase was no earlier than that."""
    if at is not None:
        newer = or_(contacts.c.last_purchase_at.is_(None), contacts.c.last_purchase_at < at)
        await tx.change(contacts, contact, newer, last_purchase_at=at)
