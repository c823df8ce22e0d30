"""A database of release 0.1.0: what waited to be confirmed is a question after the step, and its buttons work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, TableClause, column, insert, select, table

from storage.database import migrate
from storage.schema import addresses, businesses, contacts, messages, questions, staff
from storage.sql import json_codec
from storage.sql.column_types import Id, Moment
from tests.upgrades.stored import connected

AT = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
OVER = AT + timedelta(minutes=10)
BUSINESS = "tiger"
ASHA, CHAT = UUID(int=1), UUID(int=2)
OPEN, ANSWERED, UNSENT = (UUID(int=number) for number in (10, 20, 30))  # the commands
ABOUT = '{"order": "00000000-0000-0000-0000-000000000007"}'
CONFIRMATIONS = table(
    "confirmations",
    *(column(name) for name in ("business", "token", "deed", "about", "shown", "declined")),
    *(column(name, Id()) for name in ("member", "message")),
    *(column(name, Moment()) for name in ("created_at", "expires_at", "used_at")),
)


def _put(connection: Connection, into: TableClause, **values: object) -> None:
    since = {"created_at": AT} if "created_at" in into.c else {}
    owned = {"business": BUSINESS} if "business" in into.c else {}
    connection.execute(insert(into).values(**owned, **since, **values))


def _say(connection: Connection, number: UUID, direction: str, **values: object) -> None:
    state = {"direction": direction, "kind": "staff", "status": "sent", "status_at": AT, "purpose": "transactional"}
    whose = {"channel": "telegram", "address": CHAT, "contact": ASHA}
    _put(connection, messages, id=number, key=str(number), **state, **whose, **values)


def _fill(connection: Connection) -> None:
    _put(connection, businesses, id=BUSINESS, settings="{}")
    _put(connection, contacts, id=ASHA)
    _put(connection, addresses, id=CHAT, contact=ASHA, channel="telegram", value="9", state="usable", state_at=AT)
    member = {"id": UUID(int=3), "name": "Asha", "role": "owner", "contact": ASHA}
    connection.execute(insert(staff).values(business=BUSINESS, **member))
    for command in (OPEN, ANSWERED, UNSENT):
        _say(connection, command, "in")
        values = {"member": member["id"], "deed": "cancel", "about": ABOUT, "shown": "hash", "message": command}
        used = AT if command == ANSWERED else None
        _put(connection, CONFIRMATIONS, token=command.hex, declined=False, expires_at=OVER, used_at=used, **values)
    for command in (OPEN, ANSWERED):
        _say(connection, UUID(int=command.int + 1), "out", reply_to=command, left_at=AT)


async def test_what_was_to_be_confirmed_is_a_question(old: str) -> None:
    async with connected(old) as connection:
        await connection.run_sync(_fill)
    await migrate.migrate(old, backed_up=True)

    def look(connection: Connection) -> None:
        (row,) = connection.execute(select(questions)).all()
        assert (row.message, row.contact, row.address, row.expects) == (UUID(int=11), ASHA, CHAT, "confirm")
        assert (row.token, row.asked_at, row.expires_at, row.answered_at) == (OPEN.hex, AT, OVER, None)
        assert json_codec.load_values(row.data) == {"command": "cancel", "value": ABOUT, "shown": "hash"}

    async with connected(old) as connection:
        await connection.run_sync(look)
