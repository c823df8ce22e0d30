"""Inbound messages: those of many businesses by a few statements, and each that a person wrote is counted once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from storage.schema import messages
from storage.sending.message import Message
from storage.sending.message_rows import dump_parts
from storage.sql import bulk_statements, json_codec
from storage.sql.transaction import Transaction
from storage.store.customer_totals import add_counts

_INBOUND = (
    "business", "id", "direction", "key", "channel", "address", "contact", "status", "status_at", "created_at", "kind",
    "purpose", "locale", "data", "text", "media", "provider_id", "reply_to", "heard_at", "unwritten",
)  # fmt: skip


async def receive(tx: Transaction, letters: Sequence[tuple[str, Message]]) -> None:
    """Store people's messages to these businesses; a known one stays, and counts once."""
    rows = [
        (
            business, one.id, one.direction, one.key, one.channel, one.address, one.contact, one.status.value,
            one.status_at, one.created_at, one.kind.value, one.purpose.value, one.locale,
            json_codec.dump_values(one.data) if one.data else None, one.text, dump_parts(one.media), one.provider_id,
            one.reply_to, one.heard_at, one.unwritten,
        )
        for business, one in letters
    ]  # fmt: skip
    new = await bulk_statements.insert(tx, messages, _INBOUND, rows, again=True)
    await _count(tx, letters if new == len(rows) else await _select_new(tx, letters))


async def _select_new(tx: Transaction, letters: Sequence[tuple[str, Message]]) -> list[tuple[str, Message]]:
    """Return the messages that were not stored before, under another id."""
    wanted = [(business, one.id) for business, one in letters]
    kept = set(await bulk_statements.find(tx, messages, ("business", "id"), wanted, ("business", "id")))
    return [(business, one) for business, one in letters if (business, one.id) in kept]


async def _count(tx: Transaction, letters: Sequence[tuple[str, Message]]) -> None:
    wrote: dict[tuple[str, UUID], tuple[int, datetime]] = {}
    for business, one in letters:
        if one.unwritten:
            continue
        many, last = wrote.get((business, one.contact), (0, one.created_at))
        wrote[business, one.contact] = many + 1, max(last, one.created_at)
    await add_counts(tx, "replies", wrote)
