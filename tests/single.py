"""One row for a test where the service writes, or counts, many at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event, func, select

from storage.schema import events
from storage.sending.departing_messages import DepartingWording
from storage.sending.short_links import Link
from storage.unit import Unit


async def mark(
    unit: Unit,
    message: UUID,
    text: str,
    now: datetime,
    buttons: Sequence[Mapping[str, str]] = (),
    *,
    elapsed: datetime | None = None,
    content: str | None = None,
    variables: Mapping[str, str] | None = None,
) -> bool:
    """Mark one message as being handed over; False when it does not wait to leave any more."""
    shown = DepartingWording(message, text, buttons, content, variables)
    return message in await unit.leaving.mark_all([shown], now, elapsed or now)


async def add_link(unit: Unit, code: str, url: str, message: UUID, contact: UUID | None, now: datetime) -> bool:
    """Make a link; False when the code is another message's."""
    return message in await unit.links.add_all([Link(unit.business, code, url, message, contact)], now)


@contextmanager
def asked_of(unit: Unit) -> Iterator[list[tuple[str, Any]]]:
    """What the database is asked meanwhile: each statement with its values."""
    said: list[tuple[str, Any]] = []
    connection = unit.connection.sync_connection

    def hear(_connection: Any, _cursor: Any, text: str, values: Any, *_: Any) -> None:
        said.append((text, values))

    event.listen(connection, "before_cursor_execute", hear)
    yield said
    event.remove(connection, "before_cursor_execute", hear)


async def events_by_status(unit: Unit) -> dict[str, int]:
    """How many events of the business stand where, those acted upon too."""
    many = func.count().label("many")
    rows = await unit.rows(select(events.c.status, many).where(unit.owns(events)).group_by(events.c.status))
    return {row.status: row.many for row in rows}
